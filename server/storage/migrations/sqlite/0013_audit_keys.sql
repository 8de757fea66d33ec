-- The id of the key that linked an entry, or the head; none for entries from before there were keys, which stay as they are.
ALTER TABLE audit ADD COLUMN key_id TEXT;
ALTER TABLE audit_head ADD COLUMN key_id TEXT;
-- Over place and hash of the head, so that nobody without the key can move it.
ALTER TABLE audit_head ADD COLUMN mac BLOB;

-- An entry goes behind the last one and nowhere else: not even by replacing one that is there.
CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit
WHEN NEW.seq <= (SELECT seq FROM audit_head WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'audit entries are only ever added'); END;
