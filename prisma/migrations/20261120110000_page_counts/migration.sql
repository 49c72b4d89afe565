-- What the frame of every page and the overview read, without a look at every row.
CREATE INDEX appointment_open_idx ON appointment (client_id, start_at) WHERE status IN ('scheduled', 'awaiting');
CREATE INDEX appointment_booked_idx ON appointment (client_id, mode, booked_at);
CREATE INDEX appointment_verified_idx ON appointment (client_id, mode, verified_at) INCLUDE (status) WHERE verified_at IS NOT NULL;
CREATE INDEX appointment_counted_idx ON appointment (client_id, mode, counted_at) WHERE counted_at IS NOT NULL;
CREATE INDEX usage_record_created_idx ON usage_record (client_id, mode, created_at, cost_cents);
CREATE INDEX message_unread_idx ON message (client_id, created_at) WHERE direction = 'inbound' AND handled_at IS NULL;
CREATE INDEX effect_troubled_idx ON vendor_effect (client_id, created_at) WHERE status IN ('unknown', 'started', 'failed');
CREATE INDEX outbox_client_idx ON outbox_event (client_id, id);

-- A person who logs in sees the names of the clients they belong to before one of them is chosen; the memberships are bound to them by their own policy.
CREATE POLICY own_clients ON client FOR SELECT TO callvia_app USING (
  (SELECT nullif(current_setting('app.user_id', true), '')) IS NOT NULL AND id IN (SELECT client_id FROM membership));

-- An import adds words by the thousand: 16 MB of them wait to be merged at once, which takes a third less than by 4 MB. Searches read what waits from end to end.
ALTER INDEX lead_search_words_idx SET (gin_pending_list_limit = 16384);
