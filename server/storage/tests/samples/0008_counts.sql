INSERT INTO invitation_counts (tenant, inviter, state, invitations) VALUES ('tenant', 'megan', 'sent', 0);
INSERT INTO item_counts (tenant, item, people, last_shared) VALUES ('other tenant', 'plan', 0, NULL);
