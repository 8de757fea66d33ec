//! Directory extensions: each is written as the type that it is defined with, and what does not fit is refused before anybody is invited.

use super::app::{TestApp, adele, answer, fixed, form};
use super::settings_admin::{Desk, section};
use contract::{
    FieldPath, InvitationState, ProblemCode, SettingsAnswer, SettingsForm, ShareAnswer, ShareForm,
    TypedAttribute,
};
use reqwest::Method;
use serde_json::{Value, json};

const ANA: &str = "ana@fabrikam.example";

/// The whole name of an extension of the daemon.
fn name(app: &TestApp, own: &str) -> String {
    format!("extension_{}_{own}", app.emulator.app("daemon").client_id.0.simple())
}

/// Defines extensions of the daemon, for one kind of objects.
async fn define(app: &TestApp, target: &str, all: &[(&str, &str)]) {
    let token = app.emulator.application_token("daemon").await;
    let client = app.emulator.app("daemon").client_id;
    let filter = format!("/applications?$filter=appId eq '{client}'");
    let found = app.emulator.graph(Method::GET, &filter, &token, None).await;
    let path = format!("/applications/{}/extensionProperties", found["value"][0]["id"].as_str().unwrap());
    for (own, kind) in all {
        let body = json!({ "name": own, "dataType": kind, "targetObjects": [target] });
        let defined = app.emulator.graph(Method::POST, &path, &token, Some(body)).await;
        assert_eq!(defined["name"], name(app, own));
    }
}

/// What the directory has of a guest's extensions.
async fn stands(app: &TestApp, own: &[&str]) -> Vec<Value> {
    let token = app.emulator.application_token("daemon").await;
    let names: Vec<_> = own.iter().map(|own| name(app, own)).collect();
    let path = format!("/users/{}?$select={}", app.emulator.user(ANA), names.join(","));
    let found = app.emulator.graph(Method::GET, &path, &token, None).await;
    names.iter().map(|name| found[name].clone()).collect()
}

fn text(app: &TestApp, own: &str, text: &str) -> Value {
    json!({ "attribute": name(app, own), "from": { "text": text } })
}

fn asked(app: &TestApp, own: &str) -> Value {
    json!({ "attribute": name(app, own), "from": { "asked": { "required": false, "label": own } } })
}

fn with_rules(app: TestApp, rules: Vec<Value>) -> TestApp {
    app.with_settings(fixed([("attributes", "rules", json!(rules))]))
}

fn typing(app: &TestApp, typed: &[(&str, &str)]) -> ShareForm {
    let typed =
        typed.iter().map(|(own, value)| TypedAttribute { name: name(app, own), value: (*value).to_owned() });
    ShareForm { attributes: typed.collect(), ..form(ANA) }
}

async fn each_type_is_written_and_taken_back(app: TestApp) {
    app.show_new_guests_at_once().await;
    let all = [
        ("level", "Integer"),
        ("staff", "LargeInteger"),
        ("flag", "Boolean"),
        ("until", "DateTime"),
        ("badge", "String"),
    ];
    define(&app, "User", &all).await;
    let rules = vec![
        text(&app, "level", " 7 "),
        asked(&app, "staff"),
        text(&app, "flag", "True"),
        text(&app, "until", "2027-05-01"),
        text(&app, "badge", "7"),
    ];
    let app = with_rules(app, rules);
    let id = app.accepted(&adele(), typing(&app, &[("staff", "5000000000")])).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let own = all.map(|(own, _)| own);
    let expected =
        [json!(7), json!(5_000_000_000_i64), json!(true), json!("2027-05-01T00:00:00Z"), json!("7")];
    assert_eq!(stands(&app, &own).await, expected);
    app.check().await;
    app.accept(ANA).await;
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    assert_eq!(stands(&app, &own).await, vec![Value::Null; own.len()]);
    app.check().await;
}

#[tokio::test]
async fn each_type_is_written_and_taken_back_on_sqlite() {
    each_type_is_written_and_taken_back(TestApp::new().await).await;
}

#[tokio::test]
async fn each_type_is_written_and_taken_back_on_postgres() {
    let Some(app) = TestApp::on_postgres().await else { return };
    each_type_is_written_and_taken_back(app).await;
}

#[tokio::test]
async fn what_is_typed_and_does_not_fit_is_refused_before_anybody_is_invited() {
    let app = TestApp::new().await;
    define(&app, "User", &[("level", "Integer"), ("flag", "Boolean")]).await;
    let rules = vec![asked(&app, "flag"), asked(&app, "level")];
    let app = with_rules(app, rules);
    for (typed, field, code) in [
        ([("flag", "true"), ("level", "high")], 1, ProblemCode::NumberMalformed),
        ([("flag", "true"), ("level", "2147483648")], 1, ProblemCode::ValueOutOfRange),
        ([("flag", "7"), ("level", "7")], 0, ProblemCode::BooleanMalformed),
    ] {
        let refused = app.share(&adele(), typing(&app, &typed)).await;
        let ShareAnswer::Refused { draft, problem, .. } = refused else { panic!("{refused:?}") };
        assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(field)), Some(code));
        let draft = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
        assert_eq!(
            draft.form.read::<ShareForm>().unwrap().attributes,
            typing(&app, &typed).attributes,
            "nothing typed is lost"
        );
    }
    assert!(app.posts().is_empty());
    app.check().await;
}

/// Without the permission a text is written, as it was typed: right for an extension of texts, and named where it is one of numbers.
#[tokio::test]
async fn where_definitions_may_not_be_read_a_text_is_written() {
    for (kind, state) in [("String", InvitationState::Sent), ("Integer", InvitationState::Failed)] {
        let app = TestApp::new().await;
        app.show_new_guests_at_once().await;
        define(&app, "User", &[("level", kind)]).await;
        let rules = vec![asked(&app, "level")];
        let app = with_rules(app, rules);
        let denied =
            answer(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        let definitions = json!({ "method": "GET", "path": "/v1.0/applications*/extensionProperties" });
        app.emulator.fault(definitions, denied);
        let id = app.accepted(&adele(), typing(&app, &[("level", "7")])).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, state, "{kind}");
        let problem = app.progress(&id).await.problem.map(|problem| (problem.code, problem.reason));
        let refused = (ProblemCode::AttributeRefused, Some(name(&app, "level")));
        assert_eq!(problem, (kind == "Integer").then_some(refused));
        app.check().await;
    }
}

#[tokio::test]
async fn a_directory_in_trouble_is_asked_again_before_anything_is_written() {
    let app = TestApp::new().await;
    app.show_new_guests_at_once().await;
    define(&app, "User", &[("level", "Integer")]).await;
    let rules = vec![text(&app, "level", "7")];
    let app = with_rules(app, rules);
    let on = json!({ "method": "GET", "path": "/v1.0/applications*/extensionProperties" });
    app.emulator.fault(on.clone(), answer(503, "serviceNotAvailable", ""));
    let id = app.accepted(&adele(), form(ANA)).await;
    for _ in 0..3 {
        app.run_due().await;
        app.wait_for_next().await;
    }
    let progress = app.progress(&id).await;
    assert_eq!(
        (progress.state, progress.problem.map(|problem| problem.code)),
        (InvitationState::Waiting, Some(ProblemCode::DirectoryTrouble),)
    );
    assert_eq!(stands(&app, &["level"]).await, [Value::Null], "nothing was written");
    app.emulator.clear_faults(&on);
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    assert_eq!(stands(&app, &["level"]).await, [json!(7)]);
    app.check().await;
}

/// The form of the rules with one of them: an attribute, where its value comes from, and the text or the attribute of the inviter.
async fn rule_of(desk: &Desk, attribute: &str, from: &str, value: &str) -> SettingsForm {
    let mut form = desk.form("attributes").await;
    let fields = [("attribute", attribute), ("from", from), ("text", value), ("inviter", value)];
    for (field, typed) in fields.into_iter().filter(|(field, _)| *field != "inviter" || from == "inviter") {
        form.fields.insert(format!("rules.0.{field}"), typed.to_owned());
    }
    form
}

/// What is said of a form that was sent, field by field.
async fn refused(desk: &Desk, form: SettingsForm) -> Vec<(String, ProblemCode)> {
    let name = form.section.clone();
    let SettingsAnswer::Edit(draft) = desk.edit(form, "review").await else { panic!("it is refused") };
    let page = desk.settings.section(&desk.megan, &section(&name), Some(&draft)).await.unwrap();
    let fields = page.problem.unwrap().fields;
    fields.into_iter().map(|about| (about.field.to_string(), about.code)).collect()
}

async fn settings_refuse_what_does_not_fit(app: TestApp) {
    define(&app, "User", &[("level", "Integer"), ("flag", "Boolean")]).await;
    define(&app, "Group", &[("size", "Integer")]).await;
    let desk = Desk::of(&app);
    let unknown = "extension_00000000000000000000000000000001_level";
    let of = |own: &str| name(&app, own);
    for (attribute, from, value, field, code) in [
        (of("nothing"), "text", "7", "attribute", ProblemCode::AttributeUndefined),
        (of("size"), "text", "7", "attribute", ProblemCode::AttributeUndefined),
        (unknown.to_owned(), "text", "7", "attribute", ProblemCode::AttributeUndefined),
        (of("level"), "text", "seven", "text", ProblemCode::NumberMalformed),
        (of("flag"), "text", "7", "text", ProblemCode::BooleanMalformed),
        (of("flag"), "partner-domain", "", "from", ProblemCode::AttributeNotText),
        ("city".to_owned(), "inviter", unknown, "inviter", ProblemCode::AttributeUndefined),
    ] {
        let said = refused(&desk, rule_of(&desk, &attribute, from, value).await).await;
        assert_eq!(said, [(format!("rules[0].{field}"), code)], "{attribute} {from} {value}");
    }
    let draft = desk.review(rule_of(&desk, &of("level"), "text", "7").await).await;
    assert_eq!(desk.confirm(&draft, "").await, SettingsAnswer::Stored(1));
    // What is stored is not asked about again; what is new is, and where nobody answers it is not stored.
    let down = json!({ "method": "GET", "path": "/v1.0/applications*/extensionProperties" });
    app.emulator.fault(down, answer(500, "UnknownError", ""));
    let mut form = desk.form("attributes").await;
    form.fields.insert("overwrite".to_owned(), "on".to_owned());
    let draft = desk.review(form).await;
    assert_eq!(desk.confirm(&draft, "").await, SettingsAnswer::Stored(2));
    let said = refused(&desk, rule_of(&desk, &of("flag"), "text", "true").await).await;
    assert_eq!(said, [("rules[0].attribute".to_owned(), ProblemCode::DirectoryTrouble)]);
}

#[tokio::test]
async fn settings_refuse_what_does_not_fit_on_sqlite() {
    settings_refuse_what_does_not_fit(TestApp::new().await).await;
}

#[tokio::test]
async fn settings_refuse_what_does_not_fit_on_postgres() {
    let Some(app) = TestApp::on_postgres().await else { return };
    settings_refuse_what_does_not_fit(app).await;
}

#[tokio::test]
async fn what_a_role_brings_is_refused_beside_the_row_that_names_it() {
    let app = TestApp::new().await;
    define(&app, "User", &[("a", "Integer"), ("b", "Boolean")]).await;
    let desk = Desk::of(&app);
    let mut form = desk.form("grants").await;
    let list = "other_kinds.0.attributes";
    form.fields.insert("other_kinds.0".to_owned(), "reader".to_owned());
    for (row, own, value) in [(0, "b", "7"), (1, "gone", "x"), (2, "a", "7")] {
        form.fields.insert(format!("{list}.{row}.attribute"), name(&app, own));
        form.fields.insert(format!("{list}.{row}.value"), value.to_owned());
    }
    let mut said = refused(&desk, form).await;
    said.sort_by(|one, other| one.0.cmp(&other.0));
    let place = |field: &str| format!("other_kinds[0].attributes{field}");
    let expected = [
        (place("[0].value"), ProblemCode::BooleanMalformed),
        (place("[1].attribute"), ProblemCode::AttributeUndefined),
    ];
    assert_eq!(said, expected);
}
