-- Buckets of more than one kind, and not of people alone. What the table before held is minutes old and not missed.
DROP TABLE paces;

CREATE TABLE rate_limits (
    -- Which limit, and whose: a person of a tenant, a tenant (no subject), or a network outside (no tenant).
    name TEXT NOT NULL,
    tenant TEXT NOT NULL,
    subject TEXT NOT NULL,
    full_at INTEGER NOT NULL,
    -- Until then a refusal has been noted in the audit chain already.
    noted_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (name, tenant, subject)
);
CREATE INDEX rate_limits_by_time ON rate_limits (full_at);

-- Sessions without a person are counted, so that strangers cannot leave any number of them.
CREATE INDEX sessions_of_nobody ON sessions (expires_at) WHERE user_id IS NULL;
