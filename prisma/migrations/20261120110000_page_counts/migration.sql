-- What the frame of every page and the overview read, without a look at every row.
CREATE INDEX appointment_open_idx ON appointment (client_id, start_at) WHERE status IN ('scheduled', 'awaiting');

-- A person who logs in sees the names of the clients they belong to before one of them is chosen; the memberships are bound to them by their own policy.
CREATE POLICY own_clients ON client FOR SELECT TO callvia_app USING (
  (SELECT nullif(current_setting('app.user_id', true), '')) IS NOT NULL AND id IN (SELECT client_id FROM membership));
