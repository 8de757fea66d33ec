-- How often what a person's pages show of their invitations has changed: open pages are woken by it, whichever server they are at.
CREATE TABLE changes (
    tenant TEXT NOT NULL,
    user_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (tenant, user_id)
);
