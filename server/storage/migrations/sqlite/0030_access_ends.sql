-- When access ends by itself, unix milliseconds; null where it is for good.
ALTER TABLE access ADD COLUMN until INTEGER;
CREATE INDEX access_until ON access (until) WHERE until IS NOT NULL;
-- Who holds a role is asked of the index alone, for as long as they hold it.
DROP INDEX access_of_role;
CREATE INDEX access_of_role ON access (role, kind, until);

-- What somebody has changed about the access of others: so that it can be undone. What they had before, and which invitation gives it from then on.
CREATE TABLE access_changes (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    item TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    role TEXT NOT NULL,
    given_by_user TEXT NOT NULL,
    given_by_name TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    new_role TEXT,
    new_invitation TEXT,
    undone_at INTEGER
);
CREATE INDEX access_changes_of_person ON access_changes (tenant, user_id, item, made_at);
CREATE INDEX access_changes_by_age ON access_changes (made_at);
