-- A plan's row is written again and again while its document is typed in, and with it every part of its text in the search
-- index. What search compares gets a row of its own, written when it is needed.

CREATE TABLE lesson_plan_texts (
  plan_id uuid PRIMARY KEY REFERENCES lesson_plans (id),
  -- The log position it reflects.
  seq bigint NOT NULL,
  search_text text NOT NULL,
  -- Folded as packages/domain/src/search/fold.ts does: what a query is compared with. search_text keeps the original.
  search_title text NOT NULL,
  search_folded text NOT NULL,
  search_grams text[] NOT NULL
);
INSERT INTO lesson_plan_texts (plan_id, seq, search_text, search_title, search_folded, search_grams)
SELECT id, projected_seq, search_text, search_title, search_folded, search_grams FROM lesson_plans;
CREATE INDEX lesson_plan_texts_search ON lesson_plan_texts USING gin (search_grams);

DROP INDEX lesson_plans_search;
ALTER TABLE lesson_plans DROP COLUMN search_text, DROP COLUMN search_title, DROP COLUMN search_folded, DROP COLUMN search_grams;
