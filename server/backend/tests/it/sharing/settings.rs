//! Settings are versioned and audited.

use backend::audit::Actor;
use backend::settings::{self, Settings, SettingsError};

use super::town::{Town, adele};

#[tokio::test]
async fn a_change_needs_the_version_it_was_made_from() {
    let town = Town::new().await;
    assert_eq!(settings::current(&town.storage).await.unwrap(), (0, Settings::default()));
    let (caller, new) = (adele(), Settings { retry_minutes: 5, ..Settings::default() });
    let actor = Actor::from(&caller);
    assert_eq!(settings::change(&town.storage, actor, 1, 0, &new).await.unwrap(), 1);
    assert_eq!(settings::current(&town.storage).await.unwrap(), (1, new.clone()));
    let late = settings::change(&town.storage, actor, 2, 0, &new).await;
    assert!(matches!(late, Err(SettingsError::Outdated)));
    let wrong = Settings { roles: Vec::new(), ..new };
    let refused = settings::change(&town.storage, actor, 2, 1, &wrong).await;
    assert!(matches!(refused, Err(SettingsError::Refused(_))));
    let entries = storage::audit::of_subject(&town.storage, "settings").await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(
        (entries[0].action.as_str(), entries[0].actor.as_str()),
        ("setting-changed", caller.user.as_str())
    );
}
