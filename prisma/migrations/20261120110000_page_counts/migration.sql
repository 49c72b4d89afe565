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

-- Row-level security keeps the statistics of words from the planner, which would collect everybody from the index to name the first few. So a few rows are
-- looked at first: where a third of them match, the table is read until there are enough.
CREATE OR REPLACE FUNCTION leads_like(patterns text[], most int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
  matches text := (SELECT coalesce(string_agg(format(' AND words LIKE %L', pattern), '' ORDER BY n), '') FROM unnest(patterns) WITH ORDINALITY AS p(pattern, n));
  common int;
BEGIN
  EXECUTE 'SELECT count(*) FROM (SELECT words FROM lead_search WHERE client_id = $1 LIMIT 300) few WHERE true' || matches INTO common USING current_client();
  RETURN QUERY EXECUTE CASE WHEN common > 100
      THEN 'SELECT lead_id FROM (SELECT lead_id, words FROM lead_search WHERE client_id = $1 OFFSET 0) row_by_row WHERE true'
      ELSE 'SELECT lead_id FROM lead_search WHERE client_id = $1' END || matches || ' LIMIT $2'
    USING current_client(), most;
END $body$;
