//! How fast people may go on.

use std::collections::BTreeSet;
use std::time::Duration as Wait;

use backend::rules::limits::{LimitKind, RateLimits};
use backend::rules::rate_limit::RateLimit;
use contract::{Caller, InvitationId, InvitationState, ProblemCode, ShareAnswer, ShareForm};
use futures::future::join_all;
use serde_json::{Value, json};
use testing::names::{GRADY, user_id};
use time::{Duration, OffsetDateTime};

use super::app::{TestApp, adele, answer, answer_after, form, invites, person, the_item};
use super::settings_admin::Desk;

const PARALLEL: usize = 64;

fn guest(n: usize) -> ShareForm {
    form(&format!("guest{n}@fabrikam.example"))
}

/// When it goes on by itself.
async fn turn_of(app: &TestApp, id: &InvitationId) -> OffsetDateTime {
    let progress = app.progress(id).await;
    let problem = progress.problem.unwrap();
    assert_eq!((progress.state, problem.code), (InvitationState::Waiting, ProblemCode::WaitsForTurn));
    problem.retry_at.unwrap()
}

async fn limited() -> TestApp {
    TestApp::new().await.with_limits(RateLimits::default())
}

#[tokio::test]
async fn the_first_new_guests_are_invited_at_once_and_the_rest_in_turn() {
    let app = limited().await;
    let mut ids = Vec::new();
    for n in 0..12 {
        ids.push(app.accepted(&adele(), guest(n)).await);
    }
    app.run_due().await;
    assert_eq!(app.posts().len(), 10);
    let now = backend::clock::Clock::now(&app.clock);
    let mut turns = Vec::new();
    for id in &ids {
        if app.state(id).await != InvitationState::Sent {
            turns.push(turn_of(&app, id).await - now);
        }
    }
    turns.sort();
    assert_eq!(turns, [Duration::seconds(30), Duration::seconds(60)]);

    // Nobody who is known waits, for no mail goes out to them.
    let chosen = ShareForm { person: user_id("grady"), ..form(GRADY) };
    let known = app.accepted(&adele(), chosen).await;
    app.run_due().await;
    assert_eq!(app.state(&known).await, InvitationState::Shared);

    app.advance(Duration::seconds(29));
    app.run_due().await;
    assert_eq!(app.posts().len(), 10, "not before its turn");
    app.advance(Duration::seconds(1));
    app.run_due().await;
    assert_eq!(app.posts().len(), 11);
    app.advance(Duration::seconds(30));
    app.run_due().await;
    assert_eq!(app.posts().len(), 12);
    for id in &ids {
        assert_eq!(app.state(id).await, InvitationState::Sent);
    }
    app.check().await;
}

#[tokio::test]
async fn a_colleague_does_not_wait_for_the_rest_of_another_persons_row() {
    let app = limited().await;
    for n in 0..40 {
        app.accepted(&adele(), guest(n)).await;
    }
    let diego = person("diego", false);
    for n in 100..110 {
        app.accepted(&diego, guest(n)).await;
    }
    app.run_due().await;
    let own = |post: &super::app::Post| post.inviter == Some(user_id("diego"));
    assert_eq!(app.posts().iter().filter(|post| own(post)).count(), 10);
    assert_eq!(app.posts().len(), 20);
}

#[tokio::test]
async fn a_tenant_has_a_row_of_its_own() {
    let one_each = RateLimit { burst: 3, interval: 10_000 };
    let app = TestApp::new().await.with_limits(RateLimits::OFF.with(LimitKind::TenantGuests, one_each));
    let diego = person("diego", false);
    for n in 0..2 {
        app.accepted(&adele(), guest(n)).await;
        app.accepted(&diego, guest(10 + n)).await;
    }
    app.run_due().await;
    assert_eq!(app.posts().len(), 3);
    app.advance(Duration::seconds(10));
    app.run_due().await;
    assert_eq!(app.posts().len(), 4);
    app.check().await;
}

#[tokio::test]
async fn whoever_waits_is_not_sooner_by_clicking() {
    let app = limited().await;
    let mut ids = Vec::new();
    for n in 0..11 {
        ids.push(app.accepted(&adele(), guest(n)).await);
    }
    app.run_due().await;
    for id in &ids {
        app.try_again(id).await;
    }
    app.run_due().await;
    assert_eq!(app.posts().len(), 10);
}

#[tokio::test]
async fn trying_again_takes_a_turn_of_its_own() {
    let one = RateLimit { burst: 1, interval: 60_000 };
    let app = TestApp::new().await.with_limits(RateLimits::OFF.with(LimitKind::Guests, one));
    app.fail(&invites(), [answer(403, "Forbidden", "Guest invitations not allowed for your company.")]);
    let id = app.accepted(&adele(), guest(1)).await;
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Failed);
    app.try_again(&id).await;
    app.run_due().await;
    turn_of(&app, &id).await;
    assert!(app.posts().is_empty());
    app.advance(Duration::seconds(60));
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    app.check().await;
}

#[tokio::test]
async fn trying_again_counts_as_a_share() {
    let two = RateLimit { burst: 2, interval: 3_600_000 };
    for kind in [LimitKind::Shares, LimitKind::GuestsOfDay] {
        let app = TestApp::new().await.with_limits(RateLimits::OFF.with(kind, two));
        let refused = answer(403, "Forbidden", "Guest invitations not allowed for your company.");
        app.fail(&invites(), std::iter::repeat_n(refused, 5));
        let id = app.accepted(&adele(), guest(1)).await;
        app.run_due().await;
        app.try_again(&id).await;
        app.run_due().await;
        let port = app.sharing.invitations();
        let tries = port.open(&adele(), &id).await.unwrap().row.tries;
        let code = if kind == LimitKind::Shares { ProblemCode::TooFast } else { ProblemCode::DayLimit };
        assert_eq!(port.retry(&adele(), &id, tries).await.unwrap_err().code, code);
        app.run_due().await;
        assert_eq!(app.emulator.faults_left(&invites()), 3, "one for the form, one for the click");
        assert_eq!(app.state(&id).await, InvitationState::Failed);
    }
}

#[tokio::test]
async fn in_a_day_so_many_new_guests_and_no_more() {
    let two = RateLimit { burst: 2, interval: 43_200_000 };
    for kind in [LimitKind::GuestsOfDay, LimitKind::TenantGuestsOfDay] {
        let app = TestApp::new().await.with_limits(RateLimits::OFF.with(kind, two));
        app.accepted(&adele(), guest(1)).await;
        app.accepted(&adele(), guest(2)).await;
        let ShareAnswer::Refused { problem, draft, .. } = app.share(&adele(), guest(3)).await else {
            panic!()
        };
        assert_eq!(problem.code, ProblemCode::DayLimit);
        let opens = problem.retry_at.unwrap() - backend::clock::Clock::now(&app.clock);
        assert_eq!(opens, Duration::hours(12));
        let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
        assert_eq!(kept.form.read::<ShareForm>(), Some(guest(3)), "nothing typed is lost");

        let chosen = ShareForm { person: user_id("grady"), ..form(GRADY) };
        app.accepted(&adele(), chosen).await;
        let colleague = app.share(&person("diego", false), guest(4)).await;
        let is_accepted = matches!(colleague, ShareAnswer::Accepted { .. });
        assert_eq!(is_accepted, kind == LimitKind::GuestsOfDay);
        app.advance(Duration::hours(12));
        app.accepted(&adele(), ShareForm { key: "later".to_owned(), ..guest(3) }).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_no_more_than_there_are() {
    stories::of_many_at_once_no_more_than_there_are(TestApp::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_posts_at_once_no_more_than_there_are() {
    Box::pin(stories::of_many_posts_at_once_no_more_than_there_are(TestApp::new().await)).await;
}

#[tokio::test]
async fn an_administrator_says_how_many_new_guests_are_invited_in_a_row() {
    Box::pin(stories::an_administrator_says_how_many_new_guests_are_invited_in_a_row(TestApp::new().await))
        .await;
}

#[tokio::test]
async fn what_was_invited_before_counts_under_a_changed_limit() {
    Box::pin(stories::what_was_invited_before_counts_under_a_changed_limit(TestApp::new().await)).await;
}

#[tokio::test]
async fn a_limit_that_is_configured_holds_whatever_the_settings_say() {
    let one = RateLimit { burst: 1, interval: 3_600_000 };
    let limits = RateLimits::default().with(LimitKind::Guests, one);
    let app = TestApp::new().await.with_limits(limits);
    Desk::of(&app).change("limits", "guests", "5 + 1/h", "").await;
    for n in 0..3 {
        app.accepted(&adele(), guest(n)).await;
    }
    app.run_due().await;
    assert_eq!(app.posts().len(), 1);
}

#[tokio::test]
async fn whoever_may_try_again_is_a_setting_too() {
    let app = limited().await;
    Desk::of(&app).change("limits", "shares", "1 + 1/h", "").await;
    app.fail(&invites(), [answer(403, "Forbidden", "Guest invitations not allowed for your company.")]);
    let id = app.accepted(&adele(), guest(1)).await;
    app.run_due().await;
    let port = app.sharing.invitations();
    let tries = port.open(&adele(), &id).await.unwrap().row.tries;
    assert_eq!(port.retry(&adele(), &id, tries).await.unwrap_err().code, ProblemCode::TooFast);
    Desk::of(&app).change("limits", "shares", "2 + 1/h", "").await;
    app.try_again(&id).await;
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    app.check().await;
}

#[tokio::test]
async fn a_changed_limit_of_look_ups_holds_at_once() {
    let app = limited().await;
    let people = app.sharing.people();
    let find = async || people.find(&adele(), &the_item(), "ade").await.map(drop);
    find().await.unwrap();
    Desk::of(&app).change("limits", "look_ups", "1 + 1/h", "").await;
    assert_eq!(find().await.unwrap_err().code, ProblemCode::TooFast, "one was looked up before");
    Desk::of(&app).change("limits", "look_ups", "off", "").await;
    for _ in 0..100 {
        find().await.unwrap();
    }
}

#[tokio::test]
async fn microsofts_own_time_is_not_shortened_by_a_click() {
    let app = TestApp::new().await;
    app.fail(&invites(), [answer_after(429, "3600")]);
    let id = app.accepted(&adele(), guest(1)).await;
    app.run_due().await;
    let retry_at = app.progress(&id).await.problem.unwrap().retry_at;
    app.try_again(&id).await;
    app.run_due().await;
    assert!(app.posts().is_empty());
    let progress = app.progress(&id).await;
    assert_eq!((progress.state, progress.problem.unwrap().retry_at), (InvitationState::Waiting, retry_at));
    app.advance(Duration::minutes(59));
    app.run_due().await;
    assert!(app.posts().is_empty());
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    app.check().await;
}

/// The actions of the audit chain.
async fn audited(app: &TestApp) -> Vec<(String, String)> {
    let entries = storage::audit::list(&app.storage, 0, 1_000).await.unwrap();
    entries.into_iter().map(|entry| (entry.action, entry.actor)).collect()
}

#[tokio::test]
async fn nobody_reads_the_whole_directory() {
    let app = limited().await;
    let people = app.sharing.people();
    let find = async |caller: Caller| people.find(&caller, &the_item(), "ale").await;
    let mut refused = 0;
    for _ in 0..100 {
        match find(adele()).await {
            Ok(found) => assert!(!found.matches.is_empty()),
            Err(problem) => {
                assert_eq!(problem.code, ProblemCode::TooFast);
                refused += 1;
            }
        }
    }
    assert_eq!(refused, 40);
    find(person("diego", false)).await.unwrap();
    let entries = |entries: Vec<(String, String)>| {
        entries.into_iter().filter(|(action, _)| action == "look-ups-refused").collect::<Vec<_>>()
    };
    assert_eq!(entries(audited(&app).await), [("look-ups-refused".to_owned(), user_id("adele"))]);

    app.advance(Duration::seconds(1));
    find(adele()).await.unwrap();
    find(adele()).await.unwrap();
    find(adele()).await.unwrap_err();
    assert_eq!(entries(audited(&app).await).len(), 1, "still the same burst");
    app.advance(Duration::minutes(1));
    for _ in 0..61 {
        let _ = find(adele()).await;
    }
    assert_eq!(entries(audited(&app).await).len(), 2);
}

#[tokio::test]
async fn whoever_is_refused_costs_next_to_nothing() {
    let app = limited().await;
    for _ in 0..62 {
        let _ = app.sharing.people().find(&adele(), &the_item(), "ade").await;
    }
    app.count_calls();
    let before = app.storage.usage();
    app.sharing.people().find(&adele(), &the_item(), "ade").await.unwrap_err();
    let after = app.storage.usage();
    assert_eq!((after.transactions - before.transactions, after.reads - before.reads), (0, 1));
    assert_eq!(app.calls(), 0);
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn of_many_at_once_no_more_than_there_are(app: TestApp) {
        let twenty = RateLimit { burst: 20, interval: 4_320_000 };
        let app = app.with_limits(RateLimits::OFF.with(LimitKind::GuestsOfDay, twenty));
        let caller = adele();
        let answers = join_all((0..PARALLEL).map(|n| app.share(&caller, guest(n)))).await;
        let accepted = answers.iter().filter(|answer| matches!(answer, ShareAnswer::Accepted { .. })).count();
        assert_eq!(accepted, 20);
        let refused = answers.iter().filter_map(|answer| match answer {
            ShareAnswer::Refused { problem, .. } => Some(problem.code),
            ShareAnswer::Accepted { .. } => None,
        });
        assert_eq!(refused.collect::<Vec<_>>(), [ProblemCode::DayLimit; PARALLEL - 20]);
        app.settle().await;
        app.check().await;
    }

    /// The first process changes it, and another one goes by it.
    pub async fn an_administrator_says_how_many_new_guests_are_invited_in_a_row(app: TestApp) {
        let app = app.with_limits(RateLimits::default());
        let other = app.another_process();
        let first = app.accepted(&adele(), guest(0)).await;
        other.runner().run_due().await;
        assert_eq!(app.state(&first).await, InvitationState::Sent);
        let version = Desk::of(&app).change("limits", "guests", "2 + 1/h", "Slower.").await;
        let mut ids = Vec::new();
        for n in 1..3 {
            ids.push(app.accepted(&adele(), guest(n)).await);
        }
        other.runner().run_due().await;
        assert_eq!(app.posts().len(), 2, "one was invited before");
        let mut waiting = Vec::new();
        for id in &ids {
            if app.state(id).await == InvitationState::Waiting {
                waiting.push(turn_of(&app, id).await - backend::clock::Clock::now(&app.clock));
            }
        }
        assert_eq!(waiting, [Duration::hours(1)]);
        let entries = storage::audit::of_subject(&app.storage, "settings").await.unwrap();
        let changes = json!([{ "field": "guests", "before": "10 + 2/min", "after": "2 + 1/h" }]);
        let detail =
            json!({ "version": version, "section": "limits", "changes": changes, "reason": "Slower." });
        assert_eq!(serde_json::from_str::<Value>(&entries[0].detail).unwrap(), detail);
        app.advance(Duration::hours(1));
        other.runner().run_due().await;
        assert_eq!(app.posts().len(), 3);
        app.check().await;
    }

    pub async fn what_was_invited_before_counts_under_a_changed_limit(app: TestApp) {
        let app = app.with_limits(RateLimits::default());
        let desk = Desk::of(&app);
        let caller = adele();
        // When there may be more.
        let opens = async |n| match app.share(&caller, guest(n)).await {
            ShareAnswer::Refused { problem, .. } => {
                assert_eq!(problem.code, ProblemCode::DayLimit);
                problem.retry_at.unwrap() - backend::clock::Clock::now(&app.clock)
            }
            other @ ShareAnswer::Accepted { .. } => panic!("{other:?}"),
        };
        desk.change("limits", "guests_of_day", "2/day", "").await;
        app.accepted(&caller, guest(1)).await;
        app.accepted(&caller, guest(2)).await;
        assert_eq!(opens(3).await, Duration::hours(12));
        desk.change("limits", "guests_of_day", "4/day", "").await;
        app.accepted(&caller, guest(4)).await;
        app.accepted(&caller, guest(5)).await;
        assert_eq!(opens(6).await, Duration::hours(6));
        desk.change("limits", "guests_of_day", "1/day", "").await;
        assert_eq!(opens(7).await, Duration::days(1), "four are no four days");
        app.advance(Duration::days(1));
        app.accepted(&caller, guest(8)).await;
        app.settle().await;
        app.check().await;
    }

    pub async fn of_many_posts_at_once_no_more_than_there_are(app: TestApp) {
        let app = app.with_limits(RateLimits::default());
        let caller = adele();
        join_all((0..PARALLEL).map(|n| app.accepted(&caller, guest(n)))).await;
        let (one, other) = (app.sharing.runner(), app.another_process().runner());
        tokio::join!(one.run_due(), other.run_due(), one.run_due(), other.run_due());
        assert_eq!(app.posts().len(), 10);
        let waiting: BTreeSet<_> = join_all(app.rows().await.iter().map(|row| {
            let port = app.sharing.invitations();
            let (id, caller) = (row.id.clone(), caller.clone());
            async move { port.progress(&caller, &id, Wait::ZERO).await.unwrap().problem }
        }))
        .await
        .into_iter()
        .flatten()
        .map(|problem| problem.retry_at.unwrap())
        .collect();
        assert_eq!(waiting.len(), PARALLEL - 10, "each has a time of its own");
        for _ in 10..PARALLEL {
            app.advance(Duration::seconds(30));
            app.run_due().await;
        }
        assert_eq!(app.posts().len(), PARALLEL);
        app.check().await;
    }
}
