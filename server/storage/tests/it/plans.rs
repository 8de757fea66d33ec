//! How the databases run what pages and the runner ask: from index to index, without reading or sorting a whole table.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use storage::counts::recount;
use storage::plans::{ALL, Plan};
use testing::TestDb;

use crate::crowd::Crowd;
use crate::rows::TENANT;

/// Many of everything, so that no database can think that a table is small.
async fn fill(db: &TestDb) {
    let crowd = Crowd {
        tenant: TENANT,
        inviter: "adele",
        inviter_name: "Adele Vance",
        invitations: 20_000,
        items_beside: 5_000,
        until: 1_000_000_000,
    };
    db.run(&format!("BEGIN; {}; COMMIT", crowd.statements().join("; "))).await;
    recount(&db.storage).await.unwrap();
    db.run(
        "INSERT INTO jobs (id, kind, subject, run_at, attempts)
             SELECT id, 'check-acceptance', id, created_at, 0 FROM invitations;
             INSERT INTO people (tenant, user_id, name, address, standing, seen_at, name_folded, last_name_folded, address_folded)
             SELECT tenant, id, name, address, 'guest', created_at, id, id, id FROM invitations;
             INSERT INTO sessions (id, key, tenant, user_id, data, expires_at)
             SELECT id, id, tenant, id, 'data', created_at FROM invitations;
             INSERT INTO account_checks (tenant, user_id, checked_at, is_guest)
             SELECT tenant, id, created_at, FALSE FROM invitations;
             INSERT INTO changes (tenant, user_id, version)
             SELECT tenant, id, 1 FROM invitations;
             INSERT INTO invited_addresses (tenant, canonical, invitation, guest)
             SELECT tenant, id, id, guest FROM invitations;
             INSERT INTO toasts (id, tenant, user_id, dedupe, kind, created_at, stays)
             SELECT 'of-' || id, tenant, id, id, '{}', created_at, FALSE FROM invitations",
    )
    .await;
}

/// What SQLite may walk: a page, and the list of what is asked for.
const SMALL: [&str; 14] = [
    "page",
    "open",
    "own",
    "before",
    "due",
    "asked",
    "json_each",
    "live",
    "lines",
    "recent",
    "staying",
    "few",
    "invited",
    "found",
];

/// An earlier invitation of a line's person is looked for among the person's, not among the inviter's.
const EARLIER: &str = "e USING INDEX invitations_of_guest (tenant=? AND guest=? AND state=? AND inviter=?)";

/// Undoing asks what others have to do with the same person: never every invitation of the tenant.
const OF_PERSON: &str = "invitations_of_person (tenant=? AND person=?)";
const OF_ADDRESS: &str = "invitations_of_address (tenant=? AND canonical=?)";

/// What goes on behind the page before must begin there.
const BEGINS: [(&str, &str); 59] = [
    ("a member's items", "items_open ((title_folded,id)>(?,?))"),
    ("a member's items", "access_by_title (tenant=? AND user_id=? AND (title_folded,item)>(?,?))"),
    ("a member's items of a kind", "items_open_of_kind (kind=? AND (title_folded,id)>(?,?))"),
    (
        "a member's items of a kind",
        "access_of_kind (tenant=? AND user_id=? AND kind=? AND (title_folded,item)>(?,?))",
    ),
    ("a guest's items", "access_by_title (tenant=? AND user_id=? AND (title_folded,item)>(?,?))"),
    (
        "a guest's items of a kind",
        "access_of_kind (tenant=? AND user_id=? AND kind=? AND (title_folded,item)>(?,?))",
    ),
    ("people with access", "access_newest (item=? AND tenant=? AND (since,user_id)<(?,?))"),
    ("access that has ended", "access USING INDEX access_until"),
    ("who holds a role of some kinds", "a USING INDEX access_of_role (role=? AND kind=?)"),
    ("who holds a role of the other kinds", "a USING INDEX access_of_role (role=?)"),
    ("older invitations", "invitations_newest (tenant=? AND inviter=? AND (created_at,id)<(?,?))"),
    (
        "older invitations in a state",
        "invitations_in_state (tenant=? AND inviter=? AND state=? AND (created_at,id)<(?,?))",
    ),
    ("everyone's invitations", "invitations_of_everyone (tenant=?)"),
    ("everyone's invitations in a state", "invitations_of_everyone_in_state (tenant=? AND state=?)"),
    ("everyone's older invitations", "invitations_of_everyone (tenant=? AND (created_at,id)<(?,?))"),
    (
        "everyone's older invitations in a state",
        "invitations_of_everyone_in_state (tenant=? AND state=? AND (created_at,id)<(?,?))",
    ),
    ("the states of everyone's invitations", "invitations_of_everyone_in_state (tenant=? AND state=?)"),
    ("who is looked for", "people_by_name (tenant=? AND name_folded>? AND name_folded<?)"),
    ("who is looked for", "people_by_last_name (tenant=? AND last_name_folded>? AND last_name_folded<?)"),
    ("who is looked for", "people_by_address (tenant=? AND address_folded>? AND address_folded<?)"),
    (
        "the invitations of whoever is looked for",
        "invitations_newest (tenant=? AND inviter=? AND (created_at,id)<(?,?))",
    ),
    (
        "the invitations of whoever is looked for",
        "invitations_of_everyone_to_person (tenant=? AND person=? AND (created_at,id)<(?,?))",
    ),
    (
        "the invitations of whoever is looked for",
        "invitations_of_everyone_to_address (tenant=? AND canonical=? AND (created_at,id)<(?,?))",
    ),
    (
        "the invitations in a state of whoever is looked for",
        "invitations_in_state (tenant=? AND inviter=? AND state=? AND (created_at,id)<(?,?))",
    ),
    (
        "the invitations in a state of whoever is looked for",
        "invitations_of_everyone_to_person (tenant=? AND person=? AND (created_at,id)<(?,?))",
    ),
    ("toasts", "toasts_unseen (tenant=? AND user_id=? AND created_at>?)"),
    ("toasts", "toasts_that_stay (tenant=? AND user_id=? AND created_at<?)"),
    (
        "what a dismissed toast stands for",
        "toasts_gathered (tenant=? AND user_id=? AND gathered=? AND created_at<?)",
    ),
    ("what a person was told", "toasts_of_person (tenant=? AND user_id=? AND (created_at,id)<(?,?))"),
    ("what is on its way to an item", "invitations_on_the_way (tenant=? AND inviter=? AND item=?)"),
    ("the newest few of each item", "a USING INTEGER PRIMARY KEY (rowid=?)"),
    ("invitations", EARLIER),
    ("invitations in a state", EARLIER),
    ("older invitations", EARLIER),
    ("older invitations in a state", EARLIER),
    ("the invitations that a page follows", EARLIER),
    ("the invitations that a page follows", "sqlite_autoindex_invitations_1 (id=?)"),
    ("the invitations of a share", EARLIER),
    ("the invitations of a share", "i USING INDEX invitations_of_share (share=?)"),
    ("how the invitations of a share go", "invitations_of_share (share=?)"),
    ("the addresses of a guest who is gone", "invited_addresses_of_guest (tenant=? AND guest=?)"),
    ("what others need of a person", OF_PERSON),
    ("what others need of an addressee", OF_PERSON),
    ("what others need of an addressee", OF_ADDRESS),
    ("what undone ones left to an addressee", OF_PERSON),
    ("what undone ones left to an addressee", OF_ADDRESS),
    ("what an inviter has under way", OF_PERSON),
    ("what an inviter has under way", OF_ADDRESS),
    ("what an inviter has not ended well", OF_PERSON),
    ("what an inviter has not ended well", OF_ADDRESS),
    ("who has recorded access of a person", OF_PERSON),
    ("who has recorded access of a person", "sqlite_autoindex_invitation_steps_1 (invitation=?)"),
    ("which invitations stand behind access", OF_PERSON),
    ("which undone ones made a guest", OF_PERSON),
    ("which undone ones made a guest", "sqlite_autoindex_invitation_steps_1 (invitation=?)"),
    ("what many people have on an item", "sqlite_autoindex_access_1 (tenant=? AND user_id=? AND item=?)"),
    ("with whom somebody has shared of late", "invitations_newest (tenant=? AND inviter=?)"),
    ("with whom somebody has shared of late", "sqlite_autoindex_people_1 (tenant=? AND user_id=?)"),
    ("what has changed for those who follow", "sqlite_autoindex_changes_1 (tenant=? AND user_id=?)"),
];

#[tokio::test]
async fn sqlite_reads_and_sorts_no_whole_table() {
    for (name, _) in BEGINS {
        assert!(ALL.iter().any(|plan| plan.name == name), "no statement is called {name}");
    }
    let db = TestDb::sqlite().await;
    fill(&db).await;
    let mut connection = SqliteConnection::connect(&db.url).await.unwrap();
    for plan in ALL {
        let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", plan.sqlite));
        let rows = sqlx::raw_sql(text).fetch_all(&mut connection).await.unwrap();
        let lines: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        let told = format!("{}: {lines:#?}", plan.name);
        for line in &lines {
            let scanned = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            // What is told over the rows of a list is a step of its own; the list is a line of the plan, too.
            let is_small = |name: &str| SMALL.contains(&name) || name.starts_with("(subquery");
            assert!(scanned.is_none_or(is_small), "{told}");
            assert!(plan.sorts_a_page || !line.contains("TEMP B-TREE"), "{told}");
        }
        for (_, begins) in BEGINS.iter().filter(|(name, _)| *name == plan.name) {
            assert!(lines.iter().any(|line| line.contains(begins)), "{begins} in {told}");
        }
    }
}

#[tokio::test]
async fn postgres_reads_and_sorts_no_whole_table() {
    let Some(db) = TestDb::postgres().await else { return };
    fill(&db).await;
    let mut connection = PgConnection::connect(&db.url).await.unwrap();
    sqlx::raw_sql("VACUUM ANALYZE").execute(&mut connection).await.unwrap();
    // The plan that a statement gets when it has been run often: for values that are not known.
    sqlx::raw_sql("SET plan_cache_mode = force_generic_plan").execute(&mut connection).await.unwrap();
    for plan in ALL {
        let text = AssertSqlSafe(explain(plan));
        let rows = sqlx::raw_sql(text).fetch_all(&mut connection).await.unwrap();
        let lines: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let told = format!("{}: {lines:#?}", plan.name);
        for line in &lines {
            let whole = line.split_once("Seq Scan on ").and_then(|(_, rest)| rest.split(' ').next());
            // These have few rows, whatever there is of the others.
            let is_small = |name: &str| name.ends_with("_counts") || name == "blocks";
            assert!(whole.is_none_or(is_small), "{told}");
            assert!(plan.sorts_a_page || !line.contains("Sort"), "{told}");
        }
    }
    connection.close().await.unwrap();
    db.remove().await;
}

fn explain(plan: Plan) -> String {
    let parameters = (1..=9).take_while(|n| plan.postgres.contains(&format!("${n}"))).count();
    let text = plan.postgres;
    let values =
        if parameters == 0 { String::new() } else { format!("({})", vec!["NULL"; parameters].join(", ")) };
    format!("DEALLOCATE ALL; PREPARE asked AS {text}; EXPLAIN EXECUTE asked {values}")
}
