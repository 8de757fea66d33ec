-- What has become of several recipients of one share is told in one line: toasts of the same outcome have the same text here. What was told before stays apart.
ALTER TABLE toasts ADD COLUMN gathered TEXT;
CREATE INDEX toasts_gathered ON toasts (tenant, user_id, gathered, created_at) WHERE dismissed_at IS NULL;

-- And everything that a person was told is read again later, dismissed or not. Every toast has an id: said here, so that no database takes this index for those
-- that are not dismissed.
CREATE INDEX toasts_of_person ON toasts (tenant, user_id, created_at, id) WHERE id <> '';
