//! `sendMail`: what a message takes, who may send it, and what becomes of it.

use emulator::seed::contoso::CONTOSO;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{ADELE, ALEX, Answer, GRADY, JONI, TestEmulator, parameter, start_emulator},
    sign_in::claims,
};

const TO: &str = "robin@northwind.example";

fn recipient(address: &str) -> Value {
    json!({ "emailAddress": { "address": address } })
}

fn message() -> Value {
    json!({
        "subject": "Meet for lunch?",
        "body": { "contentType": "Text", "content": "The new cafeteria is open." },
        "toRecipients": [recipient(TO)],
    })
}

async fn post(started: &TestEmulator, path: &str, token: &str, body: Value) -> Answer {
    started.graph(Method::POST, path, token, Some(body)).await
}

async fn send(started: &TestEmulator, token: &str, message: Value) -> Answer {
    post(started, "/me/sendMail", token, json!({ "message": message })).await
}

#[tokio::test]
async fn a_sent_message_is_accepted_and_stands_in_the_mailbox() {
    let started = start_emulator().await;
    let token = started.powerful(ADELE, "Mail.Send").await;
    let mut whole = message();
    whole["body"] = json!({ "contentType": "HTML", "content": "<p>The new cafeteria is open.</p>" });
    whole["ccRecipients"] = json!([{ "emailAddress": { "name": "Alex", "address": ALEX } }]);
    whole["bccRecipients"] = json!([recipient("hidden@northwind.example")]);
    whole["replyTo"] = json!([recipient("team@contoso.example"), recipient(ADELE)]);
    whole["internetMessageHeaders"] = json!([{ "name": "x-vestibule-kind", "value": "invitation" }]);
    whole["importance"] = json!("high");
    whole["from"] = recipient(ADELE);
    // The flag is a text in Microsoft's own sample.
    let request = started.browser.post(started.url("/v1.0/me/sendMail")).bearer_auth(&token);
    let request = request.header("client-request-id", "b2f6bb6e-2b0a-4c5f-8f24-000000000001");
    let request = request.json(&json!({ "message": whole, "saveToSentItems": "false" }));
    let sent = Answer::of(request.send().await.unwrap()).await;
    assert_eq!((sent.status, sent.text.as_str()), (202, ""));

    let mail = started.mail_for(TO).await.remove(0);
    assert_eq!(mail["subject"], "Meet for lunch?");
    assert_eq!((&mail["text"], &mail["html"]), (&json!(""), &json!("<p>The new cafeteria is open.</p>")));
    assert!(mail["from"].as_str().unwrap().ends_with(&format!("<{ADELE}>")), "{mail}");
    assert_eq!((&mail["sender"], &mail["via"]), (&json!(ADELE), &json!("graph")));
    assert_eq!((&mail["to"], &mail["cc"]), (&json!([TO]), &json!([ALEX])));
    assert_eq!(mail["recipients"], json!([TO, ALEX, "hidden@northwind.example"]));
    assert_eq!(mail["replyTo"], format!("team@contoso.example, {ADELE}"));
    assert_eq!(mail["headers"], json!([{ "name": "x-vestibule-kind", "value": "invitation" }]));
    assert!(mail["messageId"].as_str().unwrap().contains('@'));
    assert_eq!(started.mail_for("hidden@northwind.example").await.len(), 1);

    let ledger = started.emulator.world(|world| serde_json::to_value(world.ledger()).unwrap());
    let entry = ledger.as_array().unwrap().last().unwrap();
    assert_eq!(entry["effect"]["kind"], "mailDelivered");
    assert_eq!(entry["requestId"], sent.headers["request-id"].to_str().unwrap());
    assert_eq!(entry["clientRequestId"], "b2f6bb6e-2b0a-4c5f-8f24-000000000001");
    assert_eq!(entry["by"]["user"], started.user(ADELE));

    // The same once more is another mail: nothing tells them apart.
    for path in ["/me/sendMail", "/me/microsoft.graph.sendMail"] {
        assert_eq!(post(&started, path, &token, json!({ "message": message() })).await.status, 202, "{path}");
    }
    assert_eq!(started.mail_for(TO).await.len(), 3);
}

#[tokio::test]
async fn the_permission_sends_as_oneself_and_an_application_s_as_anybody() {
    let started = start_emulator().await;
    let body = || json!({ "message": message() });
    let words = "Access is denied. Check credentials and try again.";
    let without = started.delegated(ADELE).await;
    post(&started, "/me/sendMail", &without, body()).await.refused(403, "ErrorAccessDenied", words);
    let own = started.powerful(ADELE, "Mail.Send").await;
    assert_eq!(post(&started, &format!("/users/{ADELE}/sendMail"), &own, body()).await.status, 202);
    let alex = format!("/users/{}/sendMail", started.user(ALEX));
    post(&started, &alex, &own, body()).await.refused(403, "ErrorAccessDenied", words);

    let daemon = started.application("daemon").await;
    assert_eq!(post(&started, &alex, &daemon, body()).await.status, 202);
    let mail = started.mail_for(TO).await.remove(0);
    assert_eq!(mail["sender"], ALEX);
    let me = post(&started, "/me/sendMail", &daemon, body()).await;
    me.refused(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
    let powerless = started.application("powerless").await;
    post(&started, &alex, &powerless, body()).await.refused(403, "ErrorAccessDenied", words);
    let nobody = post(&started, "/users/nobody@contoso.example/sendMail", &daemon, body()).await;
    nobody.refused(404, "ErrorInvalidUser", "The requested user 'nobody@contoso.example' is invalid.");
    started.graph(Method::GET, "/me/sendMail", &own, None).await.refused(
        405,
        "Request_BadRequest",
        "Specified HTTP",
    );
    assert_eq!(started.effects("mailDelivered").len(), 2);
}

#[tokio::test]
async fn who_has_no_mailbox_sends_nothing() {
    let started = start_emulator().await;
    let words = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
    let guest = started.powerful(GRADY, "Mail.Send").await;
    send(&started, &guest, message()).await.refused(404, "MailboxNotEnabledForRESTAPI", words);
    let member = started.powerful(ADELE, "Mail.Send").await;
    started.policy(json!({ "withoutMailbox": [ADELE.to_uppercase()] })).await;
    send(&started, &member, message()).await.refused(404, "MailboxNotEnabledForRESTAPI", words);
    assert!(started.effects("mailDelivered").is_empty());
    started.policy(json!({ "withoutMailbox": [ALEX] })).await;
    assert_eq!(send(&started, &member, message()).await.status, 202);
}

#[tokio::test]
async fn recipients_are_addresses_and_there_is_one() {
    let started = start_emulator().await;
    let token = started.powerful(ADELE, "Mail.Send").await;
    let none =
        "At least one recipient is not valid., A message can't be sent because it contains no recipients.";
    let unresolved = |named: &str| {
        format!(
            "At least one recipient is not valid., Recipient '{named}' is not resolved. All recipients must be resolved before a message can be submitted."
        )
    };
    for (changes, said) in [
        (json!({ "toRecipients": [] }), none.to_owned()),
        (json!({ "toRecipients": null }), none.to_owned()),
        (json!({ "toRecipients": [recipient("bad")] }), unresolved("bad")),
        (
            json!({ "bccRecipients": [recipient("a@b.example, c@d.example")] }),
            unresolved("a@b.example, c@d.example"),
        ),
        (json!({ "ccRecipients": [{ "emailAddress": { "name": "Alex" } }] }), unresolved("")),
    ] {
        let mut message = message();
        message.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        send(&started, &token, message).await.refused(400, "ErrorInvalidRecipients", &said);
    }
    assert!(started.effects("mailDelivered").is_empty());
}

#[tokio::test]
async fn what_a_message_does_not_have_is_refused_in_outlook_s_words() {
    let started = start_emulator().await;
    let token = started.powerful(ADELE, "Mail.Send").await;
    let changed = |changes: Value| {
        let mut message = message();
        message.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        json!({ "message": message })
    };
    let header = |name: &str| json!({ "name": name, "value": "x" });
    let six: Vec<_> = (0..6).map(|number| header(&format!("x-{number}"))).collect();
    let on_type =
        "Make sure to only use property names that are defined by the type or mark the type as open type.";
    for (body, status, code, said) in [
        (
            changed(json!({ "Subject": "x" })),
            400,
            "RequestBodyRead",
            format!("The property 'Subject' does not exist on type 'microsoft.graph.message'. {on_type}"),
        ),
        (
            changed(json!({ "toRecipients": [{ "address": TO }] })),
            400,
            "RequestBodyRead",
            format!("The property 'address' does not exist on type 'microsoft.graph.recipient'. {on_type}"),
        ),
        (
            changed(json!({ "body": { "contentType": "markdown", "content": "x" } })),
            400,
            "RequestBodyRead",
            "Requested value 'markdown' was not found.".to_owned(),
        ),
        (
            changed(json!({ "importance": "urgent" })),
            400,
            "RequestBodyRead",
            "Requested value 'urgent' was not found.".to_owned(),
        ),
        (changed(json!({ "subject": 7 })), 400, "RequestBodyRead", "Cannot convert".to_owned()),
        (
            changed(json!({ "internetMessageHeaders": [header("List-Unsubscribe")] })),
            400,
            "InvalidInternetMessageHeader",
            "The internet message header name 'List-Unsubscribe' should start with 'x-' or 'X-'.".to_owned(),
        ),
        (
            changed(json!({ "internetMessageHeaders": [header("x-a: b\r\nBcc")] })),
            400,
            "InvalidInternetMessageHeader",
            "The internet message header name".to_owned(),
        ),
        (
            changed(json!({ "internetMessageHeaders": six })),
            400,
            "InvalidInternetMessageHeaderCollection",
            "Maximum number of headers in one message should be less than or equal to 5.".to_owned(),
        ),
        (
            changed(json!({ "from": recipient(ALEX) })),
            403,
            "ErrorSendAsDenied",
            "The user account which was used to submit this request does not have the right".to_owned(),
        ),
        (
            changed(json!({ "attachments": [] })),
            501,
            "NotImplemented",
            "The emulator does not send messages with 'attachments'.".to_owned(),
        ),
        (
            json!({ "message": message(), "saveToSentItem": true }),
            400,
            "RequestBodyRead",
            "The parameter 'saveToSentItem' in the request payload".to_owned(),
        ),
        (
            json!({ "message": message(), "saveToSentItems": 1 }),
            400,
            "RequestBodyRead",
            "Cannot convert".to_owned(),
        ),
        (
            json!({}),
            400,
            "ErrorInvalidParameter",
            "The value of the parameter 'Message' is invalid.".to_owned(),
        ),
    ] {
        post(&started, "/me/sendMail", &token, body).await.refused(status, code, &said);
    }
    let request = started.browser.post(started.url("/v1.0/me/sendMail")).bearer_auth(&token).body("{");
    Answer::of(request.send().await.unwrap()).await.refused(
        400,
        "BadRequest",
        "Unable to read JSON request payload.",
    );
    assert!(started.effects("mailDelivered").is_empty());
    let typed = json!({ "message": message(), "@odata.type": "#microsoft.graph.x" });
    assert_eq!(
        post(&started, "/me/sendMail", &token, typed).await.status,
        202,
        "annotations are passed over"
    );
}

#[tokio::test]
async fn a_mailbox_sends_thirty_messages_a_minute() {
    let started = start_emulator().await;
    let token = started.powerful(ADELE, "Mail.Send User.Read").await;
    for number in 0..30 {
        assert_eq!(send(&started, &token, message()).await.status, 202, "{number}");
    }
    let refused = send(&started, &token, message()).await;
    refused.refused(429, "ApplicationThrottled", "Application is over its");
    let wait: u32 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(started.effects("mailDelivered").len(), 30);
    let daemon = started.application("daemon").await;
    let adele = format!("/users/{}/sendMail", started.user(ADELE));
    assert_eq!(
        post(&started, &adele, &daemon, json!({ "message": message() })).await.status,
        429,
        "one mailbox"
    );
    let alex = format!("/users/{}/sendMail", started.user(ALEX));
    assert_eq!(
        post(&started, &alex, &daemon, json!({ "message": message() })).await.status,
        202,
        "another one"
    );
    assert_eq!(started.get("/me", &token).await.status, 200, "another budget");
    started.advance(61_000).await;
    assert_eq!(send(&started, &token, message()).await.status, 202);
    let off = started.control(Method::PATCH, "throttling", json!({ "enabled": false })).await;
    assert_eq!(off.status, 200);
    for _ in 0..31 {
        assert_eq!(send(&started, &token, message()).await.status, 202);
    }
}

#[tokio::test]
async fn a_message_may_be_sent_although_the_answer_says_otherwise() {
    let started = start_emulator().await;
    let token = started.powerful(ADELE, "Mail.Send").await;
    let on = json!({ "method": "POST", "path": "/v1.0/me/sendMail" });
    for (effect, status, mails) in
        [(json!({ "status": 503, "perform": true }), 503, 1), (json!({ "status": 202 }), 202, 1)]
    {
        let fault = json!([{ "on": on, "effect": effect, "times": 1 }]);
        assert_eq!(started.control(Method::POST, "faults", fault).await.status, 200);
        assert_eq!(send(&started, &token, message()).await.status, status);
        assert_eq!(started.mail_for(TO).await.len(), mails, "{effect}");
    }
}

const MAIL_SEND: &str = "https://graph.microsoft.com/Mail.Send";

#[tokio::test]
async fn the_permission_to_send_is_asked_for_by_itself_once_it_is_needed() {
    let started = start_emulator().await;
    let tokens = started.tokens(ADELE).await;
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let refused = started.refresh(refresh_token, &[("scope", MAIL_SEND)]).await;
    refused.entra_refused(400, "invalid_grant", 65_001);
    assert_eq!(refused.body["suberror"], "consent_required");
    assert_eq!(started.refresh(refresh_token, &[]).await.status, 200, "what she consented to goes on");

    let asked = [("scope", "openid offline_access https://graph.microsoft.com/Mail.Send")];
    let page = started.arrive(ADELE, &asked).await;
    let text = page.text().await.unwrap();
    assert!(text.contains("Send mail as you") && !text.contains("Invite guests"), "{text}");
    let back = started.decide_and_follow(started.authorize(&asked).await, "accept", &[]).await;
    let code = parameter(&crate::harness::location(&back), "code").unwrap();
    let granted: Value = started.redeem_code(&code).await.json().await.unwrap();
    assert_eq!(
        granted["scope"].as_str().unwrap().split(' ').filter(|scope| scope.ends_with("Mail.Send")).count(),
        1
    );
    let of_code = granted["access_token"].as_str().unwrap();
    assert_eq!(send(&started, of_code, message()).await.status, 202);
    started.get(&format!("/users/{}", started.user(JONI)), of_code).await.refused(
        403,
        "Authorization_RequestDenied",
        "",
    );
    // The refresh token of before is as good now.
    let refreshed = started.refresh(refresh_token, &[("scope", MAIL_SEND)]).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.text);
    let token = refreshed.body["access_token"].as_str().unwrap();
    assert!(claims(token)["scp"].as_str().unwrap().split(' ').any(|scope| scope == "Mail.Send"));
    assert_eq!(send(&started, token, message()).await.status, 202);
    // Nobody else consented.
    let alex = started.tokens(ALEX).await;
    let alex = started.refresh(alex["refresh_token"].as_str().unwrap(), &[("scope", MAIL_SEND)]).await;
    alex.entra_refused(400, "invalid_grant", 65_001);
}

#[tokio::test]
async fn a_tenant_says_who_may_consent() {
    let started = start_emulator().await;
    let asked = [("scope", "openid https://graph.microsoft.com/Mail.Send")];
    started.policy(json!({ "userConsentPermissions": ["openid", "User.Read"] })).await;
    assert_eq!(started.arrive(ADELE, &asked).await.status(), 403, "only an administrator");
    let daemon = started.application("daemon").await;
    let grants = |answer: &Answer| {
        answer.body["defaultUserRolePermissions"]["permissionGrantPoliciesAssigned"].clone()
    };
    let policy = started.get("/policies/authorizationPolicy", &daemon).await;
    assert_eq!(grants(&policy), json!(["ManagePermissionGrantsForSelf.microsoft-user-default-low"]));
    started.policy(json!({ "userConsentPermissions": [] })).await;
    let policy = started.get("/policies/authorizationPolicy", &daemon).await;
    assert_eq!(grants(&policy), json!([]));
    assert!(started.effects("consented").is_empty());

    let page = started.arrive(crate::harness::MEGAN, &asked).await;
    let back = started.decide_and_follow(page, "accept", &[("everybody", "1")]).await;
    assert!(parameter(&crate::harness::location(&back), "code").is_some());
    assert_eq!(started.arrive(ADELE, &asked).await.status(), 302, "she consented for everybody");
    assert_eq!(started.emulator.tenant_id(), CONTOSO.to_string());
}
