INSERT INTO jobs (id, kind, subject, run_at, attempts, lease_token, lease_until, dedupe) VALUES
    ('job', 'invite', 'invitation', 2500, 0, NULL, NULL, 'invite:invitation'),
    ('job at work', 'invite', 'bare-invitation', 1000, 1, 'token', 2000, NULL);
