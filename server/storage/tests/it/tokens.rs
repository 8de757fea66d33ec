//! The token vault.

use contract::InvitationState;
use storage::tokens::{
    TokenRow, claim_refresh, delete, load, lock, purge, put, release_refresh, sign_in, sign_in_in, swap,
};
use storage::{Storage, invitations, items, sessions};
use testing::{TestDb, change};

use crate::rows::{id, insert_shared, invitation, item};

stories![
    a_new_sign_in_replaces_the_tokens_and_stays,
    a_sign_in_is_told_from_a_refresh,
    only_one_refreshes_and_only_the_current_version,
    a_claim_ends_by_release_or_by_time,
    a_late_refresh_cannot_bring_deleted_tokens_back,
    of_many_at_once_one_claims_and_one_swaps,
    tokens_stay_while_there_is_a_session,
    tokens_without_a_session_leave_with_the_last_open_invitation,
    tokens_leave_when_their_time_comes,
    of_one_person_only,
    a_share_under_way_keeps_the_tokens,
    what_is_not_sealed_would_be_found_in_the_database,
];

const T: &str = "tenant-1";
const U: &str = "adele";

fn tokens(sealed: &[u8]) -> TokenRow {
    TokenRow {
        tenant: T.into(),
        user: U.into(),
        sealed: sealed.into(),
        version: 0,
        access_expires_at: 5_000,
        purge_at: None,
    }
}

async fn stored(storage: &Storage) -> TokenRow {
    load(storage, T, U).await.unwrap().unwrap()
}

async fn a_new_sign_in_replaces_the_tokens_and_stays(db: &TestDb) {
    assert_eq!(load(&db.storage, T, U).await.unwrap(), None);
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    let first = stored(&db.storage).await;
    assert_eq!((first.sealed.as_slice(), first.access_expires_at), (b"one".as_slice(), 5_000));

    an_open_invitation(db).await;
    db.change(async |tx| purge(tx, None, 100, 9_000).await).await;
    assert_eq!(stored(&db.storage).await.purge_at, Some(9_000));
    db.change(async |tx| put(tx, &TokenRow { access_expires_at: 8_000, ..tokens(b"two") }).await).await;
    let second = stored(&db.storage).await;
    assert_eq!(second, TokenRow { version: first.version + 1, access_expires_at: 8_000, ..tokens(b"two") });
}

async fn a_sign_in_is_told_from_a_refresh(db: &TestDb) {
    assert_eq!(sign_in(&db.storage, T, U).await.unwrap(), 0);
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    let first = sign_in(&db.storage, T, U).await.unwrap();
    assert_ne!(first, 0);
    let version = stored(&db.storage).await.version;
    assert!(db.change(async |tx| swap(tx, T, U, version, b"two", 6_000).await).await);
    assert_eq!(sign_in(&db.storage, T, U).await.unwrap(), first, "a refresh");
    db.change(async |tx| put(tx, &tokens(b"three")).await).await;
    let second = db.change(async |tx| sign_in_in(tx, T, U).await).await;
    assert!(second != 0 && second != first, "{second}");
    assert_eq!(sign_in(&db.storage, T, U).await.unwrap(), second);
    assert_eq!(sign_in(&db.storage, T, "diego").await.unwrap(), 0, "of that person only");
}

async fn only_one_refreshes_and_only_the_current_version(db: &TestDb) {
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    let version = stored(&db.storage).await.version;
    assert!(db.change(async |tx| claim_refresh(tx, T, U, version, 100, 200).await).await);
    assert!(!db.change(async |tx| claim_refresh(tx, T, U, version, 199, 300).await).await);

    assert!(db.change(async |tx| swap(tx, T, U, version, b"two", 6_000).await).await);
    let now = stored(&db.storage).await;
    assert_eq!(
        (now.version, now.sealed.as_slice(), now.access_expires_at),
        (version + 1, b"two".as_slice(), 6_000)
    );
    // what was read before the swap is of no use any more
    assert!(!db.change(async |tx| claim_refresh(tx, T, U, version, 100, 200).await).await);
    assert!(!db.change(async |tx| swap(tx, T, U, version, b"old", 7_000).await).await);
    // and the swap ended the claim
    assert!(db.change(async |tx| claim_refresh(tx, T, U, version + 1, 100, 200).await).await);
}

async fn a_claim_ends_by_release_or_by_time(db: &TestDb) {
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    let version = stored(&db.storage).await.version;
    assert!(db.change(async |tx| claim_refresh(tx, T, U, version, 100, 200).await).await);
    db.change(async |tx| release_refresh(tx, T, U, version).await).await;
    assert!(db.change(async |tx| claim_refresh(tx, T, U, version, 101, 200).await).await);
    assert!(db.change(async |tx| claim_refresh(tx, T, U, version, 200, 300).await).await);
}

async fn a_late_refresh_cannot_bring_deleted_tokens_back(db: &TestDb) {
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    let version = stored(&db.storage).await.version;
    db.change(async |tx| claim_refresh(tx, T, U, version, 100, 200).await).await;
    db.change(async |tx| delete(tx, T, U).await).await;
    assert!(!db.change(async |tx| swap(tx, T, U, version, b"late", 6_000).await).await);
    assert_eq!(load(&db.storage, T, U).await.unwrap(), None);

    // nor replace those of the next sign-in
    db.change(async |tx| put(tx, &TokenRow { access_expires_at: 5_001, ..tokens(b"next") }).await).await;
    assert!(!db.change(async |tx| swap(tx, T, U, version, b"late", 6_000).await).await);
    assert_eq!(stored(&db.storage).await.sealed, b"next");
}

async fn of_many_at_once_one_claims_and_one_swaps(db: &TestDb) {
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    let version = stored(&db.storage).await.version;
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8_u8 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        tasks.spawn(async move {
            let claimed = change(&storage, async |tx| claim_refresh(tx, T, U, version, 100, 200).await).await;
            let swapped = change(&storage, async |tx| swap(tx, T, U, version, &[n], 6_000).await).await;
            (claimed, swapped)
        });
    }
    let outcomes = tasks.join_all().await;
    other.close().await;
    // a task may claim only before the first swap, and of those before it one
    assert_eq!(outcomes.iter().filter(|(claimed, _)| *claimed).count(), 1);
    assert_eq!(outcomes.iter().filter(|(_, swapped)| *swapped).count(), 1);
    assert_eq!(stored(&db.storage).await.version, version + 1);
}

async fn an_open_invitation(db: &TestDb) {
    db.change(async |tx| {
        items::upsert(tx, &item("plan", "The plan")).await?;
        insert_shared(tx, &invitation("open")).await
    })
    .await;
}

async fn a_session(db: &TestDb, expires_at: i64) {
    let row = sessions::SessionRow {
        id: "session".into(),
        key: "key".into(),
        tenant: id(T),
        user: id(U),
        data: Vec::new(),
        expires_at,
    };
    assert!(db.change(async |tx| sessions::create(tx, &row).await).await);
}

async fn sweep(db: &TestDb, now: i64) -> u64 {
    db.change(async |tx| purge(tx, None, now, now + 1_000).await).await
}

async fn tokens_stay_while_there_is_a_session(db: &TestDb) {
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    a_session(db, 2_000).await;
    assert_eq!(sweep(db, 1_999).await, 0);
    assert_eq!(stored(&db.storage).await.purge_at, None);
    // lapsed, whether its row is still there or not
    assert_eq!(sweep(db, 2_000).await, 1);
    assert_eq!(load(&db.storage, T, U).await.unwrap(), None);
}

async fn tokens_without_a_session_leave_with_the_last_open_invitation(db: &TestDb) {
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    an_open_invitation(db).await;
    assert_eq!(sweep(db, 100).await, 0);
    assert_eq!(stored(&db.storage).await.purge_at, Some(1_100));
    // looking once more puts nothing off
    assert_eq!(sweep(db, 200).await, 0);
    assert_eq!(stored(&db.storage).await.purge_at, Some(1_100));

    let ended = invitations::InvitationRow { state: InvitationState::Stopped, ..invitation("open") };
    db.change(async |tx| invitations::update(tx, &ended).await).await;
    assert_eq!(sweep(db, 300).await, 1);
    assert_eq!(load(&db.storage, T, U).await.unwrap(), None);
}

async fn tokens_leave_when_their_time_comes(db: &TestDb) {
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    an_open_invitation(db).await;
    assert_eq!(sweep(db, 0).await, 0);
    assert_eq!(sweep(db, 999).await, 0);
    assert_eq!(sweep(db, 1_000).await, 1);
    assert_eq!(load(&db.storage, T, U).await.unwrap(), None);
}

async fn of_one_person_only(db: &TestDb) {
    db.change(async |tx| {
        put(tx, &tokens(b"one")).await?;
        put(tx, &TokenRow { user: "alex".into(), ..tokens(b"two") }).await
    })
    .await;
    assert_eq!(db.change(async |tx| purge(tx, Some((T, "alex")), 100, 200).await).await, 1);
    assert_eq!(stored(&db.storage).await.purge_at, None);
    assert!(load(&db.storage, T, "alex").await.unwrap().is_none());
}

/// Whoever signs out while a share is being stored waits for it, and then sees the invitation.
async fn a_share_under_way_keeps_the_tokens(db: &TestDb) {
    db.change(async |tx| put(tx, &tokens(b"one")).await).await;
    let mut share = db.storage.begin().await.unwrap();
    assert!(lock(&mut share, T, U).await.unwrap());
    assert!(!lock(&mut share, T, "nobody").await.unwrap());
    let storage = db.storage.clone();
    let leaving = async move { change(&storage, async |tx| purge(tx, Some((T, U)), 100, 200).await).await };
    let storing = async {
        items::upsert(&mut share, &item("plan", "The plan")).await.unwrap();
        insert_shared(&mut share, &invitation("open")).await.unwrap();
        tokio::task::yield_now().await;
        share.commit().await.unwrap();
    };
    let leaving = tokio::spawn(leaving);
    storing.await;
    assert_eq!(leaving.await.unwrap(), 0);
    assert_eq!(stored(&db.storage).await.purge_at, Some(200));
}

#[test]
fn sealed_tokens_are_not_printed() {
    let printed = format!("{:?}", tokens(&[201, 202]));
    assert!(!printed.contains("201"), "{printed}");
}

/// Tests that look for secrets in a whole database see what is in it, bytes too.
async fn what_is_not_sealed_would_be_found_in_the_database(db: &TestDb) {
    let in_clear = b"nobody has sealed this";
    db.change(async |tx| put(tx, &tokens(in_clear)).await).await;
    let texts = if db.is_postgres() { db.columns().await } else { db.files() };
    let has = |text: &[u8], part: &[u8]| text.windows(part.len()).any(|window| window == part);
    for part in [in_clear.as_slice(), T.as_bytes()] {
        assert!(texts.iter().any(|(_, text)| has(text, part)), "{texts:?}");
    }
}
