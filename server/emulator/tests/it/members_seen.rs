//! What is seen of the members of groups and units: it follows who looks.

use emulator::seed::groups::{ALL_GUESTS, GUESTS};
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, GRADY, Hall, JONI, MEGAN, hall};

/// What an answer tells of somebody.
fn told(hall: &Hall, answer: &Answer, address: &str) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let id = hall.user(address);
    let mut found = answer.body["value"].as_array().unwrap().iter().filter(|member| member["id"] == id);
    found.next().unwrap_or_else(|| panic!("no {address} in {}", answer.text)).clone()
}

#[tokio::test]
async fn what_is_seen_of_members_follows_the_right_to_read_users() {
    let hall = hall().await;
    let query = "members?$select=id,displayName,companyName";
    let (unit, group) =
        (format!("/directory/administrativeUnits/{GUESTS}/{query}"), format!("/groups/{ALL_GUESTS}/{query}"));
    for (path, reader) in [(&unit, "AdministrativeUnit.Read.All"), (&group, "GroupMember.Read.All")] {
        for (more, name, company) in [
            ("", Value::Null, Value::Null),
            ("User.ReadBasic.All", json!("Joni Sherman"), Value::Null),
            ("User.Read.All", json!("Joni Sherman"), json!("Northwind Traders")),
        ] {
            let token = hall.powerful(MEGAN, format!("{reader} {more}").trim()).await;
            let joni = told(&hall, &hall.get(path, &token).await, JONI);
            assert_eq!((&joni["displayName"], &joni["companyName"]), (&name, &company), "{reader} {more}");
            assert_eq!(joni["@odata.type"], "#microsoft.graph.user");
        }
    }
}

#[tokio::test]
async fn a_guest_inside_of_a_group_reads_little_of_the_others() {
    let hall = hall().await;
    let token = hall.powerful(GRADY, "User.Read Group.Read.All User.Read.All").await;
    let path = format!("/groups/{ALL_GUESTS}/members");
    let listed = hall.get(&format!("{path}?$select=id,displayName,companyName"), &token).await;
    let (joni, own) = (told(&hall, &listed, JONI), told(&hall, &listed, GRADY));
    assert_eq!((&joni["displayName"], &joni["companyName"]), (&json!("Joni Sherman"), &Value::Null));
    assert_eq!(own["companyName"], "Fabrikam");
    let filtered = hall.get(&format!("{path}?$filter=creationType eq 'Invitation'"), &token).await;
    assert_eq!(filtered.ids(), [hall.user(GRADY).as_str()], "nor does a filter tell more");
}

#[tokio::test]
async fn guests_access_to_groups_changes_after_the_delay_too() {
    let hall = hall().await;
    let path = format!("/groups/{ALL_GUESTS}");
    hall.policy(json!({ "settingsDelayMinutes": 15, "guestAccess": "restricted" })).await;
    let token = hall.powerful(GRADY, "Group.Read.All").await;
    assert_eq!(hall.get(&path, &token).await.status, 200, "still on its way");
    hall.advance(16 * 60_000).await;
    hall.get(&path, &token).await.refused(403, "Authorization_RequestDenied", "");
}

#[tokio::test]
async fn members_are_counted_filtered_and_linked_in_pages() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let path = format!("/groups/{ALL_GUESTS}/members");
    let one = "$filter=displayName eq 'Grady Archie'";
    assert_eq!(hall.get_eventual(&format!("{path}/$count"), &token).await.text, "2");
    assert_eq!(hall.get_eventual(&format!("{path}/$count?{one}"), &token).await.text, "1");
    let unit = format!("/directory/administrativeUnits/{GUESTS}/members?{one}");
    assert_eq!(hall.get(&unit, &token).await.ids(), [hall.user(GRADY).as_str()]);
    let links = hall.get(&format!("{path}/$ref?$top=1"), &token).await;
    assert_eq!(links.body["value"].as_array().unwrap().len(), 1, "{}", links.text);
    assert!(links.body["@odata.context"].as_str().unwrap().ends_with("#Collection($ref)"));
    let next = links.body["@odata.nextLink"].as_str().unwrap().split("/v1.0").nth(1).unwrap();
    let rest = hall.get(next, &token).await;
    assert_eq!(rest.body["value"].as_array().unwrap().len(), 1, "{}", rest.text);
    assert_ne!(rest.body["value"], links.body["value"]);
}

#[tokio::test]
async fn one_s_own_groups_take_a_permission() {
    let hall = hall().await;
    let token = hall.powerful(GRADY, "User.Read").await;
    let own = hall.get("/me/memberOf", &token).await;
    assert_eq!(own.ids(), [ALL_GUESTS.to_string().as_str()]);
    assert_eq!(own.body["value"][0]["@odata.type"], "#microsoft.graph.group");
    let reader = hall.powerful(ADELE, "GroupMember.Read.All").await;
    assert_eq!(hall.get("/me/memberOf", &reader).await.status, 200);
    let token = hall.powerful(GRADY, "Policy.Read.All").await;
    for path in ["/me/memberOf".to_owned(), format!("/users/{}/appRoleAssignments", hall.user(GRADY))] {
        hall.get(&path, &token).await.refused(403, "Authorization_RequestDenied", "");
    }
}
