INSERT INTO rate_limits (name, tenant, subject, full_at) VALUES ('shares', 'tenant', 'adele', 2000);
