-- Codec 2: zstd with the checksum of the state in its frame; sha256 is of the bytes as they are stored, a third of the state.
ALTER TABLE collab_snapshots DROP CONSTRAINT collab_snapshots_codec_check;
ALTER TABLE collab_snapshots ADD CONSTRAINT collab_snapshots_codec_check CHECK (codec IN (0, 1, 2));
