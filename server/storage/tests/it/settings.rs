//! Settings.

use storage::settings::{SettingsRow, current, history, load, newer, newer_in, put};
use testing::{TestDb, change};

stories![versions_follow_each_other, a_version_says_what_it_restored, of_many_at_once_one_wins];

fn settings(document: &str) -> SettingsRow {
    SettingsRow {
        version: 0,
        at: 1_000,
        by: "megan".into(),
        author: "Megan Bowen".into(),
        reason: "It was too short.".into(),
        restored: None,
        document: document.into(),
    }
}

async fn versions_follow_each_other(db: &TestDb) {
    assert_eq!(current(&db.storage).await.unwrap(), None);
    assert!(!db.change(async |tx| put(tx, 1, &settings("{}")).await).await, "there is no first yet");
    assert!(db.change(async |tx| put(tx, 0, &settings("{}")).await).await);
    assert!(!db.change(async |tx| put(tx, 0, &settings("[]")).await).await);
    assert!(db.change(async |tx| put(tx, 1, &settings("[1]")).await).await);
    let second = SettingsRow { version: 2, ..settings("[1]") };
    let first = SettingsRow { version: 1, ..settings("{}") };
    assert_eq!(current(&db.storage).await.unwrap(), Some(second.clone()));
    assert_eq!(history(&db.storage, None, 9).await.unwrap(), [second.clone(), first.clone()]);
    assert_eq!(history(&db.storage, None, 1).await.unwrap(), std::slice::from_ref(&second));
    assert_eq!(history(&db.storage, Some(2), 9).await.unwrap(), std::slice::from_ref(&first));
    assert!(history(&db.storage, Some(1), 9).await.unwrap().is_empty());
    assert_eq!(load(&db.storage, 1).await.unwrap(), Some(first));
    assert_eq!(load(&db.storage, 3).await.unwrap(), None);
    for (known, found) in [(0, Some(&second)), (1, Some(&second)), (2, None), (9, None)] {
        assert_eq!(newer(&db.storage, known).await.unwrap().as_ref(), found, "{known}");
        assert_eq!(db.change(async |tx| newer_in(tx, known).await).await.as_ref(), found, "{known}");
    }
}

async fn a_version_says_what_it_restored(db: &TestDb) {
    let row = SettingsRow { restored: Some(0), reason: String::new(), ..settings("{}") };
    assert!(db.change(async |tx| put(tx, 0, &row).await).await);
    assert_eq!(current(&db.storage).await.unwrap(), Some(SettingsRow { version: 1, ..row }));
}

async fn of_many_at_once_one_wins(db: &TestDb) {
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..6 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        tasks.spawn(
            async move { change(&storage, async |tx| put(tx, 0, &settings(&n.to_string())).await).await },
        );
    }
    assert_eq!(tasks.join_all().await.iter().filter(|won| **won).count(), 1);
    other.close().await;
    assert_eq!(history(&db.storage, None, 9).await.unwrap().len(), 1);
}
