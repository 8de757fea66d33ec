INSERT INTO rate_limits (name, tenant, subject, full_at, interval_ms, burst, taken_at) VALUES ('guests', 'tenant', 'adele', 2000, 30000, 10, 1000);
