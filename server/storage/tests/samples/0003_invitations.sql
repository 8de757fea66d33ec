INSERT INTO invitations (id, tenant, inviter, inviter_name, item, role, address, canonical, chosen, name, message,
    language, state, facts, problem, key, form_hash, guest, link, created_at, updated_at) VALUES
    ('invitation', 'tenant', 'adele', 'Adele Vance', 'plan', 'reader', 'Grady.Archie@fabrikam.example',
     'grady.archie@fabrikam.example', NULL, 'Grady', 'Hello', 'en', 'sent', '{}', NULL, 'key', 'hash', 'grady',
     'link', 1000, 1500),
    ('bare-invitation', 'tenant', 'adele', 'Adele Vance', 'plan', 'reader', 'x@y.example', 'x@y.example', NULL,
     NULL, NULL, 'en', 'working', '{}', NULL, 'other key', 'hash', NULL, NULL, 1000, 1000);
INSERT INTO invitation_steps (invitation, position, kind, state, attempts) VALUES
    ('invitation', 0, 'find-person', 'done', 1),
    ('invitation', 1, 'send-invitation', 'done', 2);
INSERT INTO invitation_history (invitation, at, event, problem) VALUES
    ('invitation', 1000, '{"event":"asked"}', NULL);
INSERT INTO blocks (tenant, since, probe) VALUES ('tenant', 1000, NULL);
