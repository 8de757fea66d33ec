INSERT INTO changes (tenant, user_id, version) VALUES ('tenant', 'adele', 7);
