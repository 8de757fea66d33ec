-- The history of the settings says who made each version, why, and which version was restored by it.
ALTER TABLE settings ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE settings ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE settings ADD COLUMN restored BIGINT;

-- Before a role is taken out, somebody asks who holds it.
CREATE INDEX access_of_role ON access (role, kind);
