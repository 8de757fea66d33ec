//! What is kept, and that it is the same after a restart.

use emulator::Options;
use reqwest::Method;
use serde_json::{Value, json};

use crate::guest::state;
use crate::harness::{ADELE, APP, GRADY, TestEmulator, invitation, start_emulator_with};

/// What the emulator of the first release left behind, beside its server's database.
const FIRST_RELEASE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/first_release/sqlite/data/emulator");

async fn at(folder: &std::path::Path) -> TestEmulator {
    let options = Options {
        data_dir: Some(folder.to_owned()),
        app_origins: vec![APP.to_owned()],
        ..Options::default()
    };
    start_emulator_with(options).await
}

#[tokio::test]
async fn a_restart_gives_the_same_world_and_the_same_keys() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path()).await;
    let tokens = started.tokens(ADELE).await;
    let token = tokens["access_token"].as_str().unwrap().to_owned();
    let mut body = invitation("newperson@fabrikam.example");
    body["sendInvitationMessage"] = json!(true);
    let made = started.invite(&token, body).await;
    started.policy(json!({"allowInvitesFrom": "none"})).await;
    let daemon = started.application("daemon").await;
    started.advance(1000).await;
    let path = format!("/users/{}", made.body["invitedUser"]["id"].as_str().unwrap());
    let change = json!({"jobTitle": "x", "mail": null});
    assert_eq!(started.graph(reqwest::Method::PATCH, &path, &daemon, Some(change)).await.status, 204);
    change_entra(&started).await;
    let certificate = std::fs::read_to_string(folder.path().join("emulator-client.pem")).unwrap();
    let before = started.emulator.world(Clone::clone);
    let newest = started.delegated(ADELE).await;
    started.emulator.shutdown().await;

    let started = at(folder.path()).await;
    assert!(started.emulator.world(|world| *world == before), "replay gives another world");
    assert_eq!(started.emulator.client_certificate().unwrap(), certificate);
    assert_eq!(started.get("/me", &newest).await.status, 200, "the key that was rolled to is kept");
    assert_eq!(started.get("/me", &token).await.status, 200, "tokens stay good");
    let client = started.client("vestibule");
    let refreshed = started
        .token(&[
            ("grant_type", "refresh_token"),
            ("client_id", &client.client_id.to_string()),
            ("client_secret", client.client_secret.as_deref().unwrap()),
            ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
        ])
        .await;
    assert_eq!(refreshed.status(), 200);
    assert_eq!(started.mail_for("newperson@fabrikam.example").await.len(), 1);
    let reset = started.browser.post(started.url("/_emulator/reset")).json(&json!({"seed": "contoso"}));
    assert_eq!(reset.send().await.unwrap().status(), 200);
    started.emulator.shutdown().await;
    let started = at(folder.path()).await;
    assert_eq!(started.emulator.world(|world| world.ledger().len()), 1);
}

/// One effect of each kind that the control addresses and the sign-in pages have, and a new signing key.
async fn change_entra(started: &TestEmulator) {
    started.register("daemon", json!({ "secretEndDateTime": "2090-01-01T00:00:00Z" })).await;
    let group = json!({ "displayName": "Project", "members": [ADELE] });
    assert_eq!(started.control(Method::POST, "groups", group).await.status, 201);
    assert_eq!(started.control(Method::POST, "revocations", json!({ "user": GRADY })).await.status, 204);
    assert_eq!(started.control(Method::POST, "keys", json!({})).await.status, 200);
    let id = started.client("powerless").client_id.to_string();
    let asked = [
        ("client_id", id.as_str()),
        ("redirect_uri", "http://localhost:5000/"),
        ("scope", "openid User.ReadBasic.All"),
    ];
    started.decide_and_follow(started.arrive(ADELE, &asked).await, "accept", &[]).await;
    assert_eq!(started.effects("consented").len(), 1);
}

#[tokio::test]
async fn extension_attributes_and_the_clock_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path()).await;
    let path = format!("/users/{}", started.user(GRADY));
    let daemon = started.application("daemon").await;
    let set = json!({ "extensionAttribute1": "x", "extensionAttribute15": null });
    let body = Some(json!({ "onPremisesExtensionAttributes": set }));
    assert_eq!(started.graph(Method::PATCH, &path, &daemon, body).await.status, 204);
    let month = 31 * 24 * 60 * 60 * 1000;
    started.advance(month).await;
    let later = started.application("daemon").await;
    let before = started.emulator.world(Clone::clone);
    started.emulator.shutdown().await;

    let started = at(folder.path()).await;
    assert!(started.emulator.world(|world| *world == before), "replay gives another world");
    assert_eq!(started.get(&path, &later).await.status, 200, "it is as late as it was");
    let back = started.control(Method::POST, "clock", json!({ "ahead_ms": 0 })).await;
    assert_eq!(back.body["ahead_ms"], 0);
    started.emulator.shutdown().await;
    let started = at(folder.path()).await;
    assert_eq!(started.emulator.clock_offset().load(std::sync::atomic::Ordering::SeqCst), 0);
    assert_eq!(started.get(&path, &daemon).await.status, 200);
}

#[tokio::test]
async fn a_line_cut_off_in_writing_is_forgotten_and_a_spoilt_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path()).await;
    let before = started.emulator.world(Clone::clone);
    started.emulator.shutdown().await;
    let journal = folder.path().join("emulator/journal.jsonl");
    let good = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, format!("{good}{{\"seq\":2,\"at\"")).unwrap();
    let started = at(folder.path()).await;
    assert!(started.emulator.world(|world| *world == before));
    started.policy(json!({"allowInvitesFrom": "none"})).await;
    started.emulator.shutdown().await;
    let text = std::fs::read_to_string(&journal).unwrap();
    assert!(text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{text}");
    std::fs::write(&journal, format!("nonsense\n{text}")).unwrap();
    let options = Options { data_dir: Some(folder.path().to_owned()), ..Options::default() };
    assert!(emulator::start(options).await.is_err());
}

/// A folder with the world of the first release.
fn first_release() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("emulator")).unwrap();
    for entry in std::fs::read_dir(FIRST_RELEASE).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), folder.path().join("emulator").join(entry.file_name())).unwrap();
    }
    folder
}

#[tokio::test]
async fn the_world_of_the_first_release_goes_on() {
    let folder = first_release();
    let journal = folder.path().join("emulator/journal.jsonl");
    let left = std::fs::read_to_string(&journal).unwrap();
    let started = at(folder.path()).await;
    for (address, told) in [
        ("kim@woodgrove.example", "Accepted"),
        ("lee@fabrikam.example", "PendingAcceptance"),
        ("robin@northwind.example", "PendingAcceptance"),
        (GRADY, "Accepted"),
    ] {
        assert_eq!(state(&started, address).await["externalUserState"], told, "{address}");
    }
    assert_eq!(started.mail_for("lee@fabrikam.example").await.len(), 1);
    let token = started.delegated(ADELE).await;
    assert_eq!(started.invite(&token, invitation("newperson@fabrikam.example")).await.status, 201);
    let world = started.emulator.world(Clone::clone);
    started.emulator.shutdown().await;
    let text = std::fs::read_to_string(&journal).unwrap();
    assert!(text.len() > left.len() && text.starts_with(&left), "what is new comes behind what was there");
    let started = at(folder.path()).await;
    assert!(started.emulator.world(|again| *again == world), "replay gives another world");
}

#[tokio::test]
async fn a_journal_that_cannot_be_read_is_refused_with_how_to_begin_anew() {
    let folder = first_release();
    let journal = folder.path().join("emulator/journal.jsonl");
    let left = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, left.replace(r#""kind":"invited""#, r#""kind":"summoned""#)).unwrap();
    let options = || Options { data_dir: Some(folder.path().to_owned()), ..Options::default() };
    let Err(refused) = emulator::start(options()).await else { panic!("it starts on what it cannot read") };
    let refused = refused.to_string();
    assert!(refused.starts_with(&format!("{}: line ", journal.display())), "{refused}");
    assert!(refused.contains("To begin anew, delete that file"), "{refused}");
    std::fs::remove_file(&journal).unwrap();
    emulator::start(options()).await.unwrap().shutdown().await;
}

#[cfg(unix)]
#[tokio::test]
async fn keys_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path()).await;
    for name in
        ["emulator/signing-key.pem", "emulator/client-key.pem", "emulator/secret", "emulator-client.pem"]
    {
        let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    started.emulator.shutdown().await;
}
