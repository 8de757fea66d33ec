INSERT INTO sessions (id, key, tenant, user_id, data, expires_at) VALUES
    ('session', 'key', 'tenant', 'adele', 'data', 2000),
    ('before sign-in', 'other key', NULL, NULL, 'data', 2000);
INSERT INTO tokens (tenant, user_id, sealed, version, access_expires_at, refreshing_until, leave_at) VALUES
    ('tenant', 'adele', 'sealed', 3, 2000, 1500, NULL);
INSERT INTO drafts (id, tenant, user_id, item, form, problem, matches, expires_at) VALUES
    ('draft', 'tenant', 'adele', 'plan', '{}', '{}', '[]', 2000),
    ('draft of nobody', NULL, NULL, 'plan', '{}', NULL, '[]', 2000);
INSERT INTO paces (tenant, user_id, full_at) VALUES ('tenant', 'adele', 2000);
