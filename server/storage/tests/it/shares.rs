//! Shares: each happens once, and holds one or many invitations.

use std::collections::BTreeSet;

use contract::{InvitationId, InvitationState, RoleName, StepKind};
use storage::invitations::{Addressees, InvitationRow, insert_steps, steps};
use storage::shares::{ShareRow, ShareWithInvitations, by_key, insert, invitations_of};
use storage::{ConstraintKind, StorageError, invitations, jobs};
use testing::{TestDb, change};

use crate::rows::{adele_and_plan, id, invitation, job, share, step, tenant};

stories![
    a_key_has_its_effect_once,
    of_many_with_one_key_at_once_one_is_stored,
    a_share_may_hold_several_invitations,
    many_invitations_are_stored_at_once_in_the_order_of_the_form,
    who_needs_a_person_is_shown_first_and_all_are_counted,
    a_share_is_shown_to_its_inviter_alone,
    twins_of_many_are_found_and_put_away_at_once,
    what_is_under_way_with_many_is_found_at_once,
    a_person_is_found_under_another_address,
    jobs_of_many_are_stored_at_once,
    a_share_needs_its_item,
    a_share_goes_with_its_transaction,
];

/// The share that `inviter` sent with `key`.
async fn known(db: &TestDb, inviter: &str, key: &str) -> Option<ShareWithInvitations> {
    by_key(&db.storage, &tenant(), &id(inviter), &id(key)).await.unwrap()
}

fn of_share(share: &str, invitation_id: &str, created_at: i64) -> InvitationRow {
    InvitationRow { share: id(share), created_at, ..invitation(invitation_id) }
}

async fn a_key_has_its_effect_once(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let first = ShareRow { form_hash: "first hash".into(), ..share("s1", "k1") };
    let stored = async |row: ShareRow, invitation: &'static str| {
        db.change(async |tx| {
            let stored = insert(tx, &row).await?;
            if stored {
                invitations::insert(tx, &of_share(row.id.as_str(), invitation, 1)).await?;
            }
            Ok(stored)
        })
        .await
    };
    assert!(stored(first.clone(), "n1").await);
    assert!(!stored(share("s2", "k1"), "n2").await);
    assert_eq!(invitations::load(&db.storage, &id("n2")).await.unwrap(), None);
    let kept = ShareWithInvitations { share: first, invitations: vec![id("n1")] };
    assert_eq!(known(db, "adele", "k1").await, Some(kept.clone()), "whose hash tells another form");
    assert_eq!(known(db, "alex", "k1").await, None);
    assert_eq!(known(db, "adele", "k2").await, None);
    // another inviter's key, and another tenant's, is another key
    let alex = ShareRow { inviter: id("alex"), ..share("s3", "k1") };
    assert!(stored(alex.clone(), "n3").await);
    let elsewhere = ShareRow { tenant: id("tenant-2"), ..share("s4", "k1") };
    assert!(stored(elsewhere.clone(), "n4").await);
    assert!(stored(share("s5", "k2"), "n5").await);

    assert_eq!(known(db, "adele", "k1").await, Some(kept));
    assert_eq!(known(db, "alex", "k1").await.unwrap().share, alex);
    let of_other = by_key(&db.storage, &id("tenant-2"), &id("adele"), &id("k1")).await.unwrap();
    assert_eq!(of_other, Some(ShareWithInvitations { share: elsewhere, invitations: vec![id("n4")] }));
    assert_eq!(known(db, "adele", "k2").await.unwrap().invitations, ["n5"]);
}

async fn of_many_with_one_key_at_once_one_is_stored(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..6 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        tasks.spawn(async move {
            change(&storage, async |tx| {
                let stored = insert(tx, &share(&format!("s{n}"), "k1")).await?;
                if stored {
                    invitations::insert(tx, &of_share(&format!("s{n}"), &format!("n{n}"), 1)).await?;
                    insert_steps(tx, &[step(&format!("n{n}"), 0, StepKind::FindPerson)]).await?;
                }
                Ok(stored)
            })
            .await
        });
    }
    let stored = tasks.join_all().await;
    other.close().await;
    assert_eq!(stored.iter().filter(|stored| **stored).count(), 1);
    let known = known(db, "adele", "k1").await.unwrap();
    assert_eq!(steps(&db.storage, &known.invitations[0]).await.unwrap().len(), 1);
    assert_eq!(db.number("SELECT COUNT(*) FROM shares").await, 1);
    assert_eq!(db.number("SELECT COUNT(*) FROM invitations").await, 1);
}

async fn a_share_may_hold_several_invitations(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        assert!(insert(tx, &share("s1", "k1")).await?);
        assert!(insert(tx, &share("s2", "k2")).await?);
        // two of one moment: the id decides
        for row in [
            of_share("s1", "n4", 3),
            of_share("s1", "n3", 2),
            of_share("s1", "n2", 2),
            of_share("s2", "n1", 1),
        ] {
            invitations::insert(tx, &row).await?;
        }
        Ok(())
    })
    .await;
    assert_eq!(known(db, "adele", "k1").await.unwrap().invitations, ["n2", "n3", "n4"], "oldest first");
    assert_eq!(known(db, "adele", "k2").await.unwrap().invitations, ["n1"]);
    for (invitation, share) in [("n1", "s2"), ("n2", "s1"), ("n3", "s1"), ("n4", "s1")] {
        let row = invitations::load(&db.storage, &id(invitation)).await.unwrap().unwrap();
        assert_eq!(row.share, share, "{invitation}");
    }
}

/// So many of one share, all of one moment: `n0`, `n1`, and so on, to an address each.
async fn store_many(db: &TestDb, states: &[InvitationState]) -> Vec<InvitationRow> {
    adele_and_plan(&db.storage).await;
    let row = |(n, state): (usize, &InvitationState)| InvitationRow {
        state: *state,
        // Whatever the ids say: the order is the form's.
        id: id(&format!("n{}-{n}", states.len() - n)),
        canonical: format!("guest-{n}@fabrikam.example"),
        ..of_share("s1", "n", 1)
    };
    let rows: Vec<_> = states.iter().enumerate().map(row).collect();
    db.change(async |tx| {
        assert!(insert(tx, &share("s1", "k1")).await?);
        invitations::insert_all(tx, &rows).await
    })
    .await;
    rows
}

fn ids(rows: &[InvitationRow]) -> Vec<InvitationId> {
    rows.iter().map(|row| row.id.clone()).collect()
}

async fn many_invitations_are_stored_at_once_in_the_order_of_the_form(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let before = db.storage.usage();
    let rows = store_many(db, &[InvitationState::Working; 500]).await;
    let after = db.storage.usage();
    // Who they are and what they share was stored by a transaction of its own.
    assert!(after.transactions - before.transactions <= 2);
    assert!(after.statements - before.statements <= 12, "{}", after.statements - before.statements);
    assert_eq!(known(db, "adele", "k1").await.unwrap().invitations, ids(&rows));
    assert_eq!(invitations_of(&db.storage, &id("s1")).await.unwrap(), ids(&rows));
    for row in [&rows[0], &rows[123], &rows[499]] {
        assert_eq!(invitations::load(&db.storage, &row.id).await.unwrap().as_ref(), Some(row));
    }
    let counts = invitations::counts(&db.storage, &tenant(), &id("adele")).await.unwrap();
    assert_eq!(counts, [("working".to_owned(), 500)]);
    assert_eq!(storage::counts::recount(&db.storage).await.unwrap(), 0);
}

async fn who_needs_a_person_is_shown_first_and_all_are_counted(db: &TestDb) {
    use InvitationState::{Accepted, Failed, Sent, Shared, Stopped, Undoing, Undone, Waiting, Working};
    let states = [Sent, Working, Failed, Shared, Stopped, Waiting, Accepted, Undone, Undoing, Failed];
    let rows = store_many(db, &states).await;
    let adele = id("adele");
    let of_share = async |limit| {
        let lines = invitations::of_share(&db.storage, &id("s1"), (&tenant(), &adele), limit).await.unwrap();
        lines.into_iter().map(|line| line.row.id).collect::<Vec<_>>()
    };
    let expected: Vec<_> = [2_usize, 4, 9, 1, 5, 8, 0, 3, 6, 7].iter().map(|n| rows[*n].id.clone()).collect();
    assert_eq!(of_share(50).await, expected);
    assert_eq!(of_share(4).await, expected[..4]);
    let mut expected: Vec<_> = states.iter().map(|state| (state.as_str().to_owned(), 1)).collect();
    expected.retain(|(state, _)| state != Failed.as_str());
    expected.push((Failed.as_str().to_owned(), 2));
    expected.sort();
    assert_eq!(invitations::counts_of_share(&db.storage, &id("s1")).await.unwrap(), expected);
}

async fn a_share_is_shown_to_its_inviter_alone(db: &TestDb) {
    store_many(db, &[InvitationState::Working; 3]).await;
    for (tenant, inviter, lines) in
        [("tenant-1", "adele", 3), ("tenant-1", "alex", 0), ("tenant-2", "adele", 0)]
    {
        let (tenant, inviter) = (id(tenant), id(inviter));
        let found = invitations::of_share(&db.storage, &id("s1"), (&tenant, &inviter), 50).await.unwrap();
        assert_eq!(found.len(), lines, "{tenant} {inviter}");
    }
    assert!(invitations::counts_of_share(&db.storage, &id("none")).await.unwrap().is_empty());
}

async fn twins_of_many_are_found_and_put_away_at_once(db: &TestDb) {
    use InvitationState::{Failed, Sent, Stopped, Working};
    let rows = store_many(db, &[Failed, Sent, Stopped, Working, Failed]).await;
    let (tenant, adele, plan) = (tenant(), id("adele"), id("plan"));
    let addresses: Vec<_> = rows[..4].iter().map(|row| row.canonical.as_str()).collect();
    let whom = Addressees { canonicals: &addresses, people: &[] };
    let found =
        db.change(async |tx| invitations::unfinished_twins(tx, (&tenant, &adele), whom, &plan).await).await;
    let expected: BTreeSet<_> = [0_usize, 2, 3].iter().map(|n| rows[*n].id.clone()).collect();
    assert_eq!(found.iter().map(|row| row.id.clone()).collect::<BTreeSet<_>>(), expected);
    let nobody = Addressees { canonicals: &[], people: &[] };
    let none =
        db.change(async |tx| invitations::unfinished_twins(tx, (&tenant, &adele), nobody, &plan).await).await;
    assert!(none.is_empty());

    let away =
        db.change(async |tx| invitations::put_away_all(tx, (&tenant, &adele), &ids(&rows), 9).await).await;
    let settled: BTreeSet<_> = [0_usize, 2, 4].iter().map(|n| rows[*n].id.clone()).collect();
    assert_eq!(away.into_iter().collect::<BTreeSet<_>>(), settled, "who waits and who is at work stay");
    let counts = invitations::counts(&db.storage, &tenant, &adele).await.unwrap();
    assert_eq!(counts, [("sent".to_owned(), 1), ("working".to_owned(), 1)]);
    assert_eq!(storage::counts::recount(&db.storage).await.unwrap(), 0);
}

async fn what_is_under_way_with_many_is_found_at_once(db: &TestDb) {
    use InvitationState::{Failed, Sent, Stopped, Waiting, Working};
    let rows = store_many(db, &[Failed, Sent, Stopped, Working, Waiting]).await;
    let (tenant, adele, plan) = (tenant(), id("adele"), id("plan"));
    let found = async |of: &[InvitationRow], role: &RoleName| {
        let addresses: Vec<_> = of.iter().map(|row| row.canonical.as_str()).collect();
        let (owner, whom) = ((&tenant, &adele), Addressees { canonicals: &addresses, people: &[] });
        let found = invitations::under_way(&db.storage, owner, whom, (&plan, role)).await.unwrap();
        found.into_iter().map(|row| row.canonical).collect::<BTreeSet<_>>()
    };
    let before = db.storage.usage().reads;
    let expected: BTreeSet<_> = rows[3..].iter().map(|row| row.canonical.clone()).collect();
    assert_eq!(found(&rows, &rows[0].role).await, expected);
    assert_eq!(found(&rows[..4], &rows[0].role).await.len(), 1);
    assert!(found(&rows, &id("another")).await.is_empty() && found(&[], &rows[0].role).await.is_empty());
    assert_eq!(db.storage.usage().reads - before, 3, "nobody is asked about nobody");
}

async fn a_person_is_found_under_another_address(db: &TestDb) {
    let rows = store_many(db, &[InvitationState::Waiting; 3]).await;
    let known = |at: usize, person: &str| InvitationRow { person: Some(id(person)), ..rows[at].clone() };
    for row in [known(0, "ana"), known(1, "kim")] {
        db.change(async |tx| invitations::update(tx, &row).await).await;
    }
    let (tenant, adele, plan, ana) = (tenant(), id("adele"), id("plan"), id("ana"));
    let (owner, another) = ((&tenant, &adele), rows[2].canonical.as_str());
    let whom = Addressees { canonicals: &["other@fabrikam.example", another], people: &[&ana] };
    let of_role = (&plan, &rows[0].role);
    let mut found = invitations::under_way(&db.storage, owner, whom, of_role).await.unwrap();
    found.sort_by_key(|row| row.person.is_none());
    let told: Vec<_> = found.into_iter().map(|row| (row.canonical, row.person)).collect();
    let expected = [(rows[0].canonical.clone(), Some(ana.clone())), (another.to_owned(), None)];
    assert_eq!(told, expected, "once each");
    let twins = db.change(async |tx| invitations::unfinished_twins(tx, owner, whom, &plan).await).await;
    let twins: BTreeSet<_> = twins.into_iter().map(|row| row.id).collect();
    assert_eq!(twins, BTreeSet::from([rows[0].id.clone(), rows[2].id.clone()]));
    let (elsewhere, alex) = (id("tenant-2"), id("alex"));
    for owner in [(&elsewhere, &adele), (&tenant, &alex)] {
        assert!(invitations::under_way(&db.storage, owner, whom, of_role).await.unwrap().is_empty());
    }
}

async fn jobs_of_many_are_stored_at_once(db: &TestDb) {
    let all: Vec<_> = (0..50).map(|n| job(&format!("j{n}"), n)).collect();
    let before = db.storage.usage().statements;
    assert_eq!(db.change(async |tx| jobs::enqueue_all(tx, &all).await).await, 50);
    assert_eq!(db.storage.usage().statements - before, 1);
    assert_eq!(db.number("SELECT run_at FROM jobs WHERE id = 'j7'").await, 7);
    let dedupe = |n: i64| jobs::JobRow { dedupe: Some("the same".into()), ..job(&format!("d{n}"), n) };
    let twice = [dedupe(1), dedupe(2)];
    assert_eq!(db.change(async |tx| jobs::enqueue_all(tx, &twice).await).await, 1, "one of a kind");
}

async fn a_share_needs_its_item(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let mut tx = db.storage.begin().await.unwrap();
    let of_nothing = ShareRow { item: id("none"), ..share("s1", "k1") };
    assert_eq!(insert(&mut tx, &of_nothing).await, Err(StorageError::Conflict(ConstraintKind::Reference)));
}

async fn a_share_goes_with_its_transaction(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let mut tx = db.storage.begin().await.unwrap();
    assert!(insert(&mut tx, &share("s1", "k1")).await.unwrap());
    invitations::insert(&mut tx, &of_share("s1", "n1", 1)).await.unwrap();
    drop(tx);
    assert_eq!(known(db, "adele", "k1").await, None);
    assert!(db.change(async |tx| insert(tx, &share("s1", "k1")).await).await, "the key is free");
    // a share without an invitation has nothing to lead to
    assert_eq!(known(db, "adele", "k1").await, None);
}
