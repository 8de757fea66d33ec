UPDATE audit_head SET key_id = 'key', mac = 'mac' WHERE id = 1;
