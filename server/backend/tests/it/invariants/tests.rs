//! Each invariant, broken on purpose: the checker must name it.

use std::collections::BTreeMap;

use contract::{InvitationState, ShareForm};
use reqwest::Method;
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};
use storage::invitations;
use testing::names::{GRADY, JONI, user_id};

use super::{Effect, EffectFact, Evidence, Invariant, Statement, Submission, UserFact, check};
use crate::sharing::TestApp;

const ANA: &str = "ana@fabrikam.example";

async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.accepted(&crate::sharing::adele(), crate::sharing::form(ANA)).await;
    app.settle().await;
    app
}

/// What was found, in words: the one that was planted, and not another of the same number.
async fn said(app: &TestApp, evidence: &Evidence) -> String {
    let found = check(&app.storage, evidence).await;
    found.into_iter().map(|found| found.what).collect::<Vec<_>>().join("; ")
}

async fn named(app: &TestApp, evidence: &Evidence) -> Vec<Invariant> {
    let mut named: Vec<_> =
        check(&app.storage, evidence).await.into_iter().map(|found| found.invariant).collect();
    named.sort();
    named.dedup();
    named
}

#[tokio::test]
async fn nothing_planted_nothing_found() {
    let app = app().await;
    let evidence = app.evidence().await;
    assert!(
        evidence.texts.iter().all(|(place, text)| !text.is_empty() || place.ends_with("-wal")),
        "all was read"
    );
    assert_eq!(named(&app, &evidence).await, []);
}

#[tokio::test]
async fn a_lost_and_an_unfinished_submission() {
    let app = app().await;
    let mut lost = app.evidence().await;
    let one = lost.submissions[0].clone();
    lost.submissions.push(Submission { key: "k".to_owned(), invitation: "gone".to_owned(), ..one });
    assert_eq!(named(&app, &lost).await, [Invariant::Submissions]);

    let other = ShareForm { key: "again".to_owned(), ..crate::sharing::form("bo@fabrikam.example") };
    app.accepted(&crate::sharing::adele(), other).await;
    assert_eq!(named(&app, &app.evidence().await).await, [Invariant::Submissions], "still at work");
}

#[tokio::test]
async fn two_guests_of_one_address() {
    let app = app().await;
    let mut evidence = app.evidence().await;
    let addresses = vec!["ANA@fabrikam.example".to_owned()];
    evidence.emulator.users.push(UserFact {
        id: "second".to_owned(),
        is_guest: true,
        addresses,
        has_accepted: false,
        attributes: BTreeMap::new(),
    });
    assert_eq!(named(&app, &evidence).await, [Invariant::Guests]);
}

#[tokio::test]
async fn a_second_mail() {
    let app = app().await;
    let mut evidence = app.evidence().await;
    evidence.emulator.effects.push(evidence.emulator.effects[0].clone());
    assert_eq!(named(&app, &evidence).await, [Invariant::Mails]);
}

#[tokio::test]
async fn a_second_mail_of_our_own_and_one_that_never_was() {
    let app = TestApp::with_every_step().await;
    app.accepted(&crate::sharing::adele(), crate::sharing::form(ANA)).await;
    app.settle().await;
    let mailed = |effect: &EffectFact| matches!(effect.what, Effect::Mailed { .. });
    let mut twice = app.evidence().await;
    let mail = twice.emulator.effects.iter().find(|effect| mailed(effect)).unwrap().clone();
    twice.emulator.effects.push(mail);
    assert_eq!(named(&app, &twice).await, [Invariant::Mails]);
    let mut never = app.evidence().await;
    never.emulator.effects.retain(|effect| !mailed(effect));
    assert_eq!(named(&app, &never).await, [Invariant::Audit]);
}

#[tokio::test]
async fn a_changed_member_and_a_strangers_guest() {
    let app = app().await;
    let request = app.evidence().await.emulator.effects[0].request.clone();
    for (user, was_guest) in [(user_id("adele"), false), (user_id("grady"), true)] {
        let mut evidence = app.evidence().await;
        let what = Effect::Patched { user: user.clone(), was_guest };
        evidence.emulator.effects.push(EffectFact { request: request.clone(), what });
        assert_eq!(named(&app, &evidence).await, [Invariant::Patches], "{user}");
    }
}

#[tokio::test]
async fn a_sponsor_and_a_manager_nobody_asked_for() {
    for (verb, link) in [(Method::POST, "sponsors"), (Method::PUT, "manager")] {
        let app = app().await;
        let token = app.emulator.application_token("vestibule").await;
        let megan = format!("https://graph.microsoft.com/v1.0/users/{}", user_id("megan"));
        let path = format!("/users/{}/{link}/$ref", user_id("grady"));
        app.emulator.graph(verb, &path, &token, Some(json!({ "@odata.id": megan }))).await;
        let evidence = app.evidence().await;
        assert_eq!(named(&app, &evidence).await, [Invariant::Patches, Invariant::Audit], "{link}");
    }
}

#[tokio::test]
async fn a_group_and_a_role_nobody_asked_for() {
    let app = app().await;
    let request = app.evidence().await.emulator.effects[0].request.clone();
    let user = "ana".to_owned();
    for what in [
        Effect::Joined { user: user.clone(), group: "g".to_owned() },
        Effect::Granted { user: user.clone(), role: "r".to_owned() },
    ] {
        let mut evidence = app.evidence().await;
        evidence.emulator.effects.push(EffectFact { request: request.clone(), what });
        assert_eq!(named(&app, &evidence).await, [Invariant::Memberships]);
    }
}

/// A sponsor who is gone under a step that is done, and one who stands although the share that added them is undone.
#[tokio::test]
async fn a_sponsor_who_was_lost_and_one_who_was_left() {
    let settings = crate::sharing::fixed([("inviting", "sponsors", json!(true))]);
    let app = TestApp::new().await.with_settings(settings);
    let (person, sponsor) = (user_id("grady"), user_id("megan"));
    let form = ShareForm { person: person.clone(), sponsor: sponsor.clone(), ..crate::sharing::form(GRADY) };
    let id = app.accepted(&crate::sharing::adele(), form).await;
    app.settle().await;
    let mut evidence = app.evidence().await;
    assert_eq!(named(&app, &evidence).await, []);
    let mut without = app.evidence().await;
    without.emulator.effects.retain(|effect| !matches!(effect.what, Effect::Patched { .. }));
    assert_eq!(named(&app, &without).await, [Invariant::Audit]);
    assert!(said(&app, &without).await.contains("says sponsor-added of nobody"));
    let pair = (person, sponsor);
    assert!(evidence.emulator.sponsors.remove(&pair));
    assert_eq!(named(&app, &evidence).await, [Invariant::Memberships]);
    assert!(said(&app, &evidence).await.contains("who has none"));

    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    let mut evidence = app.evidence().await;
    assert_eq!(named(&app, &evidence).await, []);
    assert!(evidence.emulator.sponsors.insert(pair));
    assert_eq!(named(&app, &evidence).await, [Invariant::Memberships]);
    assert!(said(&app, &evidence).await.contains("still has"));
}

/// A group, a role and a detail that are gone under a step that is done, and that stand although what wrote them is undone.
#[tokio::test]
async fn what_was_lost_and_what_was_left_in_the_directory() {
    let app = TestApp::with_every_step().await;
    let grady = user_id("grady");
    let form = ShareForm { person: grady.clone(), ..crate::sharing::form(GRADY) };
    let id = app.accepted(&crate::sharing::adele(), form).await;
    app.settle().await;
    let written = app.evidence().await;
    assert_eq!(named(&app, &written).await, []);
    let facts = &written.emulator;
    let membership = facts.memberships.iter().find(|(user, _)| *user == grady).unwrap().clone();
    let role = facts.roles.iter().find(|(user, _)| *user == grady).unwrap().clone();
    let of_grady = |evidence: &Evidence| {
        evidence.emulator.users.iter().position(|user| user.id == user_id("grady")).unwrap()
    };

    let mut lost = [written.clone(), written.clone(), written.clone()];
    assert!(lost[0].emulator.memberships.remove(&membership));
    assert!(lost[1].emulator.roles.remove(&role));
    let at = of_grady(&lost[2]);
    let department = lost[2].emulator.users[at].attributes.remove("department").unwrap();
    for lost in lost {
        assert_eq!(named(&app, &lost).await, [Invariant::Memberships]);
        assert!(said(&app, &lost).await.contains("who has none"));
    }

    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    let undone = app.evidence().await;
    assert_eq!(named(&app, &undone).await, []);
    let mut left = [undone.clone(), undone.clone(), undone.clone()];
    assert!(left[0].emulator.memberships.insert(membership));
    assert!(left[1].emulator.roles.insert(role));
    let at = of_grady(&left[2]);
    left[2].emulator.users[at].attributes.insert("department".to_owned(), department);
    for left in left {
        assert_eq!(named(&app, &left).await, [Invariant::Memberships]);
        assert!(said(&app, &left).await.contains("is undone"));
    }
}

#[tokio::test]
async fn an_effect_without_entry_and_an_entry_without_effect() {
    let app = app().await;
    let mut unknown = app.evidence().await;
    let guest = unknown.emulator.users.last().unwrap().id.clone();
    let what = Effect::Invited { guest, mail: true };
    unknown.emulator.effects.push(EffectFact { request: "unheard-of".to_owned(), what });
    assert_eq!(named(&app, &unknown).await, [Invariant::Audit]);

    let mut without = app.evidence().await;
    without.emulator.effects.clear();
    assert_eq!(named(&app, &without).await, [Invariant::Audit]);
}

#[tokio::test]
async fn a_package_without_an_entry_twice_and_an_entry_without_its_package() {
    let app = TestApp::new().await.with_settings(crate::sharing::every_step_of_package());
    app.show_new_guests_at_once().await;
    let id = app.accepted(&crate::sharing::adele(), crate::sharing::form(ANA)).await;
    app.settle().await;
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!(named(&app, &app.evidence().await).await, []);
    let is_requested = |effect: &EffectFact| matches!(effect.what, Effect::PackageRequested { .. });
    let is_ended = |effect: &EffectFact| matches!(effect.what, Effect::PackageEnded { .. });
    let twice = {
        let mut evidence = app.evidence().await;
        let one = evidence.emulator.effects.iter().find(|effect| is_requested(effect)).unwrap().clone();
        evidence.emulator.effects.push(one);
        evidence
    };
    assert_eq!(named(&app, &twice).await, [Invariant::Memberships]);
    let is_either: [&dyn Fn(&EffectFact) -> bool; 2] = [&is_requested, &is_ended];
    for is_it in is_either {
        let mut unknown = app.evidence().await;
        let one = unknown.emulator.effects.iter().find(|effect| is_it(effect)).unwrap().clone();
        unknown.emulator.effects.push(EffectFact { request: "unheard-of".to_owned(), ..one });
        assert_eq!(named(&app, &unknown).await, [Invariant::Audit]);
        let mut without = app.evidence().await;
        without.emulator.effects.retain(|effect| !is_it(effect));
        assert_eq!(named(&app, &without).await, [Invariant::Audit]);
    }
}

#[tokio::test]
async fn a_chain_that_somebody_rewrote() {
    let app = app().await;
    let mut connection = SqliteConnection::connect(&app.db.url).await.unwrap();
    for statement in
        ["DROP TRIGGER audit_keeps_contents", "UPDATE audit SET actor_name = 'Nobody' WHERE seq = 3"]
    {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    let evidence = app.evidence().await;
    assert_eq!(named(&app, &evidence).await, [Invariant::Audit]);
    assert_eq!(said(&app, &evidence).await, "the chain breaks at 3");
}

#[tokio::test]
async fn one_key_accepted_twice() {
    let app = app().await;
    let bo = app.accepted(&crate::sharing::adele(), crate::sharing::form("bo@fabrikam.example")).await;
    app.settle().await;
    let mut evidence = app.evidence().await;
    let key = evidence.submissions[0].key.clone();
    let one = evidence.submissions.iter_mut().find(|one| one.invitation == bo.as_str()).unwrap();
    one.key.clone_from(&key);
    assert_eq!(named(&app, &evidence).await, [Invariant::Submissions]);
    assert!(said(&app, &evidence).await.contains(&format!("{key} was accepted as")));
}

#[tokio::test]
async fn access_without_an_entry_and_an_entry_without_access() {
    let app = app().await;
    app.enable("joni", true).await;
    let chosen = ShareForm { person: user_id("joni"), ..crate::sharing::form(JONI) };
    let id = app.accepted(&crate::sharing::adele(), chosen).await;
    app.enable("joni", false).await;
    // What the form found out is trusted for ten seconds.
    app.advance(time::Duration::seconds(11));
    app.settle().await;
    assert_eq!(named(&app, &app.evidence().await).await, [], "refused, and nothing was given");
    app.give(&user_id("joni"), "reader", Some(id.as_str())).await;
    let evidence = app.evidence().await;
    assert_eq!(named(&app, &evidence).await, [Invariant::Audit]);
    assert!(said(&app, &evidence).await.contains("without an entry"));

    let mut connection = SqliteConnection::connect(&app.db.url).await.unwrap();
    sqlx::query("DELETE FROM access").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    assert!(said(&app, &app.evidence().await).await.contains("who has none"));
}

/// One gave it, another one kept it, and the one was undone. Planted: that it is the undone one's still, that it was taken over from nobody, and that it
/// was taken away.
#[tokio::test]
async fn access_that_another_share_needs_left_or_taken_away_with_the_undone_one() {
    let app = TestApp::new().await;
    let grady = user_id("grady");
    let form =
        |key: &str| ShareForm { person: grady.clone(), key: key.to_owned(), ..crate::sharing::form(GRADY) };
    let gave = app.accepted(&crate::sharing::adele(), form("gave")).await;
    app.advance(time::Duration::seconds(1));
    let kept = app.accepted(&crate::sharing::person("diego", false), form("kept")).await;
    app.settle().await;
    assert!(app.sharing.undo(&gave).await.unwrap());
    app.settle().await;
    assert_eq!(named(&app, &app.evidence().await).await, []);

    let change = async |statement: &'static str, invitation: &str| {
        let mut connection = SqliteConnection::connect(&app.db.url).await.unwrap();
        sqlx::query(statement).bind(invitation).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    };
    change("UPDATE access SET invitation = $1", gave.as_str()).await;
    let left = app.evidence().await;
    assert_eq!(named(&app, &left).await, [Invariant::Pages]);
    assert!(said(&app, &left).await.contains("nobody asked"));
    change("UPDATE access SET invitation = $1", kept.as_str()).await;

    let item = crate::sharing::ITEM;
    let detail = json!({ "person": grady, "item": item, "role": "reader", "from": "nobody" });
    app.write_entry("access-taken-over", kept.as_str(), &detail.to_string()).await;
    let from_nobody = app.evidence().await;
    assert_eq!(named(&app, &from_nobody).await, [Invariant::Audit]);
    assert!(said(&app, &from_nobody).await.contains("nothing has handed over"));

    change("DELETE FROM access WHERE invitation = $1", kept.as_str()).await;
    let taken = app.evidence().await;
    assert!(named(&app, &taken).await.contains(&Invariant::Pages));
    assert!(said(&app, &taken).await.contains("is shared as reader, has None"));
}

#[tokio::test]
async fn two_entries_for_one_effect() {
    let app = app().await;
    let row = app.rows().await.remove(0);
    let request = app.evidence().await.emulator.effects[0].request.clone();
    let detail = serde_json::json!({ "guest": row.guest, "mail": "asked", "requests": [request] });
    app.write_entry("invitation-sent", row.id.as_str(), &detail.to_string()).await;
    let evidence = app.evidence().await;
    assert_eq!(named(&app, &evidence).await, [Invariant::Audit]);
    assert!(said(&app, &evidence).await.contains("once more"));
}

/// What was taken back is told of once, by the entry of its own, and by nobody who has not done it.
#[tokio::test]
async fn two_entries_for_what_was_taken_back() {
    let app = TestApp::with_every_step().await;
    let form = ShareForm { person: user_id("grady"), ..crate::sharing::form(GRADY) };
    let id = app.accepted(&crate::sharing::adele(), form).await;
    app.settle().await;
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    let entries = storage::audit::of_subject(&app.storage, id.as_str()).await.unwrap();
    let told = |action: &str| entries.iter().find(|entry| entry.action == action).unwrap().detail.clone();
    let left = told("group-left");
    let calls = serde_json::from_str::<serde_json::Value>(&left).unwrap()["requests"].clone();
    let mut planted = vec![
        ("step-undone", json!({ "step": "join-group", "requests": calls }).to_string()),
        ("invitation-undone", json!({ "requests": calls }).to_string()),
    ];
    for action in [
        "attributes-set",
        "group-joined",
        "app-role-granted",
        "attributes-restored",
        "group-left",
        "app-role-taken-back",
    ] {
        planted.push((action, told(action)));
    }
    let mut before = 0;
    for (action, detail) in planted {
        app.write_entry(action, id.as_str(), &detail).await;
        let evidence = app.evidence().await;
        assert_eq!(named(&app, &evidence).await, [Invariant::Audit], "{action}");
        let said = said(&app, &evidence).await.matches("once more").count();
        assert!(said > before, "{action}");
        before = said;
    }
}

#[tokio::test]
async fn an_entry_for_what_somebody_else_has_taken_back() {
    let app = app().await;
    let row = app.rows().await.remove(0);
    for (action, who, what) in [
        ("group-left", "person", "group"),
        ("app-role-taken-back", "person", "role"),
        ("guest-deleted", "guest", "name"),
    ] {
        let detail = json!({ who: row.person, what: "some", "requests": ["never-sent"] });
        app.write_entry(action, row.id.as_str(), &detail.to_string()).await;
        let evidence = app.evidence().await;
        assert_eq!(named(&app, &evidence).await, [Invariant::Audit], "{action}");
        assert!(said(&app, &evidence).await.contains(&format!("says {action} of nobody")));
    }
}

#[tokio::test]
async fn an_entry_for_another_posts_effect() {
    let app = app().await;
    let row = app.rows().await.remove(0);
    let detail = serde_json::json!({ "guest": row.guest, "mail": "asked", "requests": ["never-posted"] });
    app.write_entry("invitation-sent", row.id.as_str(), &detail.to_string()).await;
    let evidence = app.evidence().await;
    assert_eq!(named(&app, &evidence).await, [Invariant::Audit]);
}

#[tokio::test]
async fn the_guest_of_another_invitation_changed() {
    let app = app().await;
    app.accepted(&crate::sharing::adele(), crate::sharing::form("bo@fabrikam.example")).await;
    app.settle().await;
    let mut evidence = app.evidence().await;
    let [first, second] = &evidence.emulator.effects[..] else { panic!() };
    let Effect::Invited { guest, .. } = &second.what else { panic!() };
    let what = Effect::Patched { user: guest.clone(), was_guest: true };
    let (own, other) = (second.request.clone(), first.request.clone());
    evidence.emulator.effects.push(EffectFact { request: own, what: what.clone() });
    assert_eq!(named(&app, &evidence).await, [], "their own is fine");
    evidence.emulator.effects.push(EffectFact { request: other, what });
    assert_eq!(named(&app, &evidence).await, [Invariant::Patches]);
}

#[tokio::test]
async fn access_that_nobody_asked_for() {
    for (user, item) in [("grady", "punctuality"), ("joni", crate::sharing::ITEM)] {
        let app = app().await;
        app.give_on(item, &user_id(user), "reader", None).await;
        let evidence = app.evidence().await;
        assert_eq!(named(&app, &evidence).await, [Invariant::Audit, Invariant::Pages], "{user}");
        assert!(said(&app, &evidence).await.contains("nobody asked"));
    }
}

#[tokio::test]
async fn another_role_than_was_said() {
    for (asked, has) in [("contributor", "reader"), ("reader", "contributor")] {
        let app = TestApp::new().await;
        let form = ShareForm { role: asked.to_owned(), ..crate::sharing::form(ANA) };
        app.accepted(&crate::sharing::adele(), form).await;
        app.settle().await;
        let mut connection = SqliteConnection::connect(&app.db.url).await.unwrap();
        sqlx::query("UPDATE access SET role = $1").bind(has).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let evidence = app.evidence().await;
        assert!(named(&app, &evidence).await.contains(&Invariant::Pages), "{asked} {has}");
        assert!(said(&app, &evidence).await.contains("nobody asked"), "{asked} {has}");
    }
}

#[tokio::test]
async fn a_secret_in_a_text_in_every_spelling() {
    let app = app().await;
    let evidence = app.evidence().await;
    let link = evidence.secrets[0].clone();
    assert!(link.contains("/redeem?"), "{link}");
    let escape = |c: char| if c.is_alphanumeric() { c.to_string() } else { format!("%{:02X}", u32::from(c)) };
    let escaped: String = link.chars().map(escape).collect();
    let quoted = link.replace('/', "\\/");
    for text in [link, format!("x={escaped}"), format!("{{\"u\":\"{quoted}\"}}")] {
        let mut planted = evidence.clone();
        planted.texts.push(("a page".to_owned(), format!("<p>{text}</p>").into_bytes()));
        assert_eq!(named(&app, &planted).await, [Invariant::Secrets], "{text}");
    }
}

#[tokio::test]
async fn a_page_that_says_something_else() {
    let app = app().await;
    let mut said = app.evidence().await;
    let invitation = said.statements[0].invitation.clone();
    said.statements.push(Statement { invitation, state: "accepted".to_owned() });
    assert_eq!(named(&app, &said).await, [Invariant::Pages]);

    let mut gone = app.evidence().await;
    let guest = app.rows().await[0].guest.clone().unwrap();
    gone.emulator.users.retain(|user| guest != user.id);
    assert_eq!(named(&app, &gone).await, [Invariant::Pages]);
}

#[tokio::test]
async fn a_database_that_says_something_else() {
    let app = app().await;
    let mut row = app.rows().await.remove(0);
    let mut tx = app.storage.begin().await.unwrap();
    row.state = InvitationState::Accepted;
    invitations::update(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(named(&app, &app.evidence().await).await, [Invariant::Pages], "the directory has it pending");
}

#[tokio::test]
async fn a_count_that_is_not_what_there_is() {
    for planted in [
        "UPDATE invitation_counts SET invitations = 5 WHERE invitations <> 0",
        "UPDATE item_counts SET people = 5",
    ] {
        let app = app().await;
        let mut connection = SqliteConnection::connect(&app.db.url).await.unwrap();
        sqlx::query(planted).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        assert_eq!(said(&app, &app.evidence().await).await, "1 kept counts are wrong", "{planted}");
    }
}
