-- Which unit of the textbook a plan belongs to, which lesson of it, and in which term it is taught: read from the head of the
-- document, like its minutes, so that there is one place where a teacher writes it.

ALTER TABLE lesson_plans
  -- As the teacher wrote it, and as plans are compared by it (packages/domain/src/lesson-plan/teaching-order.ts).
  ADD COLUMN unit text,
  ADD COLUMN unit_key text,
  ADD COLUMN unit_number integer,
  ADD COLUMN lesson_number integer,
  ADD COLUMN period_number integer,
  -- 2026-1 is the first term of the school year 2026—2027 (packages/domain/src/lesson-plan/term.ts).
  ADD COLUMN term text CHECK (term ~ '^\d{4}-[12]$'),
  ADD CHECK ((unit IS NULL) = (unit_key IS NULL)),
  ADD CHECK (unit_number IS NULL OR unit_key IS NOT NULL);
CREATE INDEX lesson_plans_term ON lesson_plans (term);
-- Plans written before this are read again from their log by the next refresh.
UPDATE lesson_plans SET projected_seq = 0;
