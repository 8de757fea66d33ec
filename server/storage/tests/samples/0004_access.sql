INSERT INTO access (tenant, user_id, item, role, given_by_user, given_by_name, since, invitation) VALUES
    ('tenant', 'grady', 'plan', 'reader', 'adele', 'Adele Vance', 1500, 'invitation');
INSERT INTO toasts (id, tenant, user_id, dedupe, kind, invitation, item, created_at, dismissed_at) VALUES
    ('toast', 'tenant', 'adele', 'invitation:sent', '{}', 'invitation', 'plan', 1500, NULL),
    ('old toast', 'tenant', 'adele', 'other:sent', '{}', NULL, NULL, 1000, 1200);
