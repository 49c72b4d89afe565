-- Lists of leads at 100,000 rows and more: search, and an index for every order a list can have (docs/decisions/0006).

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Orders. Each ends in the id, so that a page that begins behind a row is a range of its index. CASE, not COALESCE: only leak-proof expressions are
-- matched with an index below row-level security.
DROP INDEX "lead_client_id_created_at_id_idx";
CREATE INDEX lead_created_idx ON lead (client_id, created_at, id);
CREATE INDEX lead_campaign_created_idx ON lead (client_id, campaign_id, created_at, id);
CREATE INDEX lead_status_created_idx ON lead (client_id, status, created_at, id);
CREATE INDEX lead_status_sort_idx ON lead (client_id, status, id);
CREATE INDEX lead_attempts_sort_idx ON lead (client_id, attempts, id);
CREATE INDEX lead_contacted_sort_idx ON lead (client_id, (CASE WHEN last_contacted_at IS NULL THEN '-infinity'::timestamptz ELSE last_contacted_at END), id);
CREATE INDEX lead_next_sort_idx ON lead (client_id, (CASE WHEN next_at IS NULL THEN 'infinity'::timestamptz ELSE next_at END), id);
CREATE INDEX lead_booked_idx ON lead (client_id, created_at, id) WHERE booked_at IS NOT NULL;

-- What the frame of every page and the overview count.
CREATE INDEX lead_ahead_idx ON lead (client_id, id) WHERE clock_offset > 0;
CREATE INDEX call_dialled_idx ON call (client_id, mode, created_at) INCLUDE (answered) WHERE dialled_at IS NOT NULL;

-- Search -----------------------------------------------------------------------------------------------------------------------
-- What a lead can be found by, apart from the lead, whose row is written at every step of its life while its name stays.
CREATE TABLE lead_search (
  client_id uuid NOT NULL,
  lead_id uuid NOT NULL,
  words text NOT NULL,
  sort_name text NOT NULL,
  tags text[] NOT NULL,
  PRIMARY KEY (client_id, lead_id)
);

-- A space before every word: a pattern that begins with one finds beginnings of words, and has trigrams however short it is.
CREATE FUNCTION words_of(first_name text, last_name text, company text, email text, phone text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT lower(concat(' ', first_name, ' ', last_name, ' ', company, ' ', email, ' ', ltrim(phone, '+'))) $$;
CREATE FUNCTION sort_name_of(first_name text, last_name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT lower(coalesce(last_name, '') || ' ' || coalesce(first_name, '')) $$;

ALTER TABLE lead NO FORCE ROW LEVEL SECURITY; -- for the owner, in this transaction
INSERT INTO lead_search (client_id, lead_id, words, sort_name, tags)
  SELECT client_id, id, words_of(first_name, last_name, company, email, phone), sort_name_of(first_name, last_name), tags FROM lead;
ALTER TABLE lead FORCE ROW LEVEL SECURITY;

CREATE INDEX lead_search_words_idx ON lead_search USING gin (client_id, words gin_trgm_ops);
CREATE INDEX lead_search_tags_idx ON lead_search USING gin (client_id, tags);
CREATE INDEX lead_search_name_idx ON lead_search (client_id, sort_name, lead_id);

CREATE FUNCTION lead_search_added() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  INSERT INTO lead_search (client_id, lead_id, words, sort_name, tags)
  SELECT client_id, id, words_of(first_name, last_name, company, email, phone), sort_name_of(first_name, last_name), tags FROM added;
  RETURN NULL;
END $body$;
CREATE FUNCTION lead_search_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  UPDATE lead_search SET words = words_of(NEW.first_name, NEW.last_name, NEW.company, NEW.email, NEW.phone), sort_name = sort_name_of(NEW.first_name, NEW.last_name), tags = NEW.tags
  WHERE client_id = NEW.client_id AND lead_id = NEW.id;
  RETURN NULL;
END $body$;
CREATE FUNCTION lead_search_removed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  DELETE FROM lead_search s USING removed r WHERE s.client_id = r.client_id AND s.lead_id = r.id;
  RETURN NULL;
END $body$;
CREATE TRIGGER search_added AFTER INSERT ON lead REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lead_search_added();
CREATE TRIGGER search_changed AFTER UPDATE OF first_name, last_name, company, email, phone, tags ON lead FOR EACH ROW
  WHEN ((OLD.first_name, OLD.last_name, OLD.company, OLD.email, OLD.phone, OLD.tags)
    IS DISTINCT FROM (NEW.first_name, NEW.last_name, NEW.company, NEW.email, NEW.phone, NEW.tags))
  EXECUTE FUNCTION lead_search_changed();
CREATE TRIGGER search_removed AFTER DELETE ON lead REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION lead_search_removed();

ALTER TABLE lead_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE lead_search FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON lead_search TO callvia_app USING (client_id = (SELECT current_client())) WITH CHECK (client_id = (SELECT current_client()));
GRANT SELECT, INSERT, UPDATE, DELETE ON lead_search TO callvia_app;

-- LIKE and && are not leak-proof, so under a policy that filters they never reach an index. The functions below are the one place that reads this table without
-- such a policy; they name the caller's client themselves, and with none set find nothing.
CREATE POLICY found_for_the_app ON lead_search FOR SELECT TO callvia_owner USING (true);

-- Ids of the present client's leads whose words match every pattern, at most `most` of them.
CREATE FUNCTION leads_like(patterns text[], most int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
  RETURN QUERY EXECUTE 'SELECT lead_id FROM lead_search WHERE client_id = $1'
    || (SELECT coalesce(string_agg(format(' AND words LIKE $2[%s]', n), '' ORDER BY n), '') FROM generate_subscripts(patterns, 1) n) || ' LIMIT $3'
    USING current_client(), patterns, most;
END $body$;
REVOKE ALL ON FUNCTION leads_like(text[], int) FROM public;
GRANT EXECUTE ON FUNCTION leads_like(text[], int) TO callvia_app;

-- The same for leads that have one of these tags.
CREATE FUNCTION leads_tagged(wanted text[], most int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
  RETURN QUERY EXECUTE 'SELECT lead_id FROM lead_search WHERE client_id = $1 AND tags && $2 LIMIT $3' USING current_client(), wanted, most;
END $body$;
REVOKE ALL ON FUNCTION leads_tagged(text[], int) FROM public;
GRANT EXECUTE ON FUNCTION leads_tagged(text[], int) TO callvia_app;
