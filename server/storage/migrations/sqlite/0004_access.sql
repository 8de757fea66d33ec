CREATE TABLE access (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    item TEXT NOT NULL REFERENCES items (id),
    role TEXT NOT NULL,
    given_by_user TEXT NOT NULL,
    given_by_name TEXT NOT NULL,
    since INTEGER NOT NULL,
    invitation TEXT REFERENCES invitations (id),
    PRIMARY KEY (tenant, user_id, item),
    FOREIGN KEY (tenant, user_id) REFERENCES people (tenant, user_id)
);
CREATE INDEX access_of_item ON access (item, tenant, since);
CREATE INDEX access_of_invitation ON access (invitation);

CREATE TABLE toasts (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    dedupe TEXT NOT NULL,
    kind TEXT NOT NULL,
    invitation TEXT,
    item TEXT,
    created_at INTEGER NOT NULL,
    dismissed_at INTEGER,
    UNIQUE (tenant, user_id, dedupe)
);
CREATE INDEX toasts_by_age ON toasts (created_at);
