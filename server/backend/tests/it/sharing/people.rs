//! Looking people up.

use std::sync::atomic::Ordering;

use backend::settings::FixedSettings;
use contract::{InvitationState, ProblemCode, ShareAnswer, ShareForm, UserStatus};
use serde_json::json;
use testing::names::{GRADY, JONI, user_id};

use super::app::{TestApp, adele, answer, fixed, form, look_ups, person, searches};

/// Whoever shares looks people up.
fn as_person() -> FixedSettings {
    fixed([("permissions", "look_ups", json!("person"))])
}

/// Somebody of the seed, chosen by an address of theirs.
fn chosen(name: &str, address: &str) -> ShareForm {
    ShareForm { person: user_id(name), ..form(address) }
}

#[tokio::test]
async fn whoever_shares_looks_people_up_where_the_settings_say_so() {
    let app = TestApp::new().await;
    app.lapsed.store(true, Ordering::SeqCst);
    let found = app.sharing.people().find(&adele(), GRADY).await.unwrap().matches;
    assert_eq!(found.len(), 1, "the application needs nobody's sign-in");
    let app = app.with_settings(as_person());
    for text in [GRADY, "archie"] {
        let refused = app.sharing.people().find(&adele(), text).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::SignInAgain, "{text}");
    }
    app.lapsed.store(false, Ordering::SeqCst);
    for text in [GRADY, "archie"] {
        let found = app.sharing.people().find(&adele(), text).await.unwrap().matches;
        assert_eq!(found.iter().map(|found| found.id.as_str()).collect::<Vec<_>>(), [user_id("grady")]);
    }
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    app.check().await;
}

#[tokio::test]
async fn a_share_whose_inviter_cannot_look_up_waits_for_their_sign_in() {
    let app = TestApp::new().await.with_settings(as_person());
    app.lapsed.store(true, Ordering::SeqCst);
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Stopped);
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::SignInAgain);
    app.lapsed.store(false, Ordering::SeqCst);
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    app.check().await;
}

#[tokio::test]
async fn without_consent_it_is_said_whom_to_ask_and_the_application_is_not_asked_instead() {
    let app = TestApp::new().await.with_settings(as_person());
    app.unconsented.store(true, Ordering::SeqCst);
    let refused = app.sharing.people().find(&adele(), GRADY).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::LookUpConsentMissing);
    let ShareAnswer::Refused { problem, .. } = app.share(&adele(), form(GRADY)).await else { panic!() };
    assert_eq!(problem.code, ProblemCode::LookUpConsentMissing);
    assert!(app.posts().is_empty());
    app.check().await;
}

#[tokio::test]
async fn by_name_and_by_address() {
    let app = TestApp::new().await;
    let people = app.sharing.people();
    let by_name = people.find(&adele(), " jon ").await.unwrap().matches;
    assert_eq!(
        (by_name[0].id.as_str(), by_name[0].standing),
        (user_id("joni").as_str(), UserStatus::Pending)
    );
    let second = app.add_guest(&format!("{JONI}.org"), "Joni the second").await;
    let by_address = people.find(&adele(), JONI).await.unwrap().matches;
    let ids: Vec<_> = by_address.iter().map(|found| found.id.as_str()).collect();
    assert_eq!(ids, [user_id("joni"), second], "the exact address comes first, and each once");
}

#[tokio::test]
async fn a_search_that_is_away_hides_nobody_found_without_it() {
    let app = TestApp::new().await;
    let people = app.sharing.people();
    let by_surname = people.find(&adele(), "archie").await.unwrap().matches;
    assert_eq!(by_surname.iter().map(|found| found.id.as_str()).collect::<Vec<_>>(), [user_id("grady")]);
    let fault = answer(500, "", "");
    app.fail(&searches(), [fault.clone(), fault]);
    assert_eq!(people.find(&adele(), "gra").await.unwrap().matches.len(), 1);
    assert_eq!(people.find(&adele(), "archie").await.unwrap_err().code, ProblemCode::DirectoryTrouble);
}

#[tokio::test]
async fn a_look_up_that_is_refused_is_no_trouble() {
    let app = TestApp::new().await;
    let people = app.sharing.people();
    let refused = || answer(400, "BadRequest", "Syntax error");
    app.fail(&searches(), [refused(), refused()]);
    assert_eq!(people.find(&adele(), "gra").await.unwrap().matches.len(), 1, "the other answers");
    assert!(people.find(&adele(), "nobody like this").await.unwrap().matches.is_empty());
    app.fail(&look_ups(), [refused(), refused(), refused()]);
    assert_eq!(people.find(&adele(), "archie").await.unwrap().matches.len(), 1, "the other way round");
    app.fail(&searches(), [refused()]);
    assert!(
        people.find(&adele(), "archie").await.unwrap().matches.is_empty(),
        "both: nobody has such a name"
    );
    // What may be somebody is not said to be nobody.
    app.fail(&look_ups(), [answer(503, "", "")]);
    app.fail(&searches(), [refused()]);
    assert_eq!(people.find(&adele(), "archie").await.unwrap_err().code, ProblemCode::DirectoryTrouble);
}

#[tokio::test]
async fn signs_in_a_name_are_no_trouble_to_the_search() {
    let app = TestApp::new().await;
    let people = app.sharing.people();
    let office = app.add_guest("office@fabrikam.example", "The R&D Office").await;
    app.add_guest("rita@fabrikam.example", "Rita Diaz").await;
    for typed in ["R&D", "r&d office", "R&D Office"] {
        let found = people.find(&adele(), typed).await.unwrap().matches;
        assert_eq!(
            found.iter().map(|found| found.id.as_str()).collect::<Vec<_>>(),
            [office.as_str()],
            "{typed}"
        );
    }
    for typed in ["c#", "Smith & Sons", "&&", "50%", "a+b", "\"", "\\"] {
        assert!(people.find(&adele(), typed).await.unwrap().matches.is_empty(), "{typed}");
    }
}

#[tokio::test]
async fn a_list_of_addresses_asks_nobody() {
    let app = TestApp::new().await;
    app.count_calls();
    let list = format!("{JONI}; ana@fabrikam.example");
    assert!(app.sharing.people().find(&adele(), &list).await.unwrap().matches.is_empty());
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn short_texts_ask_nobody_and_guests_may_not() {
    let app = TestApp::new().await;
    app.count_calls();
    let people = app.sharing.people();
    assert!(people.find(&adele(), " a ").await.unwrap().matches.is_empty());
    assert!(people.find(&adele(), &"a".repeat(400)).await.unwrap().matches.is_empty());
    assert_eq!(app.calls(), 0);
    assert_eq!(people.find(&person("grady", true), "adele").await.unwrap_err().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn a_directory_that_hangs_is_named_as_such() {
    let app = TestApp::new().await;
    let hang = serde_json::json!({ "hang": true });
    app.fail(&look_ups(), [hang.clone()]);
    app.fail(&searches(), [hang]);
    let problem = app.impatient_process().people().find(&adele(), "adele").await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::DirectoryUnreachable);
    assert!(problem.reference.is_some());
}

#[tokio::test]
async fn trouble_has_a_reference() {
    let app = TestApp::new().await;
    app.fail(&look_ups(), [answer(500, "", "")]);
    app.fail(&searches(), [answer(500, "", "")]);
    let problem = app.sharing.people().find(&adele(), "adele").await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::DirectoryTrouble);
    assert!(problem.reference.is_some());
}
