//! What is kept of counts is what there is.

use contract::InvitationState;
use storage::access::NewAccess;
use storage::counts::recount;
use storage::invitations::{InvitationRow, counts, fail_unread, insert, open_of_inviter, put_away, update};
use storage::items::{ItemRow, load_with_access};
use storage::shares::ShareRow;
use storage::{Storage, StorageError, Tx, access, items, people, shares};
use testing::TestDb;

use crate::rows::{self, TENANT, adele_and_plan, id, insert_shared, invitation, item, person, tenant};

stories![
    after_any_mix_of_writes_a_recount_finds_nothing,
    what_many_write_at_once_is_counted_once,
    a_recount_puts_right_what_is_wrong,
    a_transaction_sees_what_it_has_counted,
    the_last_time_follows_what_is_taken_away,
];

const INVITERS: [&str; 3] = ["adele", "alex", "diego"];
const ITEMS: [&str; 4] = ["plan", "a", "b", "c"];
/// Why an invitation that cannot be read was ended.
const UNREAD: &str = r#"{"code":"internal"}"#;

/// The same mix each time: xorshift, from a seed.
struct Mix {
    state: u64,
    /// The numbers that its invitations have: from the first on.
    first: usize,
    /// The last of them.
    last: usize,
}

impl Mix {
    const fn new(seed: u64, first: usize) -> Self {
        Self { state: seed, first, last: first }
    }

    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % end as u64).unwrap()
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn invitation(&mut self) -> InvitationRow {
        InvitationRow {
            inviter: id(self.of(&INVITERS)),
            state: self.of(&InvitationState::ALL),
            ..invitation(&format!("n{}", self.last))
        }
    }

    /// The id of an invitation that was stored, or of one that was not.
    fn stored(&mut self) -> String {
        format!("n{}", self.first + self.below(self.last - self.first + 2))
    }

    /// Shares, unless the key was used before.
    async fn share(&mut self, tx: &mut Tx) -> Result<(), StorageError> {
        self.last += 1;
        let row = self.invitation();
        let key = format!("k{}", self.below(40));
        let share = ShareRow { inviter: row.inviter.clone(), ..rows::share(row.share.as_str(), &key) };
        if shares::insert(tx, &share).await? { insert(tx, &row).await } else { Ok(()) }
    }

    fn access(&mut self) -> NewAccess {
        let user = format!("u{}", self.below(5));
        NewAccess {
            role: id(self.of(&["reader", "owner"])),
            invitation: (self.below(2) == 0).then(|| id("base")),
            ..rows::access(&user, self.of(&ITEMS), i64::try_from(self.below(50)).unwrap())
        }
    }

    async fn write(&mut self, tx: &mut Tx) -> Result<(), StorageError> {
        match self.below(10) {
            0 | 1 => self.share(tx).await,
            2 | 3 => {
                let row = InvitationRow { id: id(&self.stored()), ..self.invitation() };
                match update(tx, &row).await {
                    Err(StorageError::NotFound) => Ok(()),
                    other => other,
                }
            }
            4 | 5 => {
                let kept = if self.below(2) == 0 { vec![id("owner")] } else { Vec::new() };
                access::grant(tx, &self.access(), &kept).await.map(drop)
            }
            6 => {
                let access = self.access();
                access::revoke(tx, TENANT, access.user.as_str(), access.item.as_str(), "base").await.map(drop)
            }
            7 => fail_unread(tx, &self.stored(), UNREAD, 2_000).await.map(drop),
            8 => {
                let inviter = id(self.of(&INVITERS));
                put_away(tx, (&tenant(), &inviter), &id(&self.stored()), 2_000).await.map(drop)
            }
            _ => {
                let title = format!("Title {}", self.below(5));
                let kind = id(self.of(&["document", "folder"]));
                items::upsert(tx, &ItemRow { kind, ..item(self.of(&ITEMS), &title) }).await
            }
        }
    }
}

async fn town(storage: &Storage) {
    adele_and_plan(storage).await;
    testing::change(storage, async |tx| {
        for id in &ITEMS[1..] {
            items::upsert(tx, &item(id, id)).await?;
        }
        for n in 0..5 {
            people::upsert(tx, &person(&format!("u{n}"), "Somebody", "guest")).await?;
        }
        insert_shared(tx, &invitation("base")).await
    })
    .await;
}

/// What pages show of the counts, beside what is counted.
async fn shown_is_true(db: &TestDb) {
    for inviter in INVITERS {
        let counts = counts(&db.storage, &tenant(), &id(inviter)).await.unwrap();
        for (state, count) in &counts {
            let text = format!(
                "SELECT COUNT(*) FROM invitations WHERE inviter = '{inviter}' AND state = '{state}' AND put_away_at IS NULL"
            );
            assert_eq!(db.number(&text).await, *count, "{inviter} {state}");
        }
        let all: i64 = counts.iter().map(|(_, n)| n).sum();
        let text =
            format!("SELECT COUNT(*) FROM invitations WHERE inviter = '{inviter}' AND put_away_at IS NULL");
        assert_eq!(db.number(&text).await, all, "{inviter}");
    }
    for id in ITEMS {
        let people = load_with_access(&db.storage, TENANT, "nobody", id).await.unwrap().unwrap().people;
        let text = format!("SELECT COUNT(*) FROM access WHERE item = '{id}'");
        assert_eq!(db.number(&text).await, people, "{id}");
    }
}

async fn after_any_mix_of_writes_a_recount_finds_nothing(db: &TestDb) {
    town(&db.storage).await;
    let seeds = [0x9e37_79b9_7f4a_7c15, 0xdead_beef_cafe_f00d, 0x0123_4567_89ab_cdef];
    for (n, seed) in seeds.into_iter().enumerate() {
        let mut mix = Mix::new(seed, n * 1_000);
        for _ in 0..30 {
            let mut tx = db.storage.begin().await.unwrap();
            for _ in 0..=mix.below(8) {
                mix.write(&mut tx).await.unwrap();
            }
            if mix.below(5) > 0 {
                tx.commit().await.unwrap();
            }
        }
        shown_is_true(db).await;
        assert_eq!(recount(&db.storage).await.unwrap(), 0, "seed {seed:x}");
    }
    assert!(db.number("SELECT COUNT(*) FROM access WHERE times > 1").await > 0, "some were given again");
    let ended = format!(
        "SELECT COUNT(*) FROM invitations WHERE problem = '{UNREAD}' AND state = 'failed' AND previous_state <> 'failed'"
    );
    assert!(db.number(&ended).await > 0, "some were ended unread");
    assert!(
        db.number("SELECT COUNT(*) FROM invitations WHERE put_away_at IS NOT NULL").await > 0,
        "some are put away"
    );
}

async fn what_many_write_at_once_is_counted_once(db: &TestDb) {
    town(&db.storage).await;
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..4_u64 {
        let storage = db.second_process().await;
        tasks.spawn(async move {
            let mut mix = Mix::new(0x1234_5678 + task, usize::try_from(task).unwrap() * 1_000);
            for _ in 0..25 {
                // Two of a kind in one transaction may wait for each other in turn: one of them is told so.
                let mut tx = storage.begin().await.unwrap();
                match mix.write(&mut tx).await {
                    Ok(()) => tx.commit().await.unwrap(),
                    Err(error) => assert!(error.is_retryable(), "{error}"),
                }
            }
            storage.close().await;
        });
    }
    tasks.join_all().await;
    shown_is_true(db).await;
    assert_eq!(recount(&db.storage).await.unwrap(), 0);
}

async fn a_recount_puts_right_what_is_wrong(db: &TestDb) {
    town(&db.storage).await;
    db.change(async |tx| access::grant(tx, &rows::access("u1", "plan", 5), &[]).await).await;
    let wrong = [
        "UPDATE invitation_counts SET invitations = 7 WHERE inviter = 'adele'",
        "DELETE FROM invitation_counts",
        "INSERT INTO invitation_counts VALUES ('tenant-1', 'nobody', 'sent', 3)",
        "UPDATE item_counts SET people = 9",
        "UPDATE item_counts SET last_shared = NULL",
        "UPDATE item_counts SET last_shared = 4",
        "DELETE FROM item_counts",
        "INSERT INTO item_counts VALUES ('tenant-1', 'a', 1, NULL)",
        "UPDATE access SET title_folded = 'other'",
        "UPDATE access SET kind = 'other'",
    ];
    for planted in wrong {
        db.run(planted).await;
        assert_eq!(recount(&db.storage).await.unwrap(), 1, "{planted}");
        assert_eq!(recount(&db.storage).await.unwrap(), 0, "{planted}");
        shown_is_true(db).await;
    }
}

async fn a_transaction_sees_what_it_has_counted(db: &TestDb) {
    town(&db.storage).await;
    let mut tx = db.storage.begin().await.unwrap();
    insert_shared(&mut tx, &invitation("n1")).await.unwrap();
    assert_eq!(open_of_inviter(&mut tx, TENANT, "adele").await.unwrap(), 2);
    update(&mut tx, &InvitationRow { state: InvitationState::Sent, ..invitation("n1") }).await.unwrap();
    assert_eq!(open_of_inviter(&mut tx, TENANT, "adele").await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(
        counts(&db.storage, &tenant(), &id("adele")).await.unwrap(),
        [("sent".to_owned(), 1), ("working".to_owned(), 1)]
    );
}

async fn the_last_time_follows_what_is_taken_away(db: &TestDb) {
    town(&db.storage).await;
    let last = async || {
        let query =
            items::ItemQuery { tenant: TENANT, user: "adele", limit: 9, ..items::ItemQuery::default() };
        let lines = items::list(&db.storage, query).await.unwrap();
        lines
            .into_iter()
            .find(|line| line.item.id == "plan")
            .map(|line| (line.people, line.last_shared))
            .unwrap()
    };
    let from_base =
        |user: &str, since| NewAccess { invitation: Some(id("base")), ..rows::access(user, "plan", since) };
    db.change(async |tx| access::grant(tx, &from_base("u1", 5), &[]).await).await;
    db.change(async |tx| access::grant(tx, &from_base("u2", 7), &[]).await).await;
    assert_eq!(last().await, (2, Some(7)));
    assert!(!db.change(async |tx| access::revoke(tx, TENANT, "u2", "plan", "other").await).await);
    assert!(db.change(async |tx| access::revoke(tx, TENANT, "u2", "plan", "base").await).await);
    assert!(!db.change(async |tx| access::revoke(tx, TENANT, "u2", "plan", "base").await).await);
    assert_eq!(last().await, (1, Some(5)));
    // the clock was set back
    db.change(async |tx| access::grant(tx, &from_base("u1", 3), &[]).await).await;
    assert_eq!(last().await, (1, Some(3)));
    db.change(async |tx| access::revoke(tx, TENANT, "u1", "plan", "base").await).await;
    assert_eq!(last().await, (0, None));
}
