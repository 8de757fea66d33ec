//! `$filter`, `$search`, `$select`, `$top`, `$count`, `$orderby`, paging, and the rules of advanced queries.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, ALEX, GRADY, JONI, MEGAN, TestEmulator, start_emulator};

const DIEGO: &str = "diego.siciliani@contoso.example";

async fn found(started: &TestEmulator, token: &str, filter: &str) -> Vec<String> {
    let request =
        started.browser.get(started.url("/v1.0/users")).bearer_auth(token).query(&[("$filter", filter)]);
    let answer = crate::harness::Answer::of(request.send().await.unwrap()).await;
    let mut mails: Vec<_> = answer.mails().into_iter().map(str::to_owned).collect();
    mails.sort();
    mails
}

#[tokio::test]
async fn the_look_up_filters_find_whom_they_should() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for (address, change) in
        [(DIEGO, json!({"displayName": "O'Neil + Sons"})), (JONI, json!({"accountEnabled": false}))]
    {
        let path = format!("/users/{}", started.user(address));
        assert_eq!(started.graph(Method::PATCH, &path, &token, Some(change)).await.status, 204);
    }
    for (filter, mails) in [
        ("mail eq 'ADELE.Vance@contoso.example'", vec![ADELE]),
        ("MAIL eq 'adele.vance@contoso.example'", vec![ADELE]),
        ("othermails/any(id:id eq 'grady.archie@fabrikam.example')", vec![GRADY]),
        ("otherMails/any(m:m eq 'diego.siciliani@relecloud.example')", vec![DIEGO]),
        ("proxyAddresses/any(p:p eq 'smtp:adele@contoso.example')", vec![ADELE]),
        ("proxyAddresses/any(p:p eq 'SMTP:adele@contoso.example')", vec![]),
        ("proxyAddresses/any(p:p eq 'SMTP:ADELE.VANCE@contoso.example')", vec![ADELE]),
        ("userPrincipalName eq 'alex.wilber@contoso.example'", vec![ALEX]),
        ("startsWith(displayName,'Me')", vec![MEGAN]),
        ("startswith(mail,'j') or startsWith(mail,'g')", vec![GRADY, JONI]),
        ("userType eq 'Guest' and externalUserState eq 'PendingAcceptance'", vec![JONI]),
        ("mail in ('alex.wilber@contoso.example','x@y.example')", vec![ALEX]),
        ("(givenName eq 'Adele' or givenName eq 'Alex') and surname eq 'Wilber'", vec![ALEX]),
        ("createdDateTime le 2020-01-01T00:00:00Z", vec![]),
        ("createdDateTime ge 2020-01-01T00:00:00Z and startsWith(mail,'grady')", vec![GRADY]),
        ("accountEnabled eq false", vec![JONI]),
        ("displayName eq 'O''Neil'", vec![]),
        ("displayName eq 'O''Neil + Sons'", vec![DIEGO]),
        ("startsWith(displayName,'O''')", vec![DIEGO]),
        (
            "identities/any(c:c/issuerAssignedId eq 'adele.vance@contoso.example' and c/issuer eq 'contosoexample.onmicrosoft.com')",
            vec![ADELE],
        ),
    ] {
        assert_eq!(found(&started, &token, filter).await, mails, "{filter}");
    }
    let by_id = format!("id eq '{}'", started.user(ADELE));
    assert_eq!(found(&started, &token, &by_id).await, [ADELE]);
}

#[tokio::test]
async fn advanced_queries_need_header_and_count() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for filter in [
        "endsWith(mail,'fabrikam.example')",
        "userType ne 'Member'",
        "not startsWith(displayName,'A')",
        "not (userType eq 'Member')",
        "mobilePhone eq '1'",
    ] {
        let path = format!("/users?$filter={filter}");
        started.get(&path, &token).await.refused(400, "Request_UnsupportedQuery", "Unsupported Query.");
        started.get_eventual(&path, &token).await.refused(
            400,
            "Request_UnsupportedQuery",
            "Unsupported Query.",
        );
        let counted = started.get(&format!("{path}&$count=true"), &token).await;
        counted.refused(400, "Request_UnsupportedQuery", "Unsupported Query.");
        assert_eq!(
            started.get_eventual(&format!("{path}&$count=true"), &token).await.status,
            200,
            "{filter}"
        );
    }
    let ends = "/users?$filter=endsWith(mail,'fabrikam.example')&$count=true";
    let answer = started.get_eventual(ends, &token).await;
    assert_eq!(answer.mails(), [GRADY]);
    assert_eq!(answer.body["@odata.count"], 1);
    let sorted = "/users?$filter=userType eq 'Member'&$orderby=displayName";
    started.get(sorted, &token).await.refused(400, "Request_UnsupportedQuery", "Sorting not supported");
    assert_eq!(started.get_eventual(&format!("{sorted}&$count=true"), &token).await.status, 200);
}

#[tokio::test]
async fn counting_without_the_header_is_ignored_or_refused() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let ignored = started.get("/users?$count=true", &token).await;
    assert_eq!(ignored.status, 200);
    assert!(ignored.body.get("@odata.count").is_none());
    started.get("/users/$count", &token).await.refused(
        400,
        "Request_BadRequest",
        "$count is not currently supported.",
    );
    let counted = started.get_eventual("/users/$count?$filter=userType ne 'Member'", &token).await;
    assert_eq!((counted.status, counted.text.as_str()), (200, "2"));
}

#[tokio::test]
async fn searching_needs_the_header_only() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = "/users?$search=\"displayName:arch\"";
    started.get(path, &token).await.refused(
        400,
        "Request_UnsupportedQuery",
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
    assert_eq!(started.get_eventual(path, &token).await.mails(), [GRADY]);
    let either = "/users?$search=\"displayName:vance\" OR \"mail:alex\"";
    let mut mails =
        started.get_eventual(either, &token).await.mails().into_iter().map(str::to_owned).collect::<Vec<_>>();
    mails.sort();
    assert_eq!(mails, [ADELE, ALEX]);
    let both = "/users?$search=\"displayName:adele\" AND \"mail:alex\"";
    assert!(started.get_eventual(both, &token).await.mails().is_empty());
    started.get_eventual("/users?$search=adele", &token).await.refused(400, "BadRequest", "Syntax error");
}

#[tokio::test]
async fn what_graph_does_not_support_is_refused_as_it_refuses() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for (query, code, message) in [
        (
            "$filter=nonsense eq 'x'",
            "BadRequest",
            "Invalid filter clause: Could not find a property named 'nonsense'",
        ),
        ("$filter=mail qq 'x'", "BadRequest", "Invalid filter clause: Syntax error at position 5"),
        ("$filter=mail eq 'x", "BadRequest", "Invalid filter clause: Syntax error"),
        ("$filter=(mail eq 'x'", "BadRequest", "Invalid filter clause: Syntax error"),
        ("$filter=contains(mail,'x')", "Request_UnsupportedQuery", "Unsupported Query."),
        ("$filter=otherMails/all(o:o eq 'x')", "Request_UnsupportedQuery", "Unsupported Query."),
        ("$filter=otherMails eq 'x'", "Request_UnsupportedQuery", "Unsupported Query."),
        ("$filter=identities/any(c:c/issuer eq 'x')", "Request_UnsupportedQuery", "Unsupported Query."),
        (
            "$filter=externalUserStateChangeDateTime ge 2026-01-01T00:00:00Z",
            "Request_UnsupportedQuery",
            "Unsupported Query.",
        ),
        ("$filter=createdDateTime ge 'yesterday'", "BadRequest", "Invalid filter clause: A binary operator"),
        (
            "$filter=aboutMe eq 'x'",
            "Request_UnsupportedQuery",
            "The request uses a filter property that is not indexed",
        ),
        ("$select=nonsense", "BadRequest", "Parsing OData Select and Expand failed"),
        ("$top=0", "BadRequest", "Invalid value '0' for $top"),
        ("$skip=5", "Request_BadRequest", "'$skip' is not supported"),
        ("$top=1&$top=2", "BadRequest", "Query parameter '$top' is specified"),
    ] {
        let answer = started.get(&format!("/users?{query}"), &token).await;
        answer.refused(400, code, message);
    }
}

#[tokio::test]
async fn pages_are_followed_whole_and_count_is_on_the_first() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let first =
        started.get_eventual("/users?$top=4&$count=true&$select=id,mail&$orderby=displayName", &token).await;
    assert_eq!(first.body["@odata.count"], 6);
    let next = first.body["@odata.nextLink"].as_str().unwrap();
    assert!(next.starts_with(&started.emulator.url()), "{next}");
    let path = next.split("/v1.0").nth(1).unwrap();
    let second = started.get_eventual(path, &token).await;
    assert!(second.body.get("@odata.count").is_none() && second.body.get("@odata.nextLink").is_none());
    let all = [first.mails(), second.mails()].concat();
    assert_eq!(all, [ADELE, ALEX, DIEGO, GRADY, JONI, MEGAN]);
    assert!(first.body["@odata.context"].as_str().unwrap().ends_with("#users(id,mail)"));
    // The link says nothing of the header.
    let guests = started.get_eventual("/users?$filter=userType ne 'Member'&$count=true&$top=1", &token).await;
    let next = guests.body["@odata.nextLink"].as_str().unwrap().split("/v1.0").nth(1).unwrap();
    started.get(next, &token).await.refused(400, "Request_UnsupportedQuery", "Unsupported Query.");
    assert_eq!(started.get_eventual(next, &token).await.mails().len(), 1);
}
