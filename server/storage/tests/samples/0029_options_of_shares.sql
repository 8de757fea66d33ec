UPDATE invitations SET options = '{"until":9000}' WHERE id = 'of-share';
