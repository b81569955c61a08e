-- Many Word files at once, what a school calls things, and the forms its plans are written into.

CREATE TABLE import_batches (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES users (id),
  -- The unit the plans will belong to.
  org_id uuid NOT NULL REFERENCES org_units (id),
  created_at timestamptz NOT NULL,
  -- Last sent, corrected, taken, undone: what nobody touches is erased some weeks after it.
  changed_at timestamptz NOT NULL,
  -- Thrown away by its owner.
  discarded_at timestamptz,
  -- The position the next file gets.
  next_position integer NOT NULL DEFAULT 1 CHECK (next_position > 0)
);
CREATE INDEX import_batches_owner ON import_batches (owner_id, changed_at DESC);
CREATE INDEX import_batches_org ON import_batches (org_id);
CREATE INDEX import_batches_changed ON import_batches (changed_at);

CREATE TABLE import_items (
  batch_id uuid NOT NULL REFERENCES import_batches (id),
  position integer NOT NULL CHECK (position > 0),
  name text NOT NULL,
  -- Where it lay in a folder or an archive: shown, never used as a path.
  folder text,
  sha256 bytea NOT NULL,
  byte_size bigint NOT NULL CHECK (byte_size >= 0),
  -- null: its bytes were not kept, because they are nothing we read.
  file_id uuid REFERENCES files (id),
  state text NOT NULL CHECK (state IN ('waiting', 'reading', 'duplicate', 'ready', 'refused', 'taken', 'undone', 'discarded')),
  -- refused: why.
  code text CHECK ((code IS NOT NULL) = (state = 'refused')),
  -- duplicate: what has the same bytes already.
  same_plan_id uuid REFERENCES lesson_plans (id) ON DELETE SET NULL,
  same_batch_id uuid,
  same_position integer,
  -- reading: who holds it until when; after that anybody may take it up again.
  lease uuid,
  lease_until timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  -- Somebody looks at it and waits: read before the others.
  is_urgent boolean NOT NULL DEFAULT false,
  -- How it is to be read; what was read by older corrections is not kept.
  corrections jsonb NOT NULL DEFAULT '{}',
  revision integer NOT NULL DEFAULT 0,
  -- What the reading found (packages/word ImportReport) and what of it a person should look at.
  report jsonb,
  doubts jsonb NOT NULL DEFAULT '[]',
  doubt_count integer NOT NULL DEFAULT 0,
  undone_at timestamptz,
  PRIMARY KEY (batch_id, position),
  CHECK ((state = 'reading') = (lease IS NOT NULL)),
  CHECK ((lease IS NOT NULL) = (lease_until IS NOT NULL)),
  CHECK ((state = 'undone') = (undone_at IS NOT NULL)),
  CHECK (state NOT IN ('ready', 'taken', 'undone') OR report IS NOT NULL)
);
CREATE INDEX import_items_file ON import_items (file_id);
CREATE INDEX import_items_sha256 ON import_items (sha256);
CREATE INDEX import_items_same_plan ON import_items (same_plan_id);
-- What is to be read, or was being read by somebody who may have gone.
CREATE INDEX import_items_queue ON import_items (is_urgent DESC, position) WHERE state IN ('waiting', 'reading');

-- The plans a file becomes, one or one for each period, before they are taken and after.
CREATE TABLE import_drafts (
  batch_id uuid NOT NULL,
  position integer NOT NULL,
  part integer NOT NULL CHECK (part > 0),
  title text NOT NULL,
  -- A document of packages/documents; its pictures are files of the item.
  doc jsonb NOT NULL,
  row_count integer NOT NULL,
  total_minutes double precision NOT NULL,
  PRIMARY KEY (batch_id, position, part),
  FOREIGN KEY (batch_id, position) REFERENCES import_items (batch_id, position) ON DELETE CASCADE
);

-- One plan for each part, ever: whoever takes a file twice gets the same plan.
CREATE TABLE import_plans (
  batch_id uuid NOT NULL,
  position integer NOT NULL,
  part integer NOT NULL,
  plan_id uuid NOT NULL UNIQUE REFERENCES lesson_plans (id) ON DELETE CASCADE,
  -- Put into the bin by undoing the import, at the same moment as lesson_plans.deleted_at.
  binned_at timestamptz,
  PRIMARY KEY (batch_id, position, part),
  FOREIGN KEY (batch_id, position) REFERENCES import_items (batch_id, position) ON DELETE CASCADE
);

CREATE TABLE word_wordings (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES org_units (id),
  kind text NOT NULL CHECK (kind IN ('header', 'section', 'column')),
  -- As the school writes them, and as they are compared.
  words text NOT NULL,
  folded text NOT NULL,
  means text NOT NULL,
  by_id uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL,
  UNIQUE (org_id, kind, folded)
);
CREATE INDEX word_wordings_by ON word_wordings (by_id);

CREATE TABLE word_forms (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES org_units (id),
  name text NOT NULL,
  file_id uuid NOT NULL REFERENCES files (id),
  -- What stands where in the file (packages/word WordForm), as understood and as changed by a person.
  form jsonb NOT NULL,
  created_by uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL,
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  retired_at timestamptz,
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
  CHECK (retired_at IS NULL OR confirmed_at IS NOT NULL)
);
CREATE INDEX word_forms_org ON word_forms (org_id);
CREATE INDEX word_forms_file ON word_forms (file_id);
CREATE INDEX word_forms_created_by ON word_forms (created_by);
CREATE INDEX word_forms_confirmed_by ON word_forms (confirmed_by);
