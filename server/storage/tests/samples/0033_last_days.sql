INSERT INTO access_changes (id, tenant, user_id, item, made_by, made_at, role, given_by_user, given_by_name, since, until, new_role,
    new_invitation, undone_at, new_until, cut) VALUES
    ('moved', 'tenant', 'grady', 'plan', 'adele', 1700, 'contributor', 'adele', 'Adele Vance', 1500, NULL, 'contributor', 'invitation', NULL,
    1798761600000, '[{"invitation":"of-share","until":null}]');
