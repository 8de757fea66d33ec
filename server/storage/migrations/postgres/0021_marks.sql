-- Pictures that administrators have chosen as the mark. The settings name them by their SHA-256, so that every version has its own.
CREATE TABLE marks (
    digest TEXT NOT NULL PRIMARY KEY,
    picture BYTEA NOT NULL,
    kept_at BIGINT NOT NULL
);
