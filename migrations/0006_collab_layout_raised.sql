-- The layout a document was made in, once it has been raised to a newer one: copies of it that people edited offline may
-- still bring something of that layout. Null: it is in the layout it was made in.
ALTER TABLE collab_documents ADD COLUMN raised_from integer CHECK (raised_from < layout);
