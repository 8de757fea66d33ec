INSERT INTO shares (id, tenant, inviter, item, key, form_hash, created_at) VALUES
    ('share', 'tenant', 'adele', 'plan', 'third-key', 'hash', 1000);
INSERT INTO invitations (id, share, tenant, inviter, inviter_name, item, role, address, canonical, chosen, name, message,
    language, state, facts, problem, key, form_hash, guest, person, link, created_at, updated_at) VALUES
    ('of-share', 'share', 'tenant', 'adele', 'Adele Vance', 'plan', 'reader', 'joni.sherman@northwind.example',
     'joni.sherman@northwind.example', NULL, NULL, NULL, 'lt', 'undoing', '{}', NULL, 'of-share', '', 'joni', 'joni',
     NULL, 1000, 1500);
INSERT INTO invitation_steps (invitation, position, kind, state, attempts, facts) VALUES
    ('of-share', 0, 'find-person', 'done', 1, '{"candidates":[]}');
INSERT INTO jobs (id, kind, subject, run_at, attempts, failures, lease_token, lease_until, dedupe) VALUES
    ('broken job', 'invite', 'of-share', 9000, 1, 2, NULL, NULL, 'invite:of-share');
