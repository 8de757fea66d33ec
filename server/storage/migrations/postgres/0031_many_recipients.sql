-- A share has many invitations, which are shown in the order of its form. Until now each had one.
ALTER TABLE invitations ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
DROP INDEX invitations_of_share;
CREATE INDEX invitations_of_share ON invitations (share, position, created_at, id);

-- The recipients of a share form that came back, as JSON. What a draft of an earlier version has in `matches` is not read any more: its recipients are
-- judged anew when it is opened.
ALTER TABLE drafts ADD COLUMN recipients TEXT;
