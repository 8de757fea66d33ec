INSERT INTO blocked_domains (tenant, domain, problem, seen_at) VALUES ('tenant', 'northwind.example', 'domain-blocked', 1000);
