-- Many leads may be given to one person, or to nobody.
ALTER TABLE bulk_job ADD COLUMN owner_id uuid;
ALTER TABLE bulk_job DROP CONSTRAINT bulk_job_verb_check;
ALTER TABLE bulk_job ADD CONSTRAINT bulk_job_verb_check CHECK (verb IN ('tag', 'untag', 'assign', 'call', 'dnc', 'delete'));
