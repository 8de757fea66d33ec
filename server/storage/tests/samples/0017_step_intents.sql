UPDATE invitation_steps SET intent = '{"groups":[]}' WHERE invitation = 'of-share';
