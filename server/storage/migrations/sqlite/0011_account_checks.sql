-- Tabs that sign in at the same time each get a session under the key of the one session at the authority, so a key names several. Sessions are
-- of people only: what a sign-in needs before it ends lies in a cookie. SQLite cannot drop a constraint: the table is made anew.
CREATE TABLE sessions_of_people (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    data BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    ends_by INTEGER
);
INSERT INTO sessions_of_people (id, key, tenant, user_id, data, expires_at)
SELECT id, key, tenant, user_id, data, expires_at FROM sessions WHERE tenant IS NOT NULL;
DROP TABLE sessions;
ALTER TABLE sessions_of_people RENAME TO sessions;
CREATE INDEX sessions_by_key ON sessions (key);
CREATE INDEX sessions_by_person ON sessions (tenant, user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- When the directory was last asked about somebody who is signed in: one row a person, for all of their sessions and all servers.
CREATE TABLE account_checks (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    checked_at INTEGER NOT NULL,
    is_guest BOOLEAN NOT NULL,
    asking_until INTEGER,
    retry_at INTEGER,
    PRIMARY KEY (tenant, user_id)
);
CREATE INDEX account_checks_by_time ON account_checks (checked_at);
