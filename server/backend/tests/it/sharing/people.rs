//! Looking people up.

use std::sync::atomic::Ordering;

use backend::settings::FixedSettings;
use contract::{
    Caller, EmailAddress, InvitationState, ItemId, NewAddress, PeopleFound, Problem, ProblemCode,
    ShareAnswer, ShareForm, UserStatus,
};
use reqwest::Method;
use serde_json::json;
use testing::names::{ADELE, ALEX, GRADY, JONI, user_id};
use time::Duration;

use super::app::{ITEM, TestApp, adele, answer, fixed, form, look_ups, person, searches};

/// Whoever shares looks people up.
fn as_person() -> FixedSettings {
    fixed([("permissions", "look_ups", json!("person"))])
}

/// Asks for the item that most stories are about.
async fn ask(app: &TestApp, caller: &Caller, text: &str) -> Result<PeopleFound, Problem> {
    app.sharing.people().find(caller, &ItemId::parse(ITEM).unwrap(), text).await
}

/// Adele finds.
async fn find(app: &TestApp, text: &str) -> PeopleFound {
    ask(app, &adele(), text).await.unwrap()
}

/// Why Adele finds nobody.
async fn refusal(app: &TestApp, text: &str) -> ProblemCode {
    ask(app, &adele(), text).await.unwrap_err().code
}

/// The object ids of those who are found, in their order.
fn ids(found: &PeopleFound) -> Vec<&str> {
    found.matches.iter().map(|found| found.person.id.as_str()).collect()
}

/// With the people of another seed.
async fn seeded(seed: &str) -> TestApp {
    let app = TestApp::new().await;
    app.emulator.control(Method::POST, "reset", Some(json!({ "seed": seed }))).await;
    app
}

/// Somebody of the seed, chosen by an address of theirs.
fn chosen(name: &str, address: &str) -> ShareForm {
    ShareForm { person: user_id(name), ..form(address) }
}

#[tokio::test]
async fn whoever_shares_looks_people_up_where_the_settings_say_so() {
    let app = TestApp::new().await;
    app.lapsed.store(true, Ordering::SeqCst);
    assert_eq!(find(&app, GRADY).await.matches.len(), 1, "the application needs nobody's sign-in");
    let app = app.with_settings(as_person());
    for text in [GRADY, "archie"] {
        assert_eq!(refusal(&app, text).await, ProblemCode::SignInAgain, "{text}");
    }
    app.lapsed.store(false, Ordering::SeqCst);
    for text in [GRADY, "archie"] {
        assert_eq!(ids(&find(&app, text).await), [user_id("grady")]);
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
    assert_eq!(refusal(&app, GRADY).await, ProblemCode::LookUpConsentMissing);
    let ShareAnswer::Refused { problem, .. } = app.share(&adele(), form(GRADY)).await else { panic!() };
    assert_eq!(problem.code, ProblemCode::LookUpConsentMissing);
    assert!(app.posts().is_empty());
    app.check().await;
}

#[tokio::test]
async fn by_name_and_by_address() {
    let app = TestApp::new().await;
    let by_name = find(&app, " jon ").await;
    let joni = &by_name.matches[0].person;
    assert_eq!((joni.id.as_str(), joni.standing), (user_id("joni").as_str(), UserStatus::Pending));
    let second = app.add_guest(&format!("{JONI}.org"), "Joni the second").await;
    let by_address = find(&app, JONI).await;
    assert_eq!(ids(&by_address), [user_id("joni"), second], "the exact address comes first, and each once");
    assert!(by_address.new.is_none() && !by_address.has_more, "{by_address:?}");
}

#[tokio::test]
async fn the_first_letter_finds_already() {
    let app = TestApp::new().await;
    let wang = app.add_guest("wang@fabrikam.example", "王小明").await;
    for (text, who) in [("g", user_id("grady")), ("D", user_id("diego")), ("王", wang)] {
        let found = find(&app, text).await;
        assert!(ids(&found).contains(&who.as_str()), "{text}: {found:?}");
        assert!(!found.are_recent && found.new.is_none());
    }
}

#[tokio::test]
async fn of_a_crowd_the_first_few_are_shown_and_that_there_are_more_is_said() {
    let app = seeded("crowded").await;
    for text in ["z", "zofia", "zofia.w", "Zofia Weber"] {
        let found = find(&app, text).await;
        assert!(found.matches.len() == 8 && found.has_more, "{text}: {found:?}");
    }
    // By an address that they hold besides the one that is shown.
    let found = find(&app, "aiko.almeida.0@private.example").await;
    let only: Vec<_> = found.matches.iter().map(|found| found.person.address.as_str()).collect();
    assert_eq!(only, ["aiko.almeida.0@contoso.example"]);
    assert!(!found.has_more && found.new.is_none());
}

#[tokio::test]
async fn any_address_of_somebody_finds_them_once() {
    let app = seeded("broken").await;
    for (text, name) in [
        ("secondary.address@fabrikam.example", "Secondary Address"),
        ("member.with.other.mail@northwind.example", "Member With Other Mail"),
        ("without.any.mail@fabrikam.example", "Without Any Mail"),
        ("moved.on@northwind.example", "Moved Away"),
    ] {
        let found = find(&app, text).await;
        let names: Vec<_> = found.matches.iter().map(|found| found.person.name.as_str()).collect();
        assert_eq!(names, [name], "{text}");
        assert!(found.new.is_none(), "{text}: somebody has it");
    }
    let blocked = find(&app, "disabled.leftover").await;
    assert_eq!(blocked.matches[0].person.blocked, Some(ProblemCode::PersonBlocked));
}

#[tokio::test]
async fn who_has_the_same_name_is_told_apart() {
    let app = TestApp::new().await;
    let addresses = ["kim@fabrikam.example", "kim@woodgrove.example"];
    for address in addresses {
        app.add_guest(address, "Kim Lee").await;
    }
    let found = find(&app, "Kim Lee").await;
    let mut shown: Vec<_> = found.matches.iter().map(|found| found.person.address.as_str()).collect();
    shown.sort_unstable();
    assert_eq!(shown, addresses);
}

#[tokio::test]
async fn what_somebody_has_on_the_item_is_known() {
    let app = TestApp::new().await;
    app.give(&user_id("grady"), "reader", None).await;
    let role = async |item: &str, text: &str| {
        let item = ItemId::parse(item).unwrap();
        let found = app.sharing.people().find(&adele(), &item, text).await.unwrap();
        found.matches[0].existing_role.as_ref().map(ToString::to_string)
    };
    for text in ["grady", GRADY] {
        assert_eq!(role(ITEM, text).await.as_deref(), Some("reader"), "{text}");
        assert_eq!(role("depot-fire-plan", text).await, None, "{text}");
    }
    assert_eq!(role(ITEM, "joni").await, None);
}

#[tokio::test]
async fn nobody_is_offered_themselves() {
    let app = TestApp::new().await;
    let found = find(&app, "adele").await;
    assert!(found.matches.is_empty() && !found.has_more, "{found:?}");
    let own = find(&app, ADELE).await;
    assert_eq!(ids(&own), [user_id("adele")]);
    assert_eq!(own.matches[0].person.blocked, Some(ProblemCode::Yourself));
    assert!(own.new.is_none(), "it is somebody's");
    let by_another = ask(&app, &person("diego", false), ADELE).await.unwrap();
    assert_eq!(
        (ids(&by_another)[0], by_another.matches[0].person.blocked),
        (user_id("adele").as_str(), None)
    );
}

#[tokio::test]
async fn of_an_address_that_nobody_has_it_is_said_what_is_known() {
    let app = TestApp::new().await;
    let new = |address: &str, name: Option<&str>, refused| NewAddress {
        address: EmailAddress::parse(address).unwrap(),
        name: name.map(str::to_owned),
        is_being_invited: false,
        refused,
    };
    for (text, expected) in [
        ("\"Lee, Pat\" <PAT@Bücher.example>;", new("PAT@xn--bcher-kva.example", Some("Lee, Pat"), None)),
        ("pat@northwind.example", new("pat@northwind.example", None, None)),
        (
            "p\u{430}t@northwind.example",
            new("p\u{430}t@northwind.example", None, Some(ProblemCode::AddressMixedScripts)),
        ),
        ("r&d@northwind.example", new("r&d@northwind.example", None, Some(ProblemCode::AddressRefused))),
    ] {
        let found = find(&app, text).await;
        assert!(found.matches.is_empty(), "{text}");
        assert_eq!(found.new, Some(expected), "{text}");
    }
    for text in ["pat@northwind", "pat", "pat@northwind.example; kim@woodgrove.example"] {
        assert_eq!(find(&app, text).await.new, None, "{text}");
    }
    // Somebody may be meant whose address goes on.
    let beside = find(&app, "joni.sherman@northwind.ex").await;
    assert_eq!(ids(&beside), [user_id("joni")]);
    assert_eq!(beside.new.unwrap().address.as_str(), "joni.sherman@northwind.ex");
}

#[tokio::test]
async fn a_domain_that_microsoft_refuses_is_known_for_a_day() {
    let app = TestApp::new().await;
    let blocked = Some(json!({ "blockedDomains": ["northwind.example"] }));
    app.emulator.control(Method::PATCH, "directory", blocked).await;
    let refused = async || find(&app, "other@northwind.example").await.new.unwrap().refused;
    assert_eq!(refused().await, None, "nobody has tried");
    app.accepted(&adele(), form("new@northwind.example")).await;
    app.settle().await;
    assert_eq!(refused().await, Some(ProblemCode::DomainBlocked));
    assert_eq!(find(&app, "other@fabrikam.example").await.new.unwrap().refused, None);
    app.advance(Duration::days(1));
    assert_eq!(refused().await, None);
}

#[tokio::test]
async fn nothing_typed_shows_with_whom_one_shared_last_and_asks_nobody() {
    let app = TestApp::new().await;
    let none = find(&app, " ").await;
    assert!(none.are_recent && none.matches.is_empty() && none.new.is_none());
    app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    app.advance(Duration::minutes(1));
    app.accepted(&adele(), ShareForm { item: "depot-fire-plan".to_owned(), ..chosen("alex", ALEX) }).await;
    app.settle().await;
    app.count_calls();
    // More often than look-ups may be asked for.
    for _ in 0..100 {
        let recent = find(&app, "").await;
        assert_eq!(ids(&recent), [user_id("alex"), user_id("grady")]);
        assert!(recent.are_recent && !recent.has_more);
        let roles = recent.matches.iter().map(|found| found.existing_role.as_ref().map(ToString::to_string));
        assert_eq!(roles.collect::<Vec<_>>(), [None, Some("reader".to_owned())], "on this item");
    }
    assert_eq!(app.calls(), 0);
    assert!(
        ask(&app, &person("diego", false), "").await.unwrap().matches.is_empty(),
        "others have their own"
    );
    assert!(!find(&app, "grady").await.are_recent);
}

#[tokio::test]
async fn where_only_whole_addresses_are_looked_up_nobody_is_found_by_less() {
    let app = TestApp::new().await;
    app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    let longer = app.add_guest(&format!("{JONI}.org"), "Joni the second").await;
    let app = app.with_settings(fixed([("permissions", "exact_only", json!(true))]));
    app.count_calls();
    for text in ["", "g", "grady", "Grady Archie", "grady.archie@fabrikam"] {
        let found = find(&app, text).await;
        assert_eq!(found, PeopleFound { exact_only: true, ..PeopleFound::default() }, "{text}");
    }
    assert_eq!(app.calls(), 0);
    let joni = find(&app, JONI).await;
    assert_eq!(ids(&joni), [user_id("joni")], "without those whose address goes on");
    let second = find(&app, &format!("{JONI}.org")).await;
    assert_eq!(ids(&second), [longer]);
    let unknown = find(&app, "pat@northwind.example").await;
    assert!(unknown.exact_only && unknown.new.is_some());
}

#[tokio::test]
async fn a_search_that_is_away_hides_nobody_found_without_it() {
    let app = TestApp::new().await;
    assert_eq!(ids(&find(&app, "archie").await), [user_id("grady")]);
    let fault = answer(500, "", "");
    app.fail(&searches(), [fault.clone(), fault]);
    assert_eq!(find(&app, "gra").await.matches.len(), 1);
    assert_eq!(refusal(&app, "archie").await, ProblemCode::DirectoryTrouble);
}

#[tokio::test]
async fn a_look_up_that_is_refused_is_no_trouble() {
    let app = TestApp::new().await;
    let refused = || answer(400, "BadRequest", "Syntax error");
    app.fail(&searches(), [refused(), refused()]);
    assert_eq!(find(&app, "gra").await.matches.len(), 1, "the other answers");
    assert!(find(&app, "nobody like this").await.matches.is_empty());
    app.fail(&look_ups(), [refused(), refused(), refused()]);
    assert_eq!(find(&app, "archie").await.matches.len(), 1, "the other way round");
    app.fail(&searches(), [refused()]);
    assert!(find(&app, "archie").await.matches.is_empty(), "both: nobody has such a name");
    // What may be somebody is not said to be nobody.
    app.fail(&look_ups(), [answer(503, "", "")]);
    app.fail(&searches(), [refused()]);
    assert_eq!(refusal(&app, "archie").await, ProblemCode::DirectoryTrouble);
}

#[tokio::test]
async fn signs_in_a_name_are_no_trouble_to_the_search() {
    let app = TestApp::new().await;
    let office = app.add_guest("office@fabrikam.example", "The R&D Office").await;
    app.add_guest("rita@fabrikam.example", "Rita Diaz").await;
    for typed in ["R&D", "r&d office", "R&D Office"] {
        assert_eq!(ids(&find(&app, typed).await), [office.as_str()], "{typed}");
    }
    for typed in ["c#", "Smith & Sons", "&&", "50%", "a+b", "\"", "\\"] {
        assert!(find(&app, typed).await.matches.is_empty(), "{typed}");
    }
}

#[tokio::test]
async fn a_list_and_what_is_no_name_ask_nobody_and_guests_may_not() {
    let app = TestApp::new().await;
    app.count_calls();
    for text in [format!("{JONI}; ana@fabrikam.example").as_str(), "a".repeat(400).as_str(), "@", " \u{a0} "]
    {
        assert!(find(&app, text).await.matches.is_empty(), "{text}");
    }
    assert_eq!(app.calls(), 0);
    for text in ["alex", ""] {
        let refused = ask(&app, &person("grady", true), text).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotAllowed, "{text}");
    }
}

#[tokio::test]
async fn nobody_asks_for_an_item_that_they_do_not_see() {
    let app = TestApp::new().await;
    app.count_calls();
    for item in ["merger-review", "no-such-item"] {
        for text in ["grady", GRADY, ""] {
            let item = ItemId::parse(item).unwrap();
            let refused = app.sharing.people().find(&adele(), &item, text).await.unwrap_err();
            assert_eq!(refused.code, ProblemCode::NotFound, "{item}: {text}");
        }
    }
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn a_directory_that_hangs_is_named_as_such() {
    let app = TestApp::new().await;
    let hang = json!({ "hang": true });
    app.fail(&look_ups(), [hang.clone()]);
    app.fail(&searches(), [hang]);
    let (people, item) = (app.impatient_process().people(), ItemId::parse(ITEM).unwrap());
    let problem = people.find(&adele(), &item, "alex").await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::DirectoryUnreachable);
    assert!(problem.reference.is_some());
}

#[tokio::test]
async fn trouble_has_a_reference() {
    let app = TestApp::new().await;
    app.fail(&look_ups(), [answer(500, "", "")]);
    app.fail(&searches(), [answer(500, "", "")]);
    let problem = ask(&app, &adele(), "alex").await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::DirectoryTrouble);
    assert!(problem.reference.is_some());
}
