//! What the form asks of somebody new, and whether our application lets them in: attributes that are typed, and assignments.

use contract::{
    Draft, FieldPath, GivenAttribute, InvitationState, ItemId, ItemView, Language, Problem, ProblemCode,
    ShareAnswer, ShareForm, TypedAttribute,
};
use reqwest::Method;
use serde_json::{Value, json};
use testing::names::{GRADY, JONI, user_id};
use time::Duration;

use super::app::{
    APP_ROLE, APPLICATION, FALCON, ITEM, TestApp, adele, answer, by_package, choose, every_step, fixed, form,
    look_ups,
};

const ANA: &str = "ana@fabrikam.example";
const EXTENSION: &str = "onPremisesExtensionAttributes.extensionAttribute1";

/// A city is required, a country and an attribute of the tenant's own are not; the last is asked for on drawings only.
async fn app() -> TestApp {
    let asked = |required: bool| json!({ "asked": { "required": required } });
    let rules = json!([
        { "attribute": "city", "from": asked(true) },
        { "attribute": "usageLocation", "from": asked(false) },
        { "attribute": EXTENSION, "from": { "asked": { "required": false, "label": "Badge" } } },
        { "attribute": "state", "from": asked(true), "kinds": ["drawing"] },
    ]);
    let app = TestApp::new().await.with_settings(fixed([("attributes", "rules", rules)]));
    app.show_new_guests_at_once().await;
    app
}

/// The form for somebody, with these attributes.
fn with(typed: &[(&str, &str)], form: ShareForm) -> ShareForm {
    let typed = typed
        .iter()
        .map(|(name, value)| TypedAttribute { name: (*name).to_owned(), value: (*value).to_owned() });
    ShareForm { attributes: typed.collect(), ..form }
}

async fn user(app: &TestApp, id: &str) -> Value {
    let token = app.emulator.application_token("daemon").await;
    let select = "city,companyName,usageLocation,onPremisesExtensionAttributes";
    app.emulator.graph(Method::GET, &format!("/users/{id}?$select={select}"), &token, None).await
}

fn given(name: &str, label: Option<&str>, value: &str) -> GivenAttribute {
    GivenAttribute { name: name.to_owned(), label: label.map(str::to_owned), value: value.to_owned() }
}

#[tokio::test]
async fn what_is_missing_is_said_before_also_where_the_directory_gives_no_answer() {
    let app = app().await;
    app.fail(&look_ups(), [json!({ "hang": true })]);
    let (port, typed) = (app.impatient_process().invitations(), with(&[("city", "")], form(ANA)));
    let plan = port.plan(&adele(), typed, Language::English).await.unwrap();
    assert_eq!(plan.problem.map(|problem| problem.code), Some(ProblemCode::ValueMissing));
}

#[tokio::test]
async fn what_is_typed_is_written_and_shown_and_goes_with_an_invitation_that_is_sent_again() {
    let app = app().await;
    let typed =
        [("city", " Vilnius "), ("usageLocation", "lt"), (EXTENSION, "B-7"), ("state", "nobody asked")];
    let id = app.accepted(&adele(), with(&typed, form(ANA))).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let stands = user(&app, &app.emulator.user(ANA)).await;
    assert_eq!((&stands["city"], &stands["usageLocation"]), (&json!("Vilnius"), &json!("LT")));
    assert_eq!(stands["onPremisesExtensionAttributes"]["extensionAttribute1"], "B-7");
    let invitations = app.sharing.invitations();
    let shown = invitations.open(&adele(), &id).await.unwrap().attributes;
    let expected = [
        given("city", None, "Vilnius"),
        given("usageLocation", None, "LT"),
        given(EXTENSION, Some("Badge"), "B-7"),
    ];
    assert_eq!(shown.len(), expected.len());
    assert!(expected.iter().all(|given| shown.contains(given)), "{shown:?}");
    let again = app.resend(&id, "again").await;
    assert_eq!(invitations.open(&adele(), &again).await.unwrap().attributes, shown);
    app.settle().await;
    app.check().await;
}

#[tokio::test]
async fn nobody_new_is_invited_without_what_is_required_and_nothing_typed_is_lost() {
    let app = app().await;
    for (typed, field, code) in [
        (&[("city", " "), ("usageLocation", "LT")][..], 0, ProblemCode::ValueMissing),
        (&[("city", "Vilnius"), ("usageLocation", "XX")], 1, ProblemCode::ValueRefused),
    ] {
        let answer = app.share(&adele(), with(typed, form(ANA))).await;
        let ShareAnswer::Refused { draft, problem, .. } = answer else { panic!("{answer:?}") };
        assert_eq!(problem.code, code);
        assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(field)), Some(code));
        let draft = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
        assert_eq!(draft.form.read::<ShareForm>().unwrap().attributes, with(typed, form(ANA)).attributes);
    }
    assert!(app.posts().is_empty());
    app.check().await;
}

/// The draft that comes back, and why.
async fn refused(app: &TestApp, form: ShareForm) -> (Draft, ShareForm, Problem) {
    let answer = app.share(&adele(), form).await;
    let ShareAnswer::Refused { draft, problem, .. } = answer else { panic!("{answer:?}") };
    let draft = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    let form = draft.form.read().unwrap();
    (draft, form, problem)
}

#[tokio::test]
async fn a_form_from_before_the_settings_changed_comes_back_with_what_it_lacks() {
    let app = app().await;
    let (_, form, problem) = refused(&app, with(&[("usageLocation", "LT")], form(ANA))).await;
    assert_eq!(problem.code, ProblemCode::MoreAsked);
    assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(1)), Some(ProblemCode::MoreAsked));
    assert_eq!(
        form.attributes,
        with(&[("usageLocation", "LT"), ("city", "")], ShareForm::default()).attributes
    );
    assert!(app.posts().is_empty());
    app.check().await;
}

/// Somebody was chosen, and then the address was corrected: the address is meant, in the draft too.
#[tokio::test]
async fn whoever_was_turned_away_from_does_not_come_back_with_the_form() {
    let app = app().await;
    let stale = |typed: &[(&str, &str)]| with(typed, ShareForm { person: user_id("grady"), ..form(ANA) });
    for (typed, field, code) in [
        (&[("city", "")][..], 0, ProblemCode::ValueMissing),
        (&[("city", "Vilnius"), ("usageLocation", "XX")], 1, ProblemCode::ValueRefused),
    ] {
        let (draft, form, problem) = refused(&app, stale(typed)).await;
        assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(field)), Some(code));
        assert_eq!((form.address.as_str(), form.person.as_str()), (ANA, ""));
        assert!(draft.recipients[0].person.is_none(), "{draft:?}");
    }
    // Nor with the question who is meant by another address that is known.
    let known = ShareForm { address: JONI.to_owned(), ..stale(&[("city", "Vilnius")]) };
    let answer = app.share(&adele(), known).await;
    let (draft, _) = choose(&answer).unwrap();
    let draft = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    assert_eq!(draft.recipients[0].typed.person, user_id("joni"), "{draft:?}");
    assert!(app.posts().is_empty());
    app.check().await;
}

#[tokio::test]
async fn another_value_under_the_same_key_is_another_form() {
    let app = app().await;
    let typed = |city: &str| with(&[("city", city)], form(ANA));
    let id = app.accepted(&adele(), typed("Vilnius")).await;
    assert_eq!(app.accepted(&adele(), typed("Vilnius")).await, id);
    let answer = app.share(&adele(), typed("Kaunas")).await;
    let ShareAnswer::Refused { problem, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(problem.code, ProblemCode::KeyReused);
    app.settle().await;
    app.check().await;
}

#[tokio::test]
async fn a_known_guest_needs_nothing_and_keeps_what_stands_and_a_member_gets_nothing() {
    let rules = json!([
        { "attribute": "companyName", "from": { "asked": { "required": true } } },
        { "attribute": "city", "from": { "asked": { "required": true } } },
    ]);
    let app = TestApp::new().await.with_settings(fixed([("attributes", "rules", rules)]));
    let typed = [("companyName", "Else"), ("city", "Vilnius")];
    let (grady, diego) = (user_id("grady"), user_id("diego"));
    let chosen = |id: &str, address: &str| ShareForm { person: id.to_owned(), ..form(address) };
    app.accepted(&adele(), with(&typed, chosen(&grady, GRADY))).await;
    app.settle().await;
    let stands = user(&app, &grady).await;
    assert_eq!((&stands["companyName"], &stands["city"]), (&json!("Fabrikam"), &json!("Vilnius")));
    let before = user(&app, &diego).await;
    app.accepted(&adele(), with(&typed, chosen(&diego, "diego.siciliani@contoso.example"))).await;
    let other = ShareForm { item: "punctuality".to_owned(), key: "bare".to_owned(), ..chosen(&grady, GRADY) };
    app.accepted(&adele(), other).await;
    app.settle().await;
    assert_eq!(user(&app, &diego).await, before);
    app.check().await;
}

async fn require_assignment(app: &TestApp, required: bool) {
    let change = json!({ "name": "vestibule", "appRoleAssignmentRequired": required });
    app.emulator.control(Method::PATCH, "clients", Some(change)).await;
}

async fn open(app: &TestApp) -> ItemView {
    app.sharing.items().open(&adele(), &ItemId::parse(ITEM).unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_form_says_which_roles_let_no_new_guest_in() {
    let app = TestApp::new().await;
    assert!(open(&app).await.form_defaults.unassigned_roles.is_empty(), "everybody is let in");
    require_assignment(&app, true).await;
    assert!(open(&app).await.form_defaults.unassigned_roles.is_empty(), "asked a moment ago");
    app.advance(Duration::minutes(6));
    let view = open(&app).await;
    assert_eq!(view.form_defaults.unassigned_roles, view.roles);
    assert!(view.roles.len() > 1);
    let app = app.with_settings(every_step());
    let missing = open(&app).await.form_defaults.unassigned_roles;
    assert!(missing.iter().all(|role| role.as_str() != "reader"), "readers get a role: {missing:?}");
    assert_eq!(missing.len() + 1, view.roles.len());
}

#[tokio::test]
async fn a_group_lets_in_where_it_has_a_role() {
    let grants = json!({ "reader": { "groups": [{ "id": FALCON, "name": "Project Falcon" }] } });
    let app = TestApp::new().await.with_settings(fixed([("grants", "other_kinds", grants)]));
    require_assignment(&app, true).await;
    let view = open(&app).await;
    assert_eq!(view.form_defaults.unassigned_roles, view.roles, "the group has no role");
    let token = app.emulator.application_token("daemon").await;
    let body = json!({ "principalId": FALCON, "resourceId": APPLICATION, "appRoleId": APP_ROLE });
    let path = format!("/groups/{FALCON}/appRoleAssignments");
    app.emulator.graph(Method::POST, &path, &token, Some(body)).await;
    app.advance(Duration::minutes(6));
    let missing = open(&app).await.form_defaults.unassigned_roles;
    assert!(missing.iter().all(|role| role.as_str() != "reader"), "{missing:?}");
}

#[tokio::test]
async fn nothing_is_said_of_a_role_whose_new_guests_come_by_an_access_package() {
    let ways = json!({ "reader": by_package() });
    let app = TestApp::new().await.with_settings(fixed([("ways", "other_kinds", ways)]));
    require_assignment(&app, true).await;
    let view = open(&app).await;
    let missing = view.form_defaults.unassigned_roles;
    assert!(missing.iter().all(|role| role.as_str() != "reader"), "{missing:?}");
    assert_eq!(missing.len() + 1, view.roles.len());
}

#[tokio::test]
async fn nothing_is_said_of_what_cannot_be_read() {
    let app = TestApp::new().await;
    require_assignment(&app, true).await;
    app.fail(&json!({ "family": "appRoles" }), [answer(403, "Authorization_RequestDenied", "")]);
    assert!(open(&app).await.form_defaults.unassigned_roles.is_empty());
}
