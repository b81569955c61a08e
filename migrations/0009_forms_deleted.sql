-- A form that was deleted stays for a while, so that deleting can be undone; then it is erased with its file.
ALTER TABLE word_forms ADD COLUMN deleted_at timestamptz;
ALTER TABLE word_forms ADD CONSTRAINT word_forms_deleted CHECK (deleted_at IS NULL OR confirmed_at IS NULL);
CREATE INDEX word_forms_deleted_at ON word_forms (deleted_at) WHERE deleted_at IS NOT NULL;
