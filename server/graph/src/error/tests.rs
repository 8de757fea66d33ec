#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn refused(status: u16, body: &str) -> GraphError {
    GraphError::Refused(Box::new(Refusal::parse(status, "cid-1".to_owned(), body.as_bytes())))
}

#[test]
fn bodies_of_every_shape() {
    for (body, code, message, request_id) in [
        (
            r#"{"error":{"code":"Forbidden","message":"no","innerError":{"date":"2026-01-01T00:00:00","request-id":"r-1"}}}"#,
            "Forbidden",
            "no",
            Some("r-1"),
        ),
        (r#"{"error":{"code":"X","innererror":{"request-id":"r-2"}}}"#, "X", "", Some("r-2")),
        (r#"{"error":{"code":"X","message":{"lang":"en","value":"told"}}}"#, "X", "told", None),
        (r#"{"error":{"code":"","message":""}}"#, "", "", None),
        (r#"{"error":{"code":null,"message":null,"innerError":null}}"#, "", "", None),
        (r#"{"error":{"code":7,"message":[1],"innerError":"x"}}"#, "", "", None),
        (r#"{"error":"invalid_request","error_description":"told"}"#, "invalid_request", "told", None),
        ("\u{feff}{\"error\":{\"code\":\"X\"}}", "X", "", None),
        (r#"{"error":{"code":"X","innerError":{"request-id":"a b\nc"}}}"#, "X", "", None),
        ("<html><body>Service Unavailable</body></html>", "", "", None),
        (r#"{"error":{"code":"X""#, "", "", None),
        ("[]", "", "", None),
        ("null", "", "", None),
        ("", "", "", None),
    ] {
        let refusal = Refusal::parse(503, "cid".to_owned(), body.as_bytes());
        assert_eq!(
            (refusal.code.as_str(), refusal.message.as_str(), refusal.request_id.as_deref()),
            (code, message, request_id),
            "{body}"
        );
    }
}

#[test]
fn details_are_a_list_or_one_object() {
    let conflict =
        Detail { code: "ObjectConflict".into(), target: "proxyAddresses".into(), ..Detail::default() };
    for (details, expected) in [
        (r#"[{"code":"ObjectConflict","target":"proxyAddresses"},null,"x"]"#, vec![conflict.clone()]),
        (r#"{"code":"ObjectConflict","target":"proxyAddresses","message":null}"#, vec![conflict]),
        (r#""x""#, vec![]),
        ("null", vec![]),
    ] {
        let body = format!(r#"{{"error":{{"code":"Request_BadRequest","details":{details}}}}}"#);
        let error = refused(400, &body);
        assert_eq!(error.refusal().unwrap().details, expected, "{details}");
    }
}

#[test]
fn who_has_the_address_already_is_read_from_the_refusal() {
    let id = "0b9b8f6a-4f0e-4d3b-9a57-0f4b1f1f8d11";
    for (message, found) in [
        (
            format!(
                "The invited user already exists in the directory as object ID: {id}. They can use that account."
            ),
            true,
        ),
        (
            format!(
                "The invited user already exists in the directory as object ID: {{{id}}}, but the account is blocked."
            ),
            true,
        ),
        ("The invited user already exists in the directory.".to_owned(), false),
        (
            "The invited user already exists in the directory as object ID: ünknown, whatever that may be."
                .to_owned(),
            false,
        ),
        (format!("Something about object ID: {id}."), false),
    ] {
        let body = serde_json::json!({ "error": { "code": "BadRequest", "message": message } }).to_string();
        assert_eq!(refused(400, &body).existing_user(), found.then_some(id), "{message}");
    }
}

#[test]
fn a_long_message_is_cut_between_characters() {
    let body = format!(r#"{{"error":{{"message":"{}"}}}}"#, "ž".repeat(5_000));
    assert_eq!(refused(400, &body).refusal().unwrap().message.chars().count(), 2_000);
}

#[test]
fn what_to_do_next() {
    let suspicious = r#"{"error":{"code":"Forbidden","message":"Invitations are blocked for this directory due to suspicious activity. Please contact Microsoft support for help."}}"#;
    let other_words = r#"{"error":{"code":"Forbidden","message":"Blocked: we've seen Suspicious behavior from 'contoso.example'."}}"#;
    let quoted = r#"{"error":{"code":"BadRequest","message":"The user's address suspicious@x.example and the value 'Suspicious Minds' are invalid."}}"#;
    let throttled = r#"{"error":{"code":"Request_ThrottledTemporarily","message":"x"}}"#;
    let gone = r#"{"error":{"code":"Request_ResourceNotFound"}}"#;
    let lag = r#"{"error":{"code":"Directory_ObjectNotFound"}}"#;
    // unknown outcome, throttled, not found, suspicious
    for (status, body, expected) in [
        (302, "", [false, false, false, false]),
        (400, "", [false, false, false, false]),
        (400, lag, [false, false, true, false]),
        (401, "", [false, false, false, false]),
        (403, "", [false, false, false, false]),
        (403, suspicious, [false, false, false, true]),
        (400, suspicious, [false, false, false, true]),
        (400, quoted, [false, false, false, false]),
        (403, other_words, [false, false, false, true]),
        (404, "", [false, false, true, false]),
        (404, gone, [false, false, true, false]),
        (408, "", [true, false, false, false]),
        (429, "", [false, true, false, false]),
        (500, "", [true, false, false, false]),
        (501, "", [false, false, false, false]),
        (502, "", [true, false, false, false]),
        (503, "", [true, false, false, false]),
        (503, throttled, [false, true, false, false]),
        (504, "", [true, false, false, false]),
    ] {
        let e = refused(status, body);
        let got = [e.outcome_unknown(), e.is_throttled(), e.is_not_found(), e.is_suspicious_activity()];
        assert_eq!(got, expected, "{status} {body}");
    }
}

#[test]
fn who_is_not_visible_yet_is_told_from_what_is_wrong() {
    let lag = r#"{"error":{"code":"Request_BadRequest","message":"Not a valid reference update."}}"#;
    let quoted = r#"{"error":{"code":"Request_BadRequest","message":"Invalid value 'not a valid reference update'."}}"#;
    let gone = r#"{"error":{"code":"Request_ResourceNotFound"}}"#;
    for (status, body, expected) in [
        (400, lag, true),
        (404, gone, true),
        (404, "", true),
        (400, quoted, false),
        (400, "", false),
        (403, lag, false),
    ] {
        assert_eq!(refused(status, body).is_not_visible_yet(), expected, "{status} {body}");
    }
}

#[test]
fn without_an_answer_there_is_nothing_to_know() {
    let unreadable = GraphError::Unreadable {
        status: 201,
        client_request_id: "cid".to_owned(),
        request_id: None,
        why: "it is not JSON",
    };
    assert!(unreadable.outcome_unknown());
    let hint = Duration::from_secs(3);
    let token =
        GraphError::Token(TokenError::Unavailable { retry_after: Some(hint), detail: "x".to_owned() });
    assert!(!token.outcome_unknown());
    assert_eq!((token.retry_after(), token.status(), token.client_request_id()), (Some(hint), None, None));
}

#[test]
fn printing_a_refusal_shows_no_text_from_the_body() {
    let body = r#"{"error":{"code":"https://login.example/redeem?rd=x","message":"adele@contoso.example",
        "details":[{"code":"a b","target":"adele@contoso.example","message":"adele@contoso.example"}]}}"#;
    let error = refused(400, body);
    let printed = format!("{error} {error:?} {error:#?}");
    for secret in ["adele", "redeem", "a b"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert!(printed.contains("cid-1") && printed.contains("400"));
    let plain = refused(403, r#"{"error":{"code":"Authorization_RequestDenied"}}"#);
    assert_eq!(
        plain.to_string(),
        "Microsoft Graph refused with 403 (Authorization_RequestDenied), client-request-id cid-1"
    );
}
