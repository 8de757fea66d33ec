//! What a refusal looks like, as a page and as JSON.

use reqwest::Method;

use super::{hold, hold_json, whole};
use crate::test_server::TestServer;
use testing::FOREIGN;
use testing::names::ADELE;

#[tokio::test]
async fn the_pages_of_refusals() {
    let server = TestServer::shared();
    let mut adele = server.signed_in(ADELE).await;
    let mut all = String::new();
    for address in ["/nowhere", "/items/no-such-item", "/invitations/no-such-invitation", "/api"] {
        all += &format!("# {address}\n{}\n", whole(&adele.get(address).await));
    }
    let form = [("theme".to_owned(), "dark".to_owned())];
    let foreign = adele.ask(Method::POST, "/api/choices/theme", &[("origin", FOREIGN)], Some(&form)).await;
    all += &format!("# from another site\n{}\n", whole(&foreign));
    let large = [("theme".to_owned(), "x".repeat(70 * 1024))];
    all += &format!("# too large\n{}\n", whole(&adele.post("/api/choices/theme", &large).await));
    let elsewhere = adele.ask(Method::GET, "/", &[("host", "evil.example")], None).await;
    all += &format!("# of another host\n{}\n", whole(&elsewhere));
    let unreadable = adele.post("/api/invitations/try-again", &form).await;
    all += &format!("# unreadable\n{}\n", whole(&unreadable));
    hold(server, "refusals", &all);
}

/// What a script is told that asks without a session, from another site, or in a form that cannot be read.
#[tokio::test]
async fn the_answers_to_scripts_that_are_refused() {
    let server = TestServer::shared();
    let mut nobody = server.browser();
    let own = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let foreign = [("accept", "application/json"), ("origin", FOREIGN)];
    let item = ("item".to_owned(), "elm-street-renewal".to_owned());
    let text = [item, ("text".to_owned(), "grady".to_owned())];
    let post = Method::POST;
    let unknown = nobody.ask(post.clone(), "/api/people/find", &own, Some(&text)).await;
    assert_eq!(unknown.status, 401);
    hold_json(server, "answer_signed_out", &unknown.text);
    let mut adele = server.signed_in(ADELE).await;
    let unreadable = adele.ask(post.clone(), "/api/people/find", &own, Some(&[])).await;
    assert_eq!(unreadable.status, 400);
    hold_json(server, "answer_unreadable", &unreadable.text);
    let refused = adele.ask(post, "/api/people/find", &foreign, Some(&text)).await;
    assert_eq!(refused.status, 403);
    hold(server, "answer_foreign", &format!("{}\n{}", refused.header("content-type"), refused.text));
}
