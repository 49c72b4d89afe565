-- One deed on many leads: who asked for what, on which leads exactly, and what came of it for each.
CREATE TABLE bulk_job (
  client_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  verb text NOT NULL CHECK (verb IN ('tag', 'untag', 'call', 'dnc', 'delete')),
  tag text,
  note text,
  filter text NOT NULL DEFAULT '',
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'running', 'completed', 'cancelled')),
  total integer NOT NULL DEFAULT 0,
  done integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  runner uuid,
  touched_at timestamptz(3),
  created_by_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  finished_at timestamptz(3),
  PRIMARY KEY (client_id, id)
);
CREATE INDEX bulk_job_created_idx ON bulk_job (client_id, created_at DESC);

CREATE TABLE bulk_job_lead (
  client_id uuid NOT NULL,
  job_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  result text,
  PRIMARY KEY (client_id, job_id, lead_id),
  CONSTRAINT bulk_job_lead_client_id_job_id_fkey FOREIGN KEY (client_id, job_id) REFERENCES bulk_job (client_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX bulk_job_lead_waiting_idx ON bulk_job_lead (client_id, job_id, lead_id) WHERE result IS NULL;

DO $do$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['bulk_job', 'bulk_job_lead'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY; ALTER TABLE %1$I FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_rows ON %1$I TO callvia_app USING (client_id = (SELECT current_client())) WITH CHECK (client_id = (SELECT current_client()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO callvia_app', name);
  END LOOP;
END $do$;
