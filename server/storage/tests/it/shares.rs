//! Shares: each happens once, and holds one or many invitations.

use contract::StepKind;
use storage::invitations::{InvitationRow, insert_steps, steps};
use storage::shares::{ShareRow, ShareWithInvitation, by_key, insert};
use storage::{ConstraintKind, StorageError, invitations};
use testing::{TestDb, change};

use crate::rows::{adele_and_plan, id, invitation, share, step, tenant};

stories![
    a_key_has_its_effect_once,
    of_many_with_one_key_at_once_one_is_stored,
    a_share_may_hold_several_invitations,
    a_share_needs_its_item,
    a_share_goes_with_its_transaction,
];

/// The share that `inviter` sent with `key`.
async fn known(db: &TestDb, inviter: &str, key: &str) -> Option<ShareWithInvitation> {
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
    let kept = ShareWithInvitation { share: first, invitation: id("n1") };
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
    assert_eq!(of_other, Some(ShareWithInvitation { share: elsewhere, invitation: id("n4") }));
    assert_eq!(known(db, "adele", "k2").await.unwrap().invitation, "n5");
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
    assert_eq!(steps(&db.storage, &known.invitation).await.unwrap().len(), 1);
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
    assert_eq!(known(db, "adele", "k1").await.unwrap().invitation, "n2", "its first");
    assert_eq!(known(db, "adele", "k2").await.unwrap().invitation, "n1");
    for (invitation, share) in [("n1", "s2"), ("n2", "s1"), ("n3", "s1"), ("n4", "s1")] {
        let row = invitations::load(&db.storage, &id(invitation)).await.unwrap().unwrap();
        assert_eq!(row.share, share, "{invitation}");
    }
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
