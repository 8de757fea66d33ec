//! What the people picker asks the database.

use contract::{InvitationState, TenantId};
use storage::invitations::{InvitationRow, put_away, recent_people};
use storage::people;
use testing::TestDb;

use crate::invitations::store;
use crate::rows::{id, invitation, person, tenant};

stories![
    whom_somebody_shared_with_last_comes_first_and_each_once,
    what_did_not_work_suggests_nobody,
    only_the_newest_invitations_are_looked_at,
];

/// People whom the directory has shown.
async fn know(db: &TestDb, users: &[&str]) {
    db.change(async |tx| {
        for user in users {
            people::upsert(tx, &person(user, &user.to_uppercase(), "guest")).await?;
        }
        Ok(())
    })
    .await;
}

/// An invitation of `adele` for somebody, at a time.
fn with(name: &str, person: &str, at: i64) -> InvitationRow {
    InvitationRow { person: Some(id(person)), created_at: at, ..invitation(name) }
}

/// The people of the newest `looked_at` invitations of somebody.
async fn recent(
    db: &TestDb,
    tenant: &TenantId,
    inviter: &str,
    (looked_at, limit): (i64, i64),
) -> Vec<String> {
    let rows = recent_people(&db.storage, tenant, &id(inviter), looked_at, limit).await.unwrap();
    rows.into_iter().map(|row| row.user.into()).collect()
}

async fn whom_somebody_shared_with_last_comes_first_and_each_once(db: &TestDb) {
    let of_another = InvitationRow { inviter: id("diego"), ..with("n5", "megan", 9) };
    let unknown = InvitationRow { person: None, ..with("n6", "megan", 8) };
    let rows = [
        with("n1", "grady", 1),
        with("n2", "joni", 2),
        with("n3", "grady", 3),
        with("n4", "kim", 3),
        of_another,
        unknown,
        with("n7", "nobody", 7),
    ];
    store(db, &rows).await;
    know(db, &["grady", "joni", "kim", "megan"]).await;
    let own = tenant();
    assert_eq!(recent(db, &own, "adele", (100, 9)).await, ["grady", "kim", "joni"]);
    assert_eq!(recent(db, &own, "adele", (100, 2)).await, ["grady", "kim"]);
    assert_eq!(recent(db, &own, "diego", (100, 9)).await, ["megan"]);
    assert_eq!(recent(db, &own, "alex", (100, 9)).await, [""; 0]);
    assert_eq!(recent(db, &id("tenant-2"), "adele", (100, 9)).await, [""; 0]);
    let rows = recent_people(&db.storage, &own, &id("adele"), 100, 1).await.unwrap();
    assert_eq!(rows, [person("grady", "GRADY", "guest")], "as the directory last showed them");
}

async fn what_did_not_work_suggests_nobody(db: &TestDb) {
    use InvitationState::{Accepted, Failed, Sent, Shared, Stopped, Undoing, Undone, Waiting, Working};
    let states = [Working, Waiting, Stopped, Sent, Accepted, Shared, Failed, Undoing, Undone];
    let names: Vec<String> = states.iter().map(|state| state.as_str().to_owned()).collect();
    let row = |(at, state): (i64, &InvitationState)| InvitationRow {
        state: *state,
        ..with(&format!("n{at}"), state.as_str(), at)
    };
    let rows: Vec<InvitationRow> = (0..).zip(&states).map(row).collect();
    store(db, &rows).await;
    know(db, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let shown = ["shared", "accepted", "sent", "stopped", "waiting", "working"];
    assert_eq!(recent(db, &tenant(), "adele", (100, 9)).await, shown);
    let stopped = rows.iter().find(|row| row.state == Stopped).unwrap();
    assert!(db.change(async |tx| put_away(tx, (&tenant(), &id("adele")), &stopped.id, 1).await).await);
    let shown = ["shared", "accepted", "sent", "waiting", "working"];
    assert_eq!(recent(db, &tenant(), "adele", (100, 9)).await, shown, "what was put away is out of sight");
}

async fn only_the_newest_invitations_are_looked_at(db: &TestDb) {
    store(db, &[with("n1", "grady", 1), with("n2", "joni", 2), with("n3", "joni", 3)]).await;
    know(db, &["grady", "joni"]).await;
    assert_eq!(recent(db, &tenant(), "adele", (2, 9)).await, ["joni"]);
    assert_eq!(recent(db, &tenant(), "adele", (3, 9)).await, ["joni", "grady"]);
}
