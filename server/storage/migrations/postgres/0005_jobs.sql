CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_token TEXT,
    lease_until BIGINT,
    dedupe TEXT UNIQUE,
    CHECK ((lease_token IS NULL) = (lease_until IS NULL))
);
CREATE INDEX jobs_by_time ON jobs (run_at, id);
CREATE INDEX jobs_of_subject ON jobs (subject);
