-- Which sign-in the tokens are from: a refresh changes the version, and this not. So a step that found no token knows whether its inviter has come back.
ALTER TABLE tokens ADD COLUMN sign_in INTEGER NOT NULL DEFAULT 0;
