//! My Access: people ask for an access package, from outside as well.

use emulator::{
    Options,
    seed::groups::{PROJECT, PROJECT_ACCESS},
};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use testing::html;

use crate::{
    entitlement::{ask, for_address, state},
    guest::{follow, page, post, shown, sign_out, submit},
    harness::{ADELE, GRADY, JONI, MEGAN, TestEmulator, field, start_emulator, start_emulator_with},
    markup,
    sign_up::STRANGER,
};

const REQUESTS: &str = "/identityGovernance/entitlementManagement/assignmentRequests";
const HERE: &str = "/myaccess/@contoso.example";

fn package() -> String {
    format!("{HERE}/access-packages/{PROJECT_ACCESS}")
}

async fn open(started: &TestEmulator, path: &str) -> Response {
    started.browser.get(started.url(path)).header("accept", "text/html").send().await.unwrap()
}

/// A page, whole.
async fn look(started: &TestEmulator, path: &str) -> String {
    let text = page(open(started, path).await).await;
    markup::check(&text).unwrap_or_else(|trouble| panic!("{path}: {trouble}\n{text}"));
    text
}

/// Signs in with an address on the page that asks for it, and back to where that page stands.
async fn arrive(started: &TestEmulator, path: &str, address: &str) -> String {
    sign_out(started).await;
    let asked = look(started, path).await;
    let forms = html::forms(&asked);
    assert_eq!((forms[0].method.as_str(), forms[0].action.as_str()), ("get", "/home/sign-in"), "{asked}");
    let form = [("address", address.to_owned()), ("continue", field(&asked, "continue"))];
    let signed_in = started.browser.post(started.url("/home/sign-in")).form(&form).send().await.unwrap();
    assert_eq!(signed_in.status(), 303);
    let text = page(follow(started, &signed_in).await).await;
    markup::check(&text).unwrap_or_else(|trouble| panic!("{path}: {trouble}\n{text}"));
    text
}

fn members(started: &TestEmulator) -> Vec<String> {
    started.emulator.world(|world| {
        let tenant = world.tenant(emulator::seed::contoso::CONTOSO).unwrap();
        tenant.groups[&PROJECT].members.iter().map(ToString::to_string).collect()
    })
}

/// The same world, with policies that want an approval.
async fn with_approval() -> (TestEmulator, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let seed = include_str!("../../seeds/contoso.toml");
    let changed = seed.replace("selfService = true }", "selfService = true, approval = true }");
    let direct = "displayName = \"Assigned by administrators\"";
    let changed = changed.replace(direct, &format!("{direct}, approval = true"));
    assert_eq!(changed.matches("approval = true").count(), 2, "{changed}");
    let file = folder.path().join("approving.toml");
    std::fs::write(&file, changed).unwrap();
    let options = Options { seed: "approving".to_owned(), seed_file: Some(file), ..Options::default() };
    (start_emulator_with(options).await, folder)
}

#[tokio::test]
async fn somebody_from_outside_asks_for_a_package_and_becomes_a_guest_without_mail() {
    let started = start_emulator().await;
    let text = arrive(&started, &package(), STRANGER).await;
    assert!(text.contains(STRANGER) && text.contains("Falcon for guests"), "{text}");
    assert!(started.effects("userCreated").is_empty(), "looking makes nobody a guest");
    let asked = submit(&started, &text, &[]).await;
    assert_eq!(asked.status(), 303);
    let text = page(follow(&started, &asked).await).await;
    assert!(text.contains("Your request was sent.") && !text.contains("Request access"), "{text}");
    started.advance(1000).await;
    assert!(look(&started, &package()).await.contains("Your access is being set up."));
    started.advance(1000).await;
    assert!(look(&started, &package()).await.contains("You have access."));
    assert!(look(&started, HERE).await.contains("Falcon for guests: You have access."));

    let guest = started.user(STRANGER);
    assert!(members(&started).contains(&guest));
    assert!(started.mail_for(STRANGER).await.is_empty() && started.effects("invited").is_empty());
    let daemon = started.application("daemon").await;
    let requests = started.get(REQUESTS, &daemon).await;
    let request = &requests.body["value"][0];
    assert_eq!((&request["requestType"], &request["state"]), (&json!("userAdd"), &json!("delivered")));
    // The guest signs in with the account that asked, and is asked for consent like any other.
    let landed = page(started.arrive_by_address(STRANGER).await).await;
    assert!(landed.contains("Review permissions"), "{landed}");
}

#[tokio::test]
async fn whoever_is_known_asks_as_the_user_they_are() {
    let started = start_emulator().await;
    for address in [ADELE, GRADY] {
        let text = arrive(&started, HERE, address).await;
        assert!(text.contains("Falcon for guests") && !text.contains("Your requests"), "{text}");
        let text = look(&started, &package()).await;
        let asked = submit(&started, &text, &[]).await;
        assert_eq!(asked.status(), 303, "{address}");
        let created = started.effects("accessRequested").pop().unwrap();
        assert_eq!(created["request"]["target"], json!({ "user": started.user(address) }));
        // The same form again, as a browser sends it that was impatient.
        let (status, text) = shown(submit(&started, &text, &[]).await).await;
        assert_eq!(status, 409);
        assert!(text.contains("You have this access package already"), "{text}");
        started.advance(2000).await;
        assert!(members(&started).contains(&started.user(address)));
    }
    assert!(started.effects("userCreated").is_empty());
}

#[tokio::test]
async fn a_request_is_approved_or_denied_by_an_administrator() {
    let (started, _folder) = with_approval().await;
    for (address, decision, said, made) in [
        (STRANGER, "approve", "You have access.", 1),
        ("other.stranger@fabrikam.example", "deny", "Your request was denied.", 1),
    ] {
        let text = arrive(&started, &package(), address).await;
        assert!(text.contains("has to approve it"), "{text}");
        submit(&started, &text, &[]).await;
        started.advance(5000).await;
        let text = look(&started, &package()).await;
        assert!(text.contains("Your request waits for approval."), "{text}");
        // Nobody decides about their own, nor does a member without a role.
        let own = look(&started, HERE).await;
        assert!(!own.contains("Approve"), "{own}");
        let member = arrive(&started, HERE, ADELE).await;
        assert!(!member.contains("Approve"), "{member}");
        let request = started.effects("accessRequested").pop().unwrap()["request"]["id"].clone();
        let form = [
            ("emulator_account", started.account(ADELE)),
            ("request", request.as_str().unwrap().to_owned()),
            ("decision", "approve".to_owned()),
        ];
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(post(&started, &format!("{HERE}/decisions"), &form).await.status(), 403);

        let text = arrive(&started, HERE, MEGAN).await;
        assert!(text.contains("Waiting for you") && text.contains(address), "{text}");
        // Whoever the page showed is who decides, not whoever else is signed in.
        let as_other = [form[0], form[1], ("decision", "approve")];
        let refused = post(&started, &format!("{HERE}/decisions"), &as_other).await;
        assert_ne!(refused.status(), 303, "Adele's form, while Megan is signed in");
        let decided = submit(&started, &text, &[("decision", decision)]).await;
        assert_eq!(decided.status(), 303);
        assert!(!page(follow(&started, &decided).await).await.contains("Waiting for you"));
        started.advance(2000).await;
        let text = arrive(&started, &package(), address).await;
        assert!(text.contains(said), "{text}");
        assert_eq!(text.contains("Request access"), decision == "deny", "who was denied may ask again");
        assert_eq!(started.effects("userCreated").len(), made, "{address}");
        let moved = started.effects("accessMoved");
        assert_eq!(moved.last().unwrap()["state"], if decision == "deny" { "denied" } else { "delivered" });
        let daemon = started.application("daemon").await;
        let requests = started.get(REQUESTS, &daemon).await;
        let states: Vec<_> =
            requests.body["value"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
        assert!(states.contains(&moved.last().unwrap().get("state").unwrap()), "{}", requests.text);
    }
}

#[tokio::test]
async fn what_is_assigned_under_a_policy_with_approval_waits_for_it() {
    for (decision, expected) in [("approve", "delivered"), ("deny", "denied"), ("cancel", "canceled")] {
        let (started, _folder) = with_approval().await;
        let daemon = started.application("daemon").await;
        let request = ask(&started, &daemon, for_address("assignment", STRANGER)).await;
        assert_eq!(request.status, 201, "{}", request.text);
        started.advance(5000).await;
        assert_eq!(state(&started, &daemon, &request).await, "pendingApproval");
        assert!(started.effects("userCreated").is_empty());
        let cancel = format!("{REQUESTS}/{}/cancel", request.body["id"].as_str().unwrap());
        if decision == "cancel" {
            let powerless = started.application("powerless").await;
            let refused = started.graph(Method::POST, &cancel, &powerless, None).await;
            refused.refused(403, "Authorization_RequestDenied", "");
            let canceled = started.graph(Method::POST, &cancel, &daemon, None).await;
            assert_eq!((canceled.status, canceled.text.as_str()), (200, ""));
        } else {
            let text = arrive(&started, HERE, MEGAN).await;
            assert!(text.contains("Waiting for you") && text.contains(STRANGER), "{text}");
            assert_eq!(submit(&started, &text, &[("decision", decision)]).await.status(), 303);
        }
        started.advance(5000).await;
        assert_eq!(state(&started, &daemon, &request).await, expected);
        assert_eq!(started.effects("userCreated").len(), usize::from(decision == "approve"));
        let late = started.graph(Method::POST, &cancel, &daemon, None).await;
        late.refused(400, "BadRequest", "The request cannot be cancelled any more.");
    }
}

#[tokio::test]
async fn who_may_not_ask_is_told_and_nothing_is_made() {
    let started = start_emulator().await;
    let text = arrive(&started, &package(), STRANGER).await;
    for policy in [
        json!({ "blockedDomains": ["fabrikam.example"] }),
        json!({ "blockedDomains": [], "blockedHomeTenants": ["fabrikam.example"] }),
    ] {
        started.policy(policy).await;
        let (status, refused) = shown(submit(&started, &text, &[]).await).await;
        assert_eq!(status, 403);
        assert!(refused.contains("does not let you ask"), "{refused}");
    }
    started.policy(json!({ "blockedHomeTenants": [] })).await;
    // The page of one is not sent for another.
    let joni = arrive(&started, &package(), JONI).await;
    assert!(joni.contains("Request access"), "who is invited and has not redeemed may ask: {joni}");
    let form = [("emulator_account", started.account(ADELE))];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (status, asked) = shown(post(&started, &package(), &form).await).await;
    assert!(status == 200 && asked.contains("Sign in to see"), "{asked}");
    let foreign = started.browser.post(started.url(&package())).header("origin", "https://evil.example");
    assert_eq!(foreign.form(&form).send().await.unwrap().status(), 403);
    for path in [
        "/myaccess/contoso.example".to_owned(),
        "/myaccess/@nowhere.example".to_owned(),
        format!("{HERE}/access-packages/nonsense"),
        format!("{HERE}/access-packages/00000000-0000-4000-8000-000000000001"),
    ] {
        assert_eq!(open(&started, &path).await.status(), 404, "{path}");
    }
    assert!(started.effects("accessRequested").is_empty());
    let other = look(&started, &format!("{HERE}?other=1")).await;
    assert!(other.contains("Sign in to see"), "somebody else may sign in: {other}");
    let by_id = format!("/myaccess/@{}", started.emulator.tenant_id());
    assert!(look(&started, &by_id).await.contains("Falcon for guests"));
}

/// What an application asked for somebody stands on their page as well.
#[tokio::test]
async fn a_package_that_was_assigned_is_seen_and_not_asked_for_again() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    assert_eq!(ask(&started, &daemon, for_address("assignment", STRANGER)).await.status, 201);
    started.advance(2000).await;
    let text = arrive(&started, &package(), STRANGER).await;
    assert!(text.contains("You have access.") && !text.contains("Request access"), "{text}");
    let assigned = started.get("/identityGovernance/entitlementManagement/assignments", &daemon).await;
    let body: Value = json!({ "requestType": "adminRemove", "assignment": { "id": assigned.ids()[0] } });
    assert_eq!(started.graph(Method::POST, REQUESTS, &daemon, Some(body)).await.status, 201);
    started.advance(2000).await;
    let text = look(&started, HERE).await;
    assert!(text.contains("You had it, and have it no more."), "{text}");
}
