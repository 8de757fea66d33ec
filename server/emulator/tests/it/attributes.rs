//! The properties that describe a guest: written by `PATCH`, read with `$select`, found by `$filter`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, GRADY, JONI, TestEmulator, start_emulator};

/// What describes a guest, each with a value of its own.
fn description() -> Value {
    json!({
        "ageGroup": "adult",
        "businessPhones": ["+370 600 00001"],
        "city": "Kaunas",
        "companyName": "Adatum",
        "consentProvidedForMinor": "notRequired",
        "country": "Lithuania",
        "department": "Partners",
        "employeeHireDate": "2026-03-02T00:00:00Z",
        "employeeId": "A-17",
        "employeeOrgData": { "costCenter": "4711", "division": "North" },
        "employeeType": "Contractor",
        "faxNumber": "+370 600 00002",
        "givenName": "Grady",
        "jobTitle": "Consultant",
        "mobilePhone": "+370 600 00003",
        "officeLocation": "3/12",
        "onPremisesExtensionAttributes": { "extensionAttribute1": "one", "extensionAttribute15": "fifteen" },
        "postalCode": "LT-44001",
        "preferredLanguage": "lt-LT",
        "state": "KA",
        "streetAddress": "Laisvės al. 1",
        "surname": "Archie",
        "usageLocation": "LT",
    })
}

async fn change(started: &TestEmulator, token: &str, address: &str, body: Value) -> Answer {
    started.graph(Method::PATCH, &format!("/users/{}", started.user(address)), token, Some(body)).await
}

#[tokio::test]
async fn what_describes_a_guest_is_written_and_read_whole() {
    let started = start_emulator().await;
    let token = started.application("attributes").await;
    let done = change(&started, &token, GRADY, description()).await;
    assert_eq!(done.status, 204, "{}", done.text);
    let wanted = description();
    let names = wanted.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(",");
    let path = format!("/users/{}?$select={names}", started.user(GRADY));
    let mut read = started.get(&path, &token).await.body;
    let attributes = read["onPremisesExtensionAttributes"].as_object_mut().unwrap();
    assert_eq!(attributes.len(), 15);
    attributes.retain(|_, value| !value.is_null());
    read.as_object_mut().unwrap().remove("@odata.context");
    assert_eq!(read, wanted);
    // Each but the usage location is cleared by null, and none comes without being selected but the default ones.
    let nothing = wanted.as_object().unwrap().keys().filter(|name| *name != "businessPhones");
    let nothing: serde_json::Map<_, _> = nothing
        .filter(|name| !["onPremisesExtensionAttributes", "usageLocation"].contains(&name.as_str()))
        .map(|name| (name.clone(), Value::Null))
        .collect();
    assert_eq!(change(&started, &token, GRADY, Value::Object(nothing.clone())).await.status, 204);
    let cleared = started.get(&path, &token).await.body;
    for name in nothing.keys() {
        assert_eq!(cleared[name], Value::Null, "{name}");
    }
    let plain = started.get(&format!("/users/{}", started.user(GRADY)), &token).await.body;
    assert!(plain.get("employeeType").is_none() && plain.get("employeeOrgData").is_none(), "{plain}");
}

#[tokio::test]
async fn what_describes_a_guest_is_filtered_on_as_documented() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    assert_eq!(change(&started, &token, GRADY, description()).await.status, 204);
    for filter in
        ["ageGroup eq 'adult'", "consentProvidedForMinor in ('notRequired')", "employeeId eq 'a-17'"]
    {
        let found = started.get(&format!("/users?$filter={filter}"), &token).await;
        assert_eq!(found.mails(), [GRADY], "{filter}");
    }
    for filter in [
        "employeeType eq 'contractor'",
        "startsWith(employeeType,'Contr')",
        "employeeHireDate ge 2026-03-01T00:00:00Z and employeeHireDate le 2026-03-31T00:00:00Z",
        "employeeOrgData/costCenter eq '4711'",
        "employeeOrgData/division in ('North','South')",
        "startsWith(faxNumber,'%2B370')",
        "onPremisesExtensionAttributes/extensionAttribute15 eq 'fifteen'",
    ] {
        let plain = started.get(&format!("/users?$filter={filter}"), &token).await;
        plain.refused(400, "Request_UnsupportedQuery", "Unsupported Query.");
        let found = started.get_eventual(&format!("/users?$count=true&$filter={filter}"), &token).await;
        assert_eq!(found.mails(), [GRADY], "{filter}");
    }
    for filter in
        ["startsWith(employeeOrgData/division,'N')", "startsWith(ageGroup,'a')", "employeeOrgData eq 'North'"]
    {
        let refused = started.get_eventual(&format!("/users?$count=true&$filter={filter}"), &token).await;
        refused.refused(400, "Request_UnsupportedQuery", "Unsupported Query.");
    }
}

#[tokio::test]
async fn each_part_of_the_organization_data_is_set_by_itself() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/users/{}?$select=employeeOrgData", started.user(JONI));
    let read = async || started.get(&path, &token).await.body["employeeOrgData"].clone();
    assert_eq!(read().await, Value::Null);
    for (part, whole) in [
        (json!({ "costCenter": "1" }), json!({ "costCenter": "1", "division": null })),
        (json!({ "division": "North" }), json!({ "costCenter": "1", "division": "North" })),
        (json!({ "costCenter": null }), json!({ "costCenter": null, "division": "North" })),
        (Value::Null, Value::Null),
    ] {
        let done = change(&started, &token, JONI, json!({ "employeeOrgData": part })).await;
        assert_eq!(done.status, 204, "{}", done.text);
        assert_eq!(read().await, whole);
    }
    let unknown = change(&started, &token, JONI, json!({ "employeeOrgData": { "team": "x" } })).await;
    unknown.refused(400, "Request_BadRequest", "Property 'team' does not exist");
    // A part is no property by itself.
    let alone = change(&started, &token, JONI, json!({ "costCenter": "1" })).await;
    alone.refused(400, "Request_BadRequest", "Property 'costCenter' does not exist");
    assert_eq!(started.effects("userChanged").len(), 4);
}

#[tokio::test]
async fn values_of_another_type_are_refused() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for (body, target) in [
        (json!({ "ageGroup": "old" }), "ageGroup"),
        (json!({ "usageLocation": null }), "usageLocation"),
        (json!({ "usageLocation": "" }), "usageLocation"),
        (json!({ "consentProvidedForMinor": "yes" }), "consentProvidedForMinor"),
        (json!({ "employeeHireDate": "2 March" }), "employeeHireDate"),
        (json!({ "employeeHireDate": 20_260_302 }), "employeeHireDate"),
        (json!({ "employeeOrgData": "North" }), "employeeOrgData"),
        (json!({ "employeeOrgData": { "division": 7 } }), "division"),
        (json!({ "employeeType": ["Contractor"] }), "employeeType"),
        (json!({ "faxNumber": 7 }), "faxNumber"),
        (json!({ "businessPhones": "1" }), "businessPhones"),
        (json!({ "businessPhones": [""] }), "businessPhones"),
        (json!({ "mobilePhone": 7 }), "mobilePhone"),
    ] {
        let refused = change(&started, &token, GRADY, body).await;
        refused.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
        assert_eq!(refused.details(), [("InvalidValue", target)]);
    }
    assert!(started.effects("userChanged").is_empty());
    let capital = json!({ "ageGroup": "Adult", "consentProvidedForMinor": "NotRequired" });
    assert_eq!(change(&started, &token, GRADY, capital).await.status, 204, "as the tables spell them");
}

#[tokio::test]
async fn names_of_properties_have_any_case() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let client = started.client("daemon").client_id;
    let found = started.get(&format!("/applications?$FILTER=APPID eq '{client}'"), &token).await;
    let defined = format!("/applications/{}/extensionProperties", found.ids()[0]);
    let body = json!({ "name": "appRole", "dataType": "String", "targetObjects": ["User"] });
    let name = started.graph(Method::POST, &defined, &token, Some(body)).await.body["name"].clone();
    let name = name.as_str().unwrap();
    let body = json!({
        "JOBTITLE": "Lead",
        "EmployeeType": "Vendor",
        "employeeorgdata": { "COSTCENTER": "9" },
        "OnPremisesExtensionAttributes": { "ExtensionAttribute2": "two" },
        name.to_uppercase(): "external",
    });
    let done = change(&started, &token, GRADY, body).await;
    assert_eq!(done.status, 204, "{}", done.text);
    let select = format!("JobTitle,EMPLOYEETYPE,employeeOrgData,onpremisesextensionattributes,{name}");
    let read = started.get(&format!("/users/{}?$Select={select}", started.user(GRADY)), &token).await.body;
    assert_eq!((&read["jobTitle"], &read["employeeType"]), (&json!("Lead"), &json!("Vendor")));
    assert_eq!(read["employeeOrgData"]["costCenter"], "9");
    assert_eq!(read["onPremisesExtensionAttributes"]["extensionAttribute2"], "two");
    assert_eq!(read[name], "external");
    let found = started.get(&format!("/users?$FILTER=OTHERMAILS/any(id:id eq '{GRADY}')"), &token).await;
    assert_eq!(found.mails(), [GRADY]);
}
