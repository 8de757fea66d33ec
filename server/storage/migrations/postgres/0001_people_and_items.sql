CREATE TABLE people (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    standing TEXT NOT NULL,
    company TEXT,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, user_id)
);

CREATE TABLE items (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    -- Lower case by Unicode's rules and ordered by code point: the same on both databases.
    title_folded TEXT COLLATE "C" NOT NULL,
    summary TEXT NOT NULL,
    application TEXT NOT NULL,
    landing TEXT NOT NULL,
    open_to_members BOOLEAN NOT NULL
);
CREATE INDEX items_by_title ON items (title_folded, id);
