//! Which operator of `$filter` works on which property, by default or only as an advanced query, and what `$orderby`, `$search` and `$top` take.

use crate::harness::{ADELE, ALEX, Answer, GRADY, JONI, MEGAN, TestEmulator, start_emulator};

const UNSUPPORTED: &str = "Request_UnsupportedQuery";

/// Asks plainly, and as an advanced query.
async fn both_ways(started: &TestEmulator, token: &str, filter: &str) -> [Answer; 2] {
    let encoded = filter.replace(' ', "%20").replace('+', "%2B");
    let plain = started.get(&format!("/users?$filter={encoded}"), token).await;
    let advanced = started.get_eventual(&format!("/users?$count=true&$filter={encoded}"), token).await;
    [plain, advanced]
}

fn worked(answer: &Answer, filter: &str) {
    assert_eq!(answer.status, 200, "{filter}: {}", answer.text);
    assert!(answer.body["value"].is_array(), "{filter}: {}", answer.text);
}

#[tokio::test]
async fn each_property_takes_the_operators_that_are_documented() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for filter in [
        "mail eq 'x'",
        "mail ge 'x' and mail le 'z'",
        "mail in ('x','y')",
        "mail eq null",
        "startsWith(mail,'x')",
        "userPrincipalName ge 'x'",
        "userPrincipalName in ('x')",
        "otherMails/any(x:x eq 'a')",
        "otherMails/any(x:x ge 'a' and x le 'b')",
        "otherMails/any(x:x in ('a','b'))",
        "otherMails/any(x:startsWith(x,'a'))",
        "proxyAddresses/any(x:x eq 'SMTP:a')",
        "proxyAddresses/any(x:startsWith(x,'smtp:a'))",
        "identities/any(c:c/issuerAssignedId eq 'a' and c/issuer eq 'b')",
        "userType eq 'Guest'",
        "userType in ('Guest','Member')",
        "creationType eq 'Invitation'",
        "externalUserState eq 'Accepted'",
        "externalUserState in ('Accepted')",
        "externalUserStateChangeDateTime eq 2026-01-01T00:00:00Z",
        "externalUserStateChangeDateTime in (2026-01-01T00:00:00Z)",
        "createdDateTime ge 2026-01-01T00:00:00Z",
        "accountEnabled eq true",
        "signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z",
    ] {
        for answer in both_ways(&started, &token, filter).await {
            worked(&answer, filter);
        }
    }
}

#[tokio::test]
async fn some_operators_work_in_advanced_queries_only() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for filter in [
        "mail ne 'x'",
        "mail ne null",
        "not startsWith(mail,'x')",
        "endsWith(mail,'x')",
        "endsWith(userPrincipalName,'x')",
        "otherMails/any(x:endsWith(x,'a'))",
        "proxyAddresses/any(x:endsWith(x,'a'))",
        "not otherMails/any(x:x eq 'a')",
        "otherMails/$count eq 0",
        "proxyAddresses/$count ne 0",
        "userType ne 'Guest'",
        "not (creationType eq 'Invitation')",
        "externalUserStateChangeDateTime ne 2026-01-01T00:00:00Z",
        "companyName eq 'x'",
        "startsWith(officeLocation,'x')",
        "not (mail eq null)",
    ] {
        let [plain, advanced] = both_ways(&started, &token, filter).await;
        plain.refused(400, UNSUPPORTED, "Unsupported Query.");
        worked(&advanced, filter);
    }
}

#[tokio::test]
async fn some_operators_do_not_work_at_all() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for filter in [
        "externalUserStateChangeDateTime le 2026-01-01T00:00:00Z",
        "userType ge 'Guest'",
        "startsWith(userType,'G')",
        "startsWith(creationType,'I')",
        "contains(displayName,'x')",
        "endsWith(displayName,'x')",
        "otherMails/all(x:x eq 'a')",
        "mail/any(x:x eq 'a')",
        "mail/$count eq 0",
        "businessPhones/$count eq 0",
        "otherMails/any(x:otherMails/any(y:y eq 'a'))",
        "identities/any(c:c/issuerAssignedId eq 'a')",
        "identities eq 'a'",
        "signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z and accountEnabled eq true",
        "not (signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z)",
        "onPremisesUserPrincipalName eq 'a'",
    ] {
        for answer in both_ways(&started, &token, filter).await {
            answer.refused(400, UNSUPPORTED, "");
            let words = ["Unsupported Query.", "The request uses a filter property that is not indexed"];
            assert!(words.iter().any(|known| answer.message().starts_with(known)), "{}", answer.text);
        }
    }
    for filter in [
        "accountEnabled eq 'true'",
        "mail eq 7",
        "mail eq true",
        "createdDateTime ge '2026-01-01'",
        "identities/any(c:c/nonsense eq 'a' and c/issuer eq 'b' and c/issuerAssignedId eq 'c')",
        "otherMails/any(x:y eq 'a')",
        "mail/part eq 'x'",
    ] {
        for answer in both_ways(&started, &token, filter).await {
            answer.refused(400, "BadRequest", "Invalid filter clause: ");
        }
    }
}

#[tokio::test]
async fn advanced_conditions_find_whom_they_should() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for (filter, expected) in [
        ("otherMails/$count eq 0", vec![ADELE, ALEX, MEGAN]),
        ("otherMails/$count ge 1 and userType eq 'Guest'", vec![GRADY, JONI]),
        ("creationType ne null", vec![GRADY, JONI]),
        (
            "not (userType eq 'Guest') and endsWith(mail,'contoso.example') and department ne 'Sales'",
            vec![ADELE, ALEX, MEGAN],
        ),
        ("companyName eq 'fabrikam'", vec![GRADY]),
        ("otherMails/any(x:endsWith(x,'@NORTHWIND.example'))", vec![JONI]),
        ("mail ge 'j' and mail lt 'k'", vec![JONI]),
    ] {
        let encoded = filter.replace(' ', "%20");
        let path = format!("/users?$count=true&$orderby=displayName&$filter={encoded}");
        let answer = started.get_eventual(&path, &token).await;
        assert_eq!(answer.mails(), expected, "{filter}");
        assert_eq!(answer.body["@odata.count"], expected.len(), "{filter}");
    }
}

#[tokio::test]
async fn when_somebody_last_signed_in_needs_the_permission_of_the_log() {
    let started = start_emulator().await;
    let vestibule = started.application("vestibule").await;
    let daemon = started.application("daemon").await;
    for path in [
        "/users?$filter=signInActivity/lastSignInDateTime%20le%202026-01-01T00:00:00Z",
        "/users?$select=id,signInActivity",
        "/users/adele.vance@contoso.example?$select=signInActivity",
    ] {
        started.get(path, &vestibule).await.refused(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges",
        );
        let answer = started.get(path, &daemon).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text.contains("lastSignInDateTime"), "it does not come for who never signed in");
    }
}

#[tokio::test]
async fn lists_are_ordered_and_pages_have_a_size() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let sorted = started.get("/users?$orderby=userPrincipalName%20desc&$select=mail", &token).await;
    assert_eq!(sorted.mails()[0], MEGAN);
    let by_name = started.get("/users?$orderby=displayName&$select=mail", &token).await;
    assert_eq!(by_name.mails()[..2], [ADELE, ALEX]);
    for (query, code, message) in [
        ("$orderby=companyName", UNSUPPORTED, "Sorting not supported for current query."),
        ("$orderby=displayName up", "BadRequest", "Invalid orderby clause."),
        (
            "$top=1000",
            "Request_BadRequest",
            "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
        ),
        ("$top=-1", "BadRequest", "Invalid value '-1' for $top"),
        ("$skiptoken=nonsense", "Request_BadRequest", "Invalid skiptoken."),
        ("$count=maybe", "BadRequest", "Invalid value for the query option '$count'."),
        ("$apply=x", "BadRequest", "The query parameter '$apply' is not supported"),
    ] {
        started.get(&format!("/users?{query}"), &token).await.refused(400, code, message);
    }
    assert_eq!(started.get("/users?$top=999", &token).await.ids().len(), 6);
}

#[tokio::test]
async fn a_search_names_its_property_in_quotes() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for (search, expected) in [
        ("\"displayName:VANCE\"", vec![ADELE]),
        ("\"displayName:vance adele\"", vec![ADELE]),
        ("\"mail:vance\"", vec![]),
        ("\"mail:adele.v\"", vec![ADELE]),
        ("\"otherMails:joni\"", vec![JONI]),
        ("\"proxyAddresses:SMTP:grady\"", vec![GRADY]),
        ("\"displayName:adele\" OR \"displayName:alex\" AND \"mail:nobody\"", vec![ADELE]),
    ] {
        let path = format!("/users?$orderby=displayName&$search={search}");
        assert_eq!(started.get_eventual(&path, &token).await.mails(), expected, "{search}");
    }
    for search in
        ["displayName:adele", "\"adele\"", "\"displayName:adele", "\"displayName:a\" and \"mail:b\""]
    {
        let refused = started.get_eventual(&format!("/users?$search={search}"), &token).await;
        refused.refused(400, "BadRequest", "Syntax error");
    }
    let refused = started.get_eventual("/users?$search=\"jobTitle:x\"", &token).await;
    refused.refused(400, UNSUPPORTED, "Unsupported Query.");
}
