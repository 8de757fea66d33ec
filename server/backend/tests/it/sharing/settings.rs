//! Settings are versioned, audited, and the same for every process.

use backend::audit::Actor;
use backend::settings::sections::{Limits, Roles};
use backend::settings::{self, FixedSetting, FixedSettings, Settings, SettingsCache, SettingsError};
use contract::{FieldPath, FieldProblem, ProblemCode};
use serde_json::{Value, json};
use storage::Storage;

use super::app::{TestApp, adele};

fn cache(storage: &Storage) -> SettingsCache {
    SettingsCache::new(storage.clone(), FixedSettings::default())
}

fn retry_after(retry_minutes: u32) -> Limits {
    Limits { retry_minutes, ..Limits::default() }
}

#[tokio::test]
async fn a_change_needs_the_version_it_was_made_from() {
    let app = TestApp::new().await;
    let cache = cache(&app.storage);
    assert_eq!(settings::current(&app.storage).await.unwrap(), (0, Settings::default()));
    let (caller, new) = (adele(), retry_after(5));
    let actor = Actor::from(&caller);
    let first = settings::change(&cache, actor, 1, 0, &new).await.unwrap();
    let expected = Settings { limits: new, ..Settings::default() };
    assert_eq!((first.version, &first.settings), (1, &expected));
    assert_eq!(settings::current(&app.storage).await.unwrap(), (1, expected));
    let late = settings::change(&cache, actor, 2, 0, &retry_after(6)).await;
    assert!(matches!(late, Err(SettingsError::Outdated)));
    let same = settings::change(&cache, actor, 2, 1, &retry_after(5)).await.unwrap();
    assert_eq!(same, first, "what changes nothing makes no version");
    let entries = storage::audit::of_subject(&app.storage, "settings").await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(
        (entries[0].action.as_str(), entries[0].actor.as_str()),
        ("setting-changed", caller.user.as_str())
    );
    let changes = json!([{ "field": "retry_minutes", "before": 360, "after": 5 }]);
    assert_eq!(
        serde_json::from_str::<Value>(&entries[0].detail).unwrap(),
        json!({ "version": 1, "section": "limits", "changes": changes })
    );
}

#[tokio::test]
async fn a_section_that_makes_no_sense_is_refused_field_by_field() {
    let app = TestApp::new().await;
    let (cache, caller) = (cache(&app.storage), adele());
    let mut roles = Roles::default();
    roles.other_kinds.roles.clear();
    let refused = settings::change(&cache, Actor::from(&caller), 1, 0, &roles).await;
    let Err(SettingsError::Refused(wrong)) = refused else { panic!("{refused:?}") };
    let field = FieldPath::known("other_kinds.roles");
    assert_eq!(wrong, [FieldProblem { field, code: ProblemCode::ValueMissing }]);
    assert_eq!(cache.current().await.unwrap().version, 0);
    assert!(storage::audit::of_subject(&app.storage, "settings").await.unwrap().is_empty());
}

#[tokio::test]
async fn every_process_has_the_newest_settings_and_reads_each_version_once() {
    let app = TestApp::new().await;
    let (here, there, caller) = (cache(&app.storage), cache(&app.storage), adele());
    let old = there.current().await.unwrap();
    assert_eq!((old.version, &old.settings), (0, &Settings::default()));
    let changed = settings::change(&here, Actor::from(&caller), 1, 0, &retry_after(5)).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(&changed, &here.current().await.unwrap()), "not read again");
    let old_again = there.at_least(0).await.unwrap();
    assert_eq!(old_again.version, 0, "it was not asked for more");
    let seen = there.at_least(1).await.unwrap();
    assert_eq!((seen.version, seen.settings.limits.retry_minutes), (1, 5));
    settings::change(&here, Actor::from(&caller), 2, 1, &retry_after(7)).await.unwrap();
    let mut tx = app.storage.begin().await.unwrap();
    let within = there.current_in(&mut tx).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(&within, &there.current_in(&mut tx).await.unwrap()));
    tx.commit().await.unwrap();
    assert_eq!((within.version, within.settings.limits.retry_minutes), (2, 7));
    assert!(std::sync::Arc::ptr_eq(&within, &there.current().await.unwrap()));
}

#[tokio::test]
async fn what_the_configuration_decides_holds_and_what_was_stored_comes_back_without_it() {
    let app = TestApp::new().await;
    let (free, caller) = (cache(&app.storage), adele());
    let actor = Actor::from(&caller);
    settings::change(&free, actor, 1, 0, &retry_after(5)).await.unwrap();
    let setting =
        FixedSetting { section: "limits", field: "retry_minutes", value: json!(9), by: "VESTIBULE_TEST" };
    let fixed = SettingsCache::new(app.storage.clone(), FixedSettings::new(vec![setting.clone()]));
    assert_eq!(fixed.fixed().of::<Limits>().collect::<Vec<_>>(), [&setting]);
    assert_eq!(fixed.fixed().of::<Roles>().count(), 0);
    let limits = fixed.current().await.unwrap().settings.limits.clone();
    assert_eq!(limits, retry_after(9));
    let other = Limits { visibility_budget_seconds: 30, ..retry_after(77) };
    let changed = settings::change(&fixed, actor, 2, 1, &other).await.unwrap();
    assert_eq!(changed.settings.limits, Limits { retry_minutes: 9, ..other });
    assert_eq!(free.current().await.unwrap().settings.limits, Limits { retry_minutes: 5, ..other });
}

#[tokio::test]
async fn settings_of_the_first_release_are_changed_into_sections() {
    let app = TestApp::new().await;
    let document = include_str!("../../../src/settings/samples/first_release.json");
    let row = storage::settings::SettingsRow {
        version: 0,
        at: 1,
        by: "megan".to_owned(),
        author: String::new(),
        reason: String::new(),
        restored: None,
        document: document.trim_end().to_owned(),
    };
    let mut tx = app.storage.begin().await.unwrap();
    assert!(storage::settings::put(&mut tx, 0, &row).await.unwrap());
    tx.commit().await.unwrap();
    let (cache, caller) = (cache(&app.storage), adele());
    let before = cache.current().await.unwrap();
    assert_eq!((before.version, before.settings.limits.visibility_budget_seconds), (1, 60));
    let limits = Limits { retry_minutes: 6, ..before.settings.limits.clone() };
    let after = settings::change(&cache, Actor::from(&caller), 1, 1, &limits).await.unwrap();
    assert_eq!(after.settings, Settings { limits, ..before.settings.clone() });
    assert_eq!(settings::current(&app.storage).await.unwrap(), (2, after.settings.clone()));
}
