-- News is read from the facts themselves; a member keeps only up to when it was seen.
CREATE TABLE notification_seen (
  client_id uuid NOT NULL,
  user_id uuid NOT NULL,
  seen_until timestamptz(3) NOT NULL,
  PRIMARY KEY (client_id, user_id),
  CONSTRAINT notification_seen_client_id_user_id_fkey FOREIGN KEY (client_id, user_id) REFERENCES membership (client_id, user_id) ON DELETE CASCADE ON UPDATE CASCADE
);
ALTER TABLE notification_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_seen FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON notification_seen TO callvia_app USING (client_id = (SELECT current_client())) WITH CHECK (client_id = (SELECT current_client()));
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_seen TO callvia_app;

-- When the payment last failed; gone with its reason.
ALTER TABLE invoice ADD COLUMN payment_failed_at timestamptz(3);

-- What is new since a moment is one short look into each of these.
CREATE INDEX import_job_finished_idx ON import_job (client_id, finished_at) WHERE finished_at IS NOT NULL AND NOT dry_run;
CREATE INDEX campaign_completed_idx ON campaign (client_id, completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX invoice_milestone_idx ON invoice (client_id, created_at) WHERE kind = 'milestone';
CREATE INDEX invoice_payment_failed_idx ON invoice (client_id, payment_failed_at) WHERE payment_failed_at IS NOT NULL;
CREATE INDEX vendor_effect_trouble_idx ON vendor_effect (client_id, settled_at) WHERE status IN ('failed', 'unknown');
