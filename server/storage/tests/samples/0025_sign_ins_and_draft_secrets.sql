UPDATE tokens SET sign_in = version WHERE user_id = 'adele';
INSERT INTO draft_secrets (draft, name, sealed, expires_at) VALUES ('draft', 'password', 'sealed', 2000);
