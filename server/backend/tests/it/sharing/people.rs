//! Looking people up.

use contract::{ProblemCode, Standing};

use super::graph::{Fault, guid};
use super::town::{Town, adele, person};

#[tokio::test]
async fn by_name_and_by_address() {
    let town = Town::new().await;
    let people = town.sharing.people();
    let by_name = people.find(&adele(), " jon ").await.unwrap();
    assert_eq!((by_name[0].id.as_str(), by_name[0].standing), (guid("joni").as_str(), Standing::Pending));
    town.graph.add("joni2", "Joni the second", "joni@northwind.example.org", "Member", None);
    let by_address = people.find(&adele(), "joni@northwind.example").await.unwrap();
    let ids: Vec<_> = by_address.iter().map(|found| found.id.as_str()).collect();
    assert_eq!(ids, [guid("joni"), guid("joni2")], "the exact address comes first, and each once");
}

#[tokio::test]
async fn a_search_that_is_away_hides_nobody_found_without_it() {
    let town = Town::new().await;
    let people = town.sharing.people();
    let by_surname = people.find(&adele(), "archie").await.unwrap();
    assert_eq!(by_surname.iter().map(|found| found.id.as_str()).collect::<Vec<_>>(), [guid("grady")]);
    let fault = Fault::Answer(500, "", "");
    town.graph.fail_search([fault.clone(), fault]);
    assert_eq!(people.find(&adele(), "gra").await.unwrap().len(), 1);
    assert_eq!(people.find(&adele(), "archie").await.unwrap_err().code, ProblemCode::DirectoryTrouble);
}

#[tokio::test]
async fn short_texts_ask_nobody_and_guests_may_not() {
    let town = Town::new().await;
    let people = town.sharing.people();
    assert!(people.find(&adele(), " a ").await.unwrap().is_empty());
    assert!(people.find(&adele(), &"a".repeat(400)).await.unwrap().is_empty());
    assert_eq!(town.graph.world().reads, 0);
    assert_eq!(people.find(&person("grady", true), "adele").await.unwrap_err().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn trouble_has_a_reference() {
    let town = Town::new().await;
    town.graph.fail_read([Fault::Answer(500, "", "")]);
    let problem = town.sharing.people().find(&adele(), "adele").await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::DirectoryTrouble);
    assert!(problem.reference.is_some());
}
