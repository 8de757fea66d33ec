-- Limits are settings now: what a bucket lacks was taken under the limit that was in force then. 0 where nobody noted it.
ALTER TABLE rate_limits ADD COLUMN interval_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE rate_limits ADD COLUMN burst BIGINT NOT NULL DEFAULT 0;
-- When something was taken last.
ALTER TABLE rate_limits ADD COLUMN taken_at BIGINT NOT NULL DEFAULT 0;
