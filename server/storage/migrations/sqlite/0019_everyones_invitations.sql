-- Administrators see everyone's invitations. Every inviter has an id: only a statement that says so uses these indexes, so that none about one
-- person's invitations is tempted to walk through everyone's.
CREATE INDEX invitations_of_everyone ON invitations (tenant, created_at, id) WHERE put_away_at IS NULL AND inviter <> '';
CREATE INDEX invitations_of_everyone_in_state ON invitations (tenant, state, created_at, id) WHERE put_away_at IS NULL AND inviter <> '';
