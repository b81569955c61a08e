-- How long a session lives is chosen at sign-in; search compares folded text and shows the original.

ALTER TABLE sessions ADD COLUMN remember boolean NOT NULL DEFAULT false;

-- Folded as packages/domain/src/search/fold.ts does: what a query is compared with. search_text keeps the original.
ALTER TABLE lesson_plans ADD COLUMN search_title text NOT NULL DEFAULT '';
ALTER TABLE lesson_plans ADD COLUMN search_folded text NOT NULL DEFAULT '';
-- Plans written before this are read again from their log by the next refresh.
UPDATE lesson_plans SET projected_seq = 0;

CREATE INDEX lesson_plans_bin ON lesson_plans (deleted_at) WHERE deleted_at IS NOT NULL;
