//! What is seen of the members of groups and units: it follows who looks.

use emulator::seed::groups::{ALL_GUESTS, GUESTS};
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, GRADY, JONI, MEGAN, TestEmulator, start_emulator};

/// What an answer tells of somebody.
fn told(started: &TestEmulator, answer: &Answer, address: &str) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let id = started.user(address);
    let mut found = answer.body["value"].as_array().unwrap().iter().filter(|member| member["id"] == id);
    found.next().unwrap_or_else(|| panic!("no {address} in {}", answer.text)).clone()
}

#[tokio::test]
async fn what_is_seen_of_members_follows_the_right_to_read_users() {
    let started = start_emulator().await;
    let query = "members?$select=id,displayName,companyName";
    let (unit, group) =
        (format!("/directory/administrativeUnits/{GUESTS}/{query}"), format!("/groups/{ALL_GUESTS}/{query}"));
    for (path, reader) in [(&unit, "AdministrativeUnit.Read.All"), (&group, "GroupMember.Read.All")] {
        for (more, name, company) in [
            ("", Value::Null, Value::Null),
            ("User.ReadBasic.All", json!("Joni Sherman"), Value::Null),
            ("User.Read.All", json!("Joni Sherman"), json!("Northwind Traders")),
        ] {
            let token = started.powerful(MEGAN, format!("{reader} {more}").trim()).await;
            let joni = told(&started, &started.get(path, &token).await, JONI);
            assert_eq!((&joni["displayName"], &joni["companyName"]), (&name, &company), "{reader} {more}");
            assert_eq!(joni["@odata.type"], "#microsoft.graph.user");
        }
    }
}

#[tokio::test]
async fn a_guest_inside_of_a_group_reads_little_of_the_others() {
    let started = start_emulator().await;
    let token = started.powerful(GRADY, "User.Read Group.Read.All User.Read.All").await;
    let path = format!("/groups/{ALL_GUESTS}/members");
    let listed = started.get(&format!("{path}?$select=id,displayName,companyName"), &token).await;
    let (joni, own) = (told(&started, &listed, JONI), told(&started, &listed, GRADY));
    assert_eq!((&joni["displayName"], &joni["companyName"]), (&json!("Joni Sherman"), &Value::Null));
    assert_eq!(own["companyName"], "Fabrikam");
    let filtered = started.get(&format!("{path}?$filter=creationType eq 'Invitation'"), &token).await;
    assert_eq!(filtered.ids(), [started.user(GRADY).as_str()], "nor does a filter tell more");
}

#[tokio::test]
async fn guests_access_to_groups_changes_after_the_delay_too() {
    let started = start_emulator().await;
    let path = format!("/groups/{ALL_GUESTS}");
    started.policy(json!({ "settingsDelayMinutes": 15, "guestAccess": "restricted" })).await;
    let token = started.powerful(GRADY, "Group.Read.All").await;
    assert_eq!(started.get(&path, &token).await.status, 200, "still on its way");
    started.advance(16 * 60_000).await;
    started.get(&path, &token).await.refused(403, "Authorization_RequestDenied", "");
}

#[tokio::test]
async fn members_are_counted_filtered_and_linked_in_pages() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/groups/{ALL_GUESTS}/members");
    let one = "$filter=displayName eq 'Grady Archie'";
    assert_eq!(started.get_eventual(&format!("{path}/$count"), &token).await.text, "2");
    assert_eq!(started.get_eventual(&format!("{path}/$count?{one}"), &token).await.text, "1");
    let unit = format!("/directory/administrativeUnits/{GUESTS}/members?{one}");
    assert_eq!(started.get(&unit, &token).await.ids(), [started.user(GRADY).as_str()]);
    let links = started.get(&format!("{path}/$ref?$top=1"), &token).await;
    assert_eq!(links.body["value"].as_array().unwrap().len(), 1, "{}", links.text);
    assert!(links.body["@odata.context"].as_str().unwrap().ends_with("#Collection($ref)"));
    let next = links.body["@odata.nextLink"].as_str().unwrap().split("/v1.0").nth(1).unwrap();
    let rest = started.get(next, &token).await;
    assert_eq!(rest.body["value"].as_array().unwrap().len(), 1, "{}", rest.text);
    assert_ne!(rest.body["value"], links.body["value"]);
}

#[tokio::test]
async fn one_s_own_groups_take_a_permission() {
    let started = start_emulator().await;
    let token = started.powerful(GRADY, "User.Read").await;
    let own = started.get("/me/memberOf", &token).await;
    assert_eq!(own.ids(), [ALL_GUESTS.to_string().as_str()]);
    assert_eq!(own.body["value"][0]["@odata.type"], "#microsoft.graph.group");
    let writer = started.powerful(ADELE, "Directory.ReadWrite.All").await;
    for path in ["/me", "/me/memberOf"] {
        assert_eq!(started.get(path, &writer).await.status, 200, "what writes, reads");
    }
    let reader = started.powerful(ADELE, "GroupMember.Read.All").await;
    assert_eq!(started.get("/me/memberOf", &reader).await.status, 200);
    let token = started.powerful(GRADY, "Policy.Read.All").await;
    for path in ["/me/memberOf".to_owned(), format!("/users/{}/appRoleAssignments", started.user(GRADY))] {
        started.get(&path, &token).await.refused(403, "Authorization_RequestDenied", "");
    }
}
