//! A session follows its account: the directory is asked every five minutes.

use std::sync::Arc;

use backend::clock::RandomIds;
use backend::sign_in::AuthModule;
use serde_json::json;
use time::Duration;

use super::app::{Browser, SignInApp, location, routes};
use super::authority::{TENANT, USER, first};

const UNCHECKED: &str = "Adele Vance: account-unchecked";

impl SignInApp {
    /// How often the directory was asked about Adele since it was told what to answer.
    fn asked_about_her(&self) -> u32 {
        let about = json!({ "path": format!("/v1.0/users/{USER}") });
        self.authority.emulator.faults_on(&about).map(|fault| fault.met).max().unwrap_or_default()
    }

    /// A refusal, which is not tried again: the tests need not wait.
    fn directory_is_down(&self) {
        let refusal = json!({ "error": { "code": "Authorization_RequestDenied", "message": "" } });
        self.authority.directory_says(403, &refusal);
    }

    fn account_is_there(&self) {
        self.account_is(&json!({ "accountEnabled": true, "userType": "Member" }));
    }

    /// Another process on the same database.
    async fn another_server(&self) -> Browser {
        let ids = Arc::new(RandomIds);
        let entry = AuthModule::build(
            &self.config,
            self.db.second_process().await,
            Arc::new(self.clock.clone()),
            ids.clone(),
            self.config.secret_key.sealer(&*ids).unwrap(),
            graph::http_client(&[]).unwrap(),
        );
        Browser::of(&routes(&entry.await.unwrap()))
    }

    async fn ended(&self) -> Vec<String> {
        let entries = storage::audit::list(&self.storage, 0, 20).await.unwrap();
        let ended = entries.into_iter().filter(|entry| entry.action == "sessions-ended");
        ended.map(|entry| format!("{} {} {}", entry.actor_name, entry.subject, entry.detail)).collect()
    }
}

#[tokio::test]
async fn the_sessions_of_a_blocked_account_end_within_five_minutes() {
    for (account, why) in [
        (Some(json!({ "accountEnabled": false, "userType": "Member" })), "account-disabled"),
        (None, "account-deleted"),
    ] {
        let app = SignInApp::new().await;
        let (mut here, mut elsewhere) = (app.signed_in().await, app.signed_in().await);
        match &account {
            Some(account) => app.account_is(account),
            None => app.authority.directory_says(
                404,
                &json!({ "error": { "code": "Request_ResourceNotFound", "message": "" } }),
            ),
        }
        app.clock.advance(Duration::seconds(299));
        assert!(here.who().await.starts_with("Adele Vance"), "not asked yet");
        app.clock.advance(Duration::seconds(1));
        assert_eq!(here.who().await, "nobody", "{why}");
        assert_eq!(elsewhere.who().await, "nobody", "all of them");
        assert_eq!((app.rows("sessions").await, app.rows("tokens").await), (0, 0));
        assert_eq!(app.asked_about_her(), 1);
        let said = app.ended().await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with(&format!("Vestibule {USER} ")), "{}", said[0]);
        assert!(said[0].contains(why) && said[0].contains(TENANT) && said[0].contains('2'), "{}", said[0]);
    }
}

/// Also where the session was not used for hours.
#[tokio::test]
async fn who_comes_back_is_asked_about_first() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    app.account_is(&json!({ "accountEnabled": false, "userType": "Member" }));
    app.clock.advance(Duration::hours(7));
    assert_eq!(browser.who().await, "nobody");
}

#[tokio::test]
async fn without_the_directory_a_session_works_for_fifteen_minutes() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    app.directory_is_down();
    for minutes in [5, 9, 14] {
        app.clock.advance(Duration::minutes(minutes) - app.since_sign_in());
        assert!(browser.who().await.starts_with("Adele Vance admin=false"), "after {minutes} minutes");
    }
    app.clock.advance(Duration::minutes(15) - app.since_sign_in());
    assert_eq!(browser.who().await, UNCHECKED, "then it is closed");
    assert_eq!(app.rows("sessions").await, 1, "and not ended");
    assert!(app.ended().await.is_empty());

    let asked = app.asked_about_her();
    for _ in 0..20 {
        assert_eq!(browser.who().await, UNCHECKED);
    }
    assert_eq!(app.asked_about_her(), asked, "a directory that is down is left alone for a while");
    app.account_is_there();
    app.clock.advance(Duration::seconds(15));
    assert!(browser.who().await.starts_with("Adele Vance admin=false"), "it opens again by itself");
}

impl SignInApp {
    fn since_sign_in(&self) -> Duration {
        self.authority.emulator.passed()
    }
}

/// Sessions that are closed open at once for whoever signs in again: the authority vouches for the account.
#[tokio::test]
async fn a_new_sign_in_counts_as_a_check() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    app.directory_is_down();
    app.clock.advance(Duration::minutes(20));
    assert_eq!(browser.who().await, UNCHECKED);
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));
    assert_eq!(location(&browser.come_back(&begun.state).await), "/");
    assert!(browser.who().await.starts_with("Adele Vance admin=false"));
}

#[tokio::test]
async fn a_member_who_became_a_guest_keeps_what_a_guest_may() {
    let app = SignInApp::new().await;
    let (mut here, mut elsewhere) = (app.signed_in().await, app.signed_in().await);
    app.account_is(&json!({ "accountEnabled": true, "userType": "Guest" }));
    app.clock.advance(Duration::minutes(5));
    assert!(here.who().await.contains("guest=true"));
    assert!(elsewhere.who().await.contains("guest=true"), "in every session");
    assert_eq!(app.asked_about_her(), 1);
    app.account_is_there();
    app.clock.advance(Duration::minutes(5));
    assert!(here.who().await.contains("guest=false"), "and back");
}

#[tokio::test]
async fn one_call_for_a_person_whatever_tabs_and_servers_there_are() {
    let app = SignInApp::new().await;
    let browser = app.signed_in().await;
    let other = app.another_server().await.with_cookie(&browser.cookie().unwrap());
    // The sign-in has asked as well, whether she has a mail address.
    let before = app.asked_about_her();
    for round in 1..=2 {
        app.clock.advance(Duration::minutes(5));
        let tabs = (0..16).map(|n| {
            let mut tab = if n % 2 == 0 { browser.clone() } else { other.clone() };
            async move { tab.who().await }
        });
        let answers = futures::future::join_all(tabs).await;
        assert!(answers.iter().all(|who| who.starts_with("Adele Vance admin=false")), "{answers:?}");
        assert_eq!(app.asked_about_her() - before, round);
    }
    // After hours all of them wait for the one answer.
    app.clock.advance(Duration::hours(2));
    let tabs = [&browser, &other, &browser, &other].map(|tab| {
        let mut tab = tab.clone();
        async move { tab.who().await }
    });
    let answers = futures::future::join_all(tabs).await;
    assert!(answers.iter().all(|who| who.starts_with("Adele Vance admin=false")), "{answers:?}");
    assert_eq!(app.asked_about_her() - before, 3);
}

#[tokio::test]
async fn another_person_is_asked_about_apart() {
    let app = SignInApp::new().await;
    let mut adele = app.signed_in().await;
    let mut other = app.browser();
    let begun = other.begin("/").await;
    let mut claims = app.claims(&begun);
    claims["oid"] = json!("0b0b0b0b-0000-4000-8000-000000000002");
    claims["name"] = json!("Alex Wilber");
    claims["sid"] = json!("another");
    app.authority.gives(Some(&first().sign(&claims)));
    other.come_back(&begun.state).await;
    let before = app.asked_about_her();
    app.clock.advance(Duration::minutes(5));
    // The emulator knows nobody of this id, or does not take this token: either way nothing is known of Alex.
    assert!(adele.who().await.starts_with("Adele Vance"));
    other.who().await;
    assert!(adele.who().await.starts_with("Adele Vance"));
    assert_eq!(app.asked_about_her() - before, 1);
}

#[tokio::test]
async fn an_operator_ends_all_sessions_of_a_person() {
    let app = SignInApp::new().await;
    let (mut here, mut elsewhere) = (app.signed_in().await, app.signed_in().await);
    let mut pairs = app.config.clone();
    pairs.storage.database_url = app.db.url.clone().into();
    let user = contract::EntraUserId::parse(USER).unwrap();
    assert_eq!(backend::end_sessions(&pairs, &app.clock, &user).await.unwrap(), 2);
    assert_eq!((here.who().await.as_str(), elsewhere.who().await.as_str()), ("nobody", "nobody"));
    let said = app.ended().await;
    assert!(said.len() == 1 && said[0].starts_with("Operator ") && said[0].contains("operator"), "{said:?}");
    assert_eq!(backend::end_sessions(&pairs, &app.clock, &user).await.unwrap(), 0);
    assert_eq!(app.ended().await.len(), 1, "nothing was ended");
}
