INSERT INTO invited_addresses (tenant, canonical, invitation, guest, invited_at) VALUES ('tenant', 'ana@fabrikam.example', 'invitation', 'guest', 1);
