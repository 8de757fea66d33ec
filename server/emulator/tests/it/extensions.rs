//! Directory extensions, extension attributes, open extensions.

use emulator::seed::contoso::{CONTOSO, FABRIKAM};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, GRADY, JONI, MEGAN, TestEmulator, start_emulator};

async fn change(started: &TestEmulator, token: &str, address: &str, body: Value) -> Answer {
    started.graph(Method::PATCH, &format!("/users/{}", started.user(address)), token, Some(body)).await
}

/// Where the directory extensions of the daemon are defined, and how their names begin.
async fn application(started: &TestEmulator, token: &str) -> (String, String) {
    let client = started.client("daemon").client_id;
    let found = started.get(&format!("/applications?$filter=appId eq '{client}'"), token).await;
    let id = found.ids()[0].to_owned();
    (format!("/applications/{id}/extensionProperties"), format!("extension_{}_", client.0.simple()))
}

fn property(name: &str, data_type: &str) -> Value {
    json!({ "name": name, "dataType": data_type, "targetObjects": ["User"] })
}

#[tokio::test]
async fn a_directory_extension_is_defined_set_read_and_filtered() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (address, prefix) = application(&started, &token).await;
    let made = started.graph(Method::POST, &address, &token, Some(property("badge", "String"))).await;
    assert_eq!((made.status, made.body["name"].as_str()), (201, Some(format!("{prefix}badge").as_str())));
    let listed = started.get(&address, &token).await;
    assert_eq!(listed.ids(), [made.body["id"].as_str().unwrap()]);
    let by_app_id =
        format!("/Applications(appId='{}')/extensionProperties", started.client("daemon").client_id);
    assert_eq!(started.get(&by_app_id, &token).await.body, listed.body);
    let of_nobody = "/applications(appId='7e571b01-e000-4c11-a0f0-0000000000ff')/extensionProperties";
    assert_eq!(started.get(of_nobody, &token).await.status, 404);
    let unknown = started.get("/things(appId='x')/extensionProperties", &token).await;
    unknown.refused(400, "BadRequest", "Resource not found for the segment");

    let name = format!("{prefix}badge");
    assert_eq!(change(&started, &token, GRADY, json!({ &name: "B-7" })).await.status, 204);
    let grady = format!("/users/{}?$select=id,{name}", started.user(GRADY));
    assert_eq!(started.get(&grady, &token).await.body[&name], "B-7");
    let adele = started.get(&format!("/users/{}?$select=id,{name}", started.user(ADELE)), &token).await;
    assert_eq!((adele.status, &adele.body["id"]), (200, &json!(started.user(ADELE))));
    assert!(adele.body.get(&name).is_none(), "without a value it does not come");
    let found = started.get(&format!("/users?$filter={name} eq 'b-7'"), &token).await;
    assert_eq!(found.mails(), [GRADY]);
    let others = format!("/users?$filter={name} ne 'B-7'");
    started.get(&others, &token).await.refused(400, "Request_UnsupportedQuery", "Unsupported Query.");
    assert_eq!(started.get_eventual(&format!("{others}&$count=true"), &token).await.ids().len(), 5);

    let removed = format!("{address}/{}", made.body["id"].as_str().unwrap());
    assert_eq!(started.graph(Method::DELETE, &removed, &token, None).await.status, 204);
    let without = started.get(&grady, &token).await;
    assert_eq!((without.status, &without.body["id"]), (200, &json!(started.user(GRADY))));
    assert!(without.body.get(&name).is_none());
    change(&started, &token, GRADY, json!({ &name: "B-8" })).await.refused(
        400,
        "Request_BadRequest",
        &format!("Property '{name}' does not exist"),
    );
}

#[tokio::test]
async fn each_type_of_extension_takes_its_values_only() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (address, prefix) = application(&started, &token).await;
    for (kind, good, bad) in [
        ("String", json!("x".repeat(256)), json!("x".repeat(257))),
        ("Boolean", json!(true), json!("true")),
        ("Integer", json!(2_147_483_647), json!(2_147_483_648_i64)),
        ("LargeInteger", json!(9_007_199_254_740_993_i64), json!("1")),
        ("DateTime", json!("2026-05-01T10:00:00Z"), json!("yesterday")),
        ("Binary", json!("aGVsbG8="), json!("not base64!")),
    ] {
        let name = format!("{prefix}a{kind}");
        let made =
            started.graph(Method::POST, &address, &token, Some(property(&format!("a{kind}"), kind))).await;
        assert_eq!(made.status, 201, "{kind}");
        let refused = change(&started, &token, GRADY, json!({ &name: bad })).await;
        refused.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
        assert_eq!(refused.body["error"]["details"][0]["target"], name);
        assert_eq!(change(&started, &token, GRADY, json!({ &name: good })).await.status, 204, "{kind}");
        let shown = started.get(&format!("/users/{}?$select={name}", started.user(GRADY)), &token).await;
        assert_eq!(shown.body[&name], good);
    }
    let late = format!("/users?$filter={prefix}aDateTime eq 2026-05-01T10:00:00Z");
    assert_eq!(started.get(&late, &token).await.mails(), [GRADY]);
    let flagged = format!("/users?$filter={prefix}aBoolean eq true");
    assert_eq!(started.get(&flagged, &token).await.mails(), [GRADY]);
}

#[tokio::test]
async fn an_object_has_a_hundred_extension_values_at_most() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (address, prefix) = application(&started, &token).await;
    for number in 0..101 {
        let made = started
            .graph(Method::POST, &address, &token, Some(property(&format!("n{number}"), "Integer")))
            .await;
        assert_eq!(made.status, 201);
    }
    let values = |range: std::ops::Range<u8>| {
        let values = range.map(|number| (format!("{prefix}n{number}"), json!(number)));
        Value::Object(values.collect())
    };
    assert_eq!(change(&started, &token, GRADY, values(0..100)).await.status, 204);
    let too_many = change(&started, &token, GRADY, values(100..101)).await;
    too_many.refused(400, "Request_BadRequest", "The total number of extension property values");
    assert_eq!(change(&started, &token, GRADY, json!({ format!("{prefix}n0"): null })).await.status, 204);
    assert_eq!(change(&started, &token, GRADY, values(100..101)).await.status, 204);
}

#[tokio::test]
async fn definitions_are_refused_for_what_is_wrong() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (address, prefix) = application(&started, &token).await;
    for (body, target) in [
        (json!({ "dataType": "String", "targetObjects": ["User"] }), "name"),
        (json!({ "name": "a b", "dataType": "String", "targetObjects": ["User"] }), "name"),
        (json!({ "name": "a", "dataType": "Text", "targetObjects": ["User"] }), "dataType"),
        (json!({ "name": "a", "dataType": "String", "targetObjects": ["Guest"] }), "targetObjects"),
        (json!({ "name": "a", "dataType": "String" }), "targetObjects"),
    ] {
        let refused = started.graph(Method::POST, &address, &token, Some(body)).await;
        refused.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
        assert_eq!(refused.body["error"]["details"][0]["target"], target);
    }
    assert_eq!(
        started.graph(Method::POST, &address, &token, Some(property("a", "String"))).await.status,
        201
    );
    let twice = started.graph(Method::POST, &address, &token, Some(property("a", "String"))).await;
    twice.refused(
        400,
        "Request_BadRequest",
        &format!("An extension property exists with the name {prefix}a."),
    );
    let powerless = started.application("powerless").await;
    let denied = started.graph(Method::POST, &address, &powerless, Some(property("b", "String"))).await;
    denied.refused(403, "Authorization_RequestDenied", "");
    let unknown = format!("/users?$filter={prefix}unheard eq 'x'");
    started.get(&unknown, &token).await.refused(
        400,
        "Request_BadRequest",
        &format!("Property '{prefix}unheard'"),
    );
    assert_eq!(started.effects("extensionDefined").len(), 1);
}

#[tokio::test]
async fn extension_attributes_are_fifteen_long_texts() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let set = |body: Value| json!({ "onPremisesExtensionAttributes": body });
    let given = set(json!({ "extensionAttribute1": "x".repeat(1024), "extensionAttribute15": "last" }));
    assert_eq!(change(&started, &token, GRADY, given).await.status, 204);
    let cleared = set(json!({ "extensionAttribute1": null }));
    assert_eq!(change(&started, &token, GRADY, cleared).await.status, 204);
    let shown = format!("/users/{}?$select=onPremisesExtensionAttributes", started.user(GRADY));
    let shown = started.get(&shown, &token).await.body["onPremisesExtensionAttributes"].clone();
    assert_eq!(shown.as_object().unwrap().len(), 15);
    assert_eq!(
        (&shown["extensionAttribute1"], &shown["extensionAttribute15"]),
        (&Value::Null, &json!("last"))
    );

    let long = change(&started, &token, GRADY, set(json!({ "extensionAttribute2": "x".repeat(1025) }))).await;
    long.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
    let sixteenth = change(&started, &token, GRADY, set(json!({ "extensionAttribute16": "x" }))).await;
    sixteenth.refused(400, "Request_BadRequest", "Property 'extensionAttribute16' does not exist");
    let filter = "/users?$filter=onPremisesExtensionAttributes/extensionAttribute15 eq 'last'";
    started.get(filter, &token).await.refused(400, "Request_UnsupportedQuery", "Unsupported Query.");
    assert_eq!(started.get_eventual(&format!("{filter}&$count=true"), &token).await.mails(), [GRADY]);
}

#[tokio::test]
async fn an_application_keeps_two_open_extensions_of_two_kilobytes() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let list = format!("/users/{}/extensions", started.user(JONI));
    let named = |name: &str| json!({ "@odata.type": "microsoft.graph.openTypeExtension", "extensionName": name, "theme": "dark" });
    let made = started.graph(Method::POST, &list, &token, Some(named("example.contoso.settings"))).await;
    assert_eq!((made.status, made.body["id"].as_str()), (201, Some("example.contoso.settings")));
    let twice = started.graph(Method::POST, &list, &token, Some(named("example.contoso.settings"))).await;
    twice.refused(409, "NameAlreadyExists", "An extension already exists with given id.");
    assert_eq!(
        started.graph(Method::POST, &list, &token, Some(named("example.contoso.two"))).await.status,
        201
    );
    let third = started.graph(Method::POST, &list, &token, Some(named("example.contoso.three"))).await;
    third.refused(400, "BadRequest", "An application cannot add more than 2 open extensions");

    let one = format!("{list}/example.contoso.settings");
    let changed = started.graph(Method::PATCH, &one, &token, Some(json!({ "theme": null, "size": 3 }))).await;
    assert_eq!(changed.status, 204);
    let kept = started.get(&one, &token).await.body;
    assert_eq!((kept.get("theme"), &kept["size"]), (None, &json!(3)));
    let large = started.graph(Method::PATCH, &one, &token, Some(json!({ "text": "x".repeat(2048) }))).await;
    large.refused(400, "BadRequest", "The size of the open extension exceeds");
    let expanded =
        started.get(&format!("/users/{}?$select=id&$expand=extensions", started.user(JONI)), &token).await;
    assert_eq!(expanded.body["extensions"].as_array().unwrap().len(), 2);
    assert_eq!(started.graph(Method::DELETE, &one, &token, None).await.status, 204);
    started.get(&one, &token).await.refused(404, "ResourceNotFound", "Extension with given id not found.");
    assert_eq!(started.get(&list, &token).await.ids(), ["example.contoso.two"]);
    let nobody = started.application("powerless").await;
    started.get(&list, &nobody).await.refused(403, "Authorization_RequestDenied", "");
}

#[tokio::test]
async fn defining_extensions_takes_a_permission_and_a_right() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let (address, _) = application(&started, &daemon).await;
    let body = || Some(property("badge", "String"));
    let guest = started.powerful(GRADY, "Application.ReadWrite.All").await;
    for path in ["/applications", address.as_str()] {
        started.get(path, &guest).await.refused(403, "Authorization_RequestDenied", "");
    }
    for token in [guest, started.powerful(ADELE, "Application.ReadWrite.All").await] {
        started.graph(Method::POST, &address, &token, body()).await.refused(
            403,
            "Authorization_RequestDenied",
            "",
        );
    }
    let megan = started.powerful(MEGAN, "Application.ReadWrite.All").await;
    let made = started.graph(Method::POST, &address, &megan, body()).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let one = format!("{address}/{}", made.body["id"].as_str().unwrap());
    let adele = started.powerful(ADELE, "Application.ReadWrite.All").await;
    started.graph(Method::DELETE, &one, &adele, None).await.refused(403, "Authorization_RequestDenied", "");
    assert_eq!(started.graph(Method::DELETE, &one, &megan, None).await.status, 204);
    let mut several = property("badges", "String");
    several["isMultiValued"] = json!(true);
    started.graph(Method::POST, &address, &daemon, Some(several)).await.refused(
        400,
        "BadRequest",
        "This emulator",
    );
    let mut unknown = property("badge", "String");
    unknown["colour"] = json!("red");
    let refused = started.graph(Method::POST, &address, &daemon, Some(unknown)).await;
    refused.refused(400, "Request_BadRequest", "Property 'colour' does not exist as a declared property");
}

#[tokio::test]
async fn an_extension_is_for_its_kind_of_objects_and_its_type() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (address, prefix) = application(&started, &token).await;
    let for_groups = json!({ "name": "colour", "dataType": "String", "targetObjects": ["Group"] });
    for body in [for_groups, property("level", "Integer")] {
        assert_eq!(started.graph(Method::POST, &address, &token, Some(body)).await.status, 201);
    }
    let colour = format!("{prefix}colour");
    let undeclared = format!("Property '{colour}' does not exist");
    let set = change(&started, &token, GRADY, json!({ &colour: "red" })).await;
    set.refused(400, "Request_BadRequest", &undeclared);
    let sponsors = format!("/users/{}/sponsors", started.user(JONI));
    for list in ["/users", "/directory/deletedItems/microsoft.graph.user", &sponsors] {
        let filter = format!("{list}?$filter={colour} eq 'red'");
        started.get(&filter, &token).await.refused(400, "Request_BadRequest", &undeclared);
    }
    let level = format!("{prefix}level");
    let known =
        |tenant| started.emulator.world(|world| world.definition_for(tenant, "User", &level).is_some());
    assert_eq!((known(CONTOSO), known(FABRIKAM)), (true, false), "where its application is");
    assert_eq!(change(&started, &token, GRADY, json!({ &level: 3 })).await.status, 204);
    assert_eq!(started.get(&format!("/users?$filter={level} eq 3"), &token).await.mails(), [GRADY]);
    for filter in
        [format!("{level} eq '3'"), format!("{level} in (true)"), format!("mail eq 'x' or {level} eq '3'")]
    {
        let refused = started.get(&format!("/users?$filter={filter}"), &token).await;
        refused.refused(
            400,
            "BadRequest",
            "Invalid filter clause: A binary operator with incompatible types",
        );
    }
}
