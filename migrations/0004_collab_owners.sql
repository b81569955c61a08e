-- Each document is served by one server at a time. A server is alive until its time is up on this database's clock.

CREATE TABLE collab_servers (
  -- A new one for each start of a process.
  id uuid PRIMARY KEY,
  -- Where the other servers reach it.
  url text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  alive_until timestamptz NOT NULL
);

-- Who serves a document; a server that is not alive any more, or not known, serves none.
ALTER TABLE collab_documents ADD COLUMN owner_id uuid;
-- When it was last taken from a living server that did not answer.
ALTER TABLE collab_documents ADD COLUMN taken_at timestamptz;
