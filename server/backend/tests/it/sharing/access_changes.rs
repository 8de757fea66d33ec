//! The access that others have: another role, the end of it by somebody or on its day, and undo.

use backend::clock::Clock as _;
use backend::rules::limits::{LimitKind, RateLimits};
use backend::rules::rate_limit::RateLimit;
use backend::settings::FixedSettings;
use contract::{
    AccessChangeId, AccessChangeKind, AccessRow, Caller, EntraUserId, HistoryEvent, InvitationId,
    InvitationState, ItemId, Problem, ProblemCode, RoleName, ShareForm, StepKind, ToastKind,
};
use serde_json::json;
use storage::access::{self, NewAccess};
use storage::{audit, jobs, shares};
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{FALCON, ITEM, SEEN_AFTER, TENANT, TestApp, adele, fixed, form, person};
use super::directory_steps::{chosen, holders, members, user};
use super::kills::{MOST_CALLS, at_every_point, at_most, stride};

const ANA: &str = "ana@fabrikam.example";
/// Another group.
const MARKETING: &str = "62090000-0002-4a57-8c11-5c0e10f0c002";

pub fn item() -> ItemId {
    ItemId::parse(ITEM).unwrap()
}

pub fn id_of(user: &str) -> EntraUserId {
    EntraUserId::parse(user).unwrap()
}

pub fn role(name: &str) -> RoleName {
    RoleName::parse(name).unwrap()
}

pub fn megan() -> Caller {
    Caller { is_admin: true, ..person("megan", false) }
}

pub async fn end(app: &TestApp, caller: &Caller, user: &str) -> Result<(), Problem> {
    app.sharing.access_changes().end(caller, &item(), &id_of(user)).await
}

pub async fn change(app: &TestApp, caller: &Caller, user: &str, to: &str) -> Result<(), Problem> {
    app.sharing.access_changes().change_role(caller, &item(), &id_of(user), &role(to)).await
}

/// Who has what by now, whether the job has run or not.
pub async fn listed(app: &TestApp) -> Vec<AccessRow> {
    app.sharing.items().open(&adele(), &item()).await.unwrap().people
}

/// The change that whoever made it last is offered to undo.
pub async fn offered(app: &TestApp, caller: &Caller) -> AccessChangeId {
    let list = app.sharing.toasts().undismissed(caller).await.unwrap();
    let change = |kind: &ToastKind| match kind {
        ToastKind::AccessEnded { change, .. }
        | ToastKind::RoleChanged { change, .. }
        | ToastKind::LastDayChanged { change, .. } => change.clone(),
        _ => None,
    };
    list.toasts.iter().find_map(|toast| change(&toast.kind)).expect("a toast with the way back")
}

/// What Adele reads of changes that she has made, each with the way back where there is one, the newest first.
async fn told_of(app: &TestApp) -> Vec<Option<AccessChangeId>> {
    let told = app.sharing.toasts().activity(&adele(), None).await.unwrap().toasts;
    let change = |kind: ToastKind| match kind {
        ToastKind::AccessEnded { change, .. } | ToastKind::RoleChanged { change, .. } => Some(change),
        _ => None,
    };
    told.into_iter().filter_map(|toast| change(toast.kind)).collect()
}

/// The invitations that changes have made are somebody's own, too.
async fn note_changes(app: &TestApp, caller: &Caller) {
    for row in app.rows().await.into_iter().filter(|row| row.inviter == caller.user) {
        let share = shares::load(&app.storage, &row.share).await.unwrap().unwrap();
        app.note_submission(caller, share.key.to_string(), &row.id);
    }
}

/// Everything is done, and as it should be.
pub async fn ends_well(app: &TestApp) {
    app.settle().await;
    note_changes(app, &adele()).await;
    app.check().await;
}

pub async fn history(app: &TestApp, id: &InvitationId) -> Vec<HistoryEvent> {
    let view = app.sharing.invitations().open(&adele(), id).await.unwrap();
    view.row.history.into_iter().map(|line| line.event).collect()
}

pub async fn actions(app: &TestApp, subject: &str) -> Vec<String> {
    let entries = audit::of_subject(&app.storage, subject).await.unwrap();
    entries.into_iter().map(|entry| entry.action).collect()
}

/// Readers join one group, contributors another, and both a third one if it is shared.
fn groups(is_shared: bool) -> FixedSettings {
    let (falcon, marketing) =
        (json!({ "id": FALCON, "name": "Project Falcon" }), json!({ "id": MARKETING, "name": "Marketing" }));
    let contributor = if is_shared { json!([falcon.clone(), marketing]) } else { json!([marketing]) };
    let grants = json!({ "reader": { "groups": [falcon] }, "contributor": { "groups": contributor } });
    fixed([("grants", "other_kinds", grants)])
}

/// How often somebody was taken out of a group.
async fn leavings(app: &TestApp) -> usize {
    let effects = app.evidence().await.emulator.effects;
    effects.into_iter().filter(|effect| format!("{:?}", effect.what).starts_with("Left")).count()
}

on_sqlite! {
    an_end_takes_back_what_followed_and_leaves_the_rest,
    the_guest_and_the_mail_stay,
    another_role_takes_its_place_and_back,
    a_group_of_both_roles_is_never_left,
    what_other_access_needs_stays,
    access_without_an_invitation_is_ended_and_given_again,
    the_end_of_what_is_being_undone_is_in_the_audit_log,
    who_may_do_it,
    whatever_gives_something_anew_counts_as_a_share,
    whoever_shared_is_told_who_did_it,
    of_many_at_once_one_has_an_effect,
    what_waits_to_give_access_gives_none,
    a_guest_who_has_not_come_is_still_waited_for,
    an_undo_that_makes_no_sense_any_more_is_refused,
    an_end_fails_at_every_call_and_goes_on,
    a_change_fails_at_every_call_and_goes_on,
    a_process_that_dies_in_a_change_is_followed_by_another,
    access_ends_on_its_day,
    what_ends_later_is_looked_at_later,
    access_whose_job_is_lost_is_ended_all_the_same,
    whoever_shared_for_good_gives_it_after_the_last_day_of_another,
    the_same_role_for_longer_takes_its_place,
    options_and_language_go_on_with_another_role,
    options_language_and_message_are_given_again,
    what_was_shared_for_shorter_ends_while_the_access_goes_on,
    what_would_have_ended_is_not_given_again,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn an_end_takes_back_what_followed_and_leaves_the_rest(app: TestApp) {
        let app = app.planning_every_step().await;
        let grady = user_id("grady");
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        assert!(members(&app, FALCON).await.contains(&grady) && holders(&app).await.contains(&grady));
        end(&app, &adele(), &grady).await.unwrap();
        assert!(listed(&app).await.is_empty(), "at once, before anything is taken back outside");
        assert!(app.sharing.items().open(&person("grady", true), &item()).await.is_err());
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        assert!(!members(&app, FALCON).await.contains(&grady) && !holders(&app).await.contains(&grady));
        assert_eq!(user(&app, &grady).await["department"], "Partners", "what is written of them stays");
        let lines = history(&app, &id).await;
        assert!(lines.contains(&HistoryEvent::AccessEnded), "{lines:?}");
        assert!(lines.contains(&HistoryEvent::StepUndone(StepKind::JoinGroup)), "{lines:?}");
        assert!(!lines.contains(&HistoryEvent::StepUndone(StepKind::SetAttributes)), "{lines:?}");
        let entries = actions(&app, id.as_str()).await;
        for action in ["access-ended", "access-taken-back", "group-left", "app-role-taken-back"] {
            assert_eq!(entries.iter().filter(|entry| *entry == action).count(), 1, "{action} {entries:?}");
        }
        ends_well(&app).await;

        let undo = offered(&app, &adele()).await;
        let port = app.sharing.access_changes();
        let asked = port.change(&adele(), &undo).await.unwrap();
        assert_eq!((asked.kind, asked.item), (AccessChangeKind::Ended { role: role("reader") }, item()));
        assert_eq!(port.undo_change(&adele(), &undo).await.unwrap(), item());
        assert_eq!(listed(&app).await[0].role, role("reader"));
        port.undo_change(&adele(), &undo).await.unwrap();
        ends_well(&app).await;
        assert!(members(&app, FALCON).await.contains(&grady) && holders(&app).await.contains(&grady));
        assert_eq!(app.rows().await.len(), 2, "once");
        assert!(
            app.sharing
                .toasts()
                .undismissed(&adele())
                .await
                .unwrap()
                .toasts
                .iter()
                .all(|toast| !matches!(toast.kind, ToastKind::AccessEnded { .. }))
        );
    }

    pub async fn the_guest_and_the_mail_stay(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let ana = app.emulator.user(ANA);
        app.advance(SEEN_AFTER);
        end(&app, &adele(), &ana).await.unwrap();
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        assert_eq!(app.emulator.user(ANA), ana, "the guest stays, although nobody has accepted");
        assert_eq!(app.posts().len(), 1);
        ends_well(&app).await;
    }

    pub async fn another_role_takes_its_place_and_back(app: TestApp) {
        let app = app.with_settings(groups(false));
        let grady = user_id("grady");
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let since = listed(&app).await[0].since;
        app.advance(Duration::minutes(5));
        change(&app, &adele(), &grady, "contributor").await.unwrap();
        let row = listed(&app).await.remove(0);
        assert_eq!((row.role, row.since, row.given_by), (role("contributor"), since, adele().name));
        assert_eq!(row.state, contract::AccessState::UnderWay);
        app.settle().await;
        assert!(members(&app, MARKETING).await.contains(&grady));
        assert!(!members(&app, FALCON).await.contains(&grady), "what only readers need");
        assert!(history(&app, &id).await.contains(&HistoryEvent::RoleChanged));
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        ends_well(&app).await;
        // Twice is once.
        change(&app, &adele(), &grady, "contributor").await.unwrap();
        assert_eq!(app.rows().await.len(), 2);

        let undo = offered(&app, &adele()).await;
        let port = app.sharing.access_changes();
        let was = AccessChangeKind::Role { role: role("reader"), new_role: role("contributor") };
        assert_eq!(port.change(&adele(), &undo).await.unwrap().kind, was);
        port.undo_change(&adele(), &undo).await.unwrap();
        assert_eq!(listed(&app).await[0].role, role("reader"), "downwards, too");
        ends_well(&app).await;
        assert!(members(&app, FALCON).await.contains(&grady));
        assert!(!members(&app, MARKETING).await.contains(&grady));
    }

    pub async fn a_group_of_both_roles_is_never_left(app: TestApp) {
        let app = app.with_settings(groups(true));
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        change(&app, &adele(), &grady, "contributor").await.unwrap();
        ends_well(&app).await;
        assert!(members(&app, FALCON).await.contains(&grady));
        assert_eq!(leavings(&app).await, 0);
        // The one who needs it last takes it back, whoever put them in.
        end(&app, &adele(), &grady).await.unwrap();
        ends_well(&app).await;
        for group in [FALCON, MARKETING] {
            assert!(!members(&app, group).await.contains(&grady), "{group}");
        }
    }

    pub async fn what_other_access_needs_stays(app: TestApp) {
        let app = app.with_settings(groups(false));
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        let elsewhere = ShareForm {
            item: "punctuality".to_owned(),
            key: "elsewhere".to_owned(),
            ..chosen("grady", GRADY)
        };
        app.accepted(&adele(), elsewhere).await;
        app.settle().await;
        end(&app, &adele(), &grady).await.unwrap();
        ends_well(&app).await;
        assert!(members(&app, FALCON).await.contains(&grady), "the other item's readers need it");
        let other = ItemId::parse("punctuality").unwrap();
        app.sharing.access_changes().end(&adele(), &other, &id_of(&grady)).await.unwrap();
        ends_well(&app).await;
        assert!(!members(&app, FALCON).await.contains(&grady));
    }

    pub async fn access_without_an_invitation_is_ended_and_given_again(app: TestApp) {
        let grady = user_id("grady");
        app.give(&grady, "reader", None).await;
        end(&app, &adele(), &grady).await.unwrap();
        assert!(listed(&app).await.is_empty());
        assert!(actions(&app, ITEM).await.contains(&"access-ended".to_owned()));
        end(&app, &adele(), &grady).await.unwrap();
        let undo = offered(&app, &adele()).await;
        app.sharing.access_changes().undo_change(&adele(), &undo).await.unwrap();
        assert_eq!(listed(&app).await[0].role, role("reader"));
        ends_well(&app).await;
    }

    /// The invitation that gave it has not come to taking it back, and will find nothing.
    pub async fn the_end_of_what_is_being_undone_is_in_the_audit_log(app: TestApp) {
        let grady = user_id("grady");
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        app.sharing.invitations().undo(&adele(), &id).await.unwrap();
        end(&app, &adele(), &grady).await.unwrap();
        assert!(listed(&app).await.is_empty());
        ends_well(&app).await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        let ends = actions(&app, ITEM).await.into_iter().filter(|action| action == "access-ended").count();
        assert_eq!(ends, 1);
        assert!(!actions(&app, id.as_str()).await.contains(&"access-taken-back".to_owned()));
    }

    pub async fn who_may_do_it(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let code = |outcome: Result<(), Problem>| outcome.err().map(|problem| problem.code);
        let (diego, guest) = (person("diego", false), person("joni", true));
        let not_allowed = Some(ProblemCode::NotAllowed);
        for caller in [&diego, &guest] {
            assert_eq!(code(end(&app, caller, &grady).await), not_allowed);
            assert_eq!(code(change(&app, caller, &grady, "contributor").await), not_allowed);
        }
        let own = |people: Vec<AccessRow>| people.into_iter().find(|row| row.user == id_of(&grady)).unwrap();
        let seen = app.sharing.items().open(&diego, &item()).await.unwrap().people;
        assert!(!own(seen.clone()).may_change && own(seen).offered_roles.is_empty());
        let seen = own(listed(&app).await);
        assert!(seen.may_change && seen.offered_roles == [role("contributor")]);
        assert_eq!(code(change(&app, &adele(), &grady, "owner").await), Some(ProblemCode::RoleUnknown));
        // Nobody who never had any.
        let nobody = user_id("joni");
        assert_eq!(code(end(&app, &adele(), &nobody).await), Some(ProblemCode::NotFound));
        assert_eq!(code(change(&app, &adele(), &nobody, "reader").await), Some(ProblemCode::NotFound));
        // Who has a role that reaches further.
        app.give(diego.user.as_str(), "contributor", None).await;
        assert_eq!(code(end(&app, &diego, &grady).await), None);
        let undo = offered(&app, &diego).await;
        let port = app.sharing.access_changes();
        assert_eq!(port.undo_change(&adele(), &undo).await.unwrap_err().code, ProblemCode::NotFound);
        port.undo_change(&diego, &undo).await.unwrap();
        app.settle().await;
        // What is hidden looks like what does not exist; an administrator looks after it all the same.
        app.close_item().await;
        assert_eq!(code(end(&app, &adele(), &grady).await), Some(ProblemCode::NotFound));
        assert_eq!(code(end(&app, &megan(), &grady).await), None);
    }

    pub async fn whatever_gives_something_anew_counts_as_a_share(app: TestApp) {
        let two = RateLimit { burst: 2, interval: 60_000 };
        let app = app.with_limits(RateLimits::OFF.with(LimitKind::Shares, two));
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        change(&app, &adele(), &grady, "contributor").await.unwrap();
        let refused = change(&app, &adele(), &grady, "reader").await.unwrap_err();
        assert!(refused.code == ProblemCode::TooFast && refused.retry_at.is_some(), "{refused:?}");
        assert_eq!(listed(&app).await[0].role, role("contributor"));
        // What is taken away gives nothing.
        end(&app, &adele(), &grady).await.unwrap();
        let (port, undo) = (app.sharing.access_changes(), offered(&app, &adele()).await);
        assert_eq!(port.undo_change(&adele(), &undo).await.unwrap_err().code, ProblemCode::TooFast);
        assert!(listed(&app).await.is_empty());
        app.advance(Duration::minutes(1));
        port.undo_change(&adele(), &undo).await.unwrap();
        assert_eq!(listed(&app).await[0].role, role("contributor"));
        ends_well(&app).await;
    }

    pub async fn whoever_shared_is_told_who_did_it(app: TestApp) {
        let grady = user_id("grady");
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        end(&app, &megan(), &grady).await.unwrap();
        app.settle().await;
        let told = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        let by: Vec<_> = told
            .iter()
            .filter_map(|toast| match &toast.kind {
                ToastKind::AccessEnded { by, change: None, .. } => by.clone(),
                ToastKind::Undone { .. } => panic!("told twice"),
                _ => None,
            })
            .collect();
        assert_eq!(by, [megan().name]);
        let row = app.sharing.invitations().open(&adele(), &id).await.unwrap().row;
        assert_eq!(row.undone_by, Some(megan().name));
        ends_well(&app).await;
    }

    pub async fn of_many_at_once_one_has_an_effect(app: TestApp) {
        let app = app.with_settings(groups(true));
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let caller = adele();
        let all = (0..16).map(|_| change(&app, &caller, &grady, "contributor"));
        assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
        assert_eq!(app.rows().await.len(), 2);
        let all = (0..16).map(|_| end(&app, &caller, &grady));
        assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
        let (port, undo) = (app.sharing.access_changes(), offered(&app, &adele()).await);
        let all = (0..16).map(|_| port.undo_change(&caller, &undo));
        assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
        assert_eq!(app.rows().await.len(), 3);
        ends_well(&app).await;
        assert_eq!(listed(&app).await.len(), 1);
    }

    /// A colleague's share of the same item is under way: what it was to give has ended, too.
    pub async fn what_waits_to_give_access_gives_none(app: TestApp) {
        let app = app.with_settings(groups(false));
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let diego = person("diego", false);
        let more =
            ShareForm { role: "contributor".to_owned(), key: "more".to_owned(), ..chosen("grady", GRADY) };
        let waits = app.accepted(&diego, more).await;
        end(&app, &adele(), &grady).await.unwrap();
        ends_well(&app).await;
        let row = app.rows().await.into_iter().find(|row| row.id == waits).unwrap();
        assert_eq!(row.state, InvitationState::Undone);
        assert!(listed(&app).await.is_empty());
    }

    pub async fn a_guest_who_has_not_come_is_still_waited_for(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let ana = app.emulator.user(ANA);
        app.advance(SEEN_AFTER);
        let link = app.sharing.invitations().link(&adele(), &id).await.unwrap().expose().to_owned();
        change(&app, &adele(), &ana, "contributor").await.unwrap();
        app.settle().await;
        let new = app.rows().await.into_iter().find(|row| row.id != id).unwrap();
        assert_eq!(new.state, InvitationState::Sent);
        let same = app.sharing.invitations().link(&adele(), &new.id).await.unwrap();
        assert_eq!(same.expose(), link, "the link of the mail is theirs still");
        app.accept(ANA).await;
        app.arrive(&ana).await;
        let new = app.rows().await.into_iter().find(|row| row.id == new.id).unwrap();
        assert_eq!(new.state, InvitationState::Accepted);
        ends_well(&app).await;
    }

    pub async fn an_undo_that_makes_no_sense_any_more_is_refused(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        change(&app, &adele(), &grady, "contributor").await.unwrap();
        let of_change = offered(&app, &adele()).await;
        app.advance(Duration::seconds(1));
        end(&app, &adele(), &grady).await.unwrap();
        let of_end = offered(&app, &adele()).await;
        let port = app.sharing.access_changes();
        let code = |error: Problem| error.code;
        assert_eq!(port.change(&adele(), &of_change).await.map_err(code).err(), Some(ProblemCode::NotFound));
        let refused = port.undo_change(&adele(), &of_change).await.map_err(code);
        assert_eq!(refused.err(), Some(ProblemCode::NotFound), "the role that it gave is gone");
        assert_eq!(told_of(&app).await, [Some(of_end.clone()), None], "no way back that leads nowhere");
        let refused = change(&app, &adele(), &grady, "reader").await.map_err(code);
        assert_eq!(refused.err(), Some(ProblemCode::NotFound), "nobody is to think that it was given");
        assert!(end(&app, &adele(), &grady).await.is_ok(), "what is gone is gone");
        let again = ShareForm { key: "again".to_owned(), ..chosen("grady", GRADY) };
        app.settle().await;
        app.accepted(&adele(), again).await;
        app.settle().await;
        let refused = port.undo_change(&adele(), &of_end).await.map_err(code);
        assert_eq!(refused.err(), Some(ProblemCode::NotFound), "they have got it again");
        assert_eq!(told_of(&app).await, [None, None]);
    }

    pub async fn an_end_fails_at_every_call_and_goes_on(first: TestApp) {
        let mut goes_through = false;
        for calls in (0..MOST_CALLS).step_by(stride(&first, 1, 3)) {
            let app = first.afresh().await.planning_every_step().await;
            let (grady, id) = (user_id("grady"), app.accepted(&adele(), chosen("grady", GRADY)).await);
            app.settle().await;
            end(&app, &adele(), &grady).await.unwrap();
            app.fail_after(Some(calls));
            app.run_due().await;
            let failed = app.state(&id).await == InvitationState::Undoing;
            app.fail_after(None);
            ends_well(&app).await;
            assert_eq!(app.state(&id).await, InvitationState::Undone);
            assert!(!members(&app, FALCON).await.contains(&grady) && !holders(&app).await.contains(&grady));
            if !failed {
                goes_through = true;
                break;
            }
        }
        assert!(goes_through, "there is always a call that fails");
    }

    pub async fn a_change_fails_at_every_call_and_goes_on(first: TestApp) {
        let mut goes_through = false;
        for calls in (0..MOST_CALLS).step_by(stride(&first, 1, 3)) {
            let app = first.afresh().await.with_settings(groups(true));
            let grady = user_id("grady");
            app.accepted(&adele(), chosen("grady", GRADY)).await;
            app.settle().await;
            change(&app, &adele(), &grady, "contributor").await.unwrap();
            app.fail_after(Some(calls));
            app.run_due().await;
            let failed = app.rows().await.iter().any(|row| !row.state.is_settled());
            app.fail_after(None);
            ends_well(&app).await;
            let in_group = (
                members(&app, FALCON).await.contains(&grady),
                members(&app, MARKETING).await.contains(&grady),
            );
            assert_eq!(in_group, (true, true), "after {calls} calls");
            assert_eq!(leavings(&app).await, 0, "after {calls} calls");
            if !failed {
                goes_through = true;
                break;
            }
        }
        assert!(goes_through, "there is always a call that fails");
    }

    pub async fn a_process_that_dies_in_a_change_is_followed_by_another(first: TestApp) {
        at_every_point(stride(&first, 3, 25), 10, async |polls| {
            let app = first.afresh().await.with_settings(groups(false));
            let grady = user_id("grady");
            app.accepted(&adele(), chosen("grady", GRADY)).await;
            app.settle().await;
            change(&app, &adele(), &grady, "contributor").await.unwrap();
            let ended = at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            ends_well(&app).await;
            assert!(members(&app, MARKETING).await.contains(&grady));
            assert!(!members(&app, FALCON).await.contains(&grady));
            ended
        })
        .await;
    }

    pub async fn access_whose_job_is_lost_is_ended_all_the_same(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        give_until(&app, &grady, Duration::days(1)).await;
        app.db.run("DELETE FROM jobs WHERE kind = 'end-access'").await;
        app.advance(Duration::days(1) + Duration::minutes(2));
        app.run_due().await;
        assert!(access::of_person(&app.storage, TENANT, &grady, ITEM).await.unwrap().is_some());
        app.sharing.runner().clean_up().await;
        ends_well(&app).await;
        assert!(access::of_person(&app.storage, TENANT, &grady, ITEM).await.unwrap().is_none());
    }

    /// Diego has shared with him for good, in a role that reaches less far: that is what is left.
    pub async fn whoever_shared_for_good_gives_it_after_the_last_day_of_another(app: TestApp) {
        let app = app.with_settings(groups(false));
        let (grady, diego) = (user_id("grady"), person("diego", false));
        let further = ShareForm { role: "contributor".to_owned(), ..chosen("grady", GRADY) };
        let id = app.accepted(&adele(), further).await;
        app.settle().await;
        give_until(&app, &grady, Duration::days(1)).await;
        let for_good = ShareForm { key: "for-good".to_owned(), ..chosen("grady", GRADY) };
        let lasting = app.accepted(&diego, for_good).await;
        app.settle().await;
        assert_eq!(listed(&app).await[0].role, role("contributor"));
        app.advance(Duration::days(1));
        app.run_due().await;
        ends_well(&app).await;
        let left = listed(&app).await.remove(0);
        assert_eq!((left.role, left.given_by, left.until), (role("reader"), diego.name.clone(), None));
        let state = |id: &InvitationId, rows: &[storage::invitations::InvitationRow]| {
            rows.iter().find(|row| row.id == *id).unwrap().state
        };
        let rows = app.rows().await;
        assert_eq!(
            (state(&id, &rows), state(&lasting, &rows)),
            (InvitationState::Undone, InvitationState::Shared)
        );
        assert!(members(&app, FALCON).await.contains(&grady), "a reader needs it");
        assert!(!members(&app, MARKETING).await.contains(&grady), "only contributors need it");
        assert!(history(&app, &id).await.contains(&HistoryEvent::AccessRanOut));
        assert!(actions(&app, id.as_str()).await.contains(&"access-handed-over".to_owned()));
        assert!(actions(&app, lasting.as_str()).await.contains(&"access-taken-over".to_owned()));
        let told = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        assert!(!told.iter().any(|toast| matches!(toast.kind, ToastKind::AccessRanOut { .. })), "{told:?}");
        assert!(app.sharing.items().open(&person("grady", true), &item()).await.is_ok());
    }

    pub async fn the_same_role_for_longer_takes_its_place(app: TestApp) {
        let (grady, diego) = (user_id("grady"), person("diego", false));
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        give_until(&app, &grady, Duration::days(1)).await;
        let for_good = ShareForm { key: "for-good".to_owned(), ..chosen("grady", GRADY) };
        app.accepted(&diego, for_good).await;
        app.settle().await;
        let row = listed(&app).await.remove(0);
        assert_eq!((row.role, row.given_by, row.until), (role("reader"), diego.name.clone(), None));
        app.advance(Duration::days(2));
        app.run_due().await;
        ends_well(&app).await;
        assert_eq!(listed(&app).await.len(), 1, "for good");
    }

    pub async fn what_was_shared_for_shorter_ends_while_the_access_goes_on(app: TestApp) {
        let app = app.with_settings(groups(false));
        let (grady, diego) = (user_id("grady"), person("diego", false));
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let until = app.clock.now_ms() + i64::try_from(Duration::days(1).whole_milliseconds()).unwrap();
        give_until(&app, &grady, Duration::days(1)).await;
        let options = json!({ "until": until });
        app.db.run(&format!("UPDATE invitations SET options = '{options}' WHERE id = '{id}'")).await;
        let further =
            ShareForm { role: "contributor".to_owned(), key: "more".to_owned(), ..chosen("grady", GRADY) };
        let lasting = app.accepted(&diego, further).await;
        app.settle().await;
        assert_eq!(listed(&app).await[0].until, None);
        assert!(members(&app, FALCON).await.contains(&grady));
        app.advance(Duration::days(1));
        app.run_due().await;
        ends_well(&app).await;
        let left = listed(&app).await.remove(0);
        assert_eq!((left.role, left.given_by), (role("contributor"), diego.name.clone()));
        let rows = app.rows().await;
        let state = |id: &InvitationId| rows.iter().find(|row| row.id == *id).unwrap().state;
        assert_eq!((state(&id), state(&lasting)), (InvitationState::Undone, InvitationState::Shared));
        assert!(!members(&app, FALCON).await.contains(&grady), "only the reader needed it");
        assert!(members(&app, MARKETING).await.contains(&grady));
    }

    pub async fn what_would_have_ended_is_not_given_again(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        give_until(&app, &grady, Duration::days(1)).await;
        end(&app, &adele(), &grady).await.unwrap();
        app.settle().await;
        let (port, undo) = (app.sharing.access_changes(), offered(&app, &adele()).await);
        assert!(port.change(&adele(), &undo).await.is_ok());
        app.advance(Duration::days(1));
        let refused = port.change(&adele(), &undo).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotFound);
        let refused = port.undo_change(&adele(), &undo).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotFound);
        app.run_due().await;
        ends_well(&app).await;
        assert!(listed(&app).await.is_empty());
    }

    pub async fn options_and_language_go_on_with_another_role(app: TestApp) {
        let grady = user_id("grady");
        let copied = ShareForm {
            copy: "office@contoso.example".to_owned(),
            language: "fr".to_owned(),
            ..chosen("grady", GRADY)
        };
        let id = app.accepted(&adele(), copied).await;
        app.settle().await;
        change(&app, &adele(), &grady, "contributor").await.unwrap();
        ends_well(&app).await;
        let rows = app.rows().await;
        let (old, new): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.id == id);
        let of = |row: &storage::invitations::InvitationRow| {
            (row.options.clone(), row.language, row.name.clone(), row.message.clone())
        };
        assert!(old[0].options.is_some() && old[0].message.is_some());
        assert_eq!(of(&new[0]), of(&old[0]));
        let own = app.sharing.items().open(&person("grady", true), &item()).await.unwrap();
        assert_eq!(own.message, old[0].message, "it stands on the page");
    }

    pub async fn options_language_and_message_are_given_again(app: TestApp) {
        let app = app.with_settings(fixed([("inviting", "sponsors", json!(true))]));
        let grady = user_id("grady");
        let copied = ShareForm {
            copy: "office@contoso.example".to_owned(),
            sponsor: "megan.bowen@contoso.example".to_owned(),
            language: "fr".to_owned(),
            ..chosen("grady", GRADY)
        };
        let id = app.accepted(&adele(), copied).await;
        app.settle().await;
        end(&app, &adele(), &grady).await.unwrap();
        ends_well(&app).await;
        let undo = offered(&app, &adele()).await;
        app.sharing.access_changes().undo_change(&adele(), &undo).await.unwrap();
        ends_well(&app).await;
        let (old, new): (Vec<_>, Vec<_>) = app.rows().await.into_iter().partition(|row| row.id == id);
        let of = |row: &storage::invitations::InvitationRow| {
            (row.options.clone(), row.language, row.name.clone(), row.message.clone())
        };
        let options = old[0].options.clone().unwrap();
        assert!(
            options.contains("office@contoso.example") && options.contains(&user_id("megan")),
            "{options}"
        );
        assert_eq!((new.len(), of(&new[0])), (1, of(&old[0])));
    }

    /// Gives the access that somebody has until this time from now.
    async fn give_until(app: &TestApp, user: &str, time: Duration) {
        let mut tx = app.storage.begin().await.unwrap();
        let given = access::of_person_in(&mut tx, TENANT, user, ITEM).await.unwrap().unwrap();
        let until = app.clock.now_ms() + i64::try_from(time.whole_milliseconds()).unwrap();
        let limited = NewAccess {
            tenant: given.tenant,
            user: given.user,
            item: given.item,
            role: given.role,
            given_by_user: given.given_by_user,
            given_by_name: given.given_by_name,
            since: given.since,
            until: Some(until),
            invitation: given.invitation,
        };
        assert!(access::replace(&mut tx, &limited).await.unwrap());
        let subject = format!("{TENANT}/{user}/{ITEM}");
        let job = jobs::JobRow {
            id: format!("{until}-{}", user_id("grady")),
            kind: "end-access".to_owned(),
            dedupe: Some(format!("end-access:{subject}")),
            subject,
            run_at: until,
            attempts: 0,
            failures: 0,
            lease_token: None,
            lease_until: None,
        };
        // A job that is there already looks for itself when there is something to end.
        jobs::enqueue(&mut tx, &job).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn access_ends_on_its_day(app: TestApp) {
        let app = app.planning_every_step().await;
        let grady = user_id("grady");
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        give_until(&app, &grady, Duration::days(2)).await;
        app.advance(Duration::days(2) - Duration::seconds(1));
        app.run_due().await;
        assert!(listed(&app).await[0].until.is_some());
        let guest = person("grady", true);
        assert!(app.sharing.items().open(&guest, &item()).await.is_ok());
        app.advance(Duration::seconds(1));
        // Refused from then on, although no job has run.
        let refused = app.sharing.items().open(&guest, &item()).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotFound);
        let refused = app.sharing.arrivals().arrive(&guest, &item()).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotFound);
        let filter = contract::ItemFilter::default();
        assert!(app.sharing.items().list(&guest, &filter).await.unwrap().rows.is_empty());
        assert!(app.sharing.items().kinds(&guest).await.unwrap().is_empty());
        assert!(listed(&app).await.is_empty());
        assert_eq!(app.sharing.items().open(&adele(), &item()).await.unwrap().people_count, 0);
        let items = app.sharing.items().list(&adele(), &filter).await.unwrap().rows;
        let line = items.iter().find(|line| line.item.id == item()).unwrap();
        assert_eq!((line.people_count, line.people.len()), (0, 0));
        let refused = change(&app, &adele(), &grady, "contributor").await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotFound);
        assert!(end(&app, &adele(), &grady).await.is_ok(), "the job does it");
        app.run_due().await;
        ends_well(&app).await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        let row = app.sharing.invitations().open(&adele(), &id).await.unwrap().row;
        assert!(row.access_ended && row.undone_by.is_none());
        assert!(!members(&app, FALCON).await.contains(&grady));
        let lines = history(&app, &id).await;
        assert!(lines.contains(&HistoryEvent::AccessRanOut), "{lines:?}");
        let told = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        assert!(told.iter().any(|toast| matches!(toast.kind, ToastKind::AccessRanOut { .. })), "{told:?}");
        assert_eq!(user(&app, &grady).await["department"], "Partners");
    }

    pub async fn what_ends_later_is_looked_at_later(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        give_until(&app, &grady, Duration::days(1)).await;
        give_until(&app, &grady, Duration::days(3)).await;
        app.advance(Duration::days(1));
        app.run_due().await;
        assert_eq!(listed(&app).await.len(), 1);
        app.advance(Duration::days(2));
        app.run_due().await;
        ends_well(&app).await;
        assert!(access::of_person(&app.storage, TENANT, &grady, ITEM).await.unwrap().is_none());
    }
}
