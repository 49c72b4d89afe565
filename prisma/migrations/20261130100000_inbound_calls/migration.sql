-- Calls that leads made to us and whose end is not known yet.
CREATE INDEX call_inbound_open_idx ON call (created_at) WHERE direction = 'inbound' AND ended_at IS NULL;
