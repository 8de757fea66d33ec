-- One line for each address that is being invited, or was: whoever shares with it next joins the invitation in front instead of posting another.
CREATE TABLE invited_addresses (
    tenant TEXT NOT NULL,
    canonical TEXT NOT NULL,
    invitation TEXT NOT NULL REFERENCES invitations (id),
    guest TEXT,
    invited_at BIGINT,
    PRIMARY KEY (tenant, canonical)
);
CREATE INDEX invited_addresses_of_invitation ON invited_addresses (invitation);
