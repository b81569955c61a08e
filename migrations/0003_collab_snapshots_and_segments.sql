-- The head of a document is written with every commit, so nothing large may be in its row: whole states get a table of
-- their own, and so do old updates, packed.

CREATE TABLE collab_snapshots (
  document text NOT NULL REFERENCES collab_documents (name),
  -- The state after this update, as one Yjs update; a cache, the log is the truth.
  seq bigint NOT NULL,
  -- 0: as it is; 1: zstd.
  codec smallint NOT NULL CHECK (codec IN (0, 1)),
  -- Of the state itself, whatever it is packed in.
  raw_size integer NOT NULL,
  sha256 bytea NOT NULL,
  bytes bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (document, seq)
);
ALTER TABLE collab_snapshots ALTER COLUMN bytes SET STORAGE EXTERNAL;

INSERT INTO collab_snapshots (document, seq, codec, raw_size, sha256, bytes)
SELECT name, snapshot_seq, 0, length(snapshot), sha256(snapshot), snapshot
FROM collab_documents WHERE snapshot IS NOT NULL AND snapshot_seq BETWEEN 1 AND seq;
ALTER TABLE collab_documents DROP COLUMN snapshot;
ALTER TABLE collab_documents DROP COLUMN snapshot_seq;

-- Old updates in columns, packed and without loss: from_seq up to to_seq with nothing left out.
CREATE TABLE collab_segments (
  document text NOT NULL REFERENCES collab_documents (name),
  from_seq bigint NOT NULL,
  to_seq bigint NOT NULL CHECK (to_seq >= from_seq),
  -- Of the columns before they were packed.
  raw_size integer NOT NULL,
  sha256 bytea NOT NULL,
  bytes bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (document, from_seq)
);
ALTER TABLE collab_segments ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Updates up to this one are in collab_segments, later ones in collab_updates.
ALTER TABLE collab_documents ADD COLUMN sealed_seq bigint NOT NULL DEFAULT 0;
-- Room in every page for the next version of a row, so that a commit touches no index.
ALTER TABLE collab_documents SET (fillfactor = 50);

-- Two looks at other rows and an index entry per keystroke guard nothing: the append joins its document, and the author
-- comes from a ticket, which names a person.
ALTER TABLE collab_updates DROP CONSTRAINT collab_updates_document_fkey;
ALTER TABLE collab_updates DROP CONSTRAINT collab_updates_author_id_fkey;
DROP INDEX collab_updates_author;
