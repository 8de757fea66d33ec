UPDATE invitations SET updated_at = updated_at + 0 WHERE id = 'invitation';
