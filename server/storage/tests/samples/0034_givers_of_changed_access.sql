UPDATE access_changes SET invitation = 'of-share' WHERE id = 'change';
