-- Of a change of the last day: when the access ends since, unix milliseconds, and what of others was cut to it. The latter is null of every other change.
ALTER TABLE access_changes ADD COLUMN new_until BIGINT;
ALTER TABLE access_changes ADD COLUMN cut TEXT;
