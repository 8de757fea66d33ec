-- Tabs that sign in at the same time each get a session under the key of the one session at the authority, so a key names several. Sessions are
-- of people only: what a sign-in needs before it ends lies in a cookie.
ALTER TABLE sessions DROP CONSTRAINT sessions_key_key;
DELETE FROM sessions WHERE tenant IS NULL;
ALTER TABLE sessions ALTER COLUMN tenant SET NOT NULL;
ALTER TABLE sessions ALTER COLUMN user_id SET NOT NULL;
ALTER TABLE sessions ADD COLUMN ends_by BIGINT;
CREATE INDEX sessions_by_key ON sessions (key);

-- When the directory was last asked about somebody who is signed in: one row a person, for all of their sessions and all servers.
CREATE TABLE account_checks (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    is_guest BOOLEAN NOT NULL,
    asking_until BIGINT,
    retry_at BIGINT,
    PRIMARY KEY (tenant, user_id)
);
CREATE INDEX account_checks_by_time ON account_checks (checked_at);
