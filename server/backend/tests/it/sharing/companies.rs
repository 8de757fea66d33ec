//! The names of guests' companies, and when the domain of an address stands for one.

use backend::settings::FixedSettings;
use contract::{InvitationId, InvitationState, ProblemCode};
use reqwest::Method;
use serde_json::{Value, json};
use time::Duration;

use super::app::{TestApp, adele, answer, answer_after, fixed, form};

const ANA: &str = "ana@fabrikam.example";

fn by_company() -> FixedSettings {
    let rules = json!([{ "attribute": "companyName", "from": "partner-company" }]);
    fixed([("attributes", "rules", rules)])
}

async fn naming(app: TestApp) -> TestApp {
    let app = app.with_settings(by_company());
    app.show_new_guests_at_once().await;
    app
}

/// The requests that ask whose a domain is.
fn questions() -> Value {
    json!({ "method": "GET", "path": "/v1.0/tenantRelationships/*" })
}

/// Counts them from now on, by a fault that never strikes.
fn count_questions(app: &TestApp) {
    app.emulator.clear_faults(&questions());
    let counting = json!({ "on": questions(), "effect": answer(500, "", ""), "probability": 0.0 });
    app.emulator.add_fault(serde_json::from_value(counting).unwrap());
}

fn questions_asked(app: &TestApp) -> u32 {
    app.emulator.faults_on(&questions()).map(|fault| fault.met).sum()
}

/// Shares with somebody new until that has settled.
async fn shared(app: &TestApp, address: &str) -> InvitationId {
    let id = app.accepted(&adele(), form(address)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent, "{address}");
    id
}

/// What the directory has as the company of whoever has this address.
async fn company(app: &TestApp, address: &str) -> Value {
    let token = app.emulator.application_token("daemon").await;
    let path = format!("/users/{}?$select=companyName", app.emulator.user(address));
    app.emulator.graph(Method::GET, &path, &token, None).await["companyName"].clone()
}

/// Why it is the domain that was written, as the audit log tells; null where nothing stood for a name.
async fn reason(app: &TestApp, id: &InvitationId) -> Value {
    let entries = storage::audit::of_subject(&app.storage, id.as_str()).await.unwrap();
    let mut written = entries.into_iter().filter(|entry| entry.action == "attributes-set");
    let detail: Value = serde_json::from_str(&written.next().unwrap().detail).unwrap();
    assert!(written.next().is_none());
    assert_eq!(detail["attributes"], json!(["companyName"]));
    detail["no_company"].clone()
}

async fn the_company_that_has_the_domain_is_written(app: TestApp) {
    let app = naming(app).await;
    count_questions(&app);
    let first = shared(&app, ANA).await;
    assert_eq!((company(&app, ANA).await, reason(&app, &first).await), (json!("Fabrikam"), Value::Null));
    let other = "Bo@FABRIKAM.example";
    shared(&app, other).await;
    assert_eq!((company(&app, other).await, questions_asked(&app)), (json!("Fabrikam"), 1));
    app.advance(Duration::days(1));
    let later = "cai@fabrikam.example";
    shared(&app, later).await;
    assert_eq!((company(&app, later).await, questions_asked(&app)), (json!("Fabrikam"), 2));
    app.check().await;
}

#[tokio::test]
async fn a_company_is_asked_for_once_a_day() {
    the_company_that_has_the_domain_is_written(TestApp::new().await).await;
}

#[tokio::test]
async fn a_company_is_asked_for_once_a_day_on_postgres() {
    let Some(app) = TestApp::on_postgres().await else { return };
    the_company_that_has_the_domain_is_written(app).await;
}

#[tokio::test]
async fn the_domain_stands_where_no_tenant_has_it() {
    let app = naming(TestApp::new().await).await;
    let kim = "kim@woodgrove.example";
    let id = shared(&app, kim).await;
    assert_eq!(company(&app, kim).await, "woodgrove.example");
    assert_eq!(reason(&app, &id).await, "no-tenant");
    app.check().await;
}

#[tokio::test]
async fn nobody_asks_for_the_company_of_public_mail() {
    let app = naming(TestApp::new().await).await;
    count_questions(&app);
    let kim = "kim@outlook.com";
    let id = shared(&app, kim).await;
    assert_eq!((company(&app, kim).await, questions_asked(&app)), (json!("outlook.com"), 0));
    assert_eq!(reason(&app, &id).await, "public-mail");
    app.check().await;
}

#[tokio::test]
async fn a_missing_permission_fails_no_share_and_is_told() {
    let app = TestApp::new().await.seeded("without-optional-permissions").await;
    let app = naming(app).await;
    let id = shared(&app, ANA).await;
    assert_eq!(company(&app, ANA).await, "fabrikam.example");
    assert_eq!(reason(&app, &id).await, "permission-missing");
    app.check().await;
}

#[tokio::test]
async fn a_refused_question_fails_no_share_and_is_asked_again_later() {
    let app = naming(TestApp::new().await).await;
    app.fail(&questions(), [answer(400, "Request_BadRequest", "Invalid domain name.")]);
    let id = shared(&app, ANA).await;
    assert_eq!(
        (company(&app, ANA).await, reason(&app, &id).await),
        (json!("fabrikam.example"), json!("refused"))
    );
    app.advance(Duration::minutes(5));
    let bo = "bo@fabrikam.example";
    let id = shared(&app, bo).await;
    assert_eq!((company(&app, bo).await, reason(&app, &id).await), (json!("Fabrikam"), Value::Null));
    app.check().await;
}

#[tokio::test]
async fn a_throttled_question_is_waited_for() {
    for (trouble, code) in [
        (answer_after(429, "30"), ProblemCode::DirectoryBusy),
        (answer(503, "serviceNotAvailable", ""), ProblemCode::DirectoryTrouble),
    ] {
        let app = naming(TestApp::new().await).await;
        app.fail(&questions(), [trouble]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        let progress = app.progress(&id).await;
        assert_eq!((progress.state, progress.problem.unwrap().code), (InvitationState::Waiting, code));
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        assert_eq!((company(&app, ANA).await, reason(&app, &id).await), (json!("Fabrikam"), Value::Null));
        app.check().await;
    }
}
