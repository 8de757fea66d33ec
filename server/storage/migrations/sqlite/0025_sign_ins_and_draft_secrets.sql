-- Which sign-in the tokens are from: a refresh changes the version, and this not. So a step that found no token knows whether its inviter has come back.
ALTER TABLE tokens ADD COLUMN sign_in INTEGER NOT NULL DEFAULT 0;

-- What was typed into a secret of a form that is shown once more before it is stored: beside the draft, so that it goes before the draft does.
CREATE TABLE draft_secrets (
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    sealed TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (draft, name)
);
CREATE INDEX draft_secrets_by_expiry ON draft_secrets (expires_at);
