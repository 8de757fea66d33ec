//! The line of steps, when all goes well and when the directory says no.

use contract::{
    FieldPath, HistoryEvent, InvitationFilter, InvitationState, ProblemCode, ShareForm, StepKind, StepState,
    ToastKind,
};
use serde_json::json;
use time::Duration;

use super::graph::{Fault, guid};
use super::town::{ITEM, Town, adele, form, person};

const ANA: &str = "ana@fabrikam.example";

#[tokio::test]
async fn somebody_new_is_invited_as_the_inviter() {
    stories::somebody_new_is_invited_as_the_inviter(Town::new().await).await;
}

#[tokio::test]
async fn the_list_shows_what_happened() {
    let town = Town::new().await;
    let id = town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    let port = town.sharing.invitations();
    port.link(&adele(), &id).await.unwrap();
    let lines = port.list(&adele(), InvitationFilter::default()).await.unwrap().rows;
    let events: Vec<_> = lines[0].history.iter().map(|entry| entry.event).collect();
    assert_eq!(events.first(), Some(&HistoryEvent::Asked));
    assert_eq!(events.last(), Some(&HistoryEvent::LinkCopied));
    assert_eq!(events.len(), 2 + StepKind::ALL.len());
    let accepted = InvitationFilter { state: Some(InvitationState::Accepted), before: None };
    assert!(port.list(&adele(), accepted).await.unwrap().rows.is_empty());
    assert_eq!(port.counts(&adele()).await.unwrap(), [(InvitationState::Sent, 1)]);
    assert_eq!(port.open(&adele(), &id).await.unwrap().item.id.as_str(), ITEM);
}

#[tokio::test]
async fn a_long_list_goes_on_from_page_to_page() {
    let town = Town::new().await;
    for n in 0..103 {
        // Several in one moment: their order is still one order.
        if n % 5 == 0 {
            town.advance(Duration::seconds(1));
        }
        town.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await;
    }
    let port = town.sharing.invitations();
    let mut seen = std::collections::HashSet::new();
    let (mut before, mut pages) = (None, Vec::new());
    loop {
        let filter = InvitationFilter { before: before.clone(), ..InvitationFilter::default() };
        let page = port.list(&adele(), filter).await.unwrap();
        assert!(page.rows.is_sorted_by(|one, next| one.created >= next.created));
        assert!(page.rows.iter().all(|row| seen.insert(row.id.clone())), "nothing twice");
        pages.push(page.rows.len());
        before = page.rows.last().map(|row| row.id.clone());
        if !page.has_older {
            break;
        }
    }
    assert_eq!(pages, [25, 25, 25, 25, 3]);
    assert_eq!(port.counts(&adele()).await.unwrap(), [(InvitationState::Working, 103)]);
    let oldest = [before.unwrap()];
    let states = port.states(&adele(), &oldest).await.unwrap();
    assert!(matches!(&states[..], [one] if one.invitation == oldest[0]), "however old it is: {states:?}");
    let none = port.states(&person("diego", false), &oldest).await.unwrap();
    assert!(none.is_empty(), "another's looks like none");
    let none = port.counts(&person("diego", false)).await.unwrap();
    assert!(none.is_empty(), "another's are not counted");
    let guest = port.counts(&person("grady", true)).await;
    assert_eq!(guest.unwrap_err().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn a_refusal_of_policy_is_final_and_keeps_what_was_typed() {
    for (status, message, code, field) in [
        (403, "Guest invitations not allowed for your company.", ProblemCode::PolicyForbids, None),
        (400, "Group email address is not supported.", ProblemCode::AddressOfGroup, Some(FieldPath::ADDRESS)),
        (
            400,
            "... is a verified domain of this directory.",
            ProblemCode::OwnDomain,
            Some(FieldPath::ADDRESS),
        ),
    ] {
        let town = Town::new().await;
        town.graph.fail_invite([Fault::Answer(status, "BadRequest", message)]);
        let id = town.accepted(&adele(), form(ANA)).await;
        town.settle().await;
        let progress = town.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Failed);
        let problem = progress.problem.unwrap();
        assert!(problem.reference.is_some());
        assert_eq!((problem.code, problem.fields.first().map(|one| one.field.clone())), (code, field));
        let toasts = town.sharing.toasts().unseen(&adele()).await.unwrap();
        assert!(toasts[0].kind.is_trouble());
        let draft = town.sharing.invitations().rework(&adele(), &id).await.unwrap();
        let draft = town.sharing.invitations().draft(&adele(), &draft).await.unwrap();
        let typed: ShareForm = draft.form.read().unwrap();
        assert_eq!((typed.address.as_str(), typed.name.as_str()), (ANA, "Ana Novak"));
        assert_eq!(typed.message, "Please look at annex C.");
        assert_eq!(draft.problem.unwrap().code, code);
        assert_ne!(typed.key, form(ANA).key);
        town.check().await;
    }
}

#[tokio::test]
async fn throttling_waits_as_long_as_the_server_says() {
    let town = Town::new().await;
    town.graph.fail_invite([Fault::After(429, "60")]);
    let id = town.accepted(&adele(), form(ANA)).await;
    town.run_due().await;
    let progress = town.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Waiting);
    let problem = progress.problem.unwrap();
    assert_eq!(problem.code, ProblemCode::DirectoryBusy);
    let wait = problem.retry_at.unwrap() - backend::clock::Clock::now(&town.clock);
    assert!((Duration::seconds(60)..=Duration::seconds(72)).contains(&wait), "{wait}");
    town.advance(Duration::seconds(59));
    assert_eq!(town.run_due().await, 0);
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Sent);
    town.check().await;
}

#[tokio::test]
async fn a_server_error_is_tried_again_within_seconds() {
    let town = Town::new().await;
    town.graph.fail_invite([Fault::Answer(500, "InternalServerError", ""), Fault::Answer(503, "", "")]);
    let id = town.accepted(&adele(), form(ANA)).await;
    let start = backend::clock::Clock::now(&town.clock);
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Sent);
    assert!(backend::clock::Clock::now(&town.clock) - start < Duration::seconds(10));
    assert_eq!(town.graph.world().sent.len(), 1);
    town.check().await;
}

#[tokio::test]
async fn hours_of_trouble_end_with_a_person() {
    let town = Town::new().await;
    town.graph.fail_invite(std::iter::repeat_n(Fault::Answer(503, "", ""), 100));
    let id = town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    let progress = town.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Stopped);
    assert_eq!(progress.problem.unwrap().code, ProblemCode::DirectoryTrouble);
    town.graph.world().on_invite.clear();
    town.try_again(&id).await;
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Sent);
    town.check().await;
}

#[tokio::test]
async fn a_long_wait_is_waited_and_one_beyond_the_budget_is_for_a_person() {
    let town = Town::new().await;
    town.graph.fail_invite([Fault::After(429, "3600"), Fault::After(503, "86400")]);
    let id = town.accepted(&adele(), form(ANA)).await;
    town.run_due().await;
    town.advance(Duration::minutes(59));
    assert_eq!(town.run_due().await, 0, "not before the server's own time");
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Stopped);
    assert_eq!(town.progress(&id).await.problem.unwrap().code, ProblemCode::DirectoryBusy);
    assert!(town.graph.world().sent.is_empty());
    town.check().await;
}

#[tokio::test]
async fn suspicious_activity_stops_the_whole_tenant_at_once() {
    stories::suspicious_activity_stops_the_whole_tenant_at_once(Town::new().await).await;
}

#[tokio::test]
async fn a_lapsed_sign_in_waits_for_the_person() {
    let town = Town::new().await;
    town.lapsed.store(true, std::sync::atomic::Ordering::SeqCst);
    let id = town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    assert_eq!(town.progress(&id).await.problem.unwrap().code, ProblemCode::SignInAgain);
    assert_eq!(town.state(&id).await, InvitationState::Stopped);
    town.lapsed.store(false, std::sync::atomic::Ordering::SeqCst);
    town.try_again(&id).await;
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Sent);
    town.check().await;
}

#[tokio::test]
async fn somebody_who_appears_before_the_post_is_not_bound_by_address() {
    let town = Town::new().await;
    let id = town.accepted(&adele(), form(ANA)).await;
    town.graph.add("ana", "Ana N", ANA, "Guest", Some("Accepted"));
    // What the form found out is trusted for ten seconds.
    town.advance(Duration::seconds(11));
    town.settle().await;
    let progress = town.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Stopped);
    assert_eq!(progress.problem.unwrap().code, ProblemCode::ChoosePerson);
    let draft = town.sharing.invitations().rework(&adele(), &id).await.unwrap();
    let draft = town.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    assert_eq!(draft.matches[0].id.as_str(), guid("ana"));
    assert!(town.graph.world().sent.is_empty());
    town.check().await;
}

#[tokio::test]
async fn two_inviters_for_one_address_make_one_guest() {
    stories::two_inviters_for_one_address_make_one_guest(Town::new().await).await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn somebody_new_is_invited_as_the_inviter(town: Town) {
        let id = town.accepted(&adele(), form(ANA)).await;
        assert_eq!(town.progress(&id).await.steps[0].state, StepState::Working);
        town.run_due().await;
        let progress = town.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Sent);
        assert!(progress.steps.iter().all(|step| step.state == StepState::Done));
        assert_eq!(progress.steps.iter().map(|step| step.kind).collect::<Vec<_>>(), StepKind::ALL);
        let sent = town.graph.world().sent[0].clone();
        assert_eq!((sent.inviter.as_str(), sent.mail), (guid("adele").as_str(), true));
        assert_eq!(sent.body["invitedUserType"], "Guest");
        assert_eq!(sent.body["inviteRedirectUrl"], format!("http://localhost:3000/items/{ITEM}"));
        assert_eq!(sent.body["invitedUserDisplayName"], "Ana Novak");
        assert_eq!(
            sent.body["invitedUserMessageInfo"],
            json!({ "customizedMessageBody": "Please look at annex C.", "messageLanguage": "en" })
        );
        let view =
            town.sharing.items().open(&adele(), &contract::ItemId::parse(ITEM).unwrap()).await.unwrap();
        let access = &view.people[0];
        assert_eq!((access.user.as_str(), access.role.as_str()), (sent.guest.as_str(), "reader"));
        assert_eq!((access.name.as_str(), access.standing), ("Ana Novak", contract::Standing::Pending));
        assert_eq!(access.invitation.as_ref(), Some(&id));
        let toasts = town.sharing.toasts().unseen(&adele()).await.unwrap();
        assert!(matches!(&toasts[0].kind, ToastKind::Invited { person, .. } if person == "Ana Novak"));
        let link = town.sharing.invitations().link(&adele(), &id).await.unwrap();
        assert_eq!(link.expose(), sent.link);
        town.check().await;
    }

    pub async fn suspicious_activity_stops_the_whole_tenant_at_once(town: Town) {
        let well = town.accepted(&adele(), form("well@fabrikam.example")).await;
        town.settle().await;
        let blocked = "Invitations are blocked for this directory due to suspicious activity.";
        town.graph.fail_invite(std::iter::repeat_n(Fault::Answer(403, "Forbidden", blocked), 10));
        let left = || town.graph.world().on_invite.len();
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(town.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
        }
        town.settle().await;
        for id in &ids {
            let progress = town.progress(id).await;
            assert_eq!(progress.state, InvitationState::Stopped);
            assert_eq!(progress.problem.unwrap().code, ProblemCode::SuspiciousActivity);
        }
        assert_eq!(left(), 9, "one post, no storm");

        // Another process, or the same after a restart, knows it too; a form that has no effect lifts nothing.
        town.try_again(&well).await;
        town.accepted(&person("diego", false), form("other@fabrikam.example")).await;
        town.another_process().runner().run_due().await;
        assert_eq!(left(), 9, "known to every process");

        town.try_again(&ids[3]).await;
        town.try_again(&ids[4]).await;
        town.settle().await;
        assert_eq!(left(), 8, "one of them finds out for all");
        town.accepted(&adele(), form("late@fabrikam.example")).await;
        town.settle().await;
        assert_eq!(left(), 8, "blocked again");

        town.graph.world().on_invite.clear();
        town.try_again(&ids[3]).await;
        town.settle().await;
        assert_eq!(town.state(&ids[3]).await, InvitationState::Sent);
        let free = town.accepted(&adele(), form("free@fabrikam.example")).await;
        town.settle().await;
        assert_eq!(town.state(&free).await, InvitationState::Sent);
        town.check().await;
    }

    pub async fn two_inviters_for_one_address_make_one_guest(town: Town) {
        town.graph.world().lag = 10;
        let one = town.accepted(&adele(), form(ANA)).await;
        town.accepted(&person("diego", false), form(ANA)).await;
        town.settle().await;
        assert_eq!(town.state(&one).await, InvitationState::Sent);
        let guests: std::collections::HashSet<_> =
            town.rows().await.into_iter().map(|row| row.guest).collect();
        assert_eq!(guests.len(), 1);
        town.check().await;
    }
}
