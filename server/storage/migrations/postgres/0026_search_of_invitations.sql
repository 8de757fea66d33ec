-- Administrators look for people by the start of a name, of its last word, or of an address. What is folded is written wherever a person is stored;
-- of whoever is there already SQL folds what it can, until the directory shows them again. By the order of bytes: what starts with a text is one
-- range then, in any language.
ALTER TABLE people ADD COLUMN name_folded TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN last_name_folded TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN address_folded TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE people SET name_folded = lower(name), last_name_folded = lower(substr(name, strpos(name, ' ') + 1)), address_folded = lower(address);
CREATE INDEX people_by_name ON people (tenant, name_folded, user_id);
CREATE INDEX people_by_last_name ON people (tenant, last_name_folded, user_id);
CREATE INDEX people_by_address ON people (tenant, address_folded, user_id);

-- And the newest invitations of whoever is found. Every inviter has an id: see 0019.
CREATE INDEX invitations_of_everyone_to_address ON invitations (tenant, canonical COLLATE "C", created_at, id) WHERE put_away_at IS NULL AND inviter <> '';
CREATE INDEX invitations_of_everyone_to_person ON invitations (tenant, person, created_at, id) WHERE put_away_at IS NULL AND inviter <> '';
