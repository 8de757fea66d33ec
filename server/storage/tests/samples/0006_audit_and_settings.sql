INSERT INTO audit (seq, at, tenant, actor, actor_name, action, subject, detail, previous_hash, hash) VALUES
    (1, 1000, 'tenant', 'adele', 'Adele Vance', 'invitation-asked', 'invitation', '{}', 'previous', 'hash');
UPDATE audit_head SET seq = 1, hash = 'hash' WHERE id = 1;
INSERT INTO settings (version, at, changed_by, document) VALUES (1, 1000, 'megan', '{}');
