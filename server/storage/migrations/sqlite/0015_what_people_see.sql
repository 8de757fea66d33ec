-- Trouble stays until it is dismissed; what went well is shown for some minutes only.
ALTER TABLE toasts ADD COLUMN stays BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE toasts SET stays = TRUE WHERE kind LIKE '%"kind":"trouble"%';
CREATE INDEX toasts_that_stay ON toasts (tenant, user_id, created_at, id) WHERE dismissed_at IS NULL AND stays;

-- When its inviter put an invitation away: it is on no list any more, and in no count.
ALTER TABLE invitations ADD COLUMN put_away_at INTEGER;
DROP INDEX invitations_newest;
CREATE INDEX invitations_newest ON invitations (tenant, inviter, created_at, id) WHERE put_away_at IS NULL;
DROP INDEX invitations_in_state;
CREATE INDEX invitations_in_state ON invitations (tenant, inviter, state, created_at, id) WHERE put_away_at IS NULL;
-- What is on its way to an item is listed there.
CREATE INDEX invitations_on_the_way ON invitations (tenant, inviter, item, created_at, id) WHERE state IN ('working', 'waiting', 'stopped');
