//! The mail server that is named on the settings page: its password, where it may be, and mail by it.

use backend::audit::Actor;
use backend::settings::sections::Smtp;
use backend::settings::{self, FixedSettings, SecretState, SettingsCache};
use backend::sharing::SharingModule;
use contract::{
    Caller, DraftId, FieldInput, Language, ProblemCode, RestoreForm, SectionPage, SettingValue,
    SettingsAnswer, SettingsField, SettingsStep,
};
use emulator::world::mail::StoredMail;
use serde_json::json;
use std::fmt::Write as _;
use storage::setting_secrets;
use testing::TestDb;
use time::Duration;

use super::app::{TestApp, adele, form};
use super::settings_admin::{Desk, megan, section};

const ANA: &str = "ana@fabrikam.example";
const MEGAN: &str = "megan.bowen@contoso.example";
const USER: &str = "vestibule";
const PASSWORD: &str = "open sesame 9";

async fn app(allows_local: bool) -> TestApp {
    TestApp::with_unnamed_mail_server((USER, PASSWORD), allows_local).await
}

fn port(app: &TestApp) -> String {
    app.emulator.smtp_url().unwrap().rsplit_once(':').unwrap().1.to_owned()
}

/// What is typed to name the emulator's mail server.
fn named<'a>(host: &'a str, port: &'a str, password: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("host", host),
        ("port", port),
        ("user", USER),
        ("password", password),
        ("from_address", "share@contoso.example"),
        ("from_name", "Contoso, the company"),
    ]
}

async fn send(desk: &Desk, fields: &[(&str, &str)]) -> SettingsAnswer {
    let mut form = desk.form("smtp").await;
    form.fields.extend(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    desk.edit(form, "review").await
}

/// Stores what is typed.
async fn set(desk: &Desk, fields: &[(&str, &str)]) -> i64 {
    let answer = send(desk, fields).await;
    let SettingsAnswer::Review(draft) = answer else { panic!("{answer:?}") };
    match desk.confirm(&draft, "").await {
        SettingsAnswer::Stored(version) => version,
        other => panic!("{other:?}"),
    }
}

/// The page on which what is typed is refused.
async fn refused(desk: &Desk, fields: &[(&str, &str)]) -> SectionPage {
    let answer = send(desk, fields).await;
    let SettingsAnswer::Edit(draft) = answer else { panic!("{answer:?}") };
    desk.settings.section(&desk.megan, &section("smtp"), Some(&draft)).await.unwrap()
}

fn field<'a>(page: &'a SectionPage, name: &str) -> &'a SettingsField {
    page.fields.iter().find(|field| field.key == name).unwrap()
}

/// Whether the password is set, and whether what was typed was lost.
fn password(page: &SectionPage) -> (bool, bool) {
    match field(page, "password").input {
        FieldInput::Secret { is_set, is_lost, .. } => (is_set, is_lost),
        ref other => panic!("{other:?}"),
    }
}

async fn stored_password(app: &TestApp) -> Option<i64> {
    let row = setting_secrets::load(&app.storage, "smtp.password").await.unwrap();
    row.map(|row| row.generation)
}

fn administrator() -> Caller {
    Caller { address: Some(MEGAN.to_owned()), ..megan() }
}

async fn test_mail(desk: &Desk) -> Result<(), ProblemCode> {
    let sent = desk.settings.test_mail(&administrator(), Language::English).await;
    sent.map_err(|problem| problem.code)
}

fn mails(app: &TestApp, address: &str) -> Vec<StoredMail> {
    app.emulator.world(|world| world.mail().iter().filter(|mail| mail.is_for(address)).cloned().collect())
}

#[tokio::test]
async fn mail_goes_out_by_the_server_that_the_settings_name() {
    let app = app(true).await;
    let desk = Desk::of(&app);
    assert_eq!(test_mail(&desk).await, Err(ProblemCode::MailServerMissing));
    // Of the addresses of this name some may have nobody who answers.
    set(&desk, &named("localhost", &port(&app), PASSWORD)).await;
    assert_eq!(test_mail(&desk).await, Ok(()));
    let first = mails(&app, MEGAN).remove(0).mail;
    assert!(first.over_tls, "by STARTTLS");
    assert_eq!(first.user.as_deref(), Some(USER));
    assert!(first.from.contains("Contoso, the company") && first.from.contains("share@contoso.example"));

    assert_eq!(desk.change("inviting", "mail_way", "own", "").await, 2);
    app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(mails(&app, ANA).len(), 1);

    // Whoever changes it changes it for every process, at once.
    let elsewhere = app.process_after_rotation(true).settings();
    elsewhere.test_mail(&administrator(), Language::English).await.unwrap();
    set(&desk, &[("from_name", "Fabrikam")]).await;
    elsewhere.test_mail(&administrator(), Language::English).await.unwrap();
    assert_eq!(test_mail(&desk).await, Ok(()));
    let names: Vec<_> = mails(&app, MEGAN).iter().map(|mail| mail.mail.from.contains("Fabrikam")).collect();
    assert_eq!(names, [false, false, true, true]);
    set(&desk, &[("password", "wrong")]).await;
    assert_eq!(test_mail(&desk).await, Err(ProblemCode::MailServerRefuses));
}

#[tokio::test]
async fn a_password_opens_after_the_secret_key_was_changed_and_not_without_the_one_before() {
    let app = app(true).await;
    set(&Desk::of(&app), &named("127.0.0.1", &port(&app), PASSWORD)).await;
    for (knows_previous, expected) in [(true, Ok(())), (false, Err(ProblemCode::MailServerRefuses))] {
        let settings = app.process_after_rotation(knows_previous).settings();
        let sent = settings.test_mail(&administrator(), Language::English).await;
        assert_eq!(sent.map_err(|problem| problem.code), expected);
    }
}

/// The clean-up of a process that has the new key and the one before.
async fn a_password_is_sealed_anew_so_that_the_key_before_can_go(app: TestApp) {
    let state = async |process: &SharingModule| {
        let stored = process.stored_secrets().await.unwrap();
        stored.into_iter().map(|secret| (secret.name, secret.state)).collect::<Vec<_>>()
    };
    let is = |state| vec![("smtp.password".to_owned(), state)];
    set(&Desk::of(&app), &named("127.0.0.1", &port(&app), PASSWORD)).await;
    assert_eq!(state(&app.sharing).await, is(SecretState::Current));
    let (between, after) = (app.process_after_rotation(true), app.process_after_rotation(false));
    assert_eq!(state(&between).await, is(SecretState::Previous));
    after.runner().clean_up().await;
    assert_eq!(state(&after).await, is(SecretState::Lost), "what does not open is not touched");
    between.runner().clean_up().await;
    for process in [&between, &after] {
        assert_eq!(state(process).await, is(SecretState::Current));
    }
    let sent = after.settings().test_mail(&administrator(), Language::English).await;
    assert_eq!(sent.map_err(|problem| problem.code), Ok(()), "without the key before");
    assert_eq!(stored_password(&app).await, Some(1), "it is no other one");
}

#[tokio::test]
async fn a_password_is_sealed_anew_on_sqlite() {
    a_password_is_sealed_anew_so_that_the_key_before_can_go(app(true).await).await;
}

#[tokio::test]
async fn a_password_is_sealed_anew_on_postgres() {
    let Some(db) = TestDb::postgres().await else { return };
    let app = TestApp::with_unnamed_mail_server_on(db, (USER, PASSWORD), true).await;
    a_password_is_sealed_anew_so_that_the_key_before_can_go(app).await;
}

/// The draft of the second step, with a password typed for a server that has one already.
async fn reviewed(desk: &Desk, password: &str) -> DraftId {
    let typed = [("password", password), ("from_name", "Fabrikam")];
    match send(desk, &typed).await {
        SettingsAnswer::Review(draft) => draft,
        other => panic!("{other:?}"),
    }
}

/// How many passwords lie beside drafts.
async fn kept(app: &TestApp) -> i64 {
    app.db.number("SELECT COUNT(*) FROM draft_secrets").await
}

async fn a_typed_password_is_kept_for_the_second_step_alone(app: TestApp) {
    let desk = Desk::of(&app);
    set(&desk, &named("127.0.0.1", &port(&app), PASSWORD)).await;
    assert_eq!(kept(&app).await, 0, "it was stored");
    let in_forms = "SELECT COUNT(*) FROM drafts WHERE form LIKE '%sealed%'";
    let draft = reviewed(&desk, "another").await;
    assert_eq!((kept(&app).await, app.db.number(in_forms).await), (1, 0), "beside the draft, not in it");
    let back = desk.settings.confirm(&desk.megan, &draft, String::new(), SettingsStep::Back).await;
    assert!(matches!(back, Ok(SettingsAnswer::Edit(_))), "{back:?}");
    assert_eq!(kept(&app).await, 0, "it was given up");

    let draft = reviewed(&desk, "another").await;
    app.advance(Duration::minutes(59));
    app.sharing.runner().clean_up().await;
    assert!(desk.settings.review(&desk.megan, &section("smtp"), &draft).await.is_ok());
    app.advance(Duration::minutes(1));
    let gone = desk.settings.review(&desk.megan, &section("smtp"), &draft).await;
    assert_eq!(gone.unwrap_err().code, ProblemCode::NotFound);
    let page = desk.settings.section_after_review(&desk.megan, &section("smtp"), &draft).await.unwrap();
    assert_eq!(page.problem.map(|problem| problem.code), Some(ProblemCode::SecretLapsed));
    app.sharing.runner().clean_up().await;
    assert_eq!(kept(&app).await, 0, "after an hour");
    // What was typed otherwise is there still, on either way.
    let typed = |page: &SectionPage| match &field(page, "from_name").input {
        FieldInput::Text { typed, .. } => typed.clone(),
        other => panic!("{other:?}"),
    };
    let answer = desk.confirm(&draft, "").await;
    let SettingsAnswer::Edit(again) = answer else { panic!("{answer:?}") };
    let page = desk.settings.section(&desk.megan, &section("smtp"), Some(&again)).await.unwrap();
    assert_eq!(page.problem.map(|problem| problem.code), Some(ProblemCode::SecretLapsed));
    for draft in [&draft, &again] {
        let page = desk.settings.section(&desk.megan, &section("smtp"), Some(draft)).await.unwrap();
        assert_eq!((password(&page), typed(&page)), ((true, true), "Fabrikam".to_owned()));
    }
    assert_eq!(stored_password(&app).await, Some(1), "nothing was stored without it");
    // Nor is the stored one called wrong for a server that the lapsed one was typed for.
    let answer = send(&desk, &[("host", "192.0.2.1"), ("password", "another")]).await;
    let SettingsAnswer::Review(draft) = answer else { panic!("{answer:?}") };
    app.advance(Duration::hours(1));
    let page = desk.settings.section_after_review(&desk.megan, &section("smtp"), &draft).await.unwrap();
    assert_eq!(field(&page, "password").problem, None);
    assert_eq!(page.problem.map(|problem| problem.code), Some(ProblemCode::SecretLapsed));
}

#[tokio::test]
async fn a_typed_password_is_kept_for_the_second_step_alone_on_sqlite() {
    a_typed_password_is_kept_for_the_second_step_alone(app(true).await).await;
}

#[tokio::test]
async fn a_typed_password_is_kept_for_the_second_step_alone_on_postgres() {
    let Some(db) = TestDb::postgres().await else { return };
    let app = TestApp::with_unnamed_mail_server_on(db, (USER, PASSWORD), true).await;
    a_typed_password_is_kept_for_the_second_step_alone(app).await;
}

/// Everything that an administrator can see, and everything that lies in the database.
async fn everything(app: &TestApp, desk: &Desk) -> String {
    let mut all = String::new();
    let newest = storage::settings::current(&app.storage).await.unwrap().unwrap().version;
    write!(all, "{:?}", desk.settings.section(&desk.megan, &section("smtp"), None).await.unwrap()).unwrap();
    write!(all, "{:?}", desk.settings.overview(&desk.megan).await.unwrap()).unwrap();
    write!(all, "{:?}", desk.settings.history(&desk.megan, None).await.unwrap()).unwrap();
    for version in 1..=newest {
        write!(all, "{:?}", desk.settings.version(&desk.megan, version, None).await.unwrap()).unwrap();
    }
    write!(all, "{:?}", storage::audit::of_subject(&app.storage, "settings").await.unwrap()).unwrap();
    let file = app.db.url.trim_start_matches("sqlite://");
    for file in [file.to_owned(), format!("{file}-wal")] {
        all += &String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default());
    }
    all
}

#[tokio::test]
async fn a_password_is_nowhere_to_be_read() {
    let app = app(true).await;
    let desk = Desk::of(&app);
    let (port, other) = (port(&app), "another secret 7");
    set(&desk, &named("127.0.0.1", &port, PASSWORD)).await;
    // A form that is sent back has lost it, and says so; a draft on its way to the second step has it sealed.
    let page = refused(&desk, &[("password", other), ("port", "many")]).await;
    assert_eq!(password(&page), (true, true));
    assert_eq!(field(&page, "port").problem, Some(ProblemCode::NumberMalformed));
    let answer = send(&desk, &[("password", other)]).await;
    let SettingsAnswer::Review(draft) = answer else { panic!("{answer:?}") };
    let review = desk.settings.review(&desk.megan, &section("smtp"), &draft).await.unwrap();
    let change = &review.changes[0];
    assert!(matches!(
        (&change.before, &change.after),
        (Some(SettingValue::Secret(1)), Some(SettingValue::Secret(_)))
    ));
    let seen = format!("{page:?} {review:?} {}", everything(&app, &desk).await);
    assert!(seen.contains("share@contoso.example"), "what is searched has the settings in it");
    for secret in [PASSWORD, other] {
        assert!(!seen.contains(secret), "{secret}");
    }
    assert_eq!(desk.confirm(&draft, "").await, SettingsAnswer::Stored(2));
    assert_eq!(stored_password(&app).await, Some(2));
    let entries = storage::audit::of_subject(&app.storage, "settings").await.unwrap();
    let detail: serde_json::Value = serde_json::from_str(&entries[1].detail).unwrap();
    assert_eq!(detail["changes"], json!([{ "field": "password", "before": 1, "after": 2 }]));
    // Somebody else cannot store what lies in a draft that is not theirs, nor make up what is sealed.
    let page = refused(&desk, &[("password.sealed", "made up"), ("host", "mail.contoso.example")]).await;
    assert_eq!(field(&page, "password").problem, Some(ProblemCode::SecretAgain));
}

#[tokio::test]
async fn a_password_is_typed_again_for_another_server_or_taken_away() {
    let app = app(true).await;
    let desk = Desk::of(&app);
    set(&desk, &named("127.0.0.1", &port(&app), PASSWORD)).await;
    for elsewhere in [("host", "192.0.2.1"), ("port", "25"), ("user", "somebody")] {
        let page = refused(&desk, &[elsewhere]).await;
        assert_eq!(field(&page, "password").problem, Some(ProblemCode::SecretAgain), "{elsewhere:?}");
    }
    // Neither a file nor a program that says so gets around it.
    let cache = SettingsCache::new(app.storage.clone(), FixedSettings::default());
    let current = cache.current().await.unwrap();
    let stolen = Smtp { host: Some("192.0.2.1".to_owned()), ..current.settings.smtp.clone() };
    let actor = Actor::from(&desk.megan);
    assert!(settings::change(&cache, actor, 1, current.version, &stolen).await.is_err());
    // Nor one that says that a password was typed, and has none.
    let mut untyped = serde_json::to_value(&stolen).unwrap();
    untyped["password"] = json!(0);
    let untyped: Smtp = serde_json::from_value(untyped).unwrap();
    assert!(settings::change(&cache, actor, 1, current.version, &untyped).await.is_err());
    assert_eq!(set(&desk, &[("host", "192.0.2.1"), ("password", "for that one")]).await, 2);
    assert_eq!(stored_password(&app).await, Some(2));
    // Without a user there is nothing to prove.
    let page = refused(&desk, &[("user", "")]).await;
    assert!(field(&page, "password").problem.is_some() || field(&page, "user").problem.is_some());
    assert_eq!(set(&desk, &[("user", ""), ("password.remove", "on")]).await, 3);
    assert_eq!(stored_password(&app).await, None);
    let page = desk.settings.section(&desk.megan, &section("smtp"), None).await.unwrap();
    assert_eq!(password(&page), (false, false));
}

#[tokio::test]
async fn an_earlier_version_comes_back_without_its_password() {
    let app = app(true).await;
    let desk = Desk::of(&app);
    desk.change("limits", "retry_minutes", "5", "").await;
    let port = port(&app);
    assert_eq!(set(&desk, &named("127.0.0.1", &port, "an old one")).await, 2);
    assert_eq!(set(&desk, &[("password", PASSWORD), ("from_name", "Fabrikam")]).await, 3);
    let restore = async |version: i64, current: i64| {
        let form = RestoreForm { version, current, ..RestoreForm::default() };
        desk.settings.restore(&desk.megan, form).await.unwrap()
    };
    let page = desk.settings.version(&desk.megan, 2, None).await.unwrap();
    assert!(page.keeps_secrets && page.refused.is_empty());
    let keys: Vec<_> = page.changes.iter().map(|change| change.key.as_str()).collect();
    assert_eq!(keys, ["from_name"]);
    assert_eq!(restore(2, 3).await, SettingsAnswer::Stored(4));
    assert_eq!(stored_password(&app).await, Some(3), "the present one");
    assert_eq!(test_mail(&desk).await, Ok(()));
    let same = desk.settings.version(&desk.megan, 3, None).await.unwrap();
    assert!(!same.keeps_secrets, "it is the one of then");
    // Another server is not told the present one: it stays, and the rest comes back. A version from before there was any needs none.
    assert_eq!(set(&desk, &[("host", "192.0.2.1"), ("password", "for that one")]).await, 5);
    desk.change("limits", "retry_minutes", "7", "").await;
    let page = desk.settings.version(&desk.megan, 4, None).await.unwrap();
    assert_eq!((page.kept, page.refused), (vec![section("smtp")], vec![]));
    let keys: Vec<_> = page.changes.iter().map(|change| change.key.as_str()).collect();
    assert_eq!(keys, ["retry_minutes"]);
    assert_eq!(restore(4, 6).await, SettingsAnswer::Stored(7));
    assert_eq!(stored_password(&app).await, Some(5));
    let cache = SettingsCache::new(app.storage.clone(), FixedSettings::default());
    let current = cache.current().await.unwrap();
    assert_eq!(current.settings.smtp.host.as_deref(), Some("192.0.2.1"));
    assert_eq!(current.settings.limits.retry_minutes, 5);
    assert_eq!(restore(1, 7).await, SettingsAnswer::Stored(8));
    assert_eq!(stored_password(&app).await, None);
    assert_eq!(test_mail(&desk).await, Err(ProblemCode::MailServerMissing));
}

#[tokio::test]
async fn a_server_of_this_machine_is_refused_on_the_page_and_whenever_somebody_connects() {
    let app = app(false).await;
    let desk = Desk::of(&app);
    let port = port(&app);
    for host in
        ["localhost", "mail.localhost", "127.0.0.1", "127.1", "[::1]", "::ffff:127.0.0.1", "169.254.169.254"]
    {
        let page = refused(&desk, &named(host, &port, PASSWORD)).await;
        assert_eq!(field(&page, "host").problem, Some(ProblemCode::HostLocal), "{host}");
    }
    // However it got there: what a name leads to may change after it was stored.
    let cache = SettingsCache::new(app.storage.clone(), FixedSettings::default());
    for (version, host) in (0..).zip(["localhost", "127.0.0.1"]) {
        let smtp = Smtp {
            host: Some(host.to_owned()),
            port: port.parse().unwrap(),
            from_address: Some("share@contoso.example".to_owned()),
            ..Smtp::default()
        };
        let actor = Actor::from(&desk.megan);
        settings::change(&cache, actor, 1, version, &smtp).await.unwrap();
        assert_eq!(test_mail(&desk).await, Err(ProblemCode::MailServerRefuses), "{host}");
    }
    assert!(mails(&app, MEGAN).is_empty());
}

#[tokio::test]
async fn a_server_that_mail_needs_cannot_be_taken_out() {
    let app = app(true).await;
    let desk = Desk::of(&app);
    let mut inviting = desk.form("inviting").await;
    inviting.fields.insert("mail_way".to_owned(), "own".to_owned());
    assert!(matches!(desk.edit(inviting, "review").await, SettingsAnswer::Edit(_)), "there is none yet");
    set(&desk, &named("127.0.0.1", &port(&app), PASSWORD)).await;
    desk.change("inviting", "mail_way", "own", "").await;
    let nothing = [("host", ""), ("user", ""), ("password.remove", "on")];
    let page = refused(&desk, &nothing).await;
    assert_eq!(field(&page, "host").problem, Some(ProblemCode::MailServerInUse));
    // Both at once go with a version in which there was neither.
    let restore = RestoreForm { version: 0, current: 2, ..RestoreForm::default() };
    let restored = desk.settings.restore(&desk.megan, restore).await.unwrap();
    assert_eq!(restored, SettingsAnswer::Stored(3));
    assert_eq!(stored_password(&app).await, None);
}
