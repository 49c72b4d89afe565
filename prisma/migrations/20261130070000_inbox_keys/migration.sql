-- A booking looks for a cancel of it that came before, by the beginning of its key.
CREATE INDEX webhook_event_key_idx ON webhook_event (account, vendor_event_id COLLATE "C") WHERE vendor = 'calcom';
