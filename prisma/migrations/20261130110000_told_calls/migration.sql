-- The sums of the overview are read from an index alone: placed calls and calls to us, with what came of each. It also counts what call_dialled_idx counted.
CREATE INDEX call_told_idx ON call (client_id, mode, created_at) INCLUDE (dialled_at, answered, outcome, duration_seconds, cost_cents)
  WHERE dialled_at IS NOT NULL OR direction <> 'outbound';
DROP INDEX call_dialled_idx;
