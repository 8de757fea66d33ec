//! The error catalogue, code by code: what brings each about, and the state that the invitation is in then, as the catalogue says by whether it is tried
//! again. A code without a line does not compile.

use std::sync::atomic::Ordering;
use std::time::Duration as Wait;

use backend::config::SmtpTls;
use backend::rules::limits::RateLimits;
use backend::settings::FixedSettings;
use contract::{Caller, InvitationId, InvitationState, ProblemCode, Retried, ShareForm};
use emulator::world::mail::StoredMail;
use serde_json::{Value, json};
use testing::names::{JONI, user_id};
use time::Duration;

use super::app::{
    APP_ROLE, APPLICATION, FALCON, SEEN_AFTER, TestApp, adele, answer, answer_after, by_package, fixed, form,
    invites, look_ups, person,
};

const ANA: &str = "ana@fabrikam.example";
/// Longer than what the form found out is trusted.
const LATER: Duration = Duration::seconds(11);
/// More looks than any of these takes.
const MOST_LOOKS: usize = 60;

/// What brings a problem about.
enum Trigger {
    /// No step of an invitation ends with it: it is said of a form, a page, the settings, or of what undo leaves.
    NoStep,
    /// Undoing waits for it, and no step of an invitation does: `packages.rs` and `approvals.rs`.
    Undo,
    /// Of what goes wrong in our own database the whole job is tried again: `runner.rs`, and the tests of `StepError`.
    OwnFault,
    /// Somebody shares with somebody, and then this goes wrong.
    Share(Box<Setting>),
    /// Several have a part in it.
    Story,
}

/// Where somebody shares.
enum World {
    /// Nothing is switched on.
    Plain,
    /// With these settings, and new guests are there at once.
    With(FixedSettings),
    /// By sign-up.
    SignUp,
    /// With mail by the organisation's mail server.
    Mail(SmtpTls),
    /// Whoever shares looks people up, and cannot yet when they share.
    Unanswered,
}

/// A share, and what goes wrong afterwards.
struct Setting {
    world: World,
    form: ShareForm,
    /// What changes in the tenant before.
    policy: Option<Value>,
    /// Requests, and what becomes of them from then on.
    fault: Option<(Value, Value)>,
}

impl Setting {
    fn of(world: World) -> Self {
        Self { world, form: form(ANA), policy: None, fault: None }
    }

    fn share(self) -> Trigger {
        Trigger::Share(Box::new(self))
    }

    fn fault(self, on: Value, effect: Value) -> Trigger {
        Self { fault: Some((on, effect)), ..self }.share()
    }
}

/// The invitation is refused with this status and message.
fn refused(status: u16, message: &str) -> Trigger {
    Setting::of(World::Plain).fault(invites(), answer(status, "BadRequest", message))
}

fn refused_as(status: u16, code: &str, message: &str) -> Trigger {
    Setting::of(World::Plain).fault(invites(), answer(status, code, message))
}

/// Looking the address up ends so.
fn looked_up(effect: Value) -> Trigger {
    Setting::of(World::Plain).fault(look_ups(), effect)
}

/// Whom the form is for is found out after it was accepted.
fn found_out_later(form: ShareForm) -> Trigger {
    Setting { form, ..Setting::of(World::Unanswered) }.share()
}

/// Readers are put into this group.
fn group(id: &str, by_rule: bool) -> Setting {
    let group = json!({ "id": id, "name": "The group", "by_rule": by_rule });
    Setting::of(World::With(grants(json!({ "groups": [group] }))))
}

fn grants(reader: Value) -> FixedSettings {
    fixed([("grants", "other_kinds", json!({ "reader": reader }))])
}

fn app_role(through: Value) -> FixedSettings {
    grants(json!({ "app_role": {
        "application": APPLICATION, "application_name": "Vestibule", "role": APP_ROLE, "name": "Reader", "through": through,
    } }))
}

/// An attribute of guests is written, with this right, and writing it ends so.
fn written(way: &str, effect: Value) -> Trigger {
    let rules = json!([{ "attribute": "companyName", "from": "partner-domain" }]);
    let settings = fixed([("permissions", "way", json!(way)), ("attributes", "rules", rules)]);
    let writes = json!({ "method": "PATCH", "path": "/v1.0/users/*" });
    Setting::of(World::With(settings)).fault(writes, effect)
}

/// Readers are assigned an access package.
fn package() -> Setting {
    Setting::of(World::With(fixed([("ways", "other_kinds", json!({ "reader": by_package() }))])))
}

/// The request for a package is in this state.
fn package_is(state: &str) -> Trigger {
    let path = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests/*";
    let shown = json!({ "id": "acce5500-0009-4a57-8c11-5c0e10f0c009", "state": state });
    package().fault(json!({ "method": "GET", "path": path }), json!({ "status": 200, "body": shown }))
}

/// Asking for a package ends so.
fn package_asked(effect: Value) -> Trigger {
    let path = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";
    package().fault(json!({ "method": "POST", "path": path }), effect)
}

/// The mail server does this at one stage.
fn mail_server(tls: SmtpTls, stage: &str, effect: Value) -> Trigger {
    Setting::of(World::Mail(tls)).fault(json!({ "family": "smtp", "method": stage }), effect)
}

fn way(way: &str) -> FixedSettings {
    fixed([("inviting", "mail_way", json!(way))])
}

#[expect(clippy::too_many_lines, reason = "a line for each code")]
fn trigger(code: ProblemCode) -> Trigger {
    use ProblemCode as P;
    match code {
        P::SignInNeeded
        | P::SessionLapsed
        | P::SignedOut
        | P::SomebodyElse
        | P::AccountUnchecked
        | P::SignInFailed
        | P::SignInStale
        | P::SignInDeclined
        | P::ConsentDeclined
        | P::ConsentMissing
        | P::NotAssigned
        | P::AccountUnknown
        | P::SignInBlocked
        | P::NotFound
        | P::BadForm
        | P::ForeignForm
        | P::TooLarge
        | P::AddressMissing
        | P::AddressMalformed
        | P::AddressSeveral
        | P::RoleUnknown
        | P::NameTooLong
        | P::MessageTooLong
        | P::ValueMissing
        | P::MoreAsked
        | P::ValueOutOfRange
        | P::ValueRepeated
        | P::NumberMalformed
        | P::RateMalformed
        | P::RatePerDay
        | P::LimitAboveTenant
        | P::TextTooLong
        | P::NameMalformed
        | P::ListTooLong
        | P::AttributeUnknown
        | P::AttributeUndefined
        | P::AttributeMultiValued
        | P::AttributeNotText
        | P::BooleanMalformed
        | P::TimeMalformed
        | P::LandingMalformed
        | P::LandingUnknown
        | P::ColorMalformed
        | P::MarkUnreadable
        | P::MarkTooLarge
        | P::MarkUnknown
        | P::SettingsChanged
        | P::SecretAgain
        | P::SecretLapsed
        | P::HostMalformed
        | P::HostLocal
        | P::MailServerInUse
        | P::RoleInUse
        | P::DayMalformed
        | P::DayTooLate
        | P::MailWayUnknown
        | P::SponsorUnknown
        | P::SponsorsFull
        | P::CheckRecipients
        | P::TooManyRecipients
        | P::RecipientRepeated
        | P::AlreadyShared
        | P::AlreadyUnderWay
        | P::WayNeedsMail
        | P::PackageLinkMalformed
        | P::PackageNotEnded
        | P::IdMalformed
        | P::PlaceholderUnknown
        | P::PlaceholderMissing
        | P::KeyReused
        | P::NoLink
        | P::TooFast
        | P::DayLimit => Trigger::NoStep,
        P::PackageEnding | P::PackageUndecided => Trigger::Undo,
        P::Internal => Trigger::OwnFault,
        // Looking the person up.
        P::DirectoryBusy => looked_up(answer_after(429, "30")),
        P::DirectoryTrouble => looked_up(answer(500, "InternalServerError", "")),
        P::DirectoryUnreachable => looked_up(json!({ "drop": true })),
        P::PersonGone => found_out_later(ShareForm { person: user_id("nobody"), ..form(ANA) }),
        P::Yourself => found_out_later(form("adele.vance@contoso.example")),
        P::AddressMixedScripts => found_out_later(form("gr\u{430}dy.archie@fabrikam.example")),
        // The invitation.
        P::PolicyForbids => refused(403, "Guest invitations not allowed for your company."),
        P::DomainBlocked => refused(400, "Guests from this domain are not taken."),
        P::CrossTenantBlocked => refused(403, "This invitation is blocked by cross-tenant access settings."),
        P::OwnDomain => refused(400, "... is a verified domain of this directory."),
        P::PersonBlocked => refused(400, "The account is blocked from signing in."),
        P::AlreadyInside => refused(400, "The invited user already exists in the directory."),
        P::AddressOfGroup => refused(400, "Group email address is not supported."),
        P::AddressTaken => refused(400, "A non-external user already exists with that mail address."),
        P::AddressRefused => refused(400, "The invited address is not valid."),
        P::AccountTaken => {
            refused(400, "Another object with the same value for property netId already exists.")
        }
        P::ValueRefused => {
            refused(400, "Invalid value specified for property 'displayName' of resource 'User'.")
        }
        P::ItemRefused => refused(400, "Invalid value specified for property 'inviteRedirectUrl'."),
        P::PermissionMissing => refused(403, "Insufficient privileges to complete the operation."),
        P::SuspiciousActivity => refused(403, "Invitations are blocked due to suspicious activity."),
        P::DirectoryRefused => refused_as(400, "Surprise", "Something else."),
        P::NotAllowed => refused_as(403, "Authorization_IdentityDisabled", ""),
        P::QuotaExceeded => refused_as(
            403,
            "Directory_QuotaExceeded",
            "The directory object quota limit for the Tenant has been exceeded.",
        ),
        P::OwnQuotaExceeded => refused_as(
            403,
            "Directory_QuotaExceeded",
            "The directory object quota limit for the Principal has been exceeded.",
        ),
        P::OutcomeUnknown => Setting::of(World::Plain).fault(invites(), json!({ "garble": "html" })),
        // What the guest gets.
        P::AttributeRefused => written(
            "application",
            answer(
                400,
                "Request_BadRequest",
                "Invalid value specified for property 'companyName' of resource 'User'.",
            ),
        ),
        P::NotVisibleYet => written("application", answer(404, "Request_ResourceNotFound", "")),
        P::OutOfScope => {
            written("scoped", answer(403, "Authorization_RequestDenied", "Insufficient privileges."))
        }
        P::GroupDynamic => group("62090000-0003-4a57-8c11-5c0e10f0c003", false).share(),
        P::GroupRoleAssignable => group("62090000-0004-4a57-8c11-5c0e10f0c004", false).share(),
        P::GroupMailEnabled => group("62090000-0005-4a57-8c11-5c0e10f0c005", false).share(),
        P::GroupOnPremises => group("62090000-0007-4a57-8c11-5c0e10f0c007", false).share(),
        P::GroupGone => group("62090000-0099-4a57-8c11-5c0e10f0c099", false).share(),
        P::GroupByHand => group(FALCON, true).share(),
        P::GroupPending => Setting {
            policy: Some(json!({ "dynamicMembershipLagMs": 2 * 3_600_000 })),
            ..group("62090000-0003-4a57-8c11-5c0e10f0c003", true)
        }
        .share(),
        P::GroupWithoutAppRole => {
            let falcon = json!({ "id": FALCON, "name": "Project Falcon" });
            Setting::of(World::With(app_role(falcon))).share()
        }
        P::AppRoleGone => Setting::of(World::With(app_role(Value::Null))).fault(
            json!({ "method": "POST", "path": "/v1.0/servicePrincipals/*/appRoleAssignedTo" }),
            answer(
                400,
                "Request_BadRequest",
                "Permission being assigned was not found on application 'Vestibule'.",
            ),
        ),
        P::PackagePending => package().share(),
        P::PackageApproval => package_is("pendingApproval"),
        P::PackageDenied => package_is("denied"),
        P::PackageFailed => package_is("deliveryFailed"),
        P::PackageGone => package_asked(answer(404, "ResourceNotFound", "")),
        P::PackageUnknown => package_asked(answer(503, "serviceNotAvailable", "")),
        // The mail.
        P::MailServerMissing => Setting::of(World::With(way("own"))).share(),
        P::MailServerBusy => {
            mail_server(SmtpTls::None, "MAIL", json!({ "status": 451, "message": "Not today" }))
        }
        P::MailServerRefuses => mail_server(SmtpTls::Required, "EHLO", json!({ "withhold": "STARTTLS" })),
        P::MailRefused => mail_server(SmtpTls::None, "RCPT", json!({ "status": 550, "message": "Nobody" })),
        P::MailUnconfirmed => mail_server(SmtpTls::None, "END", json!({ "drop_after": true })),
        P::SignUpPending => Setting::of(World::SignUp).share(),
        P::SignUpUnsent => Setting::of(World::SignUp).fault(
            json!({ "method": "POST", "path": "/v1.0/me/sendMail" }),
            answer(404, "MailboxNotEnabledForRESTAPI", "No mailbox."),
        ),
        P::SignInAgain
        | P::LookUpConsentMissing
        | P::ChoosePerson
        | P::RoleAboveOwn
        | P::BeingInvited
        | P::GuestLeaving
        | P::WaitsForTurn
        | P::SignUpUnconfirmed => Trigger::Story,
    }
}

async fn build(world: World) -> TestApp {
    let app = TestApp::new().await;
    match world {
        World::Plain => app,
        World::With(settings) => {
            let app = app.with_settings(settings);
            app.show_new_guests_at_once().await;
            app
        }
        World::SignUp => {
            let ways = json!({ "reader": { "way": "sign-up" } });
            let settings = fixed([("inviting", "mail_way", json!("inviter")), ("ways", "other_kinds", ways)]);
            let app = app.with_settings(settings);
            app.show_new_guests_at_once().await;
            app.emulator.open_for_sign_up().await;
            app
        }
        World::Mail(tls) => app.with_mail_server_by(tls, way("own")).await,
        World::Unanswered => {
            let app = app.with_settings(fixed([("permissions", "look_ups", json!("person"))]));
            app.lapsed.store(true, Ordering::SeqCst);
            app
        }
    }
}

async fn shared(setting: Setting) -> (TestApp, InvitationId) {
    let app = build(setting.world).await;
    if let Some(change) = setting.policy {
        app.policy(change).await;
    }
    let id = app.accepted(&adele(), setting.form).await;
    if let Some((on, effect)) = setting.fault {
        app.emulator.fault(on, effect);
    }
    app.lapsed.store(false, Ordering::SeqCst);
    app.advance(LATER);
    (app, id)
}

/// The secret of the link in the only mail to Ana.
fn secret(app: &TestApp, id: &InvitationId) -> String {
    let links: Vec<String> = app.emulator.world(|world| {
        let mails = world.mail().iter().filter(|mail| mail.is_for(ANA));
        mails.flat_map(StoredMail::links).collect()
    });
    let link = links.iter().find(|link| link.contains(&format!("/arrive/{id}?key="))).expect("a link");
    link.split("key=").nth(1).unwrap().to_owned()
}

/// The stories in which several have a part: whose invitation it is, and which.
async fn told(code: ProblemCode) -> (TestApp, Caller, InvitationId) {
    let app = TestApp::new().await;
    let id = match code {
        ProblemCode::SignInAgain => {
            app.lapsed.store(true, Ordering::SeqCst);
            app.accepted(&adele(), form(ANA)).await
        }
        ProblemCode::LookUpConsentMissing => {
            let (app, id) = shared(Setting::of(World::Unanswered)).await;
            app.unconsented.store(true, Ordering::SeqCst);
            return (app, adele(), id);
        }
        // Somebody appears who has the address.
        ProblemCode::ChoosePerson => {
            let id = app.accepted(&adele(), form(ANA)).await;
            app.add_guest(ANA, "Ana N").await;
            app.advance(LATER);
            id
        }
        // The item is not open to the inviter any more.
        ProblemCode::RoleAboveOwn => {
            let joni = ShareForm { person: user_id("joni"), ..form(JONI) };
            let id = app.accepted(&adele(), joni).await;
            app.close_item().await;
            id
        }
        // A colleague's post had no answer.
        ProblemCode::BeingInvited => {
            app.emulator.fault(invites(), answer(504, "", ""));
            app.accepted(&adele(), form(ANA)).await;
            app.run_due().await;
            let (item, key) = ("punctuality".to_owned(), "second".to_owned());
            let diego = person("diego", false);
            let id = app.accepted(&diego, ShareForm { item, key, ..form(ANA) }).await;
            return (app, diego, id);
        }
        // The guest of an earlier share is about to be deleted, and no look-up shows them.
        ProblemCode::GuestLeaving => guest_leaving(&app).await,
        // Ten are invited at once.
        ProblemCode::WaitsForTurn => return waits_for_turn(app).await,
        // Somebody else has come by the link.
        ProblemCode::SignUpUnconfirmed => {
            let (app, id) = shared(Setting::of(World::SignUp)).await;
            app.settle().await;
            app.emulator.sign_up("eve@fabrikam.example", "Somebody New").await;
            let eve = app.caller("eve@fabrikam.example");
            app.sharing.arrivals().sign_up(&eve, &id, &secret(&app, &id)).await.unwrap();
            return (app, adele(), id);
        }
        code => panic!("{code:?} has no story"),
    };
    (app, adele(), id)
}

async fn guest_leaving(app: &TestApp) -> InvitationId {
    app.emulator.fault(invites(), json!({ "late": { "readMs": 0, "listMs": 3_600_000 } }));
    let earlier = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.advance(SEEN_AFTER);
    let deletes = json!({ "method": "DELETE", "path": "/v1.0/users/*" });
    app.emulator.fault(deletes, answer(503, "serviceNotAvailable", ""));
    assert!(app.sharing.undo(&earlier).await.unwrap());
    app.run_due().await;
    let (item, key) = ("punctuality".to_owned(), "second".to_owned());
    app.accepted(&adele(), ShareForm { item, key, ..form(ANA) }).await
}

async fn waits_for_turn(app: TestApp) -> (TestApp, Caller, InvitationId) {
    let app = app.with_limits(RateLimits::default());
    let mut ids = Vec::new();
    for n in 0..12 {
        ids.push(app.accepted(&adele(), form(&format!("guest{n}@fabrikam.example"))).await);
    }
    app.run_due().await;
    for id in ids {
        if app.state(&id).await == InvitationState::Waiting {
            return (app, adele(), id);
        }
    }
    panic!("nobody waits")
}

/// The state in which the invitation meets the problem; none if it never does.
async fn state_with(
    app: &TestApp,
    caller: &Caller,
    id: &InvitationId,
    code: ProblemCode,
) -> Option<InvitationState> {
    let port = app.sharing.invitations();
    for _ in 0..MOST_LOOKS {
        app.run_due().await;
        let progress = port.progress(caller, id, Wait::ZERO).await.unwrap();
        if progress.problem.is_some_and(|problem| problem.code == code) {
            return Some(progress.state);
        }
        storage::jobs::next_run_at(&app.storage).await.unwrap()?;
        app.wait_for_next().await;
    }
    None
}

/// The state that the catalogue promises.
fn promised(code: ProblemCode) -> InvitationState {
    match code.retried() {
        // The mail is out; everything else is up to the guest.
        _ if code == ProblemCode::SignUpPending => InvitationState::Sent,
        Retried::Yes => InvitationState::Waiting,
        Retried::ByPerson => InvitationState::Stopped,
        Retried::No => InvitationState::Failed,
    }
}

async fn meet(code: ProblemCode) -> Option<InvitationState> {
    let (app, caller, id) = match trigger(code) {
        Trigger::NoStep | Trigger::Undo | Trigger::OwnFault => return None,
        Trigger::Share(setting) => {
            let (app, id) = shared(*setting).await;
            (app, adele(), id)
        }
        Trigger::Story => Box::pin(told(code)).await,
    };
    state_with(&app, &caller, &id, code).await
}

#[tokio::test]
async fn every_code_of_a_step_is_met_and_does_what_the_catalogue_says() {
    let mut wrong = Vec::new();
    for &code in ProblemCode::ALL {
        if matches!(trigger(code), Trigger::NoStep | Trigger::Undo | Trigger::OwnFault) {
            continue;
        }
        let met = Box::pin(meet(code)).await;
        if met != Some(promised(code)) {
            wrong.push((code, met));
        }
    }
    assert!(wrong.is_empty(), "met in another state than the catalogue says, or never: {wrong:?}");
}

#[test]
fn what_no_step_ends_with_is_not_said_to_be_tried_again() {
    let no_step = ProblemCode::ALL.iter().filter(|code| matches!(trigger(**code), Trigger::NoStep));
    let retried: Vec<_> = no_step.filter(|code| code.retried() != Retried::No).collect();
    assert!(retried.is_empty(), "{retried:?}");
}
