//! Addresses that are being invited, or were.

use contract::{EntraUserId, InvitationState, StepKind, TenantId};
use storage::invitations::{InvitationRow, StepRow, insert_steps};
use storage::invited_addresses::{
    AddressStatus, FrontRow, InvitedAddressRow, claim, forget_guest, front, of_addresses, of_addresses_in,
    set_guest, take_guest, wake_waiters,
};
use storage::jobs::{self, JobRow};
use testing::TestDb;

use crate::invitations::store;
use crate::rows::{id, invitation, job, step, tenant};

stories![
    whoever_deletes_a_guest_is_in_front_of_their_addresses_from_then_on,
    a_guest_who_is_gone_is_forgotten_whoever_is_in_front,
    whoever_waits_for_any_address_of_the_one_in_front_is_woken,
    one_in_front_that_has_not_come_to_posting_is_told_from_one_that_never_posts,
    how_far_many_addresses_are_is_one_statement,
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

async fn whoever_waits_for_any_address_of_the_one_in_front_is_woken(db: &TestDb) {
    let of = |name: &str, address: &str, state| InvitationRow {
        canonical: address.to_owned(),
        state,
        ..invitation(name)
    };
    let waits = |name, address| of(name, address, InvitationState::Waiting);
    // The first one chose the guest of two addresses, neither of which is the one that it was for.
    let rows = [
        of("n1", "own", InvitationState::Undone),
        waits("n2", "a"),
        waits("n3", "b"),
        waits("n4", "c"),
        of("n5", "a", InvitationState::Sent),
    ];
    store(db, &rows).await;
    db.change(async |tx| {
        for (front, address) in [("n1", "a"), ("n1", "b"), ("n4", "c")] {
            claim(tx, &tenant(), address, &id(front)).await?;
        }
        for row in &rows {
            let subject = row.id.as_str().to_owned();
            jobs::enqueue(tx, &JobRow { subject, ..job(row.id.as_str(), 9) }).await?;
        }
        Ok(())
    })
    .await;
    let wake = async |tenant: TenantId, now: i64| {
        db.change(async |tx| wake_waiters(tx, &tenant, &id("n1"), ("invite", now)).await).await
    };
    assert_eq!(wake(id("tenant-2"), 5).await, 0);
    assert_eq!(wake(tenant(), 5).await, 2);
    assert_eq!(wake(tenant(), 5).await, 0, "they are due already");
    assert_eq!(jobs::next_run_at(&db.storage).await.unwrap(), Some(5));
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

async fn how_far_many_addresses_are_is_one_statement(db: &TestDb) {
    three_addresses(db).await;
    let before = db.storage.usage().reads;
    let found = of_addresses(&db.storage, &tenant(), &["a", "c", "never"]).await.unwrap();
    assert_eq!(db.storage.usage().reads, before + 1);
    let status = AddressStatus { invited_at: Some(5), state: InvitationState::Working, problem: None };
    assert_eq!(found.len(), 2);
    for address in ["a", "c"] {
        assert_eq!(found.get(address), Some(&status));
    }
    let within = db.change(async |tx| of_addresses_in(tx, &tenant(), &["a", "c", "never"]).await).await;
    assert_eq!(within, found, "as a transaction sees them");
    let foreign = of_addresses(&db.storage, &id("tenant-2"), &["a", "b"]).await.unwrap();
    assert!(foreign.is_empty());
    assert!(of_addresses(&db.storage, &tenant(), &[]).await.unwrap().is_empty());
}
