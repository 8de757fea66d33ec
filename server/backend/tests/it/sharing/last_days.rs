//! The last day of access that there is: set, moved, removed, and undo of each.

use backend::clock::Clock as _;
use backend::rules::limits::{LimitKind, RateLimits};
use backend::rules::rate_limit::RateLimit;
use contract::{
    AccessChangeKind, AccessState, Caller, FieldPath, HistoryEvent, InvitationId, InvitationState,
    LastDayAnswer, LastDayForm, Problem, ProblemCode, ShareForm, ToastKind,
};
use serde_json::{Value, json};
use testing::names::{GRADY, user_id};
use time::{Duration, OffsetDateTime};

use super::access_changes::{
    actions, change, end, ends_well, history, id_of, item, listed, megan, offered, role,
};
use super::app::{FALCON, ITEM, TestApp, adele, fixed, person};
use super::directory_steps::{chosen, members};
use super::options::{day, end_of_day};

async fn set(app: &TestApp, caller: &Caller, user: &str, until: &str) -> Result<LastDayAnswer, Problem> {
    let form =
        LastDayForm { item: item(), user: id_of(user), until: until.to_owned(), sender: String::new() };
    app.sharing.access_changes().change_last_day(caller, form).await
}

/// Sets it, which must be taken, a second after what was before: the newest notification is that of it.
async fn must_set(app: &TestApp, caller: &Caller, user: &str, until: &str) {
    app.advance(Duration::seconds(1));
    assert_eq!(set(app, caller, user, until).await.unwrap(), LastDayAnswer::Done, "{until}");
}

/// When the newest access ends by itself, in unix milliseconds.
async fn ends(app: &TestApp) -> Option<i64> {
    listed(app).await[0].until.map(|until| until.unix_timestamp() * 1000)
}

/// When an invitation ends, as it is stored.
async fn stored(app: &TestApp, id: &InvitationId) -> Value {
    let row = app.rows().await.into_iter().find(|row| row.id == *id).unwrap();
    row.options.map_or(Value::Null, |options| {
        let options: Value = serde_json::from_str(&options).unwrap();
        options["until"].clone()
    })
}

/// Time passes until this moment.
fn pass(app: &TestApp, until: i64) {
    app.advance(Duration::milliseconds(until - app.clock.now_ms()));
}

fn code<T>(outcome: Result<T, Problem>) -> Option<ProblemCode> {
    outcome.err().map(|problem| problem.code)
}

/// Diego shares for good, and then Adele in a role that reaches further, which is what there is. Hers, and his.
async fn shared_by_two(app: &TestApp) -> (InvitationId, InvitationId) {
    let diego = person("diego", false);
    let his = ShareForm { key: "diego".to_owned(), ..chosen("grady", GRADY) };
    let his = app.accepted(&diego, his).await;
    app.settle().await;
    let hers = ShareForm { role: "contributor".to_owned(), ..chosen("grady", GRADY) };
    let hers = app.accepted(&adele(), hers).await;
    app.settle().await;
    assert_eq!(listed(app).await[0].role, role("contributor"));
    (hers, his)
}

async fn state(app: &TestApp, id: &InvitationId) -> InvitationState {
    app.rows().await.into_iter().find(|row| row.id == *id).unwrap().state
}

on_sqlite! {
    it_is_set_moved_and_removed_and_each_can_be_undone,
    it_ends_access_and_what_was_moved_or_removed_does_not,
    what_others_shared_for_longer_ends_with_it_and_undo_gives_that_back,
    access_that_lasts_longer_changes_nothing_of_others,
    what_is_under_way_gives_no_more_than_that,
    access_without_an_invitation_has_one_too,
    who_may_change_it,
    what_is_wrong_is_said_beside_its_field,
    whoever_shared_is_told_who_did_it,
    only_what_lasts_longer_counts_as_a_share,
    of_many_days_at_once_one_counts,
    an_undo_that_makes_no_sense_any_more_is_refused,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn it_is_set_moved_and_removed_and_each_can_be_undone(app: TestApp) {
        let app = app.planning_every_step().await;
        let grady = user_id("grady");
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let (since, port) = (listed(&app).await[0].since, app.sharing.access_changes());
        let mut before = None;
        for days in [Some(7), Some(20), Some(3), None] {
            let typed = days.map(|days| day(&app, days)).unwrap_or_default();
            let until = days.map(|days| end_of_day(&app, days));
            must_set(&app, &adele(), &grady, &typed).await;
            let undo = offered(&app, &adele()).await;
            must_set(&app, &adele(), &grady, &typed).await;
            assert_eq!((ends(&app).await, stored(&app, &id).await), (until, json!(until)), "{typed}");
            let row = listed(&app).await.remove(0);
            assert_eq!((row.role, row.since, row.given_by), (role("reader"), since, adele().name));
            assert_eq!(row.state, AccessState::Active, "nothing follows before that day");
            let asked = port.change(&adele(), &undo).await.unwrap();
            let was = before.map(|ms: i64| OffsetDateTime::from_unix_timestamp(ms / 1000).unwrap());
            assert_eq!((asked.kind, asked.item), (AccessChangeKind::LastDay { until: was }, item()));
            for _ in 0..2 {
                assert_eq!(port.undo_change(&adele(), &undo).await.unwrap(), item());
            }
            assert_eq!((ends(&app).await, stored(&app, &id).await), (before, json!(before)), "{typed}");
            must_set(&app, &adele(), &grady, &typed).await;
            before = until;
        }
        let entries = actions(&app, id.as_str()).await;
        let changes = entries.iter().filter(|entry| *entry == "last-day-changed").count();
        assert_eq!(changes, 4 * 3, "set, undone, and set: {entries:?}");
        assert!(history(&app, &id).await.contains(&HistoryEvent::LastDayChanged));
        assert_eq!((app.rows().await.len(), app.state(&id).await), (1, InvitationState::Shared));
        assert!(members(&app, FALCON).await.contains(&grady));
        ends_well(&app).await;
    }

    pub async fn it_ends_access_and_what_was_moved_or_removed_does_not(app: TestApp) {
        let app = app.planning_every_step().await;
        let (grady, guest) = (user_id("grady"), person("grady", true));
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let (first, last) = (end_of_day(&app, 1), end_of_day(&app, 3));
        must_set(&app, &adele(), &grady, &day(&app, 1)).await;
        must_set(&app, &adele(), &grady, &day(&app, 3)).await;
        pass(&app, first);
        app.run_due().await;
        assert_eq!(ends(&app).await, Some(last), "moved later");
        must_set(&app, &adele(), &grady, "").await;
        pass(&app, last);
        app.run_due().await;
        assert_eq!(ends(&app).await, None, "removed");
        assert!(app.sharing.items().open(&guest, &item()).await.is_ok());
        assert!(members(&app, FALCON).await.contains(&grady));
        let until = end_of_day(&app, 0);
        must_set(&app, &adele(), &grady, &day(&app, 9)).await;
        must_set(&app, &adele(), &grady, &day(&app, 0)).await;
        pass(&app, until);
        // Refused from then on, although no job has run.
        assert_eq!(code(app.sharing.items().open(&guest, &item()).await), Some(ProblemCode::NotFound));
        assert_eq!(code(set(&app, &adele(), &grady, "").await), Some(ProblemCode::NotFound), "it has ended");
        app.run_due().await;
        ends_well(&app).await;
        assert!(listed(&app).await.is_empty());
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        assert!(!members(&app, FALCON).await.contains(&grady));
        assert!(history(&app, &id).await.contains(&HistoryEvent::AccessRanOut));
    }

    pub async fn what_others_shared_for_longer_ends_with_it_and_undo_gives_that_back(app: TestApp) {
        let grady = user_id("grady");
        let (hers, his) = shared_by_two(&app).await;
        let until = end_of_day(&app, 2);
        for _ in 0..2 {
            must_set(&app, &adele(), &grady, &day(&app, 2)).await;
            for id in [&hers, &his] {
                assert_eq!(stored(&app, id).await, json!(until));
                assert!(actions(&app, id.as_str()).await.contains(&"last-day-changed".to_owned()));
            }
            let undo = offered(&app, &adele()).await;
            app.sharing.access_changes().undo_change(&adele(), &undo).await.unwrap();
            assert_eq!(ends(&app).await, None);
            for id in [&hers, &his] {
                assert_eq!(stored(&app, id).await, Value::Null);
            }
        }
        must_set(&app, &adele(), &grady, &day(&app, 2)).await;
        pass(&app, until);
        app.run_due().await;
        ends_well(&app).await;
        assert!(listed(&app).await.is_empty(), "nobody else gives it from then on");
        for id in [&hers, &his] {
            assert_eq!(state(&app, id).await, InvitationState::Undone);
        }
    }

    pub async fn access_that_lasts_longer_changes_nothing_of_others(app: TestApp) {
        let grady = user_id("grady");
        let diego = person("diego", false);
        let limited =
            ShareForm { role: "contributor".to_owned(), until: day(&app, 2), ..chosen("grady", GRADY) };
        let hers = app.accepted(&adele(), limited).await;
        app.settle().await;
        let for_good = ShareForm { key: "for-good".to_owned(), ..chosen("grady", GRADY) };
        let his = app.accepted(&diego, for_good).await;
        app.settle().await;
        let until = end_of_day(&app, 5);
        must_set(&app, &adele(), &grady, &day(&app, 5)).await;
        assert_eq!((stored(&app, &hers).await, stored(&app, &his).await), (json!(until), Value::Null));
        pass(&app, until);
        app.run_due().await;
        ends_well(&app).await;
        let left = listed(&app).await.remove(0);
        assert_eq!((left.role, left.given_by, left.until), (role("reader"), diego.name.clone(), None));
        assert_eq!(state(&app, &hers).await, InvitationState::Undone);
    }

    pub async fn what_is_under_way_gives_no_more_than_that(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let more =
            ShareForm { role: "contributor".to_owned(), key: "more".to_owned(), ..chosen("grady", GRADY) };
        let waits = app.accepted(&person("diego", false), more).await;
        let until = end_of_day(&app, 1);
        must_set(&app, &adele(), &grady, &day(&app, 1)).await;
        assert_eq!(state(&app, &waits).await, InvitationState::Working, "it goes on in its own time");
        ends_well(&app).await;
        assert_eq!(
            (listed(&app).await[0].role.clone(), ends(&app).await),
            (role("contributor"), Some(until))
        );
        pass(&app, until);
        app.run_due().await;
        ends_well(&app).await;
        assert!(listed(&app).await.is_empty());
    }

    pub async fn access_without_an_invitation_has_one_too(app: TestApp) {
        let grady = user_id("grady");
        app.give(&grady, "reader", None).await;
        let until = end_of_day(&app, 4);
        must_set(&app, &adele(), &grady, &day(&app, 4)).await;
        assert_eq!(ends(&app).await, Some(until));
        assert!(actions(&app, ITEM).await.contains(&"last-day-changed".to_owned()));
        let undo = offered(&app, &adele()).await;
        app.sharing.access_changes().undo_change(&adele(), &undo).await.unwrap();
        assert_eq!(ends(&app).await, None);
        must_set(&app, &adele(), &grady, &day(&app, 4)).await;
        pass(&app, until);
        app.run_due().await;
        assert!(listed(&app).await.is_empty());
    }

    pub async fn who_may_change_it(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let (diego, guest, week) = (person("diego", false), person("joni", true), day(&app, 7));
        for caller in [&diego, &guest] {
            let refused = code(set(&app, caller, &grady, &week).await);
            assert_eq!(refused, Some(ProblemCode::NotAllowed));
            // Nobody learns what is wrong with a day that is not theirs to name.
            assert_eq!(code(set(&app, caller, &grady, "soon").await), Some(ProblemCode::NotAllowed));
        }
        let seen = app.sharing.items().open(&diego, &item()).await.unwrap().people;
        assert!(!seen[0].may_move_last_day && listed(&app).await[0].may_move_last_day);
        let nobody = user_id("joni");
        assert_eq!(code(set(&app, &adele(), &nobody, &week).await), Some(ProblemCode::NotFound));
        // Who has a role that reaches further; of their own nobody, also not an administrator.
        app.give(diego.user.as_str(), "contributor", None).await;
        must_set(&app, &diego, &grady, &week).await;
        let admin = Caller { is_admin: true, ..diego.clone() };
        let own = code(set(&app, &admin, diego.user.as_str(), &week).await);
        assert_eq!(own, Some(ProblemCode::NotAllowed));
        let undo = offered(&app, &diego).await;
        let port = app.sharing.access_changes();
        assert_eq!(code(port.undo_change(&adele(), &undo).await), Some(ProblemCode::NotFound));
        port.undo_change(&diego, &undo).await.unwrap();
        // Who sees the item no more, unless they are an administrator.
        app.close_item().await;
        assert_eq!(code(set(&app, &adele(), &grady, &week).await), Some(ProblemCode::NotFound));
        must_set(&app, &megan(), &grady, &week).await;
    }

    pub async fn what_is_wrong_is_said_beside_its_field(app: TestApp) {
        let app = app.with_settings(fixed([("inviting", "longest_days", json!(30))]));
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let stands = ends(&app).await;
        assert_eq!(stands, Some(end_of_day(&app, 30)));
        let long = "9".repeat(5_000);
        for (typed, expected) in [
            ("tomorrow", ProblemCode::DayMalformed),
            (day(&app, -1).as_str(), ProblemCode::DayMalformed),
            (long.as_str(), ProblemCode::DayMalformed),
            (day(&app, 31).as_str(), ProblemCode::DayTooLate),
            ("", ProblemCode::DayTooLate),
        ] {
            let answer = set(&app, &adele(), &grady, typed).await.unwrap();
            let LastDayAnswer::Refused { draft, problem } = answer else { panic!("taken: {typed}") };
            assert_eq!(problem.about(&FieldPath::UNTIL), Some(expected), "{typed}");
            let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
            let form: LastDayForm = kept.form.read().unwrap();
            assert_eq!((form.user, kept.problem), (id_of(&grady), Some(problem)));
            assert!(typed.starts_with(&form.until) && form.until.len() == typed.len().min(64), "{typed}");
            let others = app.sharing.invitations().draft(&person("diego", false), &draft).await;
            assert_eq!(code(others), Some(ProblemCode::NotFound));
        }
        assert_eq!(ends(&app).await, stands);
        assert_eq!(app.db.number("SELECT COUNT(*) FROM access_changes").await, 0);
        must_set(&app, &adele(), &grady, &day(&app, 30)).await;
        assert_eq!(app.db.number("SELECT COUNT(*) FROM access_changes").await, 0, "the same is no change");
        must_set(&app, &adele(), &grady, &day(&app, 29)).await;
        ends_well(&app).await;
    }

    pub async fn whoever_shared_is_told_who_did_it(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let until = end_of_day(&app, 7);
        must_set(&app, &megan(), &grady, &day(&app, 7)).await;
        let undo = offered(&app, &megan()).await;
        app.advance(Duration::seconds(1));
        app.sharing.access_changes().undo_change(&megan(), &undo).await.unwrap();
        let told = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        let told: Vec<_> = told
            .into_iter()
            .filter_map(|toast| match toast.kind {
                ToastKind::LastDayChanged { by, until, change: None, .. } => Some((by, until)),
                _ => None,
            })
            .collect();
        let ends = OffsetDateTime::from_unix_timestamp(until / 1000).unwrap();
        assert_eq!(told, [(Some(megan().name), None), (Some(megan().name), Some(ends))]);
        ends_well(&app).await;
    }

    pub async fn only_what_lasts_longer_counts_as_a_share(app: TestApp) {
        let two = RateLimit { burst: 2, interval: 60_000 };
        let app = app.with_limits(RateLimits::OFF.with(LimitKind::Shares, two));
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        for days in [7, 3, 9] {
            must_set(&app, &adele(), &grady, &day(&app, days)).await;
        }
        let until = ends(&app).await;
        for typed in [day(&app, 20).as_str(), ""] {
            let answer = set(&app, &adele(), &grady, typed).await.unwrap();
            let LastDayAnswer::Refused { draft, problem } = answer else { panic!("taken: {typed}") };
            assert!(problem.code == ProblemCode::TooFast && problem.retry_at.is_some(), "{problem:?}");
            let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
            let form: LastDayForm = kept.form.read().unwrap();
            assert_eq!((form.until.as_str(), kept.problem), (typed, Some(problem)));
        }
        assert_eq!(ends(&app).await, until);
        must_set(&app, &adele(), &grady, &day(&app, 1)).await;
        app.advance(Duration::minutes(1));
        must_set(&app, &adele(), &grady, "").await;
        ends_well(&app).await;
    }

    pub async fn of_many_days_at_once_one_counts(app: TestApp) {
        let grady = user_id("grady");
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let (caller, typed) = (adele(), day(&app, 7));
        let all = (0..16).map(|_| set(&app, &caller, &grady, &typed));
        assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
        assert_eq!(app.db.number("SELECT COUNT(*) FROM access_changes").await, 1);
        let (port, undo) = (app.sharing.access_changes(), offered(&app, &adele()).await);
        let all = (0..16).map(|_| port.undo_change(&caller, &undo));
        assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
        assert_eq!((ends(&app).await, stored(&app, &id).await), (None, Value::Null));
        let entries = actions(&app, id.as_str()).await;
        assert_eq!(entries.iter().filter(|entry| *entry == "last-day-changed").count(), 2, "{entries:?}");
        ends_well(&app).await;
    }

    pub async fn an_undo_that_makes_no_sense_any_more_is_refused(app: TestApp) {
        let grady = user_id("grady");
        app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let port = app.sharing.access_changes();
        let not_found = Some(ProblemCode::NotFound);
        must_set(&app, &adele(), &grady, &day(&app, 1)).await;
        let of_first = offered(&app, &adele()).await;
        let ends = end_of_day(&app, 1);
        must_set(&app, &adele(), &grady, &day(&app, 9)).await;
        let of_second = offered(&app, &adele()).await;
        assert_eq!(code(port.change(&adele(), &of_first).await), not_found, "it is another day");
        assert_eq!(code(port.undo_change(&adele(), &of_first).await), not_found);
        assert!(port.change(&adele(), &of_second).await.is_ok());
        pass(&app, ends);
        app.run_due().await;
        assert_eq!(code(port.undo_change(&adele(), &of_second).await), not_found, "that day is over");
        must_set(&app, &adele(), &grady, &day(&app, 20)).await;
        let of_third = offered(&app, &adele()).await;
        change(&app, &adele(), &grady, "contributor").await.unwrap();
        assert_eq!(code(port.undo_change(&adele(), &of_third).await), not_found, "it is another role");
        end(&app, &adele(), &grady).await.unwrap();
        assert_eq!(code(port.change(&adele(), &of_third).await), not_found);
        ends_well(&app).await;
    }
}
