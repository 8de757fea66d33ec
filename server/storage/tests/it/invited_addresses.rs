//! Addresses that are being invited, or were.

use contract::{EntraUserId, InvitationState, StepKind};
use storage::invitations::{InvitationRow, StepRow, insert_steps};
use storage::invited_addresses::{
    FrontRow, InvitedAddressRow, claim, forget_guest, front, set_guest, take_guest,
};
use testing::TestDb;

use crate::invitations::store;
use crate::rows::{id, invitation, step, tenant};

stories![
    whoever_deletes_a_guest_is_in_front_of_their_addresses_from_then_on,
    a_guest_who_is_gone_is_forgotten_whoever_is_in_front,
    one_in_front_that_has_not_come_to_posting_is_told_from_one_that_never_posts,
];

/// Three addresses, each with an invitation in front of it: the first two have the guest `ana`, the third has `lee`. And one more invitation.
async fn three_addresses(db: &TestDb) {
    store(db, &["n1", "n2", "n3", "n4"].map(invitation)).await;
    for (front, address, guest) in [("n1", "a", "ana"), ("n2", "b", "ana"), ("n3", "c", "lee")] {
        let guest: EntraUserId = id(guest);
        db.change(async |tx| {
            claim(tx, &tenant(), address, &id(front)).await?;
            set_guest(tx, &tenant(), address, &id(front), (Some(&guest), 5)).await
        })
        .await;
    }
}

/// What there is of the three: who is in front, and whom whoever comes next would join.
async fn rows(db: &TestDb) -> Vec<InvitedAddressRow> {
    let mut rows = Vec::new();
    for address in ["a", "b", "c"] {
        rows.push(db.change(async |tx| claim(tx, &tenant(), address, &id("n4")).await).await);
    }
    rows
}

fn row(front: &str, guest: Option<&str>) -> InvitedAddressRow {
    InvitedAddressRow { invitation: id(front), guest: guest.map(id), invited_at: guest.map(|_| 5) }
}

async fn whoever_deletes_a_guest_is_in_front_of_their_addresses_from_then_on(db: &TestDb) {
    three_addresses(db).await;
    db.change(async |tx| take_guest(tx, &id("tenant-2"), &id("ana"), &id("n4")).await).await;
    assert_eq!(rows(db).await, [row("n1", Some("ana")), row("n2", Some("ana")), row("n3", Some("lee"))]);
    db.change(async |tx| take_guest(tx, &tenant(), &id("ana"), &id("n4")).await).await;
    assert_eq!(rows(db).await, [row("n4", None), row("n4", None), row("n3", Some("lee"))]);
}

async fn a_guest_who_is_gone_is_forgotten_whoever_is_in_front(db: &TestDb) {
    three_addresses(db).await;
    db.change(async |tx| forget_guest(tx, &tenant(), &id("ana")).await).await;
    assert_eq!(rows(db).await, [row("n1", None), row("n2", None), row("n3", Some("lee"))]);
}

async fn one_in_front_that_has_not_come_to_posting_is_told_from_one_that_never_posts(db: &TestDb) {
    let undoing = |name: &str| InvitationRow { state: InvitationState::Undoing, ..invitation(name) };
    let rows = ["n1", "n2", "n3"].map(undoing);
    store(db, &rows).await;
    let learned = Some(r#"{"joined":true}"#.to_owned());
    let plan = [
        step("n1", 0, StepKind::FindPerson),
        step("n2", 0, StepKind::SendInvitation),
        StepRow { facts: learned.clone(), ..step("n3", 0, StepKind::SendInvitation) },
    ];
    db.change(async |tx| insert_steps(tx, &plan).await).await;
    for (row, facts) in rows.iter().zip([None, Some("{}".to_owned()), learned]) {
        let expected = FrontRow { state: row.state, problem: None, facts, updated_at: row.updated_at };
        assert_eq!(db.change(async |tx| front(tx, &row.id).await).await, Some(expected), "{:?}", row.id);
    }
    assert_eq!(db.change(async |tx| front(tx, &id("n9")).await).await, None);
}
