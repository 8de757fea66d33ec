//! An open page asks where its invitations stand.

use serde_json::Value;
use testing::Browser;
use testing::names::{ADELE, MEGAN};

use crate::test_server::{ITEM, TestServer, share};

const DIEGO: &str = "diego.siciliani@contoso.example";

/// Where these invitations stand, as the page asks.
pub async fn states(visitor: &mut Browser, ids: &[&str]) -> Value {
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let form: Vec<_> = ids.iter().map(|id| ("invitations[]".to_owned(), (*id).to_owned())).collect();
    let answer = visitor.ask(reqwest::Method::POST, "/api/invitations/states", &headers, Some(&form)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

/// Where this invitation stands.
pub async fn state_of(visitor: &mut Browser, id: &str) -> String {
    states(visitor, &[id]).await["states"][0]["state"].as_str().unwrap().to_owned()
}

/// Where this invitation stands once nothing more happens by itself: on a busy machine that takes more than one question.
pub async fn settled(visitor: &mut Browser, id: &str) -> String {
    for _ in 0..240 {
        let state = state_of(visitor, id).await;
        if !["working", "waiting", "undoing"].contains(&state.as_str()) {
            return state;
        }
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    panic!("{id} is under way for ever")
}

/// What the island of this name starts with.
fn start_data(page: &str, island: &str) -> Value {
    let start = page.split(&format!("data-island=\"{island}\">")).nth(1).unwrap();
    serde_json::from_str(start.split("</script>").next().unwrap()).unwrap()
}

#[tokio::test]
async fn changes_are_told_of_ones_own_invitations_only() {
    let server = TestServer::start();
    let (mut adele, mut megan) = (server.signed_in(ADELE).await, server.signed_in(MEGAN).await);
    share(&mut adele, &[("form[address]", "one@northwind.example")]).await;
    let start = start_data(&adele.get("/invitations").await.text, "states");
    let one = format!("/invitations/{}", start["states"][0]["id"].as_str().unwrap());
    for address in ["/invitations", one.as_str()] {
        let start = start_data(&adele.get(address).await.text, "states");
        assert_eq!(start["is_told"], true, "{address}: {start}");
    }
    for address in ["/invitations?whose=everyone", one.as_str()] {
        let start = start_data(&megan.get(address).await.text, "states");
        assert_eq!(start["is_told"], false, "{address}: {start}");
    }
}

#[tokio::test]
async fn a_page_hears_of_the_own_invitations_that_it_asks_for() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    for address in ["one@northwind.example", "two@northwind.example"] {
        assert_eq!(share(&mut adele, &[("form[address]", address)]).await.location(), ITEM);
    }
    let start = start_data(&adele.get("/invitations").await.text, "states");
    let drawn = start["states"].as_array().unwrap();
    assert_eq!(drawn.len(), 2, "{start}");
    let ids: Vec<_> = drawn.iter().map(|state| state["id"].as_str().unwrap()).collect();
    let both = states(&mut adele, &ids).await;
    let told = both["states"].as_array().unwrap();
    assert_eq!(told.len(), 2, "{both}");
    assert!(drawn.iter().all(|state| told.contains(state)), "nothing has happened since: {both}");
    assert_eq!(both["open"], true, "the guests have not come yet");
    let one = states(&mut adele, &[ids[1], "nobodys"]).await;
    assert_eq!(one["states"].as_array().unwrap()[..], drawn[1..]);
    assert!(states(&mut adele, &[]).await["states"].as_array().unwrap().is_empty());
    let page = adele.get(&format!("/invitations/{}", ids[0])).await.text;
    assert_eq!(start_data(&page, "states")["whole_page"], true);
    let mut diego = server.signed_in(DIEGO).await;
    let none = states(&mut diego, &ids).await;
    assert!(none["states"].as_array().unwrap().is_empty(), "another's: {none}");
    assert_eq!(none["open"], false);
}
