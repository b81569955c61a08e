-- Organisations, people, lesson plans, the attributed update log, the lesson clock, files.

CREATE TABLE org_units (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  parent_id uuid REFERENCES org_units (id),
  -- From the root unit to this one, both included; its first entry is the tree.
  path uuid[] NOT NULL CHECK (cardinality(path) > 0),
  kind text NOT NULL CHECK (kind IN ('eduBureau', 'researchOffice', 'school', 'teachingPoint', 'techCenter', 'alliance', 'external')),
  level text NOT NULL CHECK (level IN ('region', 'prefecture', 'county', 'school', 'point')),
  name text NOT NULL,
  short_name text NOT NULL,
  is_rural boolean NOT NULL DEFAULT false,
  enrolment integer CHECK (enrolment >= 0),
  stages text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX org_units_parent ON org_units (parent_id);
CREATE INDEX org_units_path ON org_units USING gin (path);

CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account text NOT NULL CHECK (account = lower(account) AND account <> ''),
  name text NOT NULL,
  password_hash text NOT NULL,
  title text,
  locale text NOT NULL DEFAULT 'zh-CN',
  disabled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (account)
);

CREATE TABLE identities (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  org_id uuid NOT NULL REFERENCES org_units (id),
  role text NOT NULL CHECK (role IN ('platformAdmin', 'orgAdmin', 'leader', 'researcher', 'coreReviewer', 'backboneLeader', 'masterTeacher', 'teacher', 'supervisor')),
  subject text,
  stage text,
  grade text,
  starts_on date,
  ends_on date,
  is_default boolean NOT NULL DEFAULT false
);
CREATE INDEX identities_user ON identities (user_id);
CREATE INDEX identities_org ON identities (org_id);

CREATE TABLE prep_groups (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES org_units (id),
  name text NOT NULL,
  subject text NOT NULL,
  stage text NOT NULL,
  grade text,
  leader_id uuid NOT NULL REFERENCES users (id)
);
CREATE INDEX prep_groups_org ON prep_groups (org_id);
CREATE INDEX prep_groups_leader ON prep_groups (leader_id);
CREATE TABLE prep_group_members (
  group_id uuid NOT NULL REFERENCES prep_groups (id),
  user_id uuid NOT NULL REFERENCES users (id),
  PRIMARY KEY (group_id, user_id)
);
CREATE INDEX prep_group_members_user ON prep_group_members (user_id);

CREATE TABLE pairings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('schoolSchool', 'schoolPoint', 'teacherTeacher')),
  aid_org_id uuid NOT NULL REFERENCES org_units (id),
  recipient_org_id uuid NOT NULL REFERENCES org_units (id),
  aid_user_id uuid REFERENCES users (id),
  recipient_user_id uuid REFERENCES users (id),
  subject text,
  starts_on date NOT NULL,
  ends_on date NOT NULL CHECK (ends_on > starts_on)
);
CREATE INDEX pairings_aid_org ON pairings (aid_org_id);
CREATE INDEX pairings_recipient_org ON pairings (recipient_org_id);
CREATE INDEX pairings_aid_user ON pairings (aid_user_id);
CREATE INDEX pairings_recipient_user ON pairings (recipient_user_id);

CREATE TABLE sessions (
  id text PRIMARY KEY,
  -- SHA-256 of the secret; the secret itself is only in the cookie.
  secret_hash bytea NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_verified_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Token buckets for throttling: one row per thing that is throttled, such as an account and address pair.
CREATE TABLE throttle_buckets (
  key text PRIMARY KEY,
  failures integer NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE files (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  sha256 bytea NOT NULL,
  byte_size bigint NOT NULL CHECK (byte_size >= 0),
  media_type text NOT NULL,
  name text NOT NULL,
  -- The document whose readers may fetch it, such as lessonPlan:{id}.
  document text NOT NULL,
  created_by uuid REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX files_document ON files (document);
CREATE INDEX files_sha256 ON files (sha256);

CREATE TABLE lesson_plans (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES org_units (id),
  org_path uuid[] NOT NULL CHECK (cardinality(org_path) > 0),
  owner_id uuid NOT NULL REFERENCES users (id),
  state text NOT NULL DEFAULT 'drafting' CHECK (state IN ('drafting', 'studying', 'finalized', 'secondPrep', 'taught', 'reflected', 'archived', 'abandoned')),
  version integer NOT NULL DEFAULT 1,
  template text NOT NULL DEFAULT 'standard' CHECK (template IN ('standard', 'twinClass', 'unit')),
  subject text,
  stage text,
  grade text,
  period_minutes integer NOT NULL DEFAULT 40 CHECK (period_minutes BETWEEN 1 AND 600),
  source_file_id uuid REFERENCES files (id),
  -- What the import understood, doubted and left over (packages/word ImportReport).
  import_report jsonb,
  -- Derived from the document. The title is written in the commit of the update that changed it.
  title text NOT NULL,
  -- Derived, brought up to the log before every search: the log position they reflect, and what they say.
  projected_seq bigint NOT NULL DEFAULT 0,
  total_minutes integer NOT NULL DEFAULT 0,
  row_count integer NOT NULL DEFAULT 0,
  search_text text NOT NULL DEFAULT '',
  search_grams text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Last committed edit or change of state.
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);
CREATE INDEX lesson_plans_owner ON lesson_plans (owner_id);
CREATE INDEX lesson_plans_org ON lesson_plans (org_id);
CREATE INDEX lesson_plans_org_path ON lesson_plans USING gin (org_path);
CREATE INDEX lesson_plans_search ON lesson_plans USING gin (search_grams);
CREATE INDEX lesson_plans_updated ON lesson_plans (updated_at DESC, id DESC);
CREATE INDEX lesson_plans_source_file ON lesson_plans (source_file_id);

CREATE TABLE lesson_plan_members (
  plan_id uuid NOT NULL REFERENCES lesson_plans (id),
  user_id uuid NOT NULL REFERENCES users (id),
  role text NOT NULL CHECK (role IN ('editor', 'commenter')),
  invited_by uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, user_id)
);
CREATE INDEX lesson_plan_members_user ON lesson_plan_members (user_id);
CREATE INDEX lesson_plan_members_invited_by ON lesson_plan_members (invited_by);

-- One row per collaborative document: the head of its log and the newest snapshot.
CREATE TABLE collab_documents (
  name text PRIMARY KEY,
  layout integer NOT NULL,
  -- Number of the last committed update.
  seq bigint NOT NULL DEFAULT 0,
  -- The whole document up to snapshot_seq as one Yjs update; a cache, the log is the truth.
  snapshot bytea,
  snapshot_seq bigint NOT NULL DEFAULT 0,
  -- Raised by every new owner; an append that carries an older one is refused.
  fence bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Append-only: who changed what, when, on which lesson's clock. Committed before anyone is told it is saved.
CREATE TABLE collab_updates (
  document text NOT NULL REFERENCES collab_documents (name),
  seq bigint NOT NULL,
  author_id uuid REFERENCES users (id),
  -- The socket it came through, or import, template, migration.
  source text NOT NULL,
  at timestamptz NOT NULL,
  lesson_id uuid,
  t_ms bigint,
  fence bigint NOT NULL DEFAULT 0,
  bytes bytea NOT NULL,
  PRIMARY KEY (document, seq)
);
CREATE INDEX collab_updates_author ON collab_updates (author_id);

CREATE TABLE collab_tickets (
  hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  session_id text NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  document text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX collab_tickets_user ON collab_tickets (user_id);
CREATE INDEX collab_tickets_session ON collab_tickets (session_id);
CREATE INDEX collab_tickets_expires ON collab_tickets (expires_at);

CREATE TABLE lesson_clocks (
  -- The lesson plan taught, until class sessions have ids of their own.
  lesson_id uuid PRIMARY KEY,
  started_at timestamptz NOT NULL,
  started_by uuid REFERENCES users (id),
  started_from text NOT NULL CHECK (started_from IN ('room', 'person'))
);

CREATE TABLE lesson_events (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  lesson_id uuid NOT NULL,
  kind text NOT NULL,
  row_id text,
  t_ms bigint,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  actor_id uuid REFERENCES users (id),
  -- livekit, page, person
  source text NOT NULL,
  -- The sender's own id of the event: the same event twice is kept once.
  external_id text,
  payload jsonb NOT NULL DEFAULT '{}',
  UNIQUE (source, external_id)
);
CREATE INDEX lesson_events_lesson ON lesson_events (lesson_id, t_ms);
CREATE INDEX lesson_events_actor ON lesson_events (actor_id);

CREATE TABLE idempotency_keys (
  user_id uuid NOT NULL REFERENCES users (id),
  operation text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status integer,
  headers jsonb,
  body jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, operation, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor_id uuid REFERENCES users (id),
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_subject ON audit_log (subject, at);
CREATE INDEX audit_log_actor ON audit_log (actor_id);

-- Facts about this installation: the first administrator's code, whether the county is the demonstration's.
CREATE TABLE installation (
  key text PRIMARY KEY,
  value jsonb NOT NULL
);
