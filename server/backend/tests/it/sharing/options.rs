//! The options of a share: each arrives at Microsoft or in our mail, each wrong one comes back beside its field, and what the settings fix is not the form's
//! to say.

use backend::clock::Clock as _;
use backend::rules::limits::{LimitKind, RateLimits};
use backend::rules::rate_limit::RateLimit;
use backend::settings::FixedSettings;
use contract::{FieldPath, InvitationState, ItemId, Language, MailWay, ProblemCode, ShareAnswer, ShareForm};
use emulator::world::mail::{StoredMail, Via};
use serde_json::{Value, json};
use testing::names::{ADELE, GRADY, JONI, MEGAN, user_id};
use time::{Duration, OffsetDateTime};

use super::app::{ITEM, TestApp, adele, fixed, form};

const ANA: &str = "ana@fabrikam.example";
const BEN: &str = "ben@fabrikam.example";
const OFFICE: &str = "office@contoso.example";
const DESK: &str = "desk@contoso.example";

/// Everything may be chosen.
fn open() -> FixedSettings {
    fixed([
        ("inviting", "choose_own", json!(true)),
        ("inviting", "choose_inviter", json!(true)),
        ("inviting", "choose_link", json!(true)),
        ("inviting", "sponsors", json!(true)),
    ])
}

/// A form with one more field filled in.
fn with(field: &FieldPath, typed: &str, form: ShareForm) -> ShareForm {
    let typed = typed.to_owned();
    match field.as_str() {
        "copy" => ShareForm { copy: typed, ..form },
        "mail_way" => ShareForm { mail_way: typed, ..form },
        "sponsor" => ShareForm { sponsor: typed, ..form },
        "until" => ShareForm { until: typed, ..form },
        other => panic!("{other}"),
    }
}

/// So many days from today, as a form has it.
pub fn day(app: &TestApp, days: i64) -> String {
    let now = OffsetDateTime::from_unix_timestamp(app.clock.now_ms() / 1000).unwrap();
    (now + Duration::days(days)).date().to_string()
}

/// The end of that day, in unix milliseconds.
pub fn end_of_day(app: &TestApp, days: i64) -> i64 {
    let day = 24 * 60 * 60 * 1000;
    (app.clock.now_ms().div_euclid(day) + days + 1) * day
}

fn mails(app: &TestApp, address: &str) -> Vec<StoredMail> {
    app.emulator.world(|world| world.mail().iter().filter(|mail| mail.is_for(address)).cloned().collect())
}

/// The users who are sponsors of whoever has this address, in the order in which they came.
pub fn sponsors(app: &TestApp, address: &str) -> Vec<String> {
    let guest = app.emulator.user(address);
    app.emulator.world(|world| {
        let guest = world.resource_tenant().unwrap().user(guest.parse().unwrap()).unwrap();
        guest.sponsors.iter().map(ToString::to_string).collect()
    })
}

/// What is stored with the only invitation to an address.
async fn stored(app: &TestApp, address: &str) -> Value {
    let row = app.rows().await.into_iter().find(|row| row.address == address).expect("an invitation");
    row.options.map_or(Value::Null, |options| serde_json::from_str(&options).unwrap())
}

/// Shares, which must be refused beside this field.
async fn refused(app: &TestApp, field: &FieldPath, form: ShareForm) -> ProblemCode {
    let answer = app.share(&adele(), form).await;
    let ShareAnswer::Refused { problem, .. } = answer else { panic!("{field}: {answer:?}") };
    let beside: Vec<_> = problem.fields.iter().map(|about| about.field.clone()).collect();
    assert_eq!(beside, std::slice::from_ref(field), "{problem:?}");
    problem.code
}

#[tokio::test]
async fn each_option_goes_with_microsofts_invitation() {
    let app = TestApp::new().await.with_settings(open());
    app.show_new_guests_at_once().await;
    let form = ShareForm {
        copy: format!("The office <{OFFICE}>"),
        sponsor: MEGAN.to_owned(),
        until: day(&app, 20),
        ..form(ANA)
    };
    let ends = end_of_day(&app, 20);
    let id = app.accepted(&adele(), form).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let mail = mails(&app, ANA).remove(0).mail;
    assert_eq!((mail.via, mail.cc), (Via::Entra, vec![OFFICE.to_owned()]));
    assert_eq!(sponsors(&app, ANA), [user_id("megan")]);
    let expected = json!({ "copy": OFFICE, "sponsor": { "member": user_id("megan") }, "until": ends });
    assert_eq!(stored(&app, ANA).await, expected);
    app.check().await;
}

#[tokio::test]
async fn a_sponsor_who_cannot_answer_is_said_before_anything_is_sent_and_costs_a_share_afterwards() {
    let one = RateLimit { burst: 1, interval: 60_000 };
    // One look-up for the recipient, and one for the sponsor.
    let two = RateLimit { burst: 2, ..one };
    let limits = RateLimits::OFF.with(LimitKind::Shares, one).with(LimitKind::LookUps, two);
    let app = TestApp::new().await.with_settings(open()).with_limits(limits);
    let named = |sponsor: &str| ShareForm { sponsor: sponsor.to_owned(), ..form(ANA) };
    for (sponsor, expected) in [(MEGAN, None), (GRADY, Some(ProblemCode::SponsorUnknown))] {
        for _ in 0..2 {
            let plan = app.sharing.invitations().plan(&adele(), named(sponsor), Language::English).await;
            let problem = plan.unwrap().problem;
            assert_eq!(problem.and_then(|problem| problem.about(&FieldPath::SPONSOR)), expected, "{sponsor}");
            app.advance(Duration::seconds(59));
        }
        app.advance(Duration::minutes(2));
    }
    let code = refused(&app, &FieldPath::SPONSOR, named(GRADY)).await;
    assert_eq!(code, ProblemCode::SponsorUnknown);
    let answer = app.share(&adele(), form(ANA)).await;
    let ShareAnswer::Refused { problem, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(problem.code, ProblemCode::TooFast);
}

#[tokio::test]
async fn without_options_the_inviter_answers_for_the_guest_and_nothing_is_stored() {
    let app = TestApp::new().await.with_settings(open());
    app.show_new_guests_at_once().await;
    app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(sponsors(&app, ANA), [app.emulator.user(ADELE)]);
    assert!(mails(&app, ANA)[0].mail.cc.is_empty());
    assert_eq!(stored(&app, ANA).await, Value::Null);
}

#[tokio::test]
async fn the_way_that_was_chosen_is_the_way_of_the_mail_and_of_its_copy() {
    let app = TestApp::new().await.with_mail_server(open()).await;
    for (number, (way, via)) in
        [("own", Via::Smtp), ("inviter", Via::Graph), ("microsoft", Via::Entra)].into_iter().enumerate()
    {
        let address = format!("ana{number}@fabrikam.example");
        let form = ShareForm { mail_way: way.to_owned(), copy: OFFICE.to_owned(), ..form(&address) };
        let id = app.accepted(&adele(), form).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent, "{way}");
        let mails = mails(&app, &address);
        assert_eq!(mails.len(), 1, "{way}");
        assert_eq!((mails[0].mail.via, &mails[0].mail.cc), (via, &vec![OFFICE.to_owned()]), "{way}");
    }
    let id = app.accepted(&adele(), ShareForm { mail_way: "link".to_owned(), ..form(BEN) }).await;
    app.settle().await;
    assert!(app.progress(&id).await.has_link);
    assert!(mails(&app, BEN).is_empty(), "nobody writes");
    app.check().await;
}

/// Somebody known gets a mail of ours where it was chosen, and the sponsor beside their own.
#[tokio::test]
async fn somebody_known_is_written_to_in_the_way_that_was_chosen() {
    let app = TestApp::new().await.with_mail_server(open()).await;
    let form = ShareForm {
        person: user_id("grady"),
        mail_way: "own".to_owned(),
        copy: OFFICE.to_owned(),
        sponsor: MEGAN.to_owned(),
        ..form(GRADY)
    };
    let id = app.accepted(&adele(), form).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!(mails(&app, GRADY)[0].mail.cc, [OFFICE]);
    assert_eq!(sponsors(&app, GRADY), [user_id("adele"), user_id("megan")]);
    app.check().await;
}

#[tokio::test]
async fn each_option_that_is_wrong_comes_back_beside_its_field() {
    let app = TestApp::new().await;
    let app = app.with_settings(fixed([
        ("inviting", "choose_link", json!(true)),
        ("inviting", "sponsors", json!(true)),
        ("inviting", "longest_days", json!(30)),
    ]));
    let late = day(&app, 31);
    let past = day(&app, -1);
    let nobody = user_id("nobody");
    let wrong = [
        (FieldPath::COPY, "office", ProblemCode::AddressMalformed),
        (FieldPath::COPY, "a@contoso.example; b@contoso.example", ProblemCode::AddressSeveral),
        (FieldPath::MAIL_WAY, "own", ProblemCode::MailWayUnknown),
        (FieldPath::MAIL_WAY, "pigeon", ProblemCode::MailWayUnknown),
        (FieldPath::SPONSOR, "Megan Bowen", ProblemCode::SponsorUnknown),
        (FieldPath::SPONSOR, "nobody@contoso.example", ProblemCode::SponsorUnknown),
        (FieldPath::SPONSOR, nobody.as_str(), ProblemCode::SponsorUnknown),
        (FieldPath::SPONSOR, GRADY, ProblemCode::SponsorUnknown),
        (FieldPath::SPONSOR, JONI, ProblemCode::SponsorUnknown),
        (FieldPath::UNTIL, "tomorrow", ProblemCode::DayMalformed),
        (FieldPath::UNTIL, past.as_str(), ProblemCode::DayMalformed),
        (FieldPath::UNTIL, late.as_str(), ProblemCode::DayTooLate),
    ];
    for (field, typed, code) in wrong {
        assert_eq!(refused(&app, &field, with(&field, typed, form(ANA))).await, code, "{field} {typed}");
    }
    assert!(app.posts().is_empty() && app.rows().await.is_empty());
    // By their object id they are found, too.
    app.accepted(&adele(), with(&FieldPath::SPONSOR, &user_id("megan"), form(ANA))).await;
    app.settle().await;
    assert_eq!(sponsors(&app, ANA), [user_id("megan")]);
}

#[tokio::test]
async fn what_the_settings_fix_is_not_the_forms_to_say() {
    let app = TestApp::new().await.with_settings(fixed([
        ("inviting", "cc", json!(DESK)),
        ("inviting", "language", json!("fr")),
        ("inviting", "fixed_language", json!(true)),
        ("inviting", "message", json!("From all of us.")),
        ("inviting", "fixed_message", json!(true)),
        ("inviting", "default_days", json!(7)),
    ]));
    app.show_new_guests_at_once().await;
    let item = ItemId::parse(ITEM).unwrap();
    let offered = app.sharing.items().open(&adele(), &item).await.unwrap().form_defaults.options;
    assert_eq!(offered.mail_ways, [MailWay::Microsoft]);
    assert_eq!(offered.fixed_copy.map(String::from).as_deref(), Some(DESK));
    assert!(offered.fixed_language && offered.fixed_message && !offered.copy && !offered.sponsor);
    let form = ShareForm {
        copy: "not even an address".to_owned(),
        mail_way: "link".to_owned(),
        sponsor: MEGAN.to_owned(),
        language: "lt".to_owned(),
        message: "From me alone.".to_owned(),
        ..form(ANA)
    };
    app.accepted(&adele(), form).await;
    app.settle().await;
    let row = app.rows().await.remove(0);
    assert_eq!((row.language, row.message.as_deref()), (contract::Language::French, Some("From all of us.")));
    assert_eq!(stored(&app, ANA).await, json!({ "until": end_of_day(&app, 7) }), "the usual last day");
    let mail = mails(&app, ANA).remove(0).mail;
    assert_eq!((mail.via, mail.cc), (Via::Entra, vec![DESK.to_owned()]));
    assert_eq!(sponsors(&app, ANA), [app.emulator.user(ADELE)]);
    app.check().await;
}
