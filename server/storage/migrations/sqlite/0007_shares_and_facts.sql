-- One share holds one or many invitations, and the key that makes it happen once.
CREATE TABLE shares (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    inviter TEXT NOT NULL,
    item TEXT NOT NULL REFERENCES items (id),
    key TEXT NOT NULL,
    form_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (tenant, inviter, key)
);

-- Until now an invitation was its own share.
INSERT INTO shares (id, tenant, inviter, item, key, form_hash, created_at)
    SELECT id, tenant, inviter, item, key, form_hash, created_at FROM invitations;
ALTER TABLE invitations ADD COLUMN share TEXT REFERENCES shares (id);
UPDATE invitations SET share = id;
CREATE INDEX invitations_of_share ON invitations (share, created_at, id);

-- Who gets access, once known.
ALTER TABLE invitations ADD COLUMN person TEXT;
UPDATE invitations SET person = COALESCE(guest, json_extract(facts, '$.person.id'), chosen);
CREATE INDEX invitations_of_person ON invitations (tenant, person);

-- What a step has learned is its own.
ALTER TABLE invitation_steps ADD COLUMN facts TEXT;
UPDATE invitation_steps SET facts = (SELECT json_object('post', json_extract(i.facts, '$.post'), 'requests', json_extract(i.facts, '$.requests'))
    FROM invitations i WHERE i.id = invitation_steps.invitation) WHERE kind = 'send-invitation';
UPDATE invitation_steps SET facts = (SELECT json_object('candidates', json_extract(i.facts, '$.matches'))
    FROM invitations i WHERE i.id = invitation_steps.invitation) WHERE kind = 'find-person';
UPDATE invitation_steps SET facts = (SELECT json_object('existing_role', json_extract(i.facts, '$.kept'))
    FROM invitations i WHERE i.id = invitation_steps.invitation) WHERE kind = 'record-access';

-- Undoing is under way, too.
DROP INDEX invitations_under_way;
CREATE INDEX invitations_under_way ON invitations (updated_at) WHERE state IN ('working', 'waiting', 'undoing');

-- Runs of a job that broke, in a row: nobody is tried again for ever in silence.
ALTER TABLE jobs ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
