//! Many invitations of one inviter, and the people who have access by them, on twenty items: for measuring, in a few statements that both
//! databases understand.

/// How many items there are that people have access to.
pub const ITEMS: u32 = 20;

/// What to make.
#[derive(Debug, Clone)]
pub struct Crowd<'a> {
    /// Tenant id.
    pub tenant: &'a str,
    /// Object id of the inviter.
    pub inviter: &'a str,
    /// Their name.
    pub inviter_name: &'a str,
    /// How many invitations: each gives one person access to one of the items, so that each item has a twentieth of them.
    pub invitations: u32,
    /// How many items there are besides, which nobody has access to.
    pub items_beside: u32,
    /// The time of the newest invitation, unix milliseconds; each is a second older than the one after it.
    pub until: i64,
}

impl Crowd<'_> {
    /// The statements, to be run in one transaction. What is kept of counts is not in them: recount afterwards.
    pub fn statements(&self) -> Vec<String> {
        let mut statements = vec![
            self.people(),
            self.items(),
            self.shares(),
            self.invitations(),
            self.steps(),
            self.access(),
            self.toasts(),
        ];
        statements.extend((0..4).map(|place| self.history(place)));
        statements
    }

    /// `i` goes over all invitations: the person is number `i / 20`, the item `i % 20`. Seven of ten are accepted, two only sent, one was given to
    /// somebody known; every thousandth needs its inviter.
    fn each(&self, count: u32, rest: &str) -> String {
        let until = self.until;
        format!(
            "WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < {count}),
             crowd AS (SELECT i, 'crowd-' || CAST(i AS TEXT) AS id, 'crowd-item-' || CAST(i % {ITEMS} AS TEXT) AS item,
               '00000000-0000-4000-8000-' || CAST(100000000000 + i / {ITEMS} AS TEXT) AS person,
               CAST(i / {ITEMS} AS TEXT) AS number, {until} - ({count} - 1 - i) * CAST(1000 AS BIGINT) AS at,
               CASE WHEN i % 1000 = 999 THEN 'stopped' WHEN i % 10 < 7 THEN 'accepted' WHEN i % 10 < 9 THEN 'sent'
                    ELSE 'shared' END AS state
               FROM numbers) {rest}"
        )
    }

    fn people(&self) -> String {
        let (tenant, rest) = (quoted(self.tenant), "FROM crowd WHERE i % 20 = 0");
        let select = format!(
            "INSERT INTO people (tenant, user_id, name, address, standing, company, seen_at)
             SELECT {tenant}, person, 'Guest Number ' || number, 'guest' || number || '@crowd.example',
                    CASE WHEN state = 'sent' THEN 'pending' ELSE 'guest' END, 'Crowd', at {rest}"
        );
        self.each(self.invitations, &select)
    }

    fn items(&self) -> String {
        let count = ITEMS + self.items_beside;
        let select = format!(
            "INSERT INTO items (id, kind, title, title_folded, summary, application, landing, open_to_members)
             SELECT 'crowd-item-' || CAST(i AS TEXT), CASE WHEN i % 2 = 0 THEN 'document' ELSE 'folder' END,
                    'Crowd item ' || CAST(i AS TEXT), 'crowd item ' || CAST(i AS TEXT), 'For many.', 'Crowds',
                    'https://app.example/items/crowd-item-' || CAST(i AS TEXT), i < {ITEMS} OR i % 2 = 0 FROM crowd"
        );
        self.each(count, &select)
    }

    /// Each holds one invitation.
    fn shares(&self) -> String {
        let [tenant, inviter] = [self.tenant, self.inviter].map(quoted);
        let select = format!(
            "INSERT INTO shares (id, tenant, inviter, item, key, form_hash, created_at)
             SELECT 'share-' || id, {tenant}, {inviter}, item, id, 'crowd', at FROM crowd"
        );
        self.each(self.invitations, &select)
    }

    fn invitations(&self) -> String {
        let [tenant, inviter, name] = [self.tenant, self.inviter, self.inviter_name].map(quoted);
        let select = format!(
            "INSERT INTO invitations (id, share, tenant, inviter, inviter_name, item, role, address, canonical, name, language,
                                      state, facts, key, form_hash, guest, person, created_at, updated_at)
             SELECT id, 'share-' || id, {tenant}, {inviter}, {name}, item, 'reader', 'guest' || number || '@crowd.example',
                    'guest' || number || '@crowd.example', 'Guest Number ' || number, 'en', state, '{{}}', id, '',
                    person, person, at, at FROM crowd"
        );
        self.each(self.invitations, &select)
    }

    fn steps(&self) -> String {
        let select = "INSERT INTO invitation_steps (invitation, position, kind, state, attempts)
             SELECT id, place, kind, 'done', 1 FROM crowd CROSS JOIN
               (SELECT 0 AS place, 'find-person' AS kind UNION ALL SELECT 1, 'send-invitation'
                UNION ALL SELECT 2, 'record-access' UNION ALL SELECT 3, 'tell-inviter') AS plan";
        self.each(self.invitations, select)
    }

    /// The lines of the timelines, those of one place at a time: as they would have been stored, they are not together.
    fn history(&self, place: usize) -> String {
        let event = ["asked", "find-person", "send-invitation", "record-access"][place];
        let json = if place == 0 {
            r#"{"event":"asked"}"#.to_owned()
        } else {
            format!(r#"{{"event":"step-done","step":"{event}"}}"#)
        };
        let select = format!(
            "INSERT INTO invitation_history (invitation, at, event) SELECT id, at + {place}, {} FROM crowd",
            quoted(&json)
        );
        self.each(self.invitations, &select)
    }

    fn access(&self) -> String {
        let [tenant, inviter, name] = [self.tenant, self.inviter, self.inviter_name].map(quoted);
        let select = format!(
            "INSERT INTO access (tenant, user_id, item, role, given_by_user, given_by_name, since, invitation, kind, title_folded)
             SELECT {tenant}, person, item, 'reader', {inviter}, {name}, at, crowd.id, items.kind, items.title_folded
             FROM crowd JOIN items ON items.id = crowd.item"
        );
        self.each(self.invitations, &select)
    }

    /// One for each, dismissed since.
    fn toasts(&self) -> String {
        let [tenant, inviter] = [self.tenant, self.inviter].map(quoted);
        let select = format!(
            "INSERT INTO toasts (id, tenant, user_id, dedupe, kind, invitation, item, created_at, dismissed_at)
             SELECT id, {tenant}, {inviter}, id || ':sent', {} || number || '\",\"item_title\":\"Crowd item\"}}',
                    id, item, at, at + 1000 FROM crowd",
            quoted(r#"{"kind":"invited","person":"Guest Number "#)
        );
        self.each(self.invitations, &select)
    }
}

/// A text as SQL has it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
