INSERT INTO setting_secrets (name, sealed, generation, changed_at, changed_by) VALUES
    ('smtp.password', 'sealed', 2, 2000, 'megan');
