-- Who took a lead's reply off the list of what waits for a person (nobody: the rules dealt with it), and who wrote a message by hand.
ALTER TABLE message ADD COLUMN handled_by_id uuid;
ALTER TABLE message ADD COLUMN written_by_id uuid;

-- Commands and answers that came before this were dealt with by the rules; they wait for nobody. The owner of the tables may look past the policy for this one statement.
ALTER TABLE message NO FORCE ROW LEVEL SECURITY;
UPDATE message SET handled_at = coalesce(sent_at, created_at)
WHERE direction = 'inbound' AND handled_at IS NULL AND upper(btrim(body, ' .!')) IN ('STOP', 'START', 'HELP', 'YES', 'NO');
ALTER TABLE message FORCE ROW LEVEL SECURITY;

-- What colleagues write to each other about a lead. One that was taken away stays for whoever wants it back; nobody else sees it.
CREATE TABLE comment (
  client_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  lead_id uuid NOT NULL,
  author_id uuid NOT NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  PRIMARY KEY (client_id, id),
  CONSTRAINT comment_client_id_lead_id_fkey FOREIGN KEY (client_id, lead_id) REFERENCES lead (client_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX comment_lead_idx ON comment (client_id, lead_id, created_at DESC);

ALTER TABLE comment ENABLE ROW LEVEL SECURITY;
ALTER TABLE comment FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON comment TO callvia_app USING (client_id = (SELECT current_client())) WITH CHECK (client_id = (SELECT current_client()));
GRANT SELECT, INSERT, UPDATE, DELETE ON comment TO callvia_app;
