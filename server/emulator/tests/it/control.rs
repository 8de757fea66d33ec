//! `/_emulator/*`, the pages, and faults.

use emulator::{Mail, Options, StartError};
use serde_json::{Value, json};

use crate::harness::{ADELE, TestEmulator, invitation, start_emulator};

async fn json_of(started: &TestEmulator, path: &str) -> Value {
    let answer =
        started.browser.get(started.url(path)).header("accept", "application/json").send().await.unwrap();
    answer.json().await.unwrap()
}

async fn faults(started: &TestEmulator, faults: Value) -> u16 {
    let answer = started.browser.post(started.url("/_emulator/faults")).json(&faults).send().await.unwrap();
    answer.status().as_u16()
}

#[tokio::test]
async fn clients_have_the_fields_that_tools_rely_on() {
    let started = start_emulator().await;
    let clients = json_of(&started, "/_emulator/clients").await;
    let names: Vec<_> =
        clients.as_array().unwrap().iter().map(|client| client["name"].as_str().unwrap()).collect();
    let all = ["vestibule", "daemon", "powerless", "public", "scoped", "attributes", "groups", "approles"];
    assert_eq!(names, all);
    let mut fields: Vec<_> = clients[0].as_object().unwrap().keys().cloned().collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "applicationRoles",
            "clientId",
            "clientSecret",
            "delegatedScopes",
            "name",
            "redirectUris",
            "tenantId"
        ]
    );
    assert_eq!(
        clients[0]["redirectUris"],
        json!(["http://localhost:3000/sign-in/callback", "http://localhost:3000/signed-out"])
    );
    assert!(clients[3]["clientSecret"].is_null());
    assert_eq!(clients[3]["redirectUris"], json!(["http://localhost"]));
}

#[tokio::test]
async fn a_fault_meets_the_requests_it_names() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let busy = json!({
        "on": {"method": "POST", "path": "/v1.0/invitations"},
        "effect": {"status": 429, "code": "TooManyRequests", "message": "Please retry again later.", "headers": {"Retry-After": "2.128"}},
        "times": 1,
        "skip": 0,
    });
    assert_eq!(faults(&started, json!([busy])).await, 200);
    let refused = started.invite(&token, invitation("a@a.example")).await;
    refused.refused(429, "TooManyRequests", "Please retry again later.");
    assert_eq!(refused.headers["retry-after"], "2.128");
    assert_eq!(json_of(&started, "/_emulator/faults").await[0]["times"], 0);
    assert_eq!(started.invite(&token, invitation("a@a.example")).await.status, 201);

    let html = json!({"on": {"path": "/v1.0/**"}, "effect": {"status": 503, "body": "<h1>busy</h1>"}, "times": null});
    assert_eq!(faults(&started, json!([html])).await, 200);
    let page = started.get("/me", &token).await;
    assert_eq!((page.status, page.text.as_str()), (503, "<h1>busy</h1>"));
    assert_eq!(started.browser.delete(started.url("/_emulator/faults")).send().await.unwrap().status(), 204);
    assert_eq!(started.get("/me", &token).await.status, 200);

    let entra = json!({"on": {"path": "/*/oauth2/v2.0/token"}, "effect": {"status": 500}});
    assert_eq!(faults(&started, json!([entra])).await, 200);
    let answer = started.token(&[("grant_type", "x")]).await;
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.json::<Value>().await.unwrap()["error"], "server_error");
    assert_eq!(faults(&started, json!([{"on": {}, "effect": {}}])).await, 400);
}

#[tokio::test]
async fn a_cut_connection_may_have_done_its_work() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let on = json!({"method": "POST", "path": "/v1.0/invitations"});
    let invitations =
        || started.emulator.world(|world| world.invitations(emulator::seed::contoso::CONTOSO).count());
    let send = async || {
        // An own connection: a pooled one could be tried again by the client.
        let request = reqwest::Client::new().post(started.url("/v1.0/invitations")).bearer_auth(&token);
        request.json(&invitation("a@a.example")).send().await
    };
    started
        .emulator
        .set_faults(serde_json::from_value(json!([{"on": on, "effect": {"drop": true}}])).unwrap());
    assert!(send().await.is_err());
    assert_eq!(invitations(), 0);
    started
        .emulator
        .set_faults(serde_json::from_value(json!([{"on": on, "effect": {"drop_after": true}}])).unwrap());
    assert!(send().await.is_err());
    assert_eq!(invitations(), 1);
}

#[tokio::test]
async fn a_delay_is_waited_for() {
    let started = start_emulator().await;
    let delay = json!([{"on": {"path": "/oidc/userinfo"}, "effect": {"delay_ms": 50}}]);
    started.emulator.set_faults(serde_json::from_value(delay).unwrap());
    let before = std::time::Instant::now();
    started.browser.get(started.url("/oidc/userinfo")).send().await.unwrap();
    assert!(before.elapsed().as_millis() >= 50);
}

#[tokio::test]
async fn what_is_held_goes_on_when_the_fault_is_taken_away() {
    let started = start_emulator().await;
    let hold = json!([{"on": {"path": "/oidc/userinfo"}, "effect": {"hold": true}}]);
    started.emulator.set_faults(serde_json::from_value(hold).unwrap());
    let asked = tokio::spawn(started.browser.get(started.url("/oidc/userinfo")).send());
    // It has come, and waits.
    while started.emulator.faults()[0].fired == 0 {
        tokio::task::yield_now().await;
    }
    assert!(!asked.is_finished());
    let other = started.browser.get(started.url("/oidc/jwks")).send().await;
    assert!(other.is_ok(), "nobody else waits");
    assert!(!asked.is_finished());
    started.emulator.set_faults(Vec::new());
    assert_eq!(asked.await.unwrap().unwrap().status(), 401);
}

#[tokio::test]
async fn the_clock_moves_and_others_can_follow() {
    let started = start_emulator().await;
    started.advance(90_000).await;
    let offset = started.emulator.clock_offset().load(std::sync::atomic::Ordering::SeqCst);
    assert_eq!(offset, 90_000);
    assert_eq!(json_of(&started, "/_emulator/clock").await["ahead_ms"], 90_000);
    let nonsense = started.browser.post(started.url("/_emulator/clock")).body("{}").send().await.unwrap();
    assert_eq!(nonsense.status(), 400);
}

#[tokio::test]
async fn reset_gives_the_seed_and_forgets_the_rest() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    started.invite(&token, invitation("a@a.example")).await;
    let reset = async |seed: &str| {
        let body = json!({"seed": seed});
        started.browser.post(started.url("/_emulator/reset")).json(&body).send().await.unwrap().status()
    };
    assert_eq!(reset("nonsense").await, 400);
    assert_eq!(reset("contoso").await, 200);
    let ledger = json_of(&started, "/_emulator/ledger").await;
    assert_eq!(ledger.as_array().unwrap().len(), 1);
    assert_eq!(ledger[0]["effect"], json!({"kind": "seeded", "seed": "contoso"}));
    let directory = json_of(&started, "/_emulator/directory").await;
    let contoso = directory["tenants"]
        .as_array()
        .unwrap()
        .iter()
        .find(|tenant| tenant["displayName"] == "Contoso")
        .unwrap();
    assert_eq!(contoso["users"].as_array().unwrap().len(), 6);
    assert_eq!(started.get("/me", &token).await.status, 200, "the same people have the same ids");
}

#[tokio::test]
async fn the_ledger_is_read_in_parts() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    for address in ["a@a.example", "b@a.example"] {
        started.invite(&token, invitation(address)).await;
    }
    let all = json_of(&started, "/_emulator/ledger").await;
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 5);
    for (part, expected) in [
        ("after=0", &all[..]),
        ("after=2", &all[2..]),
        ("after=1&top=2", &all[1..3]),
        ("top=1", &all[..1]),
        ("after=5", &all[5..]),
    ] {
        let found = json_of(&started, &format!("/_emulator/ledger?{part}")).await;
        assert_eq!(found.as_array().unwrap(), expected, "{part}");
    }
}

#[tokio::test]
async fn a_policy_with_a_misspelt_name_is_refused() {
    let started = start_emulator().await;
    for wrong in [
        json!({"allowInvitesFrm": "none"}),
        json!({"allowInvitesFrom": "nobody"}),
        json!({"tenant": "x.example"}),
    ] {
        let answer =
            started.browser.patch(started.url("/_emulator/directory")).json(&wrong).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{wrong}");
    }
    started.policy(json!({"tenant": "fabrikam.example", "allowInvitesFrom": "none"})).await;
    let policy =
        started.emulator.world(|world| world.tenant_named("contoso.example").unwrap().policy.clone());
    assert_eq!(policy, emulator::world::policy::Policy::default());
}

#[tokio::test]
async fn the_application_s_own_mail_is_in_the_mailbox_as_text() {
    let started = start_emulator().await;
    started.emulator.deliver(Mail {
        from: "Vestibule <vestibule@localhost>".to_owned(),
        to: vec!["guest@fabrikam.example".to_owned()],
        subject: "<script>alert(1)</script>".to_owned(),
        text: "Open http://localhost:3000/items/7?a=1&b=2 <img src=x>".to_owned(),
        ..Mail::default()
    });
    let mails = started.mail_for("GUEST@fabrikam.example").await;
    assert_eq!(mails[0]["links"], json!(["http://localhost:3000/items/7?a=1&b=2"]));
    assert!(started.mail_for("other@fabrikam.example").await.is_empty());
    let page = started.browser.get(started.url("/_emulator/mail")).header("accept", "text/html");
    let page = page.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("<a href=\"http://localhost:3000/items/7?a=1&amp;b=2\">"));
    assert!(!page.contains("<script") && !page.contains("<img"));
}

#[tokio::test]
async fn every_page_says_what_it_is_not() {
    let started = start_emulator().await;
    for path in
        ["/", "/_emulator/", "/_emulator/mail", "/home/sign-in?address=a@fabrikam.example", "/redeem?rd=x"]
    {
        let page = started.browser.get(started.url(path)).header("accept", "text/html").send().await.unwrap();
        let page = page.text().await.unwrap();
        assert!(page.contains("<strong>Local emulator</strong>: not Microsoft"), "{path}");
        assert!(page.contains("<html lang=\"en\">") && page.contains("<h1>"), "{path}");
    }
    let index = started.browser.get(started.url("/")).send().await.unwrap().text().await.unwrap();
    assert!(index.contains("href=\"http://localhost:3000\""));
    let style = started.browser.get(started.url("/_emulator/style.css")).send().await.unwrap();
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn continue_never_leaves_the_emulator() {
    let started = start_emulator().await;
    for evil in ["https://evil.example/", "//evil.example/", "/\\evil.example/"] {
        let form = [("account", started.account(ADELE)), ("continue", evil.to_owned())];
        let picked = started.browser.post(started.url("/home/pick")).form(&form).send().await.unwrap();
        let to = crate::harness::location(&picked);
        assert_eq!(to.origin().ascii_serialization(), started.emulator.url(), "{evil}");
    }
}

#[tokio::test]
async fn it_refuses_what_it_should_not_do() {
    let beyond = Options { addr: "0.0.0.0:0".parse().unwrap(), ..Options::default() };
    assert!(matches!(emulator::start(beyond).await, Err(StartError::BeyondLoopback(_))));
    let nonsense = Options { seed: "nonsense".to_owned(), ..Options::default() };
    assert!(matches!(emulator::start(nonsense).await, Err(StartError::Seed(_))));
}

#[tokio::test]
async fn it_runs_by_itself_until_told() {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(emulator::run(Options::default(), async {
        let _ = stopped.await;
    }));
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn pages_of_other_origins_cannot_change_the_world() {
    let started = start_emulator().await;
    let body = json!({"seed": "contoso"});
    let post = |origin: String| {
        started.browser.post(started.url("/_emulator/reset")).json(&body).header("origin", origin).send()
    };
    assert_eq!(post("http://evil.example".to_owned()).await.unwrap().status(), 403);
    assert_eq!(post("null".to_owned()).await.unwrap().status(), 403);
    assert_eq!(post(started.emulator.url()).await.unwrap().status(), 200);
}
