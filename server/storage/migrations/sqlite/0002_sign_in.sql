CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    tenant TEXT,
    user_id TEXT,
    data BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK ((tenant IS NULL) = (user_id IS NULL))
);
CREATE INDEX sessions_by_person ON sessions (tenant, user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE tokens (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    access_expires_at INTEGER NOT NULL,
    refreshing_until INTEGER,
    leave_at INTEGER,
    challenge TEXT,
    PRIMARY KEY (tenant, user_id)
);
CREATE INDEX tokens_by_leaving ON tokens (leave_at);

CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT,
    user_id TEXT,
    item TEXT NOT NULL,
    form TEXT NOT NULL,
    problem TEXT,
    matches TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK ((tenant IS NULL) = (user_id IS NULL))
);
CREATE INDEX drafts_by_expiry ON drafts (expires_at);
CREATE INDEX drafts_of_owner ON drafts (COALESCE(tenant, ''), COALESCE(user_id, ''), expires_at);

CREATE TABLE paces (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    full_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, user_id)
);
CREATE INDEX paces_by_time ON paces (full_at);
