//! What is said of recipients before anything is sent, and what a share would do: nothing is done for it.

use backend::clock::Clock as _;
use backend::items;
use backend::rules::limits::{LimitKind, RateLimits};
use backend::rules::rate_limit::RateLimit;
use contract::{
    Caller, DroppedOption, FieldPath, GuestsAhead, InvitationFilter, JudgedRecipient, Language, Light,
    MailWay, ProblemCode, RECIPIENTS_LIMIT, RecipientKind, SafeUrl, ShareAnswer, ShareForm, SharePlan,
    StepKind, TypedRecipient,
};
use reqwest::Method;
use serde_json::{Value, json};
use testing::names::{APP, DIEGO, GRADY, JONI, MEGAN, user_id};
use time::Duration;

use super::app::{
    TestApp, accepted, adele, answer, answer_after, every_step, fixed, form, look_ups, person, the_item,
};

const ANA: &str = "ana@fabrikam.example";
const KIM: &str = "kim@woodgrove.example";

fn to(recipients: &[TypedRecipient]) -> ShareForm {
    let lines = recipients.iter().map(TypedRecipient::line).collect();
    ShareForm { recipients: lines, name: String::new(), ..form("") }
}

fn typed(texts: &[&str]) -> ShareForm {
    to(&texts.iter().map(|text| TypedRecipient::of_text(text)).collect::<Vec<_>>())
}

async fn plan_by(app: &TestApp, caller: &Caller, form: ShareForm) -> SharePlan {
    app.sharing.invitations().plan(caller, form, Language::English).await.unwrap()
}

async fn plan(app: &TestApp, form: ShareForm) -> SharePlan {
    plan_by(app, &adele(), form).await
}

/// What is said of somebody typed alone.
async fn judged(app: &TestApp, text: &str) -> JudgedRecipient {
    plan(app, typed(&[text])).await.recipients.remove(0)
}

fn told(judged: &JudgedRecipient) -> (RecipientKind, Light, Option<ProblemCode>) {
    (judged.kind, judged.light, judged.problem.as_ref().map(|problem| problem.code))
}

/// Counts the requests of a kind from now on, those within a batch by themselves, by a fault that never strikes.
fn count(app: &TestApp, on: &Value) {
    app.emulator.clear_faults(on);
    let counting = json!({ "on": on, "effect": answer(500, "", ""), "probability": 0.0 });
    app.emulator.add_fault(serde_json::from_value(counting).unwrap());
}

fn counted(app: &TestApp, on: &Value) -> u32 {
    app.emulator.faults_on(on).map(|fault| fault.met).sum()
}

fn batches() -> Value {
    json!({ "method": "POST", "path": "/v1.0/$batch" })
}

fn effects(app: &TestApp) -> usize {
    app.emulator.world(|world| world.ledger().len())
}

/// An administrator gives somebody more addresses.
async fn also(app: &TestApp, user: &str, address: &str) {
    let token = app.emulator.application_token("daemon").await;
    let body = json!({ "otherMails": [address] });
    app.emulator.graph(Method::PATCH, &format!("/users/{}", user_id(user)), &token, Some(body)).await;
}

/// An address of so many characters.
fn long(number: usize, length: usize) -> String {
    let local = format!("{number:03}{}", "k".repeat(61));
    let mut domain = format!("{}.", "w".repeat(60)).repeat(5);
    domain.truncate(length - local.len() - 1 - "example".len());
    format!("{local}@{domain}example")
}

#[tokio::test]
async fn five_hundred_long_addresses_are_judged_each_in_their_order() {
    let app = TestApp::new().await;
    let texts: Vec<String> =
        (0..RECIPIENTS_LIMIT).map(|number| long(number, if number % 2 == 0 { 250 } else { 320 })).collect();
    let form = typed(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    for on in [look_ups(), batches()] {
        count(&app, &on);
    }
    let (before, usage) = (effects(&app), app.storage.usage());
    let found = plan(&app, form.clone()).await;
    assert_eq!(found.recipients.len(), RECIPIENTS_LIMIT);
    for (number, (judged, text)) in found.recipients.iter().zip(&texts).enumerate() {
        assert_eq!(&judged.typed.text, text);
        let expected = if number % 2 == 0 {
            (RecipientKind::New, Light::Green, None)
        } else {
            (RecipientKind::Unreadable, Light::Red, Some(ProblemCode::AddressMalformed))
        };
        assert_eq!(told(judged), expected, "{text}");
        assert_eq!(judged.repeats, None);
    }
    assert_eq!(counted(&app, &look_ups()), 250, "nobody is looked up twice");
    assert_eq!(counted(&app, &batches()), 13, "twenty in one request");
    assert_eq!(plan(&app, form).await.recipients, found.recipients, "the same again");
    assert_eq!(counted(&app, &look_ups()), 250, "what was just said is remembered");
    let after = app.storage.usage();
    assert_eq!(
        after.transactions - usage.transactions,
        1,
        "one for the quota of look-ups, and none the second time"
    );
    assert_eq!(effects(&app), before, "nothing was done");
    assert!(app.rows().await.is_empty());
}

#[tokio::test]
async fn more_than_a_form_takes_are_refused_before_anybody_is_looked_up() {
    let app = TestApp::new().await;
    let texts: Vec<String> =
        (0..=RECIPIENTS_LIMIT).map(|number| format!("a{number}@fabrikam.example")).collect();
    let form = typed(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    app.count_calls();
    let refused = app.sharing.invitations().plan(&adele(), form, Language::English).await.unwrap_err();
    assert_eq!(refused.about(&FieldPath::RECIPIENTS), Some(ProblemCode::TooManyRecipients));
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn other_spellings_of_one_person_are_one_recipient() {
    let app = TestApp::new().await;
    also(&app, "grady", "g.archie@fabrikam.example").await;
    count(&app, &look_ups());
    let form = typed(&[
        KIM,
        "Kim Lee <KIM@Woodgrove.example>",
        "k\u{ad}im@woodgrove.example",
        GRADY,
        "G.Archie@fabrikam.example",
        "kim+x@woodgrove.example",
    ]);
    let recipients = plan(&app, form).await.recipients;
    let repeats: Vec<_> = recipients.iter().map(|judged| judged.repeats).collect();
    assert_eq!(repeats, [None, Some(0), Some(0), None, Some(3), None]);
    assert_eq!(told(&recipients[1]).2, Some(ProblemCode::RecipientRepeated));
    assert_eq!(recipients[3].key, recipients[4].key, "another address of the same person");
    assert_eq!(counted(&app, &look_ups()), 4);
}

#[tokio::test]
async fn one_whom_the_directory_is_too_busy_for_spoils_no_other() {
    let app = TestApp::new().await;
    app.fail(&look_ups(), [answer_after(429, "30")]);
    let texts: Vec<String> = (0..30).map(|number| format!("a{number}@fabrikam.example")).collect();
    let form = typed(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let recipients = plan(&app, form.clone()).await.recipients;
    let busy = recipients.iter().filter(|judged| told(judged).2 == Some(ProblemCode::DirectoryBusy));
    assert_eq!(busy.count(), 1);
    assert_eq!(recipients.iter().filter(|judged| judged.light == Light::Green).count(), 29);
    count(&app, &look_ups());
    assert!(plan(&app, form).await.recipients.iter().all(|judged| judged.light == Light::Green));
    assert_eq!(counted(&app, &look_ups()), 1, "only the one without an answer is asked about again");
}

#[tokio::test]
async fn the_only_owner_of_an_address_is_shown_and_bound_by_the_chip() {
    let app = TestApp::new().await;
    let found = judged(&app, &format!("Somebody <{GRADY}>")).await;
    assert_eq!(told(&found), (RecipientKind::Guest, Light::Green, None));
    assert_eq!((found.typed.person.as_str(), found.outside), (user_id("grady").as_str(), true));
    assert_eq!((found.company.as_str(), found.candidates.len()), ("Fabrikam", 0));
    assert_eq!(found.name(), "Grady Archie");
    let plan = plan(&app, to(&[found.typed])).await;
    let again = &plan.recipients[0];
    assert_eq!((told(again), again.name()), ((RecipientKind::Guest, Light::Green, None), "Grady Archie"));
    assert_eq!(plan.for_known.unwrap().count, 1);
    assert!(plan.for_new.is_none());
}

#[tokio::test]
async fn of_several_owners_the_inviter_chooses_one() {
    let app = TestApp::new().await;
    also(&app, "grady", KIM).await;
    also(&app, "joni", KIM).await;
    let found = judged(&app, KIM).await;
    assert_eq!(told(&found), (RecipientKind::Ambiguous, Light::Red, Some(ProblemCode::ChoosePerson)));
    let names: Vec<_> = found.candidates.iter().map(|found| found.name.as_str()).collect();
    assert_eq!((names, found.person), (vec!["Grady Archie", "Joni Sherman"], None));
    app.enable("joni", false).await;
    app.advance(Duration::minutes(2));
    let found = judged(&app, KIM).await;
    assert_eq!((found.name(), found.light), ("Grady Archie", Light::Green), "the other one can never come");
}

#[tokio::test]
async fn each_trouble_has_its_reason() {
    let app = TestApp::new().await;
    app.enable("grady", false).await;
    app.give(&user_id("joni"), "reader", None).await;
    for (text, kind, code) in [
        ("kim", RecipientKind::Unreadable, ProblemCode::AddressMalformed),
        ("gr\u{430}dy.archie@fabrikam.example", RecipientKind::Unreadable, ProblemCode::AddressMixedScripts),
        ("r&d@woodgrove.example", RecipientKind::Unreadable, ProblemCode::AddressRefused),
        ("adele.vance@contoso.example", RecipientKind::Unreadable, ProblemCode::Yourself),
        (GRADY, RecipientKind::Guest, ProblemCode::PersonBlocked),
        (JONI, RecipientKind::Pending, ProblemCode::AlreadyShared),
    ] {
        assert_eq!(told(&judged(&app, text).await), (kind, Light::Red, Some(code)), "{text}");
    }
    let known = judged(&app, JONI).await;
    assert_eq!(known.existing_role.unwrap(), "reader");
    let again = plan(&app, to(&[TypedRecipient { resend: true, ..known.typed }])).await;
    assert_eq!(told(&again.recipients[0]), (RecipientKind::Pending, Light::Amber, None), "invited again");
    assert_eq!(again.for_new.unwrap().count, 1);
}

#[tokio::test]
async fn whoever_is_chosen_is_read_again() {
    let app = TestApp::new().await;
    let chosen = |person: &str, text: &str| TypedRecipient {
        person: person.to_owned(),
        ..TypedRecipient::of_text(text)
    };
    let grady = user_id("grady");
    let form = to(&[
        chosen(&grady, "no address"),
        chosen(&user_id("nobody"), ""),
        chosen(&user_id("joni"), ANA),
        chosen("not an id", KIM),
    ]);
    let recipients = plan(&app, form).await.recipients;
    assert_eq!(told(&recipients[0]), (RecipientKind::Guest, Light::Green, None));
    assert_eq!(told(&recipients[1]).2, Some(ProblemCode::PersonGone));
    let new = (RecipientKind::New, Light::Green, None);
    assert_eq!(told(&recipients[2]), new, "the address is not theirs, and is meant");
    assert_eq!(told(&recipients[3]), new);
}

#[tokio::test]
async fn whoever_was_chosen_before_the_address_was_corrected_is_not_meant_any_more() {
    let app = TestApp::new().await;
    let grady = |text| TypedRecipient { person: user_id("grady"), ..TypedRecipient::of_text(text) };
    let ana = TypedRecipient::of_text(ANA);
    let found = plan(&app, to(&[grady(GRADY), grady(ANA), ana.clone()])).await.recipients;
    let kinds: Vec<_> = found.iter().map(|judged| (judged.kind, judged.repeats)).collect();
    let (guest, new) = (RecipientKind::Guest, RecipientKind::New);
    assert_eq!(kinds, [(guest, None), (new, None), (new, Some(1))]);
    assert_eq!(found[1].typed, ana);
}

#[tokio::test]
async fn whoever_is_being_invited_is_joined() {
    let app = TestApp::new().await;
    app.hide_new_guests(Duration::seconds(30));
    app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    let found = plan_by(&app, &app.caller(DIEGO), typed(&[ANA, KIM])).await.recipients;
    assert_eq!(told(&found[0]), (RecipientKind::Invited, Light::Amber, Some(ProblemCode::BeingInvited)));
    assert_eq!(told(&found[1]), (RecipientKind::New, Light::Green, None));
}

/// Why somebody new is refused: by the list, by the chip and by the form that is sent, alone and beside another one, which all say the same.
async fn refusal(app: &TestApp, caller: &Caller, address: &str) -> Option<ProblemCode> {
    let listed = app.sharing.people().find(caller, &the_item(), address).await.unwrap().new.unwrap().refused;
    let chip = plan_by(app, caller, typed(&[address])).await;
    let light = if listed.is_some() { Light::Red } else { Light::Green };
    assert_eq!(told(&chip.recipients[0]), (RecipientKind::New, light, listed));
    assert_eq!(chip.for_new.is_none(), listed.is_some(), "the plan says so, too");
    let alone = ShareForm { key: format!("alone-{}", listed.is_some()), ..form(address) };
    let beside = ShareForm { key: format!("beside-{}", listed.is_some()), ..typed(&["kim", address]) };
    for (form, field) in [(alone, "address"), (beside, "recipients[1].address")] {
        let before = app.rows().await.len();
        let answer = app.share(caller, form).await;
        if let ShareAnswer::Refused { problem, recipients, .. } = &answer {
            assert_eq!(problem.about(&FieldPath::parse(field).unwrap()), listed, "{answer:?}");
            assert_eq!(recipients.last().map(told), Some((RecipientKind::New, light, listed)));
        } else {
            assert_eq!(listed, None, "{answer:?}");
        }
        let stored = usize::from(listed.is_none() && field == "address");
        assert_eq!(app.rows().await.len() - before, stored, "{field}");
    }
    listed
}

#[tokio::test]
async fn a_domain_that_is_known_to_be_refused_is_refused_wherever_it_is_asked() {
    let app = TestApp::new().await;
    app.policy(json!({ "blockedDomains": ["northwind.example"] })).await;
    app.accepted(&adele(), form("first@northwind.example")).await;
    app.settle().await;
    let known = Some(ProblemCode::DomainBlocked);
    assert_eq!(refusal(&app, &adele(), "second@northwind.example").await, known);
    let others = ShareForm { leave_out: "1".to_owned(), ..typed(&["second@northwind.example", KIM]) };
    let others = ShareForm { key: "others".to_owned(), ..others };
    let rows = app.rows().await.len();
    accepted(&app.share(&adele(), others).await);
    assert_eq!(app.rows().await.len(), rows + 1, "the other one goes");
    app.advance(Duration::days(1));
    assert_eq!(refusal(&app, &adele(), "second@northwind.example").await, None, "it may be over");
}

#[tokio::test]
async fn an_address_of_the_organisations_own_domain_is_refused_wherever_it_is_asked() {
    let app = TestApp::new().await;
    let sign_in_name = Some("adele.vance@contoso.example".to_owned());
    let caller = Caller { address: sign_in_name, has_mail: false, ..adele() };
    let own = Some(ProblemCode::OwnDomain);
    assert_eq!(refusal(&app, &caller, "nobody@contoso.example").await, own);
    assert_eq!(refusal(&app, &caller, KIM).await, None);
}

#[tokio::test]
async fn whoever_is_being_invited_is_joined_although_their_domain_is_refused_by_now() {
    let app = TestApp::new().await;
    let address = "first@northwind.example";
    app.hide_new_guests(Duration::seconds(30));
    app.accepted(&adele(), form(address)).await;
    app.run_due().await;
    app.policy(json!({ "blockedDomains": ["northwind.example"] })).await;
    app.accepted(&adele(), form("second@northwind.example")).await;
    app.run_due().await;
    let diego = app.caller(DIEGO);
    let found = plan_by(&app, &diego, typed(&["third@northwind.example", address])).await.recipients;
    assert_eq!(told(&found[0]).2, Some(ProblemCode::DomainBlocked));
    assert_eq!(told(&found[1]), (RecipientKind::Invited, Light::Amber, Some(ProblemCode::BeingInvited)));
    accepted(&app.share(&diego, form(address)).await);
}

#[tokio::test]
async fn what_one_shares_with_somebody_already_is_said_before() {
    let app = TestApp::new().await;
    app.accepted(&adele(), form(ANA)).await;
    let found = plan(&app, typed(&[KIM, "Ana@Fabrikam.example"])).await.recipients;
    assert_eq!(told(&found[0]), (RecipientKind::New, Light::Green, None));
    let under_way = (RecipientKind::Invited, Light::Red, Some(ProblemCode::AlreadyUnderWay));
    assert_eq!(told(&found[1]), under_way);
    let another_role = ShareForm { role: "contributor".to_owned(), ..typed(&[ANA]) };
    assert_ne!(plan(&app, another_role).await.recipients[0].light, Light::Red);
    let of_another = plan_by(&app, &app.caller(DIEGO), typed(&[ANA])).await;
    assert_ne!(of_another.recipients[0].light, Light::Red);
}

#[tokio::test]
async fn what_is_under_way_is_recognised_under_another_address_of_the_same_person() {
    const OTHER: &str = "g.archie@fabrikam.example";
    let app = TestApp::new().await;
    also(&app, "grady", OTHER).await;
    let chosen = |address: &str| ShareForm { person: user_id("grady"), ..form(address) };
    app.accepted(&adele(), chosen(GRADY)).await;
    let under_way = (RecipientKind::Guest, Light::Red, Some(ProblemCode::AlreadyUnderWay));
    let chip = judged(&app, OTHER).await;
    assert_eq!((told(&chip), chip.name()), (under_way, "Grady Archie"), "typed");
    assert_eq!(told(&plan(&app, to(&[chip.typed])).await.recipients[0]), under_way, "bound");
    let ShareAnswer::Refused { problem, recipients, .. } = app.share(&adele(), chosen(OTHER)).await else {
        panic!("the same is shared twice")
    };
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::AlreadyUnderWay));
    assert_eq!(told(&recipients[0]), under_way);
    let both = to(&[TypedRecipient::of_text(KIM), TypedRecipient::of_text(OTHER)]);
    let recipients = plan(&app, both).await.recipients;
    assert_eq!(recipients.iter().map(|judged| judged.light).collect::<Vec<_>>(), [Light::Green, Light::Red]);
    assert_eq!(app.rows().await.len(), 1);
    let higher = ShareForm { role: "contributor".to_owned(), ..chosen(OTHER) };
    app.accepted(&adele(), higher).await;
    assert_eq!(app.rows().await.len(), 2, "another role is another share");
}

#[tokio::test]
async fn a_share_that_did_not_work_is_replaced_under_another_address_of_the_same_person() {
    const OTHER: &str = "g.archie@fabrikam.example";
    let app = TestApp::new().await;
    also(&app, "grady", OTHER).await;
    let chosen = |address: &str| ShareForm { person: user_id("grady"), ..form(address) };
    let first = app.accepted(&adele(), chosen(GRADY)).await;
    app.close_item().await;
    app.run_due().await;
    assert!(app.progress(&first).await.problem.is_some(), "Adele may not give it any more");
    app.sharing.register(&items::sample(&SafeUrl::parse(APP).unwrap())).await.unwrap();
    let second = app.accepted(&adele(), chosen(OTHER)).await;
    let shown = app.sharing.invitations().list(&adele(), InvitationFilter::default()).await.unwrap();
    let shown: Vec<_> = shown.rows.into_iter().map(|row| row.id).collect();
    assert_eq!(shown, [second], "one row");
}

#[tokio::test]
async fn a_directory_that_gives_no_answer_is_asked_again_in_the_background() {
    let app = TestApp::new().await;
    app.fail(&look_ups(), [json!({ "hang": true })]);
    let port = app.impatient_process().invitations();
    let found = port.plan(&adele(), typed(&[ANA]), Language::English).await.unwrap().recipients.remove(0);
    assert_eq!(told(&found), (RecipientKind::Unanswered, Light::Amber, None));
}

#[tokio::test]
async fn those_beyond_the_pace_are_told_when_their_turn_comes() {
    let limits = RateLimits::OFF
        .with(LimitKind::Guests, RateLimit { burst: 2, interval: 30_000 })
        .with(LimitKind::GuestsOfDay, RateLimit { burst: 4, interval: 3_600_000 });
    let app = TestApp::new().await.with_limits(limits);
    let plan = plan(
        &app,
        typed(&["a@a.example", GRADY, "b@b.example", "c@c.example", "d@d.example", "e@e.example"]),
    )
    .await;
    let now = app.clock.now_ms() / 1_000;
    let starts: Vec<_> =
        plan.recipients.iter().map(|judged| judged.starts_at.map(|at| at.unix_timestamp() - now)).collect();
    assert_eq!(starts, [None, None, None, Some(30), Some(60), None]);
    let (waiting, last) = plan.later.unwrap();
    assert_eq!((waiting, last.unix_timestamp() - now), (2, 60));
    let refused = &plan.recipients[5];
    assert_eq!(told(refused), (RecipientKind::New, Light::Red, Some(ProblemCode::DayLimit)));
    assert_eq!(refused.problem.as_ref().unwrap().retry_at.unwrap().unix_timestamp() - now, 3_600);
}

#[tokio::test]
async fn a_chip_added_alone_says_when_its_turn_comes_as_those_pasted_together() {
    let limits = RateLimits::OFF
        .with(LimitKind::Guests, RateLimit { burst: 2, interval: 30_000 })
        .with(LimitKind::GuestsOfDay, RateLimit { burst: 4, interval: 3_600_000 });
    let app = TestApp::new().await.with_limits(limits);
    let all = ["a@a.example", "b@b.example", "c@c.example", "d@d.example", "e@e.example"];
    let together = plan(&app, typed(&all)).await.recipients;
    let lights: Vec<_> = together.iter().map(|judged| judged.light).collect();
    assert_eq!(lights, [Light::Green, Light::Green, Light::Amber, Light::Amber, Light::Red]);
    let port = app.sharing.invitations();
    for ((new, text), expected) in (0..).zip(all).zip(together) {
        let ahead = GuestsAhead { new, ..GuestsAhead::default() };
        let alone = port.judge(&adele(), typed(&[text]), ahead).await.unwrap();
        assert_eq!(alone, [expected], "{text}");
    }
    assert!(app.rows().await.is_empty());
}

#[tokio::test]
async fn a_new_invitation_beyond_the_day_is_refused_and_not_the_guest() {
    let one = RateLimit { burst: 1, interval: 3_600_000 };
    let app = TestApp::new().await.with_limits(RateLimits::OFF.with(LimitKind::GuestsOfDay, one));
    let port = app.sharing.invitations();
    let ahead = GuestsAhead { new: 1, ..GuestsAhead::default() };
    for (resend, light, problem) in
        [(true, Light::Red, Some(ProblemCode::DayLimit)), (false, Light::Amber, None)]
    {
        let joni = TypedRecipient { person: user_id("joni"), resend, ..TypedRecipient::of_text(JONI) };
        let chip = port.judge(&adele(), to(std::slice::from_ref(&joni)), ahead).await.unwrap().remove(0);
        assert_eq!(told(&chip), (RecipientKind::Pending, light, problem));
        assert_eq!(chip.typed, joni, "the wish stays, and can be taken back");
    }
}

#[tokio::test]
async fn those_judged_again_behind_a_new_invitation_wait_as_in_the_whole_form() {
    let limits = RateLimits::OFF.with(LimitKind::Guests, RateLimit { burst: 1, interval: 30_000 });
    let app = TestApp::new().await.with_limits(limits);
    let joni = |resend| TypedRecipient { person: user_id("joni"), resend, ..TypedRecipient::of_text(JONI) };
    let port = app.sharing.invitations();
    for resend in [false, true] {
        let (ana, kim) = (TypedRecipient::of_text(ANA), TypedRecipient::of_text(KIM));
        let together = plan(&app, to(&[joni(resend), ana, kim])).await.recipients;
        let ahead = GuestsAhead { resent: u32::from(resend), ..GuestsAhead::default() };
        let behind = port.judge(&adele(), typed(&[ANA, KIM]), ahead).await.unwrap();
        assert_eq!(behind, together[1..]);
        assert_eq!(behind[0].starts_at.is_some(), resend, "whoever is invited again comes first");
    }
}

#[tokio::test]
async fn a_chip_says_what_the_plan_says_and_costs_nothing_that_only_a_plan_needs() {
    let app = TestApp::new().await.with_settings(fixed([("inviting", "sponsors", json!(true))]));
    let form = || ShareForm { sponsor: MEGAN.to_owned(), ..typed(&[ANA]) };
    let (port, before) = (app.sharing.invitations(), app.storage.usage());
    app.count_calls();
    let chips = port.judge(&adele(), form(), GuestsAhead::default()).await.unwrap();
    let after = app.storage.usage();
    assert_eq!((app.calls(), after.transactions - before.transactions), (1, 1), "a look-up and its quota");
    let reads = after.reads - before.reads;
    assert!(reads <= 6, "{reads} reading statements: the quota, item, settings, and three of our ledger");
    assert_eq!(plan(&app, form()).await.recipients, chips);
    assert_eq!(app.calls(), 2, "only a plan asks about the sponsor");
    let guest = port.judge(&person("grady", true), form(), GuestsAhead::default()).await;
    assert_eq!(guest.unwrap_err().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn a_plan_says_when_access_ends() {
    let app = TestApp::new().await;
    assert_eq!(plan(&app, typed(&[ANA])).await.until, None);
    let last_day = ShareForm { until: "2099-12-31".to_owned(), ..typed(&[ANA]) };
    assert_eq!(plan(&app, last_day).await.until.unwrap().unix_timestamp(), 4_102_444_800);
    let wrong = ShareForm { until: "2099-02-31".to_owned(), ..typed(&[ANA]) };
    let wrong = plan(&app, wrong).await;
    assert_eq!(wrong.problem.unwrap().about(&FieldPath::UNTIL), Some(ProblemCode::DayMalformed));
    assert_eq!(wrong.until, None);
    let ending = TestApp::new().await.with_settings(fixed([("inviting", "default_days", json!(30))]));
    assert!(plan(&ending, typed(&[ANA])).await.until.is_some(), "also where nobody has chosen a day");
}

#[tokio::test]
async fn a_plan_says_what_would_be_done() {
    let app = TestApp::new().await.with_settings(every_step());
    let chosen = TypedRecipient { person: user_id("grady"), ..TypedRecipient::of_text(GRADY) };
    let before = effects(&app);
    let plan = plan(&app, to(&[TypedRecipient::of_text(ANA), chosen])).await;
    assert_eq!((plan.problem, plan.dropped), (None, Vec::new()));
    let new = plan.for_new.unwrap();
    let named =
        |kind: StepKind| new.steps.iter().find(|(step, _)| *step == kind).map(|(_, names)| names.clone());
    assert_eq!(named(StepKind::JoinGroup).unwrap(), ["Project Falcon"]);
    assert_eq!(named(StepKind::GrantAppRole).unwrap(), ["Reader"]);
    assert_eq!(named(StepKind::SetAttributes).unwrap().len(), 3);
    assert!(named(StepKind::SendInvitation).is_some());
    assert_eq!((new.count, new.mail_way), (1, Some(MailWay::Inviter)));
    let known = plan.for_known.unwrap();
    assert!(known.steps.iter().all(|(step, _)| *step != StepKind::SendInvitation));
    let audiences: Vec<_> = plan.mails.iter().map(|mail| mail.to_new).collect();
    assert_eq!(audiences, [true, false]);
    for (mail, address) in plan.mails.iter().zip([ANA, GRADY]) {
        assert!(mail.text.contains("Please look at annex C.") && mail.text.contains(address), "{mail:?}");
        assert!(!mail.subject.is_empty());
    }
    assert!(plan.landing.as_str().starts_with("http"));
    assert_eq!(effects(&app), before, "nothing was done");
    assert!(app.rows().await.is_empty());
}

#[tokio::test]
async fn what_would_be_left_out_without_a_word_is_said_before() {
    let app = TestApp::new().await;
    let without_mailbox = Caller { has_mail: false, ..adele() };
    let plan = plan_by(&app, &without_mailbox, typed(&[ANA])).await;
    assert_eq!(plan.dropped, [DroppedOption::MessageWithoutMailbox]);
    let [mail] = plan.mails.as_slice() else { panic!("{:?}", plan.mails) };
    assert!(mail.subject.is_empty() && mail.text.contains("Please look at annex C."), "{mail:?}");
    let app = TestApp::new().await.with_settings(fixed([("inviting", "mail_way", json!("link"))]));
    let french = ShareForm { language: "fr".to_owned(), ..typed(&[ANA]) };
    let plan = plan_by(&app, &adele(), french).await;
    assert_eq!(plan.dropped, [DroppedOption::LanguageWithoutMail]);
    assert!(plan.mails.is_empty());
}

#[tokio::test]
async fn what_is_wrong_with_the_form_does_not_keep_anybody_from_being_judged() {
    let app = TestApp::new().await;
    let wrong = ShareForm { role: "king".to_owned(), ..typed(&[ANA, "kim"]) };
    let plan = plan(&app, wrong).await;
    assert_eq!(plan.problem.unwrap().about(&FieldPath::ROLE), Some(ProblemCode::RoleUnknown));
    let lights: Vec<_> = plan.recipients.iter().map(|judged| judged.light).collect();
    assert_eq!(lights, [Light::Green, Light::Red]);
    assert!(plan.for_new.is_none());
}

#[tokio::test]
async fn look_ups_before_a_share_come_from_the_quota_twenty_at_a_time() {
    let two = RateLimit { burst: 2, interval: 60_000 };
    let app = TestApp::new().await.with_limits(RateLimits::OFF.with(LimitKind::LookUps, two));
    let of = |from: usize, count: usize| {
        let texts: Vec<String> = (from..from + count).map(|n| format!("a{n}@fabrikam.example")).collect();
        typed(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(plan(&app, of(0, 500)).await.recipients.len(), 500, "a form is never refused after a rest");
    let refused = app.sharing.invitations().plan(&adele(), of(500, 1), Language::English).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TooFast);
    assert_eq!(plan(&app, of(0, 500)).await.recipients.len(), 500, "nobody new is looked up");
}

#[tokio::test]
async fn an_address_beside_somebody_elses_id_is_a_look_up_of_its_own() {
    let one = RateLimit { burst: 1, interval: 60_000 };
    let app = TestApp::new().await.with_limits(RateLimits::OFF.with(LimitKind::LookUps, one));
    let grady = |text| TypedRecipient { person: user_id("grady"), ..TypedRecipient::of_text(text) };
    for _ in 0..2 {
        assert_eq!(plan(&app, to(&[grady(GRADY)])).await.recipients[0].light, Light::Green);
    }
    let other = to(&[grady(GRADY), grady(ANA)]);
    let refused = app.sharing.invitations().plan(&adele(), other, Language::English).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TooFast);
}
