-- How often the vendor was asked about a call that went silent, and when it is asked again.
ALTER TABLE call ADD COLUMN lookups integer NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN next_lookup_at timestamptz(3);
