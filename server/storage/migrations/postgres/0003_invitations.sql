CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    inviter TEXT NOT NULL,
    inviter_name TEXT NOT NULL,
    item TEXT NOT NULL REFERENCES items (id),
    role TEXT NOT NULL,
    address TEXT NOT NULL,
    canonical TEXT NOT NULL,
    chosen TEXT,
    name TEXT,
    message TEXT,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    problem TEXT,
    key TEXT NOT NULL,
    form_hash TEXT NOT NULL,
    guest TEXT,
    link BYTEA,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (tenant, inviter, key)
);
CREATE INDEX invitations_of_inviter ON invitations (tenant, inviter, created_at);
CREATE INDEX invitations_of_guest ON invitations (tenant, guest, state);
CREATE INDEX invitations_of_address ON invitations (tenant, canonical);
CREATE INDEX invitations_of_item ON invitations (item);
CREATE INDEX invitations_under_way ON invitations (updated_at) WHERE state IN ('working', 'waiting');

CREATE TABLE invitation_steps (
    invitation TEXT NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (invitation, position)
);

CREATE TABLE invitation_history (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invitation TEXT NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    problem TEXT
);
CREATE INDEX invitation_history_of ON invitation_history (invitation, seq);

-- Tenants whose invitations Microsoft blocks; the one invitation that may ask again.
CREATE TABLE blocks (
    tenant TEXT NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL,
    probe TEXT
);
