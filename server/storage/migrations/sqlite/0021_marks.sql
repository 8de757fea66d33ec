-- Pictures that administrators have chosen as the mark. The settings name them by their SHA-256, so that every version has its own.
CREATE TABLE marks (
    digest TEXT NOT NULL PRIMARY KEY,
    picture BLOB NOT NULL,
    kept_at INTEGER NOT NULL
);
