-- Secrets among the settings, sealed: the stored settings say only in which version each was set.
CREATE TABLE setting_secrets (
    name TEXT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL,
    generation BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL
);
