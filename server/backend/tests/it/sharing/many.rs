//! A form with many recipients: stored at once, and followed.

use std::collections::BTreeSet;
use std::time::Duration as Wait;

use backend::rules::limits::{LimitKind, RateLimits};
use backend::rules::rate_limit::RateLimit;
use contract::{
    FieldPath, InvitationId, InvitationState, Light, PROGRESS_ROWS, Problem, ProblemCode, RecipientKind,
    ShareAnswer, ShareForm, ShareId, StepState, TypedRecipient,
};
use futures::future::join_all;
use testing::names::{ALEX, DIEGO, GRADY, JONI, user_id};
use time::Duration;

use super::app::{TestApp, adele, answer, form, invites, shown};

const ANA: &str = "ana@fabrikam.example";
const KIM: &str = "kim@woodgrove.example";

/// Somebody who was chosen.
fn chosen(name: &str, address: &str) -> TypedRecipient {
    TypedRecipient { person: user_id(name), ..TypedRecipient::of_text(address) }
}

fn to(recipients: &[TypedRecipient], key: &str) -> ShareForm {
    let recipients = recipients.iter().map(TypedRecipient::line).collect();
    ShareForm { recipients, name: String::new(), key: key.to_owned(), ..form("") }
}

fn to_addresses(addresses: &[&str], key: &str) -> ShareForm {
    to(&addresses.iter().map(|address| TypedRecipient::of_text(address)).collect::<Vec<_>>(), key)
}

/// So many of whom nobody knows anything.
fn to_new(count: usize, key: &str) -> ShareForm {
    let addresses: Vec<_> = (0..count).map(|n| format!("guest{n}@fabrikam.example")).collect();
    to_addresses(&addresses.iter().map(String::as_str).collect::<Vec<_>>(), key)
}

fn accepted(answer: ShareAnswer) -> (ShareId, Vec<InvitationId>) {
    match answer {
        ShareAnswer::Accepted { share, invitations } => (share, invitations),
        ShareAnswer::Refused { .. } => panic!("{answer:?}"),
    }
}

fn of_recipient(at: usize, field: &FieldPath) -> FieldPath {
    FieldPath::RECIPIENTS.at(at).join(field)
}

async fn states(app: &TestApp, ids: &[InvitationId]) -> Vec<InvitationState> {
    join_all(ids.iter().map(|id| app.state(id))).await
}

#[tokio::test]
async fn each_of_several_gets_what_they_need() {
    use InvitationState::{Sent, Shared};

    let app = TestApp::new().await;
    let all =
        [TypedRecipient::of_text(ANA), chosen("alex", ALEX), chosen("grady", GRADY), chosen("joni", JONI)];
    let (share, ids) = accepted(app.share(&adele(), to(&all, "k1")).await);
    let rows = app.rows().await;
    assert!(rows.iter().all(|row| row.share == share), "one share");
    let addresses = ids.iter().map(|id| &rows.iter().find(|row| row.id == *id).unwrap().address);
    assert_eq!(addresses.collect::<Vec<_>>(), [ANA, ALEX, GRADY, JONI], "in the order of the form");
    app.settle().await;
    assert_eq!(states(&app, &ids).await, [Sent, Shared, Shared, Shared]);
    assert_eq!(app.posts().len(), 1);
    app.check().await;
}

#[tokio::test]
async fn nobody_is_sent_to_while_somebody_cannot_be() {
    let app = TestApp::new().await;
    let typed = to_addresses(&[ANA, JONI, "no address"], "k1");
    let ShareAnswer::Refused { draft, problem, recipients } = app.share(&adele(), typed.clone()).await else {
        panic!()
    };
    let about = |at, field| problem.about(&of_recipient(at, &field));
    assert_eq!(about(0, FieldPath::ADDRESS), None);
    assert_eq!(about(1, FieldPath::PERSON), Some(ProblemCode::ChoosePerson));
    assert_eq!(about(2, FieldPath::ADDRESS), Some(ProblemCode::AddressMalformed));
    assert_eq!(problem.code, ProblemCode::CheckRecipients);
    let lights: Vec<_> = recipients.iter().map(|judged| judged.light).collect();
    assert_eq!(
        lights,
        [Light::Green, Light::Amber, Light::Red],
        "the only owner is shown, and bound with the next Send"
    );
    assert_eq!(shown(&recipients)[0].id.as_str(), user_id("joni"));
    let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    assert_eq!((kept.problem, kept.recipients), (Some(problem), recipients));
    let texts = |form: &ShareForm| {
        form.recipients.iter().map(|line| TypedRecipient::parse(line).text).collect::<Vec<_>>()
    };
    let kept = kept.form.read::<ShareForm>().unwrap();
    assert_eq!(texts(&kept), texts(&typed), "nothing typed is lost");
    app.settle().await;
    assert!(app.rows().await.is_empty() && app.posts().is_empty());
}

#[tokio::test]
async fn whoever_cannot_be_sent_to_is_left_out_where_the_form_says_so() {
    let app = TestApp::new().await;
    let leave_out =
        |addresses: &[&str], key| ShareForm { leave_out: "1".to_owned(), ..to_addresses(addresses, key) };
    let nobody = app.share(&adele(), leave_out(&[JONI, "no address"], "k1")).await;
    assert!(matches!(nobody, ShareAnswer::Refused { .. }), "there has to be somebody: {nobody:?}");
    let unseen = app.share(&adele(), leave_out(&[JONI, ANA, "no address"], "k3")).await;
    assert!(
        matches!(unseen, ShareAnswer::Refused { .. }),
        "somebody known is not left out unseen: {unseen:?}"
    );
    let (_, ids) =
        accepted(app.share(&adele(), leave_out(&["no address", ANA, "nor this", KIM], "k2")).await);
    app.settle().await;
    assert_eq!(states(&app, &ids).await, [InvitationState::Sent; 2]);
    let guests: BTreeSet<_> = app.posts().into_iter().map(|post| post.guest).collect();
    assert_eq!(guests, BTreeSet::from([ANA, KIM].map(|address| app.emulator.user(address))));
    app.check().await;
}

#[tokio::test]
async fn whoever_stands_there_twice_is_invited_once() {
    let app = TestApp::new().await;
    let twice = [
        TypedRecipient::of_text("Ana@FABRIKAM.example"),
        chosen("grady", GRADY),
        TypedRecipient::of_text(ANA),
        chosen("grady", ""),
    ];
    let (_, ids) = accepted(app.share(&adele(), to(&twice, "k1")).await);
    assert_eq!(ids.len(), 2);
    app.settle().await;
    assert_eq!(states(&app, &ids).await, [InvitationState::Sent, InvitationState::Shared]);
    app.check().await;
}

#[tokio::test]
async fn what_is_under_way_already_is_said_of_its_recipient() {
    let app = TestApp::new().await;
    app.accepted(&adele(), form(ANA)).await;
    let both = to_addresses(&[KIM, ANA], "k1");
    let ShareAnswer::Refused { problem, recipients, .. } = app.share(&adele(), both.clone()).await else {
        panic!()
    };
    assert_eq!(problem.about(&of_recipient(1, &FieldPath::ADDRESS)), Some(ProblemCode::AlreadyUnderWay));
    assert_eq!((recipients[0].light, recipients[1].light), (Light::Green, Light::Red));
    let others = ShareForm { leave_out: "1".to_owned(), key: "k2".to_owned(), ..both };
    let (_, ids) = accepted(app.share(&adele(), others).await);
    assert_eq!(ids.len(), 1);
    app.settle().await;
    assert_eq!(app.rows().await.len(), 2);
    app.check().await;
}

#[tokio::test]
async fn the_name_is_of_the_one_beside_whose_address_none_stands() {
    let app = TestApp::new().await;
    let kim_lee = TypedRecipient { name: "Kim Lee".to_owned(), ..TypedRecipient::of_text(KIM) };
    let names = async |recipients: &[TypedRecipient], item: &str| {
        let form = ShareForm { name: "Ana N.".to_owned(), item: item.to_owned(), ..to(recipients, item) };
        let (_, ids) = accepted(app.share(&adele(), form).await);
        let rows = app.rows().await;
        let name = |id: &InvitationId| rows.iter().find(|row| row.id == *id).unwrap().name.clone();
        ids.iter().map(name).collect::<Vec<_>>()
    };
    let (ana, alex) = (TypedRecipient::of_text(ANA), chosen("alex", ALEX));
    let kim = Some("Kim Lee".to_owned());
    assert_eq!(
        names(&[ana.clone(), kim_lee.clone(), alex], super::ITEM).await,
        [Some("Ana N.".to_owned()), kim.clone(), None]
    );
    let others = [ana, kim_lee, TypedRecipient::of_text("pat@northwind.example")];
    assert_eq!(names(&others, "depot-fire-plan").await, [None, kim, None], "nobody knows whose it is");
}

/// A mailbox alone brings its name into the form, and the form that comes back has it beside its address, too.
#[tokio::test]
async fn the_name_of_somebody_whose_form_came_back_is_not_given_to_who_is_added() {
    let app = TestApp::new().await;
    let message = "a".repeat(contract::MESSAGE_LIMIT + 1);
    let alone = ShareForm { name: String::new(), message, ..form(&format!("Kim Lee <{KIM}>")) };
    let ShareAnswer::Refused { draft, .. } = app.share(&adele(), alone).await else { panic!() };
    let kept = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    let came_back = kept.form.read::<ShareForm>().unwrap();
    assert_eq!(came_back.name, "Kim Lee");
    let both = ShareForm {
        recipients: kept.recipients.iter().map(|judged| judged.typed.line()).collect(),
        address: ANA.to_owned(),
        message: String::new(),
        ..came_back
    };
    accepted(app.share(&adele(), both).await);
    let mut names: Vec<_> = app.rows().await.into_iter().map(|row| (row.address, row.name)).collect();
    names.sort();
    assert_eq!(names, [(ANA.to_owned(), None), (KIM.to_owned(), Some("Kim Lee".to_owned()))]);
}

#[tokio::test]
async fn a_draft_without_judged_recipients_has_them_judged_when_it_is_opened() {
    let app = TestApp::new().await;
    app.accepted(&adele(), ShareForm { key: "k1".to_owned(), ..form(ANA) }).await;
    // Another form under a key that is used up comes back before anybody is looked up.
    let ShareAnswer::Refused { draft, problem, recipients } =
        app.share(&adele(), to(&[chosen("grady", GRADY), TypedRecipient::of_text(KIM)], "k1")).await
    else {
        panic!()
    };
    assert_eq!((problem.code, recipients.len()), (ProblemCode::KeyReused, 0));
    let opened = app.sharing.invitations().draft(&adele(), &draft).await.unwrap();
    let kinds: Vec<_> = opened.recipients.iter().map(|judged| judged.kind).collect();
    assert_eq!(kinds, [RecipientKind::Guest, RecipientKind::New]);
    assert_eq!(opened.recipients[0].person.as_ref().unwrap().name, "Grady Archie");
}

#[tokio::test]
async fn opening_drafts_takes_look_ups_from_the_quota() {
    let one = RateLimit { burst: 1, interval: 60_000 };
    let app = TestApp::new().await.with_limits(RateLimits::OFF.with(LimitKind::LookUps, one));
    let port = app.sharing.invitations();
    let judged = async |addresses: &[&str]| {
        let wrong = ShareForm { role: "king".to_owned(), ..to_addresses(addresses, "k1") };
        let ShareAnswer::Refused { draft, .. } = app.share(&adele(), wrong).await else { panic!() };
        port.draft(&adele(), &draft).await.unwrap().recipients.len()
    };
    assert_eq!(judged(&[ANA, KIM]).await, 2);
    assert_eq!(judged(&["pat@northwind.example", "kim@northwind.example"]).await, 0, "later");
    assert_eq!(judged(&[KIM, ANA]).await, 2, "what was just said is remembered");
}

#[tokio::test]
async fn a_large_share_keeps_nobody_waiting() {
    let app = TestApp::new().await;
    let (_, ids) = accepted(app.share(&adele(), to_new(50, "k1")).await);
    let diego = app.caller(DIEGO);
    let one = app.accepted(&diego, form(KIM)).await;
    app.run_due().await;
    let progress = app.sharing.invitations().progress(&diego, &one, Wait::ZERO).await.unwrap();
    assert_eq!(progress.state, InvitationState::Sent, "served at once");
    for sent in [20, 40, 50] {
        let done = states(&app, &ids).await.iter().filter(|state| **state == InvitationState::Sent).count();
        assert_eq!(done, sent, "in the order of the form, so many at a time");
        app.advance(Duration::seconds(1));
        app.run_due().await;
    }
    app.check().await;
}

#[tokio::test]
async fn whoever_is_beyond_the_day_is_named_with_the_time_and_nobody_is_sent_to() {
    let three = RateLimit { burst: 3, interval: 28_800_000 };
    for kind in [LimitKind::GuestsOfDay, LimitKind::TenantGuestsOfDay] {
        let app = TestApp::new().await.with_limits(RateLimits::OFF.with(kind, three));
        app.accepted(&adele(), form(ANA)).await;
        let ShareAnswer::Refused { problem, recipients, .. } = app.share(&adele(), to_new(3, "k1")).await
        else {
            panic!()
        };
        let about = |at| problem.about(&of_recipient(at, &FieldPath::ADDRESS));
        assert_eq!([about(0), about(1), about(2)], [None, None, Some(ProblemCode::DayLimit)]);
        let said = recipients[2].problem.as_ref().unwrap();
        let opens = said.retry_at.unwrap() - backend::clock::Clock::now(&app.clock);
        assert_eq!((said.code, opens), (ProblemCode::DayLimit, Duration::hours(8)), "room for a third");
        let known = [chosen("grady", GRADY), chosen("alex", ALEX)];
        let new = [TypedRecipient::of_text(KIM), TypedRecipient::of_text("pat@northwind.example")];
        accepted(app.share(&adele(), to(&[known, new].concat(), "k2")).await);
        app.advance(opens);
        assert!(matches!(app.share(&adele(), to_new(2, "k3")).await, ShareAnswer::Refused { .. }));
        accepted(app.share(&adele(), to_new(1, "k4")).await);
    }
}

#[tokio::test]
async fn a_form_that_comes_back_costs_what_was_looked_up_for_it() {
    let two = RateLimit { burst: 2, interval: 60_000 };
    let app = TestApp::new().await.with_limits(RateLimits::OFF.with(LimitKind::Shares, two));
    let mut typed = to_new(40, "k1");
    typed.recipients.push(TypedRecipient::of_text("no address").line());
    assert!(matches!(app.share(&adele(), typed).await, ShareAnswer::Refused { .. }));
    let ShareAnswer::Refused { problem, .. } = app.share(&adele(), form(ANA)).await else { panic!() };
    let opens = problem.retry_at.unwrap() - backend::clock::Clock::now(&app.clock);
    assert_eq!((problem.code, opens), (ProblemCode::TooFast, Duration::minutes(2)), "three were taken");
}

#[tokio::test]
async fn a_form_sent_again_gets_the_same_answer() {
    let app = TestApp::new().await;
    let typed = to(&[TypedRecipient::of_text(ANA), chosen("grady", GRADY)], "k1");
    let first = app.share(&adele(), typed.clone()).await;
    assert_eq!(app.share(&adele(), typed.clone()).await, first);
    app.settle().await;
    assert_eq!(app.share(&adele(), typed).await, first, "also when everybody has it");
    app.check().await;
}

#[tokio::test]
async fn a_form_sent_many_times_at_once_gets_one_answer_also_where_it_uses_up_what_there_is() {
    let three = |interval| RateLimit { burst: 3, interval };
    let limits = RateLimits::OFF
        .with(LimitKind::Shares, three(60_000))
        .with(LimitKind::GuestsOfDay, three(28_800_000));
    let app = TestApp::new().await.with_limits(limits);
    let (caller, typed) = (adele(), to_new(3, "k1"));
    let answers = join_all((0..64).map(|_| app.share(&caller, typed.clone()))).await;
    assert!(answers.iter().all(|answer| matches!(answer, ShareAnswer::Accepted { .. })), "{answers:?}");
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    app.settle().await;
    assert_eq!((app.rows().await.len(), app.posts().len()), (3, 3));
    app.check().await;
}

#[tokio::test]
async fn another_persons_share_is_not_there() {
    let app = TestApp::new().await;
    let (share, _) = accepted(app.share(&adele(), to_new(2, "k1")).await);
    let port = app.sharing.invitations();
    let hidden = Problem::new(ProblemCode::NotFound);
    let refused = port.share_progress(&app.caller(DIEGO), &share, Wait::ZERO).await.unwrap_err();
    assert_eq!(refused, hidden);
    let nothing = ShareId::parse("no-such-share").unwrap();
    assert_eq!(port.share_progress(&adele(), &nothing, Wait::ZERO).await.unwrap_err(), hidden);
}

#[tokio::test]
async fn whoever_follows_a_share_is_told_of_the_next_change() {
    let app = TestApp::new().await;
    let (share, _) = accepted(app.share(&adele(), to_new(2, "k1")).await);
    let (port, caller) = (app.sharing.invitations(), adele());
    let follow = port.share_progress(&caller, &share, Wait::from_secs(15));
    let work = async {
        tokio::task::yield_now().await;
        app.run_due().await
    };
    let (told, _) = tokio::join!(follow, work);
    let told = told.unwrap();
    let mut steps = told.rows.iter().flat_map(|row| &row.progress.steps);
    assert!(steps.any(|step| step.state == StepState::Done), "{told:?}");
    app.settle().await;
    let settled = port.share_progress(&adele(), &share, Wait::from_secs(15)).await.unwrap();
    assert!(settled.is_settled() && settled.total() == 2, "nobody waits for what has settled");
}

on_sqlite![
    five_hundred_are_stored_at_once,
    sixty_four_posts_of_one_form_are_one_share,
    how_a_share_goes_is_told_with_those_first_who_need_somebody,
    two_people_invite_the_same_guest_once,
];

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn five_hundred_are_stored_at_once(app: TestApp) {
        let before = app.storage.usage();
        let (share, ids) = accepted(app.share(&adele(), to_new(500, "k1")).await);
        let after = app.storage.usage();
        assert_eq!(ids.len(), 500);
        assert_eq!(after.transactions - before.transactions, 1, "all of them or none");
        let statements = after.statements - before.statements;
        assert!(statements <= 24, "{statements} statements");
        let due = "SELECT COUNT(*) FROM jobs WHERE run_at = (SELECT MIN(run_at) FROM jobs)";
        assert_eq!(app.db.number(due).await, 20, "the others come in their turn");
        assert_eq!(app.db.number("SELECT MAX(run_at) - MIN(run_at) FROM jobs").await, 24_000);
        let entries = "SELECT COUNT(*) FROM audit WHERE action = 'invitation-asked'";
        assert_eq!(app.db.number(entries).await, 500);
        assert_eq!(app.db.number("SELECT COUNT(*) FROM invitation_history").await, 500);

        let before = app.storage.usage();
        let progress = app.sharing.invitations().share_progress(&adele(), &share, Wait::ZERO).await.unwrap();
        let reads = app.storage.usage().reads - before.reads;
        assert!(reads <= 3, "{reads} statements");
        assert_eq!((progress.rows.len(), progress.total()), (PROGRESS_ROWS, 500));
        let first: Vec<_> = progress.rows.iter().map(|row| row.progress.invitation.clone()).collect();
        assert_eq!(first, ids[..PROGRESS_ROWS], "in the order of the form");
    }

    pub async fn sixty_four_posts_of_one_form_are_one_share(app: TestApp) {
        let caller = adele();
        let all = [TypedRecipient::of_text(ANA), chosen("grady", GRADY), TypedRecipient::of_text(KIM)];
        let answers = join_all((0..64).map(|_| app.share(&caller, to(&all, "k1")))).await;
        assert!(matches!(answers[0], ShareAnswer::Accepted { .. }), "{:?}", answers[0]);
        assert!(answers.iter().all(|answer| *answer == answers[0]), "one answer");
        app.settle().await;
        assert_eq!((app.rows().await.len(), app.posts().len()), (3, 2), "each is invited once");
        app.check().await;
    }

    pub async fn how_a_share_goes_is_told_with_those_first_who_need_somebody(app: TestApp) {
        let message = "Guest invitations not allowed for your company. Contact your company administrator for more details.";
        app.fail(&invites(), [answer(403, "Forbidden", message)]);
        let (share, ids) = accepted(app.share(&adele(), to_new(60, "k1")).await);
        app.run_due().await;
        let port = app.sharing.invitations();
        let progress = port.share_progress(&adele(), &share, Wait::ZERO).await.unwrap();
        assert_eq!((progress.rows.len(), progress.total()), (PROGRESS_ROWS, 60));
        assert_eq!((progress.share.clone(), progress.item.as_str()), (share.clone(), super::super::ITEM));
        let needs = |state| matches!(state, InvitationState::Stopped | InvitationState::Failed);
        let rows: Vec<_> = progress.rows.iter().map(|row| row.progress.state).collect();
        assert!(needs(rows[0]) && !needs(rows[1]), "{rows:?}");
        assert_eq!(rows[1..41], [InvitationState::Working; 40], "those at work next");
        assert_eq!(rows[41..], [InvitationState::Sent; 9], "and then the others");
        assert_eq!(progress.rows[1].progress.invitation, ids[20]);
        assert!(!progress.is_settled());
        app.settle().await;
        let settled = port.share_progress(&adele(), &share, Wait::ZERO).await.unwrap();
        assert!(settled.is_settled());
        let sent = settled.counts.iter().find(|(state, _)| *state == InvitationState::Sent);
        assert_eq!(sent, Some(&(InvitationState::Sent, 59)));
        app.check().await;
    }

    pub async fn two_people_invite_the_same_guest_once(app: TestApp) {
        let (caller, diego) = (adele(), app.caller(DIEGO));
        let (one, other) = tokio::join!(
            app.share(&caller, to_addresses(&[KIM, ANA], "k1")),
            app.share(&diego, to_addresses(&[ANA, "pat@northwind.example"], "k1")),
        );
        let ((_, first), (_, second)) = (accepted(one), accepted(other));
        app.settle().await;
        assert_eq!(app.posts().len(), 3, "one mail for Ana");
        assert_eq!(states(&app, &first).await, [InvitationState::Sent; 2]);
        let port = app.sharing.invitations();
        for id in &second {
            let state = port.progress(&diego, id, Wait::ZERO).await.unwrap().state;
            assert_eq!(state, InvitationState::Sent);
        }
        let ana = app.emulator.user(ANA);
        let rows = app.rows().await;
        let of_ana = rows.iter().filter(|row| row.person.as_ref().is_some_and(|person| *person == ana));
        assert_eq!(of_ana.count(), 2, "both are recorded");
        app.check().await;
    }
}
