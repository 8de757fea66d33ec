//! Settings.

use storage::settings::{SettingsRow, current, history, newer, newer_in, put};

use crate::place::{Place, change};

stories![versions_follow_each_other, of_many_at_once_one_wins];

fn settings(document: &str) -> SettingsRow {
    SettingsRow { version: 0, at: 1_000, by: "megan".into(), document: document.into() }
}

async fn versions_follow_each_other(place: &Place) {
    assert_eq!(current(&place.storage).await.unwrap(), None);
    assert!(!place.change(async |tx| put(tx, 1, &settings("{}")).await).await, "there is no first yet");
    assert!(place.change(async |tx| put(tx, 0, &settings("{}")).await).await);
    assert!(!place.change(async |tx| put(tx, 0, &settings("[]")).await).await);
    assert!(place.change(async |tx| put(tx, 1, &settings("[1]")).await).await);
    let second = SettingsRow { version: 2, ..settings("[1]") };
    let first = SettingsRow { version: 1, ..settings("{}") };
    assert_eq!(current(&place.storage).await.unwrap(), Some(second.clone()));
    assert_eq!(history(&place.storage, 9).await.unwrap(), [second.clone(), first]);
    assert_eq!(history(&place.storage, 1).await.unwrap(), std::slice::from_ref(&second));
    for (known, found) in [(0, Some(&second)), (1, Some(&second)), (2, None), (9, None)] {
        assert_eq!(newer(&place.storage, known).await.unwrap().as_ref(), found, "{known}");
        assert_eq!(place.change(async |tx| newer_in(tx, known).await).await.as_ref(), found, "{known}");
    }
}

async fn of_many_at_once_one_wins(place: &Place) {
    let other = place.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..6 {
        let storage = if n % 2 == 0 { place.storage.clone() } else { other.clone() };
        tasks.spawn(
            async move { change(&storage, async |tx| put(tx, 0, &settings(&n.to_string())).await).await },
        );
    }
    assert_eq!(tasks.join_all().await.iter().filter(|won| **won).count(), 1);
    other.close().await;
    assert_eq!(history(&place.storage, 9).await.unwrap().len(), 1);
}
