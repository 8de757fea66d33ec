//! User consent, and an administrator's for everybody.

use emulator::seed::contoso::CONTOSO;
use reqwest::{Method, Response};
use serde_json::json;

use crate::harness::{ADELE, GRADY, MEGAN, TestEmulator, location, parameter, start_emulator};
use crate::sign_in::claims;

const HERE: &str = "http://localhost:5000/";

/// What `powerless` asks; it holds `User.Read` and nothing else.
fn asking<'a>(id: &'a str, scope: &'a str) -> [(&'static str, &'a str); 3] {
    [("client_id", id), ("redirect_uri", HERE), ("scope", scope)]
}

fn error(back: &Response) -> (String, String) {
    let url = location(back);
    assert!(url.as_str().starts_with(HERE), "{url}");
    assert_eq!(parameter(&url, "state").unwrap(), "a state&=");
    let number = parameter(&url, "error_description").unwrap();
    (parameter(&url, "error").unwrap(), number.split(':').next().unwrap().to_owned())
}

fn both(error: &str, number: &str) -> (String, String) {
    (error.to_owned(), number.to_owned())
}

#[tokio::test]
async fn a_user_consents_once_and_only_for_themselves() {
    let started = start_emulator().await;
    let id = started.client("powerless").client_id.to_string();
    let asked = asking(&id, "openid User.ReadBasic.All");
    let page = started.arrive(ADELE, &asked).await;
    assert_eq!(page.status(), 200);
    let silent = started.authorize(&[&asked[..], &[("prompt", "none")]].concat()).await;
    assert_eq!(error(&silent), both("consent_required", "AADSTS65001"));

    let declined = started.decide(started.authorize(&asked).await, "cancel", &[]).await;
    assert_eq!(error(&declined), both("access_denied", "AADSTS65004"));
    assert!(started.effects("consented").is_empty());

    let back = started.decide_and_follow(page, "accept", &[]).await;
    assert!(parameter(&location(&back), "code").is_some());
    let given = started.effects("consented");
    assert_eq!(given.len(), 1);
    assert_eq!(given[0]["consent"]["scopes"], json!(["User.ReadBasic.All"]));
    assert_eq!(given[0]["consent"]["user"], started.user(ADELE));
    assert_eq!(started.authorize(&asked).await.status(), 302, "Adele is not asked again");
    assert_eq!(started.arrive(GRADY, &asked).await.status(), 200, "Grady is");
    let again =
        started.authorize(&[&asked[..], &[("prompt", "consent"), ("login_hint", ADELE)]].concat()).await;
    assert_eq!(again.status(), 200, "asked for, it asks again");
    let back = started.decide_and_follow(again, "accept", &[]).await;
    assert!(parameter(&location(&back), "code").is_some());
}

#[tokio::test]
async fn what_only_an_administrator_may_grant_is_granted_for_everybody() {
    let started = start_emulator().await;
    let id = started.client("powerless").client_id.to_string();
    let asked = asking(&id, "openid User.Read.All");
    let page = started.arrive(ADELE, &asked).await;
    assert_eq!(page.status(), 403);
    let returned = started.decide(page, "refused", &[]).await;
    assert_eq!(error(&returned), both("access_denied", "AADSTS90094"));
    // A form made up by hand grants no more than the page offers.
    let page = started.authorize(&asked).await;
    assert_eq!(
        error(&started.decide(page, "accept", &[("everybody", "1")]).await),
        both("access_denied", "AADSTS90094")
    );
    assert!(started.effects("consented").is_empty());

    let page = started.arrive(MEGAN, &asked).await;
    let back = started.decide_and_follow(page, "accept", &[("everybody", "1")]).await;
    assert!(parameter(&location(&back), "code").is_some());
    assert_eq!(started.effects("consented")[0]["consent"]["user"], json!(null));
    assert_eq!(started.arrive(ADELE, &asked).await.status(), 302);

    let asked = asking(&id, "openid Directory.Read.All");
    let admin = [&asked[..], &[("prompt", "admin_consent"), ("login_hint", MEGAN)]].concat();
    let page = started.authorize(&admin).await;
    started.decide_and_follow(page, "accept", &[]).await;
    let given = started.effects("consented").pop().unwrap();
    assert_eq!(
        (&given["consent"]["user"], &given["consent"]["scopes"]),
        (&json!(null), &json!(["Directory.Read.All"]))
    );
}

async fn admin_consent(started: &TestEmulator, scope: &str, person: &str) -> Response {
    let id = started.client("powerless").client_id.to_string();
    let query =
        [("client_id", id.as_str()), ("redirect_uri", HERE), ("scope", scope), ("state", "a state&=")];
    let address = started.url(&format!("/{}/v2.0/adminconsent", started.emulator.tenant_id()));
    let page = started.browser.get(address).query(&query).send().await.unwrap();
    assert_eq!(page.status(), 200);
    started.pick(page, person).await
}

#[tokio::test]
async fn admin_consent_gives_an_application_its_roles() {
    let started = start_emulator().await;
    let default = "https://graph.microsoft.com/.default";
    started
        .register(
            "powerless",
            json!({ "requestedRoles": ["User.Read.All"], "requestedScopes": ["User.Invite.All"] }),
        )
        .await;
    assert!(claims(&started.application("powerless").await).get("roles").is_none());

    let refused = admin_consent(&started, default, ADELE).await;
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains("AADSTS90094"));
    let declined = started.decide(admin_consent(&started, default, MEGAN).await, "cancel", &[]).await;
    assert_eq!(error(&declined), both("consent_required", "AADSTS65004"));
    assert_eq!(parameter(&location(&declined), "admin_consent").unwrap(), "True", "as odd as the real one");
    assert!(started.effects("consented").is_empty());

    let given = started.decide(admin_consent(&started, default, MEGAN).await, "accept", &[]).await;
    let url = location(&given);
    assert_eq!(parameter(&url, "admin_consent").unwrap(), "True");
    assert_eq!(parameter(&url, "tenant").unwrap(), CONTOSO.to_string());
    assert_eq!(parameter(&url, "state").unwrap(), "a state&=");
    assert!(parameter(&url, "scope").unwrap().contains("https://graph.microsoft.com/User.Invite.All"));
    assert_eq!(claims(&started.application("powerless").await)["roles"], json!(["User.Read.All"]));
}

#[tokio::test]
async fn admin_consent_without_a_scope_or_a_client_stays_on_a_page() {
    let started = start_emulator().await;
    let id = started.client("powerless").client_id.to_string();
    let address = started.url(&format!("/{}/v2.0/adminconsent", started.emulator.tenant_id()));
    for (query, number) in [
        (vec![("redirect_uri", HERE)], "AADSTS900144"),
        (vec![("client_id", id.as_str()), ("redirect_uri", HERE)], "AADSTS900144"),
        (vec![("client_id", id.as_str()), ("redirect_uri", "https://evil.example/")], "AADSTS50011"),
    ] {
        let page = started.browser.get(&address).query(&query).send().await.unwrap();
        assert_eq!(page.status(), 400);
        assert!(page.text().await.unwrap().contains(number), "{query:?}");
    }
    let unsigned = [
        ("continue", "/contoso.example/v2.0/adminconsent?x=1"),
        ("account", &started.account(MEGAN)),
        ("decision", "accept"),
    ];
    let answer = started.browser.post(started.url("/login/consent")).form(&unsigned).send().await.unwrap();
    assert_eq!(answer.status(), 303, "somebody has to be signed in first");
    let elsewhere =
        started.control(Method::PATCH, "clients", json!({ "name": "powerless", "requestedRole": [] })).await;
    assert_eq!(elsewhere.status, 400, "a misspelt property is refused");
}
