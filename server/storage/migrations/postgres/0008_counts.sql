-- What pages would have to count is kept where it changes: `storage::counts`. `vestibule doctor --recount` rebuilds it.

CREATE TABLE item_counts (
    tenant TEXT NOT NULL,
    item TEXT NOT NULL REFERENCES items (id),
    people BIGINT NOT NULL,
    last_shared BIGINT,
    PRIMARY KEY (tenant, item)
);
INSERT INTO item_counts (tenant, item, people, last_shared)
SELECT tenant, item, COUNT(*), MAX(since) FROM access GROUP BY tenant, item;

CREATE TABLE invitation_counts (
    tenant TEXT NOT NULL,
    inviter TEXT NOT NULL,
    state TEXT NOT NULL,
    invitations BIGINT NOT NULL,
    PRIMARY KEY (tenant, inviter, state)
);
INSERT INTO invitation_counts (tenant, inviter, state, invitations)
SELECT tenant, inviter, state, COUNT(*) FROM invitations GROUP BY tenant, inviter, state;

-- The state before the last update: the one that the invitation was counted in.
ALTER TABLE invitations ADD COLUMN previous_state TEXT;

-- How often the access was given: 1 when it is new.
ALTER TABLE access ADD COLUMN times BIGINT NOT NULL DEFAULT 1;
-- The item's, so that a person's own items come in the order of their titles.
ALTER TABLE access ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE access ADD COLUMN title_folded TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE access SET kind = items.kind, title_folded = items.title_folded FROM items WHERE items.id = access.item;

-- Pages go on behind the last line of the one before: every order is an index, its last column telling equals apart.
DROP INDEX items_by_title;
CREATE INDEX items_open ON items (title_folded, id) WHERE open_to_members;
CREATE INDEX items_open_of_kind ON items (kind, title_folded, id) WHERE open_to_members;

DROP INDEX access_of_item;
CREATE INDEX access_newest ON access (item, tenant, since, user_id);
CREATE INDEX access_by_title ON access (tenant, user_id, title_folded, item);
CREATE INDEX access_of_kind ON access (tenant, user_id, kind, title_folded, item);

-- Whether the inviter has invited the person before is asked for every line.
DROP INDEX invitations_of_guest;
CREATE INDEX invitations_of_guest ON invitations (tenant, guest, state, inviter);

DROP INDEX invitations_of_inviter;
CREATE INDEX invitations_newest ON invitations (tenant, inviter, created_at, id);
CREATE INDEX invitations_in_state ON invitations (tenant, inviter, state, created_at, id);

CREATE INDEX toasts_unseen ON toasts (tenant, user_id, created_at, id) WHERE dismissed_at IS NULL;
CREATE INDEX toasts_of_invitation ON toasts (invitation, tenant, user_id);

CREATE INDEX jobs_by_lease ON jobs (lease_until) WHERE lease_until IS NOT NULL;
