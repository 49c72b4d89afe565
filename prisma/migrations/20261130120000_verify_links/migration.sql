-- Links from the daily digest are one person's of the client: who of them answered, and whether that one may still.
ALTER TABLE link_token ADD COLUMN user_id uuid;
