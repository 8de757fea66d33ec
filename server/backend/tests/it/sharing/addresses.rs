//! Addresses as people paste them, and whoever is known under them.

use contract::{FieldPath, InvitationState, PersonMatch, Problem, ProblemCode, ShareAnswer, ShareForm};
use reqwest::Method;
use serde_json::{Value, json};
use testing::names::{DIEGO, GRADY, JONI, user_id};
use time::Duration;

use super::app::{
    ITEM, SEEN_AFTER, TestApp, adele, answer, choose, form, invites, people_of, person, shown, the_item,
};

const KIM: &str = "kim@woodgrove.example";

async fn refused(app: &TestApp, address: &str) -> Problem {
    match app.share(&adele(), form(address)).await {
        ShareAnswer::Refused { draft, problem, .. } => {
            let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
            assert_eq!(kept.form.read::<ShareForm>().unwrap().address, address, "what was typed is kept");
            problem
        }
        other @ ShareAnswer::Accepted { .. } => panic!("{address}: {other:?}"),
    }
}

async fn asked(app: &TestApp, address: &str) -> Vec<PersonMatch> {
    let answer = app.share(&adele(), form(address)).await;
    choose(&answer).unwrap_or_else(|| panic!("{address}: {answer:?}")).1
}

/// An administrator changes somebody.
async fn change(app: &TestApp, id: &str, body: Value) {
    let token = app.emulator.application_token("daemon").await;
    app.emulator.graph(Method::PATCH, &format!("/users/{id}"), &token, Some(body)).await;
}

async fn policy(app: &TestApp, changes: Value) {
    app.emulator.control(Method::PATCH, "directory", Some(changes)).await;
}

/// The directory in which everything is wrong, where everybody may invite.
async fn broken() -> TestApp {
    let app = TestApp::new().await;
    app.emulator.control(Method::POST, "reset", Some(json!({ "seed": "broken" }))).await;
    policy(&app, json!({ "allowInvitesFrom": "everyone" })).await;
    app
}

#[tokio::test]
async fn what_was_pasted_is_invited_as_it_is_shown() {
    for (pasted, address, name) in [
        ("Kim Lee <kim@Woodgrove.example>", KIM, "Kim Lee"),
        ("\"Lee, Kim\" <kim@woodgrove.example>;", KIM, "Lee, Kim"),
        ("Kim Lee (kim@woodgrove.example)", KIM, "Kim Lee"),
        ("'kim@woodgrove.example", KIM, ""),
        ("mailto:kim@woodgrove.example,", KIM, ""),
        ("ｋｉｍ＠woodgrove.example", KIM, ""),
        ("kim@bücher.example", "kim@xn--bcher-kva.example", ""),
    ] {
        let app = TestApp::new().await;
        let id = app.accepted(&adele(), ShareForm { name: String::new(), ..form(pasted) }).await;
        app.settle().await;
        let row = app.sharing.invitations().open(&adele(), &id).await.unwrap().row;
        assert_eq!((row.state, row.address.as_str()), (InvitationState::Sent, address), "{pasted}");
        let stored = app.rows().await.remove(0);
        assert_eq!((stored.canonical.as_str(), stored.name.unwrap_or_default().as_str()), (address, name));
        let guest = app.emulator.user(address);
        assert_eq!(app.posts().iter().map(|post| post.guest.as_str()).collect::<Vec<_>>(), [guest]);
        app.check().await;
    }
}

#[tokio::test]
async fn somebody_known_is_found_however_the_address_is_written() {
    let app = TestApp::new().await;
    policy(&app, json!({ "acceptAddressesBeyondAscii": true })).await;
    let ana = app.add_guest("ana@bücher.example", "Ana Novak").await;
    let items = app.more_items(7).await;
    for ((typed, who), item) in [
        ("Joni.Sherman@NORTHWIND.example", user_id("joni")),
        ("Joni Sherman <joni.sherman@northwind.example>", user_id("joni")),
        ("'joni.sherman@northwind.example", user_id("joni")),
        ("ｊｏｎｉ.sherman＠northwind.example", user_id("joni")),
        ("joni.sherman@north\u{ad}wind.example", user_id("joni")),
        ("ana@bücher.example", ana.clone()),
        ("ANA@xn--bcher-kva.example", ana),
    ]
    .into_iter()
    .zip(items)
    {
        let matches = asked(&app, typed).await;
        assert_eq!(
            matches.iter().map(|found| found.id.as_str()).collect::<Vec<_>>(),
            [who.as_str()],
            "{typed}"
        );
        let found = people_of(app.sharing.people().find(&adele(), &the_item(), typed).await.unwrap());
        assert!(found.iter().any(|found| found.id.as_str() == who), "{typed}");
        let person = matches[0].id.to_string();
        let key = form(typed).key;
        let chosen =
            ShareForm { person, key: format!("{key}-chosen"), item: item.to_string(), ..form(typed) };
        app.accepted(&adele(), chosen).await;
    }
}

#[tokio::test]
async fn a_guest_without_any_mail_is_known_by_the_guest_form_of_the_sign_in_name() {
    let app = broken().await;
    let address = "without.any.mail@fabrikam.example";
    let matches = asked(&app, address).await;
    assert_eq!((matches.len(), matches[0].name.as_str()), (1, "Without Any Mail"));
    assert_eq!(matches[0].address, address, "shown as it was typed");
    let person = matches[0].id.to_string();
    let id = app.accepted(&adele(), ShareForm { person, ..form(address) }).await;
    app.settle().await;
    assert_eq!(app.progress(&id).await.person, "Without Any Mail");
    assert!(app.posts().is_empty(), "no second guest");
    app.check().await;
}

#[tokio::test]
async fn whoever_the_list_offers_can_be_given_access() {
    let app = broken().await;
    change(&app, &user_id("diego"), json!({ "mail": "r&d@contoso.example" })).await;
    for (typed, name) in [("Without Any", "Without Any Mail"), ("diego", "Diego Siciliani")] {
        let found = people_of(app.sharing.people().find(&adele(), &the_item(), typed).await.unwrap());
        let found = found.iter().find(|found| found.name == name).unwrap_or_else(|| panic!("{found:?}"));
        // As the dialog sends it: the address is only shown.
        for (number, address) in [found.address.as_str(), ""].into_iter().enumerate() {
            let item = if number == 0 { ITEM } else { "depot-fire-plan" }.to_owned();
            let chosen = ShareForm {
                item,
                person: found.id.to_string(),
                address: address.to_owned(),
                key: format!("{}-{number}", found.id),
                ..form("")
            };
            let answer = app.share(&adele(), chosen).await;
            assert!(matches!(answer, ShareAnswer::Accepted { .. }), "{name}, {address:?}: {answer:?}");
        }
    }
    app.settle().await;
    assert!(app.rows().await.iter().all(|row| row.state == InvitationState::Shared));
}

#[tokio::test]
async fn wrong_addresses_are_named_beside_the_field_and_never_invited() {
    let app = TestApp::new().await;
    for (typed, code) in [
        ("gr\u{430}dy.archie@fabrikam.example", ProblemCode::AddressMixedScripts),
        ("a#b@fabrikam.example", ProblemCode::AddressRefused),
        ("kim@woodgrove", ProblemCode::AddressMalformed),
        ("", ProblemCode::AddressMissing),
    ] {
        let problem = refused(&app, typed).await;
        assert_eq!(problem.about(&FieldPath::ADDRESS), Some(code), "{typed}");
    }
    assert!(app.rows().await.is_empty() && app.posts().is_empty());
}

#[tokio::test]
async fn an_id_that_a_browser_brought_back_does_not_stand_in_the_way() {
    let app = TestApp::new().await;
    for id in [user_id("grady"), user_id("nobody"), "no-guid".to_owned(), "x/../y".to_owned()] {
        let restored = ShareForm { person: id.clone(), ..form(JONI) };
        let (_, matches) = choose(&app.share(&adele(), restored).await).unwrap();
        assert_eq!(matches[0].id.as_str(), user_id("joni"), "{id}");
    }
    let restored = ShareForm { person: user_id("grady"), ..form(KIM) };
    let id = app.accepted(&adele(), restored).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    assert_eq!(app.posts()[0].guest, app.emulator.user(KIM));
    // Without an address there is nobody else to be meant.
    let gone = ShareForm { person: user_id("nobody"), key: "gone".to_owned(), ..form("") };
    let ShareAnswer::Refused { problem, .. } = app.share(&adele(), gone).await else { panic!() };
    assert_eq!(problem.about(&FieldPath::PERSON), Some(ProblemCode::PersonGone));
    app.check().await;
}

#[tokio::test]
async fn whoever_is_blocked_is_known_as_such_and_refused_before_anything_is_written() {
    let app = TestApp::new().await;
    app.enable("grady", false).await;
    let found = people_of(app.sharing.people().find(&adele(), &the_item(), "grady").await.unwrap());
    assert_eq!(found[0].blocked, Some(ProblemCode::PersonBlocked));
    let free = people_of(app.sharing.people().find(&adele(), &the_item(), "joni").await.unwrap());
    assert_eq!(free[0].blocked, None);
    let ShareAnswer::Refused { draft, problem, .. } = app.share(&adele(), form(GRADY)).await else {
        panic!()
    };
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::PersonBlocked));
    let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    assert_eq!(shown(&kept.recipients)[0].blocked, Some(ProblemCode::PersonBlocked), "shown with the reason");
    assert!(app.rows().await.is_empty());
}

#[tokio::test]
async fn whose_domain_is_refused_by_now_can_never_come_until_it_is_taken_again() {
    let app = TestApp::new().await;
    policy(&app, json!({ "blockedDomains": ["northwind.example"] })).await;
    let first = app.accepted(&adele(), form("new@northwind.example")).await;
    app.settle().await;
    assert_eq!(app.progress(&first).await.problem.unwrap().code, ProblemCode::DomainBlocked);

    // Joni was invited before, and has not accepted.
    let diego = person("diego", false);
    let found = people_of(app.sharing.people().find(&diego, &the_item(), "joni").await.unwrap());
    assert_eq!(found[0].blocked, Some(ProblemCode::DomainBlocked), "also to others");
    let chosen = ShareForm { person: user_id("joni"), ..form(JONI) };
    let answer = app.share(&diego, chosen.clone()).await;
    let ShareAnswer::Refused { problem, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::DomainBlocked));
    assert_eq!(app.rows().await.len(), 1, "nothing was written");
    let other = people_of(app.sharing.people().find(&diego, &the_item(), "grady").await.unwrap());
    assert_eq!(other[0].blocked, None, "another domain");

    // An administrator lifts it: nobody tells us, and the next that is taken shows it.
    policy(&app, json!({ "blockedDomains": [] })).await;
    let again = ShareForm { key: "again".to_owned(), ..form("new@northwind.example") };
    let answer = app.share(&adele(), again).await;
    let ShareAnswer::Refused { problem, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::DomainBlocked));
    app.try_again(&first).await;
    app.settle().await;
    assert_eq!(app.state(&first).await, InvitationState::Sent);
    let found = people_of(app.sharing.people().find(&diego, &the_item(), "joni").await.unwrap());
    assert_eq!(found[0].blocked, None);
    app.accepted(&diego, ShareForm { key: "at-last".to_owned(), ..chosen }).await;
    app.settle().await;
    app.check().await;
}

#[tokio::test]
async fn what_was_said_of_a_domain_is_not_believed_for_ever() {
    let app = TestApp::new().await;
    policy(&app, json!({ "blockedDomains": ["northwind.example"] })).await;
    app.accepted(&adele(), form("new@northwind.example")).await;
    app.settle().await;
    policy(&app, json!({ "blockedDomains": [] })).await;
    let blocked = async || {
        people_of(app.sharing.people().find(&adele(), &the_item(), "joni").await.unwrap())[0].blocked
    };
    assert_eq!(blocked().await, Some(ProblemCode::DomainBlocked));
    app.advance(Duration::days(1));
    assert_eq!(blocked().await, None);
}

#[tokio::test]
async fn whom_microsoft_names_as_the_owner_of_the_address_is_offered() {
    let app = TestApp::new().await;
    let named = format!(
        "The invited user already exists in the directory as object ID: {}. They can use that account to sign in to shared apps and resources.",
        user_id("diego")
    );
    app.fail(&invites(), [answer(400, "BadRequest", &named)]);
    let alias = "diego.private@fabrikam.example";
    let id = app.accepted(&adele(), form(alias)).await;
    app.settle().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Stopped);
    assert_eq!(progress.problem.unwrap().about(&FieldPath::PERSON), Some(ProblemCode::ChoosePerson));

    let port = app.sharing.invitations();
    let draft = port.reopen_as_draft(&adele(), &id).await.unwrap();
    let draft = port.draft(&adele(), &draft).await.unwrap();
    let matches = shown(&draft.recipients);
    assert_eq!(matches.iter().map(|found| found.id.as_str()).collect::<Vec<_>>(), [user_id("diego")]);
    let reopened: ShareForm = draft.form.read().unwrap();
    let chosen = ShareForm { person: matches[0].id.to_string(), ..reopened };
    assert_eq!(chosen.address, DIEGO, "they go by their own address");
    let second = app.accepted(&adele(), chosen).await;
    app.settle().await;
    assert_eq!(app.state(&second).await, InvitationState::Shared);
    app.check().await;
}

#[tokio::test]
async fn whom_microsoft_names_but_nobody_can_read_is_a_refusal_as_before() {
    let app = TestApp::new().await;
    let named =
        format!("The invited user already exists in the directory as object ID: {}.", user_id("nobody"));
    app.fail(&invites(), [answer(400, "BadRequest", &named)]);
    let id = app.accepted(&adele(), form("diego.private@fabrikam.example")).await;
    app.settle().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Failed);
    assert_eq!(progress.problem.unwrap().code, ProblemCode::AlreadyInside);
}

#[tokio::test]
async fn one_character_and_parts_of_a_name_find_whoever_the_directory_shows_for_them() {
    let app = TestApp::new().await;
    let wang = app.add_guest("wang@fabrikam.example", "王小明").await;
    app.advance(SEEN_AFTER);
    let found = async |text: &str| -> Vec<String> {
        let found = people_of(app.sharing.people().find(&adele(), &the_item(), text).await.unwrap());
        found.into_iter().map(|found| found.id.into()).collect()
    };
    for text in ["王", "王小", "王小明"] {
        assert_eq!(found(text).await, [wang.as_str()], "{text}");
    }
    policy(&app, json!({ "searchSplitsIdeographs": true })).await;
    assert_eq!(found("小明").await, [wang.as_str()]);
    assert!(found("w").await.contains(&wang), "one letter of any script");
}
