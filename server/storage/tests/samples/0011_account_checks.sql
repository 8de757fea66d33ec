INSERT INTO account_checks (tenant, user_id, checked_at, is_guest, asking_until, retry_at) VALUES
    ('tenant', 'adele', 1500, FALSE, NULL, NULL);
