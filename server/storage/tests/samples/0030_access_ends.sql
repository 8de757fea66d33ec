INSERT INTO access_changes (id, tenant, user_id, item, made_by, made_at, role, given_by_user, given_by_name, since, until, new_role,
    new_invitation, undone_at) VALUES
    ('change', 'tenant', 'grady', 'plan', 'adele', 1600, 'contributor', 'adele', 'Adele Vance', 1500, NULL, 'reader', 'invitation', NULL);
