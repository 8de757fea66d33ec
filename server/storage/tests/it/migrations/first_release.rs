//! A database of the first release: what invitations had learned was one document, and each was its own share.

use contract::{InvitationState, StepKind, StepState};
use serde_json::{Value, json};
use sqlx::migrate::Migrator;
use sqlx::{Connection, PgConnection, SqliteConnection};
use storage::invitations::{self, InvitationPage, InvitationRow, StepRow};
use storage::{jobs, shares};
use testing::TestDb;

use super::{folder, sample};
use crate::rows::{id, insert_shared, invitation};

/// The last migration of the first release.
const LAST: i64 = 6;

/// The states that it knew.
const STATES: [&str; 7] = ["working", "waiting", "stopped", "sent", "accepted", "shared", "failed"];

/// What an invitation had learned, and what each step is to know of it.
struct Sample {
    name: &'static str,
    facts: Value,
    guest: Option<&'static str>,
    chosen: Option<&'static str>,
    person: Option<&'static str>,
    find_person: Value,
    send_invitation: Value,
    record_access: Value,
}

#[expect(clippy::too_many_lines, reason = "a table of samples")]
fn samples() -> [Sample; 6] {
    let matches = json!([{
        "id": "6f1b2c3d-0000-4000-8000-1234567890ab", "name": "Ąžuolas \"O'Neill\" \\ 👋", "standing": "guest",
        "address": "a.o'neill@fabrikam.example", "company": null,
    }]);
    let person = json!({
        "id": "grady", "name": "Grady Archie", "address": "grady.archie@fabrikam.example", "standing": "pending",
        "company": "Fabrikam",
    });
    let nothing = || Sample {
        name: "nothing",
        facts: json!({}),
        guest: None,
        chosen: None,
        person: None,
        find_person: json!({ "candidates": null }),
        send_invitation: json!({ "post": null, "requests": null }),
        record_access: json!({ "existing_role": null }),
    };
    [
        Sample {
            name: "all",
            facts: json!({
                "person": person, "matches": matches, "post": { "post": "unknown", "since": 1_764_438_417_123_i64 },
                "requests": ["r-1", "r-2"], "seen": true, "invited": true, "failing": { "since": 1, "times": 2 },
                "kept": "reader", "tries": 2,
            }),
            guest: Some("grady"),
            person: Some("grady"),
            find_person: json!({ "candidates": matches }),
            send_invitation: json!({
                "post": { "post": "unknown", "since": 1_764_438_417_123_i64 }, "requests": ["r-1", "r-2"],
            }),
            record_access: json!({ "existing_role": "reader" }),
            ..nothing()
        },
        // as it was stored before the first step
        Sample {
            name: "new",
            facts: json!({
                "person": null, "matches": [], "post": { "post": "none" }, "requests": [], "seen": false,
                "invited": false, "failing": null, "kept": null, "tries": 0,
            }),
            find_person: json!({ "candidates": [] }),
            send_invitation: json!({ "post": { "post": "none" }, "requests": [] }),
            ..nothing()
        },
        Sample {
            name: "chosen",
            facts: json!({ "kept": "owner" }),
            chosen: Some("joni"),
            person: Some("joni"),
            record_access: json!({ "existing_role": "owner" }),
            ..nothing()
        },
        Sample {
            name: "read",
            facts: json!({ "person": person, "post": { "post": "unconfirmed" }, "tries": 1 }),
            chosen: Some("joni"),
            person: Some("grady"),
            send_invitation: json!({ "post": { "post": "unconfirmed" }, "requests": null }),
            ..nothing()
        },
        Sample {
            name: "guest",
            facts: json!({ "matches": matches, "requests": ["r-1"] }),
            guest: Some("grady"),
            person: Some("grady"),
            find_person: json!({ "candidates": matches }),
            send_invitation: json!({ "post": null, "requests": ["r-1"] }),
            ..nothing()
        },
        nothing(),
    ]
}

#[tokio::test]
async fn a_first_release_on_sqlite_is_carried_over() {
    let db = TestDb::bare_sqlite().await;
    let mut connection = SqliteConnection::connect(&db.url).await.unwrap();
    let migrator = Migrator::new(folder("migrations/sqlite").as_path()).await.unwrap();
    migrator.run_to(LAST, &mut connection).await.unwrap();
    connection.close().await.unwrap();
    carry_over(&db).await;
}

#[tokio::test]
async fn a_first_release_on_postgres_is_carried_over() {
    let Some(db) = TestDb::bare_postgres().await else { return };
    let mut connection = PgConnection::connect(&db.url).await.unwrap();
    let migrator = Migrator::new(folder("migrations/postgres").as_path()).await.unwrap();
    migrator.run_to(LAST, &mut connection).await.unwrap();
    connection.close().await.unwrap();
    carry_over(&db).await;
    db.remove().await;
}

async fn carry_over(db: &TestDb) {
    db.run(&sample(1)).await;
    let mut at = 1_000;
    for state in STATES {
        for sample in samples() {
            db.run(&planted(state, &sample, at)).await;
            at += 1;
        }
    }
    db.storage.migrate().await.unwrap();
    db.storage.check_schema().await.unwrap();

    let mut at = 1_000;
    for state in STATES {
        for sample in samples() {
            the_invitation_is_as_it_was(db, state, &sample, at).await;
            the_steps_know_what_is_theirs(db, state, &sample).await;
            at += 1;
        }
    }
    work_goes_on(db).await;
}

/// The name of an invitation: also its steps' and its job's.
fn named(state: &str, sample: &Sample) -> String {
    format!("{state}-{}", sample.name)
}

/// Statements that store an invitation, its steps, a line of its history and its job as the first release did.
fn planted(state: &str, sample: &Sample, at: i64) -> String {
    let name = named(state, sample);
    let text = |text: Option<&str>| {
        text.map_or_else(|| "NULL".to_owned(), |text| format!("'{}'", text.replace('\'', "''")))
    };
    let (facts, guest, chosen) =
        (text(Some(&sample.facts.to_string())), text(sample.guest), text(sample.chosen));
    format!(
        "INSERT INTO invitations (id, tenant, inviter, inviter_name, item, role, address, canonical, chosen, name, message,
             language, state, facts, problem, key, form_hash, guest, link, created_at, updated_at) VALUES
             ('{name}', 'tenant', 'adele', 'Adele Vance', 'plan', 'reader', 'Grady@fabrikam.example', 'grady@fabrikam.example',
              {chosen}, 'Grady', 'Hello', 'pt-BR', '{state}', {facts}, NULL, 'key-{name}', 'hash of {name}', {guest}, 'link',
              {at}, {at});
         INSERT INTO invitation_steps (invitation, position, kind, state, attempts) VALUES
             ('{name}', 0, 'find-person', 'done', 1), ('{name}', 1, 'send-invitation', 'waiting', 2),
             ('{name}', 2, 'record-access', 'open', 0), ('{name}', 3, 'tell-inviter', 'open', 0);
         INSERT INTO invitation_history (invitation, at, event, problem) VALUES ('{name}', {at}, '{{\"event\":\"asked\"}}', NULL);
         INSERT INTO jobs (id, kind, subject, run_at, attempts, lease_token, lease_until, dedupe) VALUES
             ('job-{name}', 'invite', '{name}', {at}, 3, NULL, NULL, 'invite:{name}');"
    )
}

async fn the_invitation_is_as_it_was(db: &TestDb, state: &str, sample: &Sample, at: i64) {
    let name = named(state, sample);
    let row = invitations::load(&db.storage, &id(&name)).await.unwrap().unwrap();
    let expected = InvitationRow {
        share: id(&name),
        tenant: id("tenant"),
        address: "Grady@fabrikam.example".into(),
        canonical: "grady@fabrikam.example".into(),
        chosen: sample.chosen.map(id),
        name: Some("Grady".into()),
        message: Some("Hello".into()),
        language: contract::Language::Portuguese,
        state: InvitationState::from_text(state).unwrap(),
        facts: sample.facts.to_string(),
        guest: sample.guest.map(id),
        person: sample.person.map(id),
        link: Some(b"link".into()),
        created_at: at,
        updated_at: at,
        ..invitation(&name)
    };
    assert_eq!(row, expected);
    assert_eq!(row.facts, expected.facts);
    assert_eq!(row.person, expected.person);

    let key = id(&format!("key-{name}"));
    let known = shares::by_key(&db.storage, &id("tenant"), &id("adele"), &key).await.unwrap().unwrap();
    assert_eq!(known.invitations, [name.as_str()]);
    assert_eq!((known.share.id.as_str(), known.share.created_at), (name.as_str(), at));
    assert_eq!(known.share.form_hash, format!("hash of {name}"));
    assert_eq!(known.share.item, "plan");
    assert_eq!(invitations::history_of(&db.storage, &[row.id]).await.unwrap().len(), 1);
}

async fn the_steps_know_what_is_theirs(db: &TestDb, state: &str, sample: &Sample) {
    let name = named(state, sample);
    let steps = invitations::steps(&db.storage, &id(&name)).await.unwrap();
    let expected = [
        (StepKind::FindPerson, StepState::Done, 1, Some(&sample.find_person)),
        (StepKind::SendInvitation, StepState::Waiting, 2, Some(&sample.send_invitation)),
        (StepKind::RecordAccess, StepState::Open, 0, Some(&sample.record_access)),
        (StepKind::TellInviter, StepState::Open, 0, None),
    ];
    assert_eq!(steps.len(), expected.len(), "{name}");
    for (StepRow { kind, state, attempts, facts, .. }, expected) in steps.into_iter().zip(expected) {
        let facts: Option<Value> = facts.map(|facts| serde_json::from_str(&facts).unwrap());
        assert_eq!((kind, state, attempts, facts.as_ref()), expected, "{name}");
    }
}

/// Old and new stand side by side, and what was waiting is done.
async fn work_goes_on(db: &TestDb) {
    let job = jobs::claim(&db.storage, None, i64::MAX - 1, 1, "a").await.unwrap().unwrap();
    assert_eq!((job.id.as_str(), job.attempts, job.failures), ("job-working-all", 3, 0));

    let new = InvitationRow { tenant: id("tenant"), created_at: 9_000, ..invitation("new") };
    db.change(async |tx| insert_shared(tx, &new).await).await;
    let taken = shares::ShareRow { tenant: id("tenant"), ..crate::rows::share("taken", "key-sent-all") };
    assert!(!db.change(async |tx| shares::insert(tx, &taken).await).await, "an old key is still known");
    let page = InvitationPage { limit: 1_000, ..InvitationPage::default() };
    let lines = invitations::list(&db.storage, &id("tenant"), &id("adele"), page).await.unwrap();
    assert_eq!(lines.len(), STATES.len() * samples().len() + 1);
    assert_eq!(lines[0].row, new);
}
