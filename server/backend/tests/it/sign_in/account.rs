//! Signing out, and forms of those whose session has lapsed.

use std::sync::Arc;

use backend::clock::{Clock as _, RandomIds, to_ms};
use backend::settings::FixedSettings;
use backend::sharing::SharingModule;
use contract::{
    ASKED_LIMIT, Caller, EntraUserId, IdempotencyKey, InvitationId, InvitationState, ItemId, KindName,
    Language, LastDayForm, MESSAGE_LIMIT, NAME_LIMIT, ProblemCode, RECIPIENTS_LIMIT, RoleName, SafeUrl,
    SavedForm, SessionKey, ShareForm, ShareId, TenantId, TypedAttribute, Via,
};
use serde_json::json;
use storage::invitations::{self, InvitationRow};
use storage::shares::{self, ShareRow};
use storage::{drafts, tokens};

use super::app::{Browser, SignInApp};
use super::authority::{CLIENT, Says, TENANT, USER, first};

fn session(key: &str) -> Via {
    Via::Session { key: SessionKey::parse(key).unwrap() }
}

/// Adele, in some session.
fn adele() -> Caller {
    Caller {
        tenant: TenantId::parse(TENANT).unwrap(),
        user: EntraUserId::parse(USER).unwrap(),
        name: "Adele Vance".to_owned(),
        address: None,
        has_mail: true,
        is_admin: false,
        is_guest: false,
        via: session("s"),
    }
}

fn diego() -> Caller {
    Caller { user: EntraUserId::parse("diego").unwrap(), name: "Diego Siciliani".to_owned(), ..adele() }
}

async fn caller(browser: &mut Browser) -> Caller {
    let who = browser.who().await;
    Caller { via: session(who.rsplit(' ').next().unwrap()), ..adele() }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_deletes_the_tokens() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let caller = caller(&mut browser).await;
    let out = app.entry.account().sign_out(&caller).await.unwrap();
    assert_eq!(out.open_invitations, 0);
    let place = out.sign_out_url;
    let expected = format!(
        "{}/{TENANT}/oauth2/v2.0/logout?client_id={CLIENT}&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fsigned-out",
        app.authority.origin()
    );
    assert_eq!(place.as_str(), expected);
    assert_eq!(app.entry.account().sign_out_url(), Some(place));
    let old = browser.clone();
    assert_eq!(browser.who().await, "nobody");
    assert_eq!(old.clone().who().await, "nobody");
    assert!(tokens::load(&app.storage, TENANT, USER).await.unwrap().is_none());
    let audit = storage::audit::list(&app.storage, 0, 10).await.unwrap();
    assert_eq!(audit.last().unwrap().action, "signed-out");
    // Sent twice, it is done once.
    app.entry.account().sign_out(&caller).await.unwrap();
    assert_eq!(storage::audit::list(&app.storage, 0, 10).await.unwrap().len(), audit.len());
}

fn sharing(app: &SignInApp) -> SharingModule {
    let sealer = app.config.secret_key.sealer(&RandomIds).unwrap();
    let (clock, ids) = (Arc::new(app.clock.clone()), Arc::new(RandomIds));
    let url = SafeUrl::parse("http://localhost:3000").unwrap();
    SharingModule::new(
        app.storage.clone(),
        clock,
        ids,
        sealer,
        app.entry.directory(),
        &url,
        FixedSettings::default(),
    )
}

/// What the jobs' runner does every minute.
async fn sweep(app: &SignInApp) {
    sharing(app).runner().clean_up().await;
}

async fn has_tokens(app: &SignInApp) -> bool {
    tokens::load(&app.storage, TENANT, USER).await.unwrap().is_some()
}

#[tokio::test]
async fn another_session_still_needs_the_tokens() {
    let app = SignInApp::new().await;
    let mut here = app.signed_in().await;
    let mut elsewhere = app.browser();
    let begun = elsewhere.begin("/").await;
    let mut claims = app.claims(&begun);
    claims["sid"] = "another".into();
    app.authority.gives(Some(&first().sign(&claims)));
    elsewhere.come_back(&begun.state).await;
    let (one, other) = (caller(&mut here).await, caller(&mut elsewhere).await);
    app.entry.account().sign_out(&one).await.unwrap();
    assert!(has_tokens(&app).await);
    assert_ne!(elsewhere.who().await, "nobody");
    app.entry.account().sign_out(&other).await.unwrap();
    assert!(!has_tokens(&app).await);
}

#[tokio::test]
async fn tokens_go_with_a_session_that_lapses() {
    let app = SignInApp::new().await;
    app.signed_in().await;
    sweep(&app).await;
    assert!(has_tokens(&app).await);
    app.clock.advance(time::Duration::hours(25));
    sweep(&app).await;
    assert!(!has_tokens(&app).await);
    assert_eq!(ended(&app).await, [(USER.to_owned(), r#"{"by":"expiry"}"#.to_owned())]);
}

#[tokio::test]
async fn another_sign_in_ends_the_session_before_it_and_says_so() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    assert!(ended(&app).await.is_empty());
    let begun = browser.begin("/").await;
    let mut claims = app.claims(&begun);
    (claims["oid"], claims["sid"]) = (json!("0b0b0b0b-0000-4000-8000-000000000002"), json!("another"));
    app.authority.gives(Some(&first().sign(&claims)));
    browser.come_back(&begun.state).await;
    assert_eq!(ended(&app).await, [(USER.to_owned(), r#"{"by":"another-sign-in"}"#.to_owned())]);
}

/// Of whom a session ended without anybody signing out, and by what.
async fn ended(app: &SignInApp) -> Vec<(String, String)> {
    let entries = storage::audit::list(&app.storage, 0, 50).await.unwrap();
    let ended = entries.into_iter().filter(|entry| entry.action == "session-ended");
    ended.map(|entry| (entry.subject, entry.detail)).collect()
}

#[tokio::test]
async fn tokens_stay_for_open_invitations_and_leave_after_a_day() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let caller = caller(&mut browser).await;
    let (share, row) = open_invitation(app.clock.now_ms());
    let mut tx = app.storage.begin().await.unwrap();
    storage::items::upsert(&mut tx, &item()).await.unwrap();
    assert!(shares::insert(&mut tx, &share).await.unwrap());
    invitations::insert(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    let out = app.entry.account().sign_out(&caller).await.unwrap();
    assert_eq!(out.open_invitations, 1);
    let kept = tokens::load(&app.storage, TENANT, USER).await.unwrap().unwrap();
    assert_eq!(kept.purge_at, Some(to_ms(app.clock.now() + time::Duration::hours(24))));
    assert_eq!(browser.who().await, "nobody", "the session ends all the same");
    sweep(&app).await;
    assert!(has_tokens(&app).await);
    let ended = InvitationRow { state: InvitationState::Failed, ..row };
    let mut tx = app.storage.begin().await.unwrap();
    invitations::update(&mut tx, &ended).await.unwrap();
    tx.commit().await.unwrap();
    sweep(&app).await;
    assert!(!has_tokens(&app).await, "they go when the last one has ended");
}

/// It may be about to store that it waits for the very sign-in that has just been.
#[tokio::test]
async fn what_is_under_way_is_looked_at_again_after_a_sign_in() {
    let app = with_an_item().await;
    app.signed_in().await;
    assert_eq!(app.rows("jobs").await, 0, "nothing is under way");
    let (share, row) = open_invitation(app.clock.now_ms());
    let mut tx = app.storage.begin().await.unwrap();
    assert!(shares::insert(&mut tx, &share).await.unwrap());
    invitations::insert(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    app.signed_in().await;
    let next = storage::jobs::next_run_at(&app.storage).await.unwrap();
    assert_eq!(next, Some(app.clock.now_ms() + 15_000));
}

fn item() -> storage::items::ItemRow {
    storage::items::ItemRow {
        id: ItemId::parse("item").unwrap(),
        kind: KindName::parse("document").unwrap(),
        title: "Plan".to_owned(),
        summary: String::new(),
        application: "Plans".to_owned(),
        landing: SafeUrl::parse("http://localhost:3000/items/item").unwrap(),
        open_to_members: true,
    }
}

fn open_invitation(now: i64) -> (ShareRow, InvitationRow) {
    let share = ShareRow {
        id: ShareId::parse("share").unwrap(),
        tenant: TenantId::parse(TENANT).unwrap(),
        inviter: EntraUserId::parse(USER).unwrap(),
        item: ItemId::parse("item").unwrap(),
        key: IdempotencyKey::parse("key").unwrap(),
        form_hash: "hash".to_owned(),
        created_at: now,
    };
    let row = InvitationRow {
        id: InvitationId::parse("invitation").unwrap(),
        share: share.id.clone(),
        tenant: share.tenant.clone(),
        inviter: share.inviter.clone(),
        inviter_name: "Adele Vance".to_owned(),
        item: share.item.clone(),
        item_title: "Plan".to_owned(),
        role: RoleName::parse("reader").unwrap(),
        address: "new@fabrikam.example".to_owned(),
        canonical: "new@fabrikam.example".to_owned(),
        chosen: None,
        name: None,
        message: None,
        language: Language::English,
        options: None,
        state: InvitationState::Working,
        facts: "{}".to_owned(),
        problem: None,
        guest: None,
        person: None,
        link: None,
        created_at: now,
        updated_at: now,
    };
    (share, row)
}

#[tokio::test]
async fn signing_out_works_while_the_authority_is_down() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let caller = caller(&mut browser).await;
    app.authority.answers_discovery(Says::status(500));
    let other = SignInApp::new().await;
    other.authority.answers_discovery(Says::status(500));
    assert_eq!(other.entry.account().sign_out_url(), None);
    let place = other.entry.account().sign_out(&caller).await.unwrap().sign_out_url;
    assert_eq!(place.as_str(), "http://localhost:3000/", "there is no better place to go");
}

async fn with_an_item() -> SignInApp {
    let app = SignInApp::new().await;
    let mut tx = app.storage.begin().await.unwrap();
    storage::items::upsert(&mut tx, &item()).await.unwrap();
    tx.commit().await.unwrap();
    app
}

/// A form as it was rendered for somebody.
fn form_of(app: &SignInApp, caller: &Caller) -> ShareForm {
    ShareForm {
        item: "item".to_owned(),
        address: "someone@fabrikam.example".to_owned(),
        message: "Kind regards".to_owned(),
        sender: app.entry.account().form_sender(caller),
        ..ShareForm::default()
    }
}

#[tokio::test]
async fn a_form_without_a_session_is_kept_for_whom_it_was_rendered() {
    let app = with_an_item().await;
    let form = form_of(&app, &adele());
    let id = app.entry.account().save_for_sender(form.clone()).await.unwrap().unwrap();
    let kept = drafts::load(&app.storage, id.as_str(), app.clock.now_ms()).await.unwrap().unwrap();
    assert_eq!((kept.tenant.as_str(), kept.user.as_str()), (TENANT, USER));
    let saved = serde_json::from_str::<SavedForm>(&kept.form).unwrap().read::<ShareForm>().unwrap();
    assert_eq!(
        saved,
        ShareForm { sender: String::new(), ..form.clone() },
        "for whom it was is not part of it"
    );
    assert!(!kept.form.contains(&form.sender));
    assert_eq!(kept.problem, None, "whoever finds it is signed in again");
    assert_eq!(kept.expires_at, to_ms(app.clock.now() + time::Duration::hours(24)));
    let nothing = ShareForm { item: String::new(), ..form };
    let bad = app.entry.account().save_for_sender(nothing).await.unwrap_err();
    assert_eq!(bad.code, ProblemCode::BadForm);
}

/// Two thousand forms of people who were never shown one, and of one who was and sends it all the time.
#[tokio::test]
async fn strangers_cannot_make_us_write() {
    let app = with_an_item().await;
    let account = app.entry.account();
    let before = app.storage.usage().transactions;
    for sender in ["", "made-up", &"A".repeat(100)] {
        for _ in 0..600 {
            let form = ShareForm { sender: sender.to_owned(), ..form_of(&app, &adele()) };
            assert_eq!(account.save_for_sender(form).await.unwrap(), None);
        }
    }
    assert_eq!(app.storage.usage().transactions, before);
    for _ in 0..60 {
        account.save_for_sender(form_of(&app, &adele())).await.unwrap().unwrap();
        app.clock.advance(time::Duration::milliseconds(1));
    }
    assert_eq!((app.rows("drafts").await, app.rows("sessions").await), (50, 0));
    let other = account.save_for_sender(form_of(&app, &diego())).await.unwrap().unwrap();
    assert_eq!(app.rows("drafts").await, 51, "nobody pushes another's form out");
    assert!(drafts::load(&app.storage, other.as_str(), 0).await.unwrap().is_some());
}

#[tokio::test]
async fn of_a_form_without_a_session_no_more_is_kept_than_could_be_sent() {
    let app = with_an_item().await;
    let long = "\u{10348}\r\n".repeat(9_000);
    let attribute = TypedAttribute { name: long.clone(), value: long.clone() };
    let attributes = vec![attribute; 2 * ASKED_LIMIT];
    let form = ShareForm {
        item: "item".to_owned(),
        address: long.clone(),
        name: long.clone(),
        message: long.clone(),
        role: long.clone(),
        person: long.clone(),
        language: long.clone(),
        sender: app.entry.account().form_sender(&adele()),
        recipients: vec![long.clone(); 2 * RECIPIENTS_LIMIT],
        resend: "x".repeat(9),
        leave_out: "x".repeat(9),
        copy: long.clone(),
        mail_way: long.clone(),
        sponsor: long.clone(),
        until: long.clone(),
        key: long,
        attributes,
    };
    let account = app.entry.account();
    let id = account.save_for_sender(form.clone()).await.unwrap().unwrap();
    let kept = drafts::load(&app.storage, id.as_str(), 0).await.unwrap().unwrap();
    assert!(kept.form.len() < 524_288, "{}", kept.form.len());
    let read: ShareForm = serde_json::from_str::<SavedForm>(&kept.form).unwrap().read().unwrap();
    assert_eq!(read.message.chars().count(), MESSAGE_LIMIT);
    assert_eq!(read.name.chars().count(), NAME_LIMIT);
    assert_eq!(read.attributes.len(), ASKED_LIMIT);
    assert!(!read.recipients.is_empty() && read.recipients.len() <= RECIPIENTS_LIMIT);
    assert!(read.attributes.iter().all(|typed| typed.value.chars().count() == 1024));
    // Nothing is kept for an item that does not exist, and nobody can tell.
    let before = app.storage.usage().transactions;
    let id =
        account.save_for_sender(ShareForm { item: "another".to_owned(), ..form }).await.unwrap().unwrap();
    assert!(drafts::load(&app.storage, id.as_str(), 0).await.unwrap().is_none());
    assert_eq!(app.storage.usage().transactions, before);
}

#[tokio::test]
async fn a_last_day_without_a_session_is_kept_for_whom_its_form_was_rendered() {
    let app = with_an_item().await;
    let (module, before) = (sharing(&app), app.rows("drafts").await);
    let (changes, drafts) = (module.access_changes(), module.invitations());
    let form = LastDayForm {
        item: ItemId::parse("item").unwrap(),
        user: EntraUserId::parse("grady").unwrap(),
        until: "2030-12-31".to_owned(),
        sender: app.entry.account().form_sender(&adele()),
    };
    for sender in ["", "made-up"] {
        let nobodys = LastDayForm { sender: sender.to_owned(), ..form.clone() };
        assert_eq!(changes.save_for_sender(nobodys).await.unwrap(), None);
    }
    assert_eq!(app.rows("drafts").await, before, "strangers cannot make us write");
    let id = changes.save_for_sender(form.clone()).await.unwrap().unwrap();
    let kept = drafts.draft(&adele(), &id).await.unwrap();
    let saved: LastDayForm = kept.form.read().unwrap();
    assert_eq!(saved, LastDayForm { sender: String::new(), ..form.clone() });
    assert_eq!(kept.problem, None, "whoever finds it is signed in again");
    assert_eq!(drafts.draft(&diego(), &id).await.unwrap_err().code, ProblemCode::NotFound);
    let long = LastDayForm { until: "9".repeat(5_000), ..form.clone() };
    let id = changes.save_for_sender(long).await.unwrap().unwrap();
    let kept: LastDayForm = drafts.draft(&adele(), &id).await.unwrap().form.read().unwrap();
    assert_eq!(kept.until.len(), 64);
    // Whoever has signed in meanwhile in the same browser does not send it.
    let refused = changes.change_last_day(&diego(), form).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::SomebodyElse);
}

/// Adele's session has lapsed, she sends her form, and Diego signs in in her browser.
#[tokio::test]
async fn a_form_without_a_session_opens_for_nobody_else() {
    let app = with_an_item().await;
    let id = app.entry.account().save_for_sender(form_of(&app, &adele())).await.unwrap().unwrap();
    let sharing = sharing(&app);
    let refused = sharing.invitations().draft(&diego(), &id).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NotFound);
    let kept = sharing.invitations().draft(&adele(), &id).await.unwrap();
    assert_eq!(kept.form.read::<ShareForm>().unwrap().message, "Kind regards");
}

/// Adele's dialog is open, she signs out in another tab, Diego signs in there, and the dialog is sent.
#[tokio::test]
async fn a_form_of_one_person_is_never_sent_as_another() {
    let app = with_an_item().await;
    let invitations = sharing(&app).invitations();
    let share =
        async |caller: &Caller| invitations.share(caller, form_of(&app, &adele()), Language::English).await;
    assert_eq!(share(&diego()).await.unwrap_err().code, ProblemCode::SomebodyElse);
    let guest = Caller { is_guest: true, ..diego() };
    assert_eq!(share(&guest).await.unwrap_err().code, ProblemCode::SomebodyElse);
    assert_eq!(app.rows("shares").await, 0);
    assert!(share(&adele()).await.is_ok());
}
