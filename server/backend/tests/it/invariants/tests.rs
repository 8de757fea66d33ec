//! Each invariant, broken on purpose: the checker must name it.

use contract::{InvitationState, ShareForm};
use sqlx::{Connection as _, SqliteConnection};
use storage::invitations;

use super::{Effect, EffectFact, Evidence, Invariant, Statement, Submission, UserFact, check};
use crate::sharing::{Town, guid};

const ANA: &str = "ana@fabrikam.example";

async fn town() -> Town {
    let town = Town::new().await;
    town.accepted(&crate::sharing::adele(), crate::sharing::form(ANA)).await;
    town.settle().await;
    town
}

/// What was found, in words: the one that was planted, and not another of the same number.
async fn said(town: &Town, evidence: &Evidence) -> String {
    let found = check(&town.storage, evidence).await;
    found.into_iter().map(|found| found.what).collect::<Vec<_>>().join("; ")
}

async fn named(town: &Town, evidence: &Evidence) -> Vec<Invariant> {
    let mut named: Vec<_> =
        check(&town.storage, evidence).await.into_iter().map(|found| found.invariant).collect();
    named.sort();
    named.dedup();
    named
}

#[tokio::test]
async fn nothing_planted_nothing_found() {
    let town = town().await;
    let evidence = town.evidence().await;
    assert!(
        evidence.texts.iter().all(|(place, text)| !text.is_empty() || place.ends_with("-wal")),
        "all was read"
    );
    assert_eq!(named(&town, &evidence).await, []);
}

#[tokio::test]
async fn a_lost_and_an_unfinished_submission() {
    let town = town().await;
    let mut lost = town.evidence().await;
    let one = lost.submissions[0].clone();
    lost.submissions.push(Submission { key: "k".to_owned(), invitation: "gone".to_owned(), ..one });
    assert_eq!(named(&town, &lost).await, [Invariant::Submissions]);

    let other = ShareForm { key: "again".to_owned(), ..crate::sharing::form("bo@fabrikam.example") };
    town.accepted(&crate::sharing::adele(), other).await;
    assert_eq!(named(&town, &town.evidence().await).await, [Invariant::Submissions], "still at work");
}

#[tokio::test]
async fn two_guests_of_one_address() {
    let town = town().await;
    let mut evidence = town.evidence().await;
    let addresses = vec!["ANA@fabrikam.example".to_owned()];
    evidence.emulator.users.push(UserFact {
        id: "second".to_owned(),
        is_guest: true,
        addresses,
        has_accepted: false,
    });
    assert_eq!(named(&town, &evidence).await, [Invariant::Guests]);
}

#[tokio::test]
async fn a_second_mail() {
    let town = town().await;
    let mut evidence = town.evidence().await;
    evidence.emulator.effects.push(evidence.emulator.effects[0].clone());
    assert_eq!(named(&town, &evidence).await, [Invariant::Mails]);
}

#[tokio::test]
async fn a_changed_member_and_a_strangers_guest() {
    let town = town().await;
    let request = town.evidence().await.emulator.effects[0].request.clone();
    for (user, was_guest) in [(guid("adele"), false), (guid("grady"), true)] {
        let mut evidence = town.evidence().await;
        let what = Effect::Patched { user: user.clone(), was_guest };
        evidence.emulator.effects.push(EffectFact { request: request.clone(), what });
        assert_eq!(named(&town, &evidence).await, [Invariant::Patches], "{user}");
    }
}

#[tokio::test]
async fn a_group_and_a_role_nobody_asked_for() {
    let town = town().await;
    let request = town.evidence().await.emulator.effects[0].request.clone();
    let user = "ana".to_owned();
    for what in [
        Effect::Joined { user: user.clone(), group: "g".to_owned() },
        Effect::Granted { user: user.clone(), role: "r".to_owned() },
    ] {
        let mut evidence = town.evidence().await;
        evidence.emulator.effects.push(EffectFact { request: request.clone(), what });
        assert_eq!(named(&town, &evidence).await, [Invariant::Memberships]);
    }
}

#[tokio::test]
async fn an_effect_without_entry_and_an_entry_without_effect() {
    let town = town().await;
    let mut unknown = town.evidence().await;
    let guest = unknown.emulator.users.last().unwrap().id.clone();
    let what = Effect::Invited { guest, mail: true };
    unknown.emulator.effects.push(EffectFact { request: "unheard-of".to_owned(), what });
    assert_eq!(named(&town, &unknown).await, [Invariant::Audit]);

    let mut without = town.evidence().await;
    without.emulator.effects.clear();
    assert_eq!(named(&town, &without).await, [Invariant::Audit]);
}

#[tokio::test]
async fn a_chain_that_somebody_rewrote() {
    let town = town().await;
    let mut connection = SqliteConnection::connect(&town.database()).await.unwrap();
    for statement in
        ["DROP TRIGGER audit_keeps_contents", "UPDATE audit SET actor_name = 'Nobody' WHERE seq = 3"]
    {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    let evidence = town.evidence().await;
    assert_eq!(named(&town, &evidence).await, [Invariant::Audit]);
    assert_eq!(said(&town, &evidence).await, "the chain breaks at 3");
}

#[tokio::test]
async fn one_key_accepted_twice() {
    let town = town().await;
    let bo = town.accepted(&crate::sharing::adele(), crate::sharing::form("bo@fabrikam.example")).await;
    town.settle().await;
    let mut evidence = town.evidence().await;
    let key = evidence.submissions[0].key.clone();
    let one = evidence.submissions.iter_mut().find(|one| one.invitation == bo.as_str()).unwrap();
    one.key.clone_from(&key);
    assert_eq!(named(&town, &evidence).await, [Invariant::Submissions]);
    assert!(said(&town, &evidence).await.contains(&format!("{key} was accepted as")));
}

#[tokio::test]
async fn access_without_an_entry_and_an_entry_without_access() {
    let town = town().await;
    town.graph.world().people[2].enabled = true;
    let chosen = ShareForm { person: guid("joni"), ..crate::sharing::form("joni@northwind.example") };
    let id = town.accepted(&crate::sharing::adele(), chosen).await;
    town.graph.world().people[2].enabled = false;
    // What the form found out is trusted for ten seconds.
    town.advance(time::Duration::seconds(11));
    town.settle().await;
    assert_eq!(named(&town, &town.evidence().await).await, [], "refused, and nothing was given");
    town.give(&guid("joni"), "reader", Some(id.as_str())).await;
    let evidence = town.evidence().await;
    assert_eq!(named(&town, &evidence).await, [Invariant::Audit]);
    assert!(said(&town, &evidence).await.contains("without an entry"));

    let mut connection = SqliteConnection::connect(&town.database()).await.unwrap();
    sqlx::query("DELETE FROM access").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    assert!(said(&town, &town.evidence().await).await.contains("who has none"));
}

#[tokio::test]
async fn two_entries_for_one_effect() {
    let town = town().await;
    let row = town.rows().await.remove(0);
    let request = town.evidence().await.emulator.effects[0].request.clone();
    let detail = serde_json::json!({ "guest": row.guest, "mail": "asked", "requests": [request] });
    town.write_entry("invitation-sent", row.id.as_str(), &detail.to_string()).await;
    let evidence = town.evidence().await;
    assert_eq!(named(&town, &evidence).await, [Invariant::Audit]);
    assert!(said(&town, &evidence).await.contains("once more"));
}

#[tokio::test]
async fn an_entry_for_another_posts_effect() {
    let town = town().await;
    let row = town.rows().await.remove(0);
    let detail = serde_json::json!({ "guest": row.guest, "mail": "asked", "requests": ["never-posted"] });
    town.write_entry("invitation-sent", row.id.as_str(), &detail.to_string()).await;
    let evidence = town.evidence().await;
    assert_eq!(named(&town, &evidence).await, [Invariant::Audit]);
}

#[tokio::test]
async fn the_guest_of_another_invitation_changed() {
    let town = town().await;
    town.accepted(&crate::sharing::adele(), crate::sharing::form("bo@fabrikam.example")).await;
    town.settle().await;
    let mut evidence = town.evidence().await;
    let [first, second] = &evidence.emulator.effects[..] else { panic!() };
    let Effect::Invited { guest, .. } = &second.what else { panic!() };
    let what = Effect::Patched { user: guest.clone(), was_guest: true };
    let (own, other) = (second.request.clone(), first.request.clone());
    evidence.emulator.effects.push(EffectFact { request: own, what: what.clone() });
    assert_eq!(named(&town, &evidence).await, [], "their own is fine");
    evidence.emulator.effects.push(EffectFact { request: other, what });
    assert_eq!(named(&town, &evidence).await, [Invariant::Patches]);
}

#[tokio::test]
async fn access_that_nobody_asked_for() {
    for (user, item) in [("grady", "punctuality"), ("joni", crate::sharing::ITEM)] {
        let town = town().await;
        town.give_on(item, &guid(user), "reader", None).await;
        let evidence = town.evidence().await;
        assert_eq!(named(&town, &evidence).await, [Invariant::Audit, Invariant::Pages], "{user}");
        assert!(said(&town, &evidence).await.contains("nobody asked"));
    }
}

#[tokio::test]
async fn another_role_than_was_said() {
    for (asked, has) in [("contributor", "reader"), ("reader", "contributor")] {
        let town = Town::new().await;
        let form = ShareForm { role: asked.to_owned(), ..crate::sharing::form(ANA) };
        town.accepted(&crate::sharing::adele(), form).await;
        town.settle().await;
        let mut connection = SqliteConnection::connect(&town.database()).await.unwrap();
        sqlx::query("UPDATE access SET role = $1").bind(has).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let evidence = town.evidence().await;
        assert!(named(&town, &evidence).await.contains(&Invariant::Pages), "{asked} {has}");
        assert!(said(&town, &evidence).await.contains("nobody asked"), "{asked} {has}");
    }
}

#[tokio::test]
async fn a_secret_in_a_text_in_every_spelling() {
    let town = town().await;
    let evidence = town.evidence().await;
    for text in [
        evidence.secrets[0].clone(),
        "x=https%3A%2F%2Flogin%2Eexample%2Fredeem%3Frd%3Dcanary%2D0".to_owned(),
        "{\"u\":\"https:\\/\\/login.example\\/redeem?rd=canary-0\"}".to_owned(),
    ] {
        let mut planted = evidence.clone();
        planted.texts.push(("a page".to_owned(), format!("<p>{text}</p>").into_bytes()));
        assert_eq!(named(&town, &planted).await, [Invariant::Secrets], "{text}");
    }
}

#[tokio::test]
async fn a_page_that_says_something_else() {
    let town = town().await;
    let mut said = town.evidence().await;
    let invitation = said.statements[0].invitation.clone();
    said.statements.push(Statement { invitation, state: "accepted".to_owned() });
    assert_eq!(named(&town, &said).await, [Invariant::Pages]);

    let mut gone = town.evidence().await;
    let guest = town.rows().await[0].guest.clone().unwrap();
    gone.emulator.users.retain(|user| guest != user.id);
    assert_eq!(named(&town, &gone).await, [Invariant::Pages]);
}

#[tokio::test]
async fn a_database_that_says_something_else() {
    let town = town().await;
    let mut row = town.rows().await.remove(0);
    let mut tx = town.storage.begin().await.unwrap();
    row.state = InvitationState::Accepted;
    invitations::update(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        named(&town, &town.evidence().await).await,
        [Invariant::Pages],
        "the directory has it pending"
    );
}

#[tokio::test]
async fn a_count_that_is_not_what_there_is() {
    for planted in [
        "UPDATE invitation_counts SET invitations = 5 WHERE invitations <> 0",
        "UPDATE item_counts SET people = 5",
    ] {
        let town = town().await;
        let mut connection = SqliteConnection::connect(&town.database()).await.unwrap();
        sqlx::query(planted).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        assert_eq!(said(&town, &town.evidence().await).await, "1 kept counts are wrong", "{planted}");
    }
}
