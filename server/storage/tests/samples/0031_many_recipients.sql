UPDATE invitations SET position = 0 WHERE id = 'of-share';
UPDATE drafts SET recipients = '[]' WHERE id = 'draft';
