//! `SharingModule` as a whole, to test in: storage of its own, and an emulator whose clock, which stands until it is moved, is the application's too.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration as Wait;

use async_trait::async_trait;
use backend::ConfiguredRules;
use backend::clock::{Clock, SeededIds};
use backend::config::{Mail, SmtpTls};
use backend::directory::{DelegatedGrants, Directory};
use backend::items;
use backend::mail::{MailServer, MailServers};
use backend::pipeline::{StepInfo, step_list};
use backend::rules::limits::{LimitKind, RateLimits};
use backend::seal::Sealer;
use backend::settings::{FixedSetting, FixedSettings};
use backend::sharing::SharingModule;
use contract::{
    Caller, DraftId, EntraUserId, InvitationId, InvitationState, ItemId, JudgedRecipient, Language,
    PeopleFound, PersonMatch, ProblemCode, Progress, RoleName, SafeUrl, SessionKey, ShareAnswer, ShareForm,
    StepKind, TenantId, UserStatus, Via,
};
use emulator::{Options, SmtpLogin};
use graph::{Graph as Client, GraphClient, RetryPolicy, TokenError, TokenProvider};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::tokens::{self, TokenRow};
use storage::{Storage, access, audit, invitations, jobs, people};
use testing::names::{APP, user_id};
use testing::{EmulatorHarness, START, TestDb};
use time::Duration;

use super::log::Log;
use crate::clock::EmulatorClock;
use crate::invariants::{self, Evidence, Statement, Submission, facts};

pub use testing::invariants::facts::Post;
pub use testing::names::CONTOSO as TENANT;

pub const ITEM: &str = "harbour-line-tender";

/// [`ITEM`] as an id.
pub fn the_item() -> ItemId {
    ItemId::parse(ITEM).unwrap()
}

/// The first invitation of a form that was accepted.
pub fn accepted(answer: &ShareAnswer) -> InvitationId {
    match answer {
        ShareAnswer::Accepted { invitations, .. } => invitations[0].clone(),
        ShareAnswer::Refused { .. } => panic!("{answer:?}"),
    }
}

/// The draft and the people who may be meant, where nothing but that is asked.
pub fn choose(answer: &ShareAnswer) -> Option<(DraftId, Vec<PersonMatch>)> {
    match answer {
        ShareAnswer::Refused { draft, problem, .. } if problem.code == ProblemCode::ChoosePerson => {
            Some((draft.clone(), answer.candidates().to_vec()))
        }
        _ => None,
    }
}

/// Everybody whom judged recipients show.
pub fn shown(recipients: &[JudgedRecipient]) -> Vec<PersonMatch> {
    let shown = |judged: &JudgedRecipient| {
        judged.person.iter().chain(&judged.candidates).cloned().collect::<Vec<_>>()
    };
    recipients.iter().flat_map(shown).collect()
}

/// The people who were found.
pub fn people_of(found: PeopleFound) -> Vec<PersonMatch> {
    found.matches.into_iter().map(|found| found.person).collect()
}

/// `SharingModule` on a database and an emulator of its own.
pub struct TestApp {
    pub emulator: Arc<EmulatorHarness>,
    pub storage: Storage,
    pub clock: EmulatorClock,
    pub sharing: SharingModule,
    pub lapsed: Arc<AtomicBool>,
    /// Whoever is told the next time that their token has lapsed signs in at once, before that is stored. Whether they have a token then.
    pub returns: Arc<Mutex<Option<bool>>>,
    /// The next token of a person is there after a lease has run out.
    pub late: Arc<AtomicBool>,
    /// Nobody has agreed that people are looked up on their behalf.
    pub unconsented: Arc<AtomicBool>,
    pub db: TestDb,
    directory: Arc<EmulatedDirectory>,
    limits: RateLimits,
    fixed: FixedSettings,
    mail_server: Option<Arc<MailServer>>,
    /// What a mail server of the settings is trusted by.
    smtp_roots: Option<Vec<u8>>,
    /// Where the emulator keeps its world, and the certificate of its authority.
    _folder: Option<tempfile::TempDir>,
    submissions: Mutex<Vec<Submission>>,
    log: (Log, usize),
}

/// Gives out callers that have signed in at the emulator.
struct EmulatedDirectory {
    client: GraphClient,
    tokens: Arc<Tokens>,
    /// What the application's own token says that it may; `None` where it does not tell.
    granted: Mutex<Option<Vec<String>>>,
}

/// Each caller's access token, and until when it is used, by the emulator's clock: nobody signs in for every call.
struct Tokens {
    emulator: Arc<EmulatorHarness>,
    storage: Storage,
    lapsed: Arc<AtomicBool>,
    returns: Arc<Mutex<Option<bool>>>,
    late: Arc<AtomicBool>,
    unconsented: Arc<AtomicBool>,
    kept: tokio::sync::Mutex<HashMap<Owner, (String, Duration)>>,
}

/// Whose token it is, the application's where it is nobody's, and what it is for.
type Owner = (Option<String>, Scopes);

/// What a person's token is for.
type Scopes = &'static str;
const OWN: Scopes = "openid User.Invite.All User.Read";
const MAIL: Scopes = "openid Mail.Send";
const READ: Scopes = "openid User.Read.All";

/// The tokens as one person, or as the application, needs them.
struct TokensOf {
    tokens: Arc<Tokens>,
    person: Option<String>,
    scopes: Scopes,
}

/// Shorter than access tokens last.
const KEPT_FOR: Duration = Duration::minutes(30);

impl Tokens {
    async fn of(&self, person: Option<&String>, scopes: Scopes) -> String {
        let mut kept = self.kept.lock().await;
        let now = self.emulator.passed();
        if let Some((token, until)) = kept.get(&(person.cloned(), scopes))
            && *until > now
        {
            return token.clone();
        }
        let token = match person {
            Some(person) => {
                let address = self.emulator.address(person);
                self.emulator.person_token(&address, scopes).await
            }
            None => self.emulator.application_token("vestibule").await,
        };
        kept.insert((person.cloned(), scopes), (token.clone(), now + KEPT_FOR));
        token
    }
}

#[async_trait]
impl TokenProvider for TokensOf {
    async fn token(&self) -> Result<SecretString, TokenError> {
        if let Some(person) = &self.person
            && self.tokens.lapsed.load(Ordering::SeqCst)
        {
            let returns = self.tokens.returns.lock().unwrap().take();
            if let Some(has_token) = returns {
                sign_in(&self.tokens.storage, person).await;
                self.tokens.lapsed.store(!has_token, Ordering::SeqCst);
            }
            return Err(TokenError::SignInNeeded { claims: None });
        }
        if self.scopes == READ && self.tokens.unconsented.load(Ordering::SeqCst) {
            return Err(TokenError::Refused { code: "consent_required".to_owned(), detail: String::new() });
        }
        if self.person.is_some() && self.tokens.late.swap(false, Ordering::SeqCst) {
            self.tokens.emulator.advance(Duration::seconds(16));
        }
        Ok(SecretString::from(self.tokens.of(self.person.as_ref(), self.scopes).await))
    }

    async fn invalidate(&self, _claims: Option<&str>) {
        self.tokens.kept.lock().await.remove(&(self.person.clone(), self.scopes));
    }
}

/// As the token vault stores it at a sign-in.
pub async fn sign_in(storage: &Storage, user: &str) {
    let row = TokenRow {
        tenant: TENANT.to_owned(),
        user: user.to_owned(),
        sealed: vec![1],
        version: 0,
        access_expires_at: 1,
        purge_at: None,
    };
    let mut tx = storage.begin().await.unwrap();
    tokens::put(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
}

impl EmulatedDirectory {
    fn caller(&self, person: Option<String>, scopes: Scopes) -> Client {
        self.client.as_caller(Arc::new(TokensOf { tokens: Arc::clone(&self.tokens), person, scopes }))
    }
}

#[async_trait]
impl Directory for EmulatedDirectory {
    fn as_person(&self, _tenant: &TenantId, user: &EntraUserId) -> Client {
        self.caller(Some(user.to_string()), OWN)
    }

    fn as_sender(&self, _tenant: &TenantId, user: &EntraUserId) -> Client {
        self.caller(Some(user.to_string()), MAIL)
    }

    fn as_reader(&self, _tenant: &TenantId, user: &EntraUserId) -> Client {
        self.caller(Some(user.to_string()), READ)
    }

    fn as_application(&self) -> Client {
        self.caller(None, OWN)
    }

    fn client_id(&self) -> String {
        self.tokens.emulator.app("vestibule").client_id.to_string()
    }

    async fn application_permissions(&self) -> Option<Vec<String>> {
        self.granted.lock().unwrap().clone()
    }

    async fn delegated_grants(
        &self,
        _person: Option<(&TenantId, &EntraUserId)>,
        _looks_up: bool,
    ) -> DelegatedGrants {
        DelegatedGrants::default()
    }
}

/// Somebody of the seed who has signed in, or somebody whom the directory does not know.
pub fn person(user: &str, is_guest: bool) -> Caller {
    Caller {
        tenant: TenantId::parse(TENANT).unwrap(),
        user: EntraUserId::parse(&user_id(user)).unwrap(),
        name: format!("Name of {user}"),
        address: None,
        has_mail: true,
        is_admin: false,
        is_guest,
        via: Via::Session { key: SessionKey::parse("session").unwrap() },
    }
}

/// The guest with this object id.
pub fn guest_of(id: &str) -> Caller {
    Caller { user: EntraUserId::parse(id).unwrap(), ..person("guest", true) }
}

pub fn adele() -> Caller {
    person("adele", false)
}

/// The requests that invite somebody, as faults name them.
pub fn invites() -> Value {
    json!({ "method": "POST", "path": "/v1.0/invitations" })
}

/// Those that look somebody up by address or by the start of a name.
pub fn look_ups() -> Value {
    json!({ "method": "GET", "path": "/v1.0/users", "contains": "$filter" })
}

/// Those that search for a word of a name.
pub fn searches() -> Value {
    json!({ "method": "GET", "path": "/v1.0/users", "contains": "$search" })
}

/// The directory shows a new guest to lists only after a moment.
pub const SEEN_AFTER: Duration = Duration::seconds(1);

fn every_call() -> Value {
    json!({ "family": "graph" })
}

/// A fault's effect: an answer instead of the effect.
pub fn answer(status: u16, code: &str, message: &str) -> Value {
    json!({ "status": status, "code": code, "message": message })
}

/// The same, with `Retry-After`.
pub fn answer_after(status: u16, hint: &str) -> Value {
    json!({ "status": status, "code": "TooManyRequests", "message": "", "headers": { "Retry-After": hint } })
}

/// A form for somebody, with a key of its own for each address.
pub fn form(address: &str) -> ShareForm {
    ShareForm {
        item: ITEM.to_owned(),
        address: address.to_owned(),
        role: "reader".to_owned(),
        name: "Ana Novak".to_owned(),
        message: "Please look at annex C.".to_owned(),
        key: format!("key-{}", address.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
        ..ShareForm::default()
    }
}

impl TestApp {
    pub async fn new() -> Self {
        Self::on(TestDb::sqlite().await).await
    }

    /// With every step in the plan: a step that a setting switches on is switched on here.
    pub async fn with_every_step() -> Self {
        Self::new().await.planning_every_step().await
    }

    /// The same on `PostgreSQL`.
    pub async fn with_every_step_on_postgres() -> Option<Self> {
        Some(Self::on_postgres().await?.planning_every_step().await)
    }

    /// Every step is in the plan from now on, and a new guest is there at once.
    pub async fn planning_every_step(self) -> Self {
        let app = self.with_settings(every_step());
        app.show_new_guests_at_once().await;
        app
    }

    /// A fresh one, on another database of the same kind.
    pub async fn afresh(&self) -> Self {
        Self::on(self.db.another().await).await
    }

    /// A new guest is there for every API at once.
    pub async fn show_new_guests_at_once(&self) {
        self.policy(json!({ "visibilityLagMs": 0, "visibility": { "groupReferenceMs": 0, "appRoleMs": 0 } }))
            .await;
    }

    /// The application's own token says from now on that it has these permissions, and no others.
    pub fn tell_permissions(&self, granted: &[&str]) {
        let granted = granted.iter().map(|name| (*name).to_owned()).collect();
        *self.directory.granted.lock().unwrap() = Some(granted);
    }

    /// Changes the emulator's policy.
    pub async fn policy(&self, change: Value) {
        self.emulator.control(Method::PATCH, "directory", Some(change)).await;
    }

    /// On a database of its own on the server that the environment names; `None` when it names none, and none is required.
    pub async fn on_postgres() -> Option<Self> {
        Some(Self::on(TestDb::postgres().await?).await)
    }

    async fn on(db: TestDb) -> Self {
        Self::with(db, EmulatorHarness::start().await).await
    }

    /// The same on the same database, with the people of this seed file beside it.
    pub async fn seeded(self, seed: &str) -> Self {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/sharing/seeds");
        let options = Options {
            seed: seed.to_owned(),
            seed_file: Some(folder.join(format!("{seed}.toml"))),
            clock_stands_at: Some(time::OffsetDateTime::from_unix_timestamp(START).unwrap()),
            ..Options::default()
        };
        Self::with(self.db, EmulatorHarness::with(options).await).await
    }

    async fn with(db: TestDb, emulator: EmulatorHarness) -> Self {
        let log = Log::start();
        let log = (log.clone(), log.len());
        let storage = db.storage.clone();
        let emulator = Arc::new(emulator);
        let once = RetryPolicy {
            initial_delay: Wait::from_millis(1),
            max_retries: 0,
            max_elapsed: Wait::from_millis(1),
        };
        let http = graph::http_client(&[]).unwrap();
        let client = GraphClient::new(emulator.url().parse().unwrap(), http).with_retry_policy(once);
        let [lapsed, late, unconsented] = [(); 3].map(|()| Arc::new(AtomicBool::new(false)));
        let returns = Arc::new(Mutex::new(None));
        let tokens = Arc::new(Tokens {
            emulator: Arc::clone(&emulator),
            storage: storage.clone(),
            lapsed: Arc::clone(&lapsed),
            returns: Arc::clone(&returns),
            late: Arc::clone(&late),
            unconsented: Arc::clone(&unconsented),
            kept: tokio::sync::Mutex::default(),
        });
        let directory = Arc::new(EmulatedDirectory { client, tokens, granted: Mutex::default() });
        let clock = EmulatorClock::of(&emulator);
        let limits = few_limits();
        let fixed = FixedSettings::default();
        let sharing = process(1, &storage, &clock, &directory, (&limits, &fixed));
        sharing.register(&items::sample(&url())).await.unwrap();
        let submissions = Mutex::default();
        Self {
            emulator,
            storage,
            clock,
            sharing,
            lapsed,
            returns,
            late,
            unconsented,
            db,
            directory,
            limits,
            fixed,
            mail_server: None,
            smtp_roots: None,
            _folder: None,
            submissions,
            log,
        }
    }

    /// With these rate limits.
    pub fn with_limits(self, limits: RateLimits) -> Self {
        let rules = (&limits, &self.fixed);
        let sharing = process(3, &self.storage, &self.clock, &self.directory, rules);
        Self { sharing, limits, ..self }
    }

    /// With these settings, as if the configuration said so.
    pub fn with_settings(self, fixed: FixedSettings) -> Self {
        let rules = (&self.limits, &fixed);
        let sharing = process(5, &self.storage, &self.clock, &self.directory, rules);
        Self { sharing, fixed, ..self }
    }

    /// The same on the same database, with the mail server of an emulator of its own as the organisation's; `settings` are in force.
    pub async fn with_mail_server(self, settings: FixedSettings) -> Self {
        self.with_mail_server_by(SmtpTls::None, settings).await
    }

    /// The same, with a connection that is kept from others so.
    pub async fn with_mail_server_by(self, tls: SmtpTls, settings: FixedSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            smtp_addr: Some(([127, 0, 0, 1], 0).into()),
            data_dir: Some(folder.path().to_owned()),
            clock_stands_at: Some(time::OffsetDateTime::from_unix_timestamp(START).unwrap()),
            ..Options::default()
        };
        let emulator = EmulatorHarness::with(options).await;
        let roots = emulator.ca_file().map(|file| std::fs::read(file).unwrap());
        let url = emulator.smtp_url().unwrap();
        let mail = Mail::parse(&url, "Contoso <share@contoso.example>").unwrap().with_tls(tls);
        let server = Arc::new(MailServer::new(&mail, roots.as_deref()).unwrap());
        let app = Self::with(self.db, emulator).await.with_settings(settings);
        app.show_new_guests_at_once().await;
        let rules = (&app.limits, &app.fixed);
        let sharing = process(6, &app.storage, &app.clock, &app.directory, rules);
        let sharing = sharing.with_mail_server(Some(Arc::clone(&server)));
        Self { sharing, mail_server: Some(server), _folder: Some(folder), ..app }
    }

    /// With a mail server that nobody has named yet, which lets in whoever has this login. Whether the settings may name one on this machine is said here.
    pub async fn with_unnamed_mail_server(login: (&str, &str), allows_local: bool) -> Self {
        Self::with_unnamed_mail_server_on(TestDb::sqlite().await, login, allows_local).await
    }

    /// The same on this database.
    pub async fn with_unnamed_mail_server_on(
        db: TestDb,
        (user, password): (&str, &str),
        allows_local: bool,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            smtp_addr: Some(([127, 0, 0, 1], 0).into()),
            smtp_login: Some(SmtpLogin { user: user.to_owned(), password: password.to_owned() }),
            data_dir: Some(folder.path().to_owned()),
            clock_stands_at: Some(time::OffsetDateTime::from_unix_timestamp(START).unwrap()),
            ..Options::default()
        };
        let emulator = EmulatorHarness::with(options).await;
        let smtp_roots = emulator.ca_file().map(|file| std::fs::read(file).unwrap());
        let app = Self::with(db, emulator).await;
        app.show_new_guests_at_once().await;
        let servers = MailServers::default().with_roots(smtp_roots.clone()).with_local(allows_local);
        let sharing = process(9, &app.storage, &app.clock, &app.directory, (&app.limits, &app.fixed));
        let sharing = sharing.with_mail_servers(servers);
        Self { sharing, smtp_roots, _folder: Some(folder), ..app }
    }

    /// Another process, started after the secret key was changed: with the one before, or without it.
    pub fn process_after_rotation(&self, knows_previous: bool) -> SharingModule {
        let new = Sealer::new(&SecretString::from("another secret key for tests".to_owned()));
        let sealer = if knows_previous { new.with_previous(&secret_key()) } else { new };
        let rules = (&self.limits, &self.fixed);
        let servers = MailServers::default().with_roots(self.smtp_roots.clone()).with_local(true);
        process_sealing(sealer, 10, &self.storage, &self.clock, (&self.directory, rules))
            .with_mail_servers(servers)
    }

    /// With these rate limits, and the mail server that there is.
    pub fn with_limits_and_mail_server(self, limits: RateLimits) -> Self {
        let server = self.mail_server.clone();
        let rules = (&limits, &self.fixed);
        let sharing = process(8, &self.storage, &self.clock, &self.directory, rules).with_mail_server(server);
        Self { sharing, limits, ..self }
    }

    /// Other settings from now on, with the mail server that there is.
    pub fn with_settings_and_mail_server(self, fixed: FixedSettings) -> Self {
        let rules = (&self.limits, &fixed);
        let sharing = process(7, &self.storage, &self.clock, &self.directory, rules);
        let sharing = sharing.with_mail_server(self.mail_server.clone());
        Self { sharing, fixed, ..self }
    }

    /// Another process on the same database.
    pub fn another_process(&self) -> SharingModule {
        process(2, &self.storage, &self.clock, &self.directory, (&self.limits, &self.fixed))
            .with_mail_server(self.mail_server.clone())
    }

    /// Another process, in which nobody waits for the directory for longer than a moment.
    pub fn impatient_process(&self) -> SharingModule {
        process(4, &self.storage, &self.clock, &self.directory, (&self.limits, &self.fixed))
            .with_patience(Wait::from_millis(50))
    }

    /// Somebody who has signed in, as the directory knows them.
    pub fn caller(&self, address: &str) -> Caller {
        let id = self.emulator.user(address);
        let (is_guest, name) = self.emulator.world(|world| {
            let user = world.resource_tenant().unwrap().user(id.parse().unwrap()).unwrap();
            (user.is_guest(), user.display_name.clone())
        });
        let user = EntraUserId::parse(&id).unwrap();
        Caller { user, name, address: Some(address.to_owned()), is_guest, ..adele() }
    }

    /// What becomes of the next requests of a kind, one after the other.
    pub fn fail(&self, on: &Value, effects: impl IntoIterator<Item = Value>) {
        self.emulator.faults_in_turn(on, effects);
    }

    /// After so many further calls of Graph every one is answered with 503; with `None`, none any more.
    pub fn fail_after(&self, calls: Option<u32>) {
        self.emulator.clear_faults(&every_call());
        if let Some(skip) = calls {
            let down =
                json!({ "on": every_call(), "effect": answer(503, "serviceNotAvailable", ""), "skip": skip });
            self.emulator.add_fault(serde_json::from_value(down).unwrap());
        }
    }

    /// Lists and single reads do not see guests, who are invited from now on, before so much time has passed.
    pub fn hide_new_guests(&self, time: Duration) {
        let ms = time.whole_milliseconds();
        self.emulator.fault(invites(), json!({ "late": { "readMs": ms, "listMs": ms } }));
    }

    /// Counts the calls of Graph from now on, by a fault that never strikes.
    pub fn count_calls(&self) {
        self.emulator.clear_faults(&every_call());
        let counting = json!({ "on": every_call(), "effect": answer(500, "", ""), "probability": 0.0 });
        self.emulator.add_fault(serde_json::from_value(counting).unwrap());
    }

    /// How many there were.
    pub fn calls(&self) -> u32 {
        self.emulator.faults_on(&every_call()).map(|fault| fault.met).sum()
    }

    /// The application's posts that invited somebody, in order.
    pub fn posts(&self) -> Vec<Post> {
        facts::posts(&self.emulator)
    }

    /// Waits until so many posts have had their effect. Whoever holds what posts them can then drop it.
    pub async fn posted(&self, posts: usize) {
        while self.posts().len() < posts {
            tokio::task::yield_now().await;
        }
    }

    /// Somebody else invites a guest; nobody is written to. The guest's object id.
    pub async fn add_guest(&self, address: &str, name: &str) -> String {
        let token = self.emulator.application_token("daemon").await;
        let body = json!({
            "invitedUserEmailAddress": address, "inviteRedirectUrl": APP, "invitedUserDisplayName": name,
        });
        self.emulator.graph(Method::POST, "/invitations", &token, Some(body)).await;
        self.advance(SEEN_AFTER);
        self.emulator.user(address)
    }

    /// An administrator blocks somebody, or lifts that.
    pub async fn enable(&self, user: &str, enabled: bool) {
        let token = self.emulator.application_token("daemon").await;
        let body = json!({ "accountEnabled": enabled });
        self.emulator.graph(Method::PATCH, &format!("/users/{}", user_id(user)), &token, Some(body)).await;
    }

    /// An administrator deletes whoever has this address.
    pub async fn delete(&self, address: &str) {
        let token = self.emulator.application_token("daemon").await;
        let path = format!("/users/{}", self.emulator.user(address));
        self.emulator.graph(Method::DELETE, &path, &token, None).await;
    }

    /// The guest follows the link of the mail, signs in at home and consents. The guest's object id.
    pub async fn accept(&self, address: &str) -> String {
        let landed = self.emulator.redeem(address).await;
        assert!(landed.as_str().starts_with(&format!("{APP}/")), "{landed}");
        self.emulator.user(address)
    }

    /// Puts access into the database past the product.
    pub async fn give(&self, user: &str, role: &str, invitation: Option<&str>) {
        self.give_on(ITEM, user, role, invitation).await;
    }

    pub async fn give_on(&self, item: &str, user: &str, role: &str, invitation: Option<&str>) {
        let person = people::PersonRow {
            tenant: TenantId::parse(TENANT).unwrap(),
            user: EntraUserId::parse(user).unwrap(),
            name: "Planted".to_owned(),
            address: "planted@fabrikam.example".to_owned(),
            standing: UserStatus::Guest,
            company: None,
            seen_at: 0,
        };
        let access = access::NewAccess {
            tenant: person.tenant.clone(),
            user: person.user.clone(),
            item: ItemId::parse(item).unwrap(),
            role: RoleName::parse(role).unwrap(),
            given_by_user: EntraUserId::parse(&user_id("adele")).unwrap(),
            given_by_name: "Adele".to_owned(),
            since: START * 1000,
            until: None,
            invitation: invitation.map(|id| InvitationId::parse(id).unwrap()),
        };
        let mut tx = self.storage.begin().await.unwrap();
        people::upsert(&mut tx, &person).await.unwrap();
        assert!(access::grant(&mut tx, &access, &[]).await.unwrap());
        tx.commit().await.unwrap();
    }

    /// Appends to the audit chain past the product.
    pub async fn write_entry(&self, action: &str, subject: &str, detail: &str) {
        let text = str::to_owned;
        let entry = audit::NewEntry {
            at: START * 1000,
            tenant: text(TENANT),
            actor: user_id("adele"),
            actor_name: text("Adele"),
            action: text(action),
            subject: text(subject),
            detail: text(detail),
        };
        let mut tx = self.storage.begin().await.unwrap();
        audit::append(&mut tx, &entry).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// So many items more, open to members. They land on pages of their own.
    pub async fn more_items(&self, count: usize) -> Vec<ItemId> {
        let sample = items::sample(&url()).into_iter().find(|item| item.id.as_str() == ITEM).unwrap();
        let more: Vec<_> = (0..count)
            .map(|number| {
                let id = format!("more-{number}");
                let landing = SafeUrl::parse(&format!("{APP}/papers/{id}")).unwrap();
                items::RegisteredItem { id: ItemId::parse(&id).unwrap(), landing, ..sample.clone() }
            })
            .collect();
        self.sharing.register(&more).await.unwrap();
        more.into_iter().map(|item| item.id).collect()
    }

    /// From now on only those see the item whom it was shared with.
    pub async fn close_item(&self) {
        let mut items = items::sample(&url());
        items.iter_mut().find(|item| item.id.as_str() == ITEM).unwrap().open_to_members = false;
        self.sharing.register(&items).await.unwrap();
    }

    /// The inviter tries again, from a page that is up to date.
    pub async fn try_again(&self, id: &InvitationId) {
        let port = self.sharing.invitations();
        let tries = port.open(&adele(), id).await.unwrap().row.tries;
        port.retry(&adele(), id, tries).await.unwrap();
    }

    /// Adele invites the guest of her invitation again, from its page.
    pub async fn resend(&self, id: &InvitationId, key: &str) -> InvitationId {
        let port = self.sharing.invitations();
        let answer = port.resend(&adele(), id, key.to_owned(), Language::English).await.unwrap();
        let invitation = accepted(&answer);
        self.note_submission(&adele(), key.to_owned(), &invitation);
        invitation
    }

    pub async fn share(&self, caller: &Caller, form: ShareForm) -> ShareAnswer {
        self.share_in(Language::English, caller, form).await
    }

    /// Shares on pages in this language.
    pub async fn share_in(&self, language: Language, caller: &Caller, form: ShareForm) -> ShareAnswer {
        let key = form.key.clone();
        let answer = self.sharing.invitations().share(caller, form, language).await.unwrap();
        if let ShareAnswer::Accepted { invitations, .. } = &answer {
            for invitation in invitations {
                self.note_submission(caller, key.clone(), invitation);
            }
        }
        answer
    }

    /// Somebody was told that this was accepted, by whichever process.
    pub fn note_submission(&self, caller: &Caller, key: String, invitation: &InvitationId) {
        let (tenant, inviter) = (caller.tenant.to_string(), caller.user.to_string());
        let invitation = invitation.to_string();
        self.submissions.lock().unwrap().push(Submission { tenant, inviter, key, invitation });
    }

    /// Shares, which must be accepted.
    pub async fn accepted(&self, caller: &Caller, form: ShareForm) -> InvitationId {
        accepted(&self.share(caller, form).await)
    }

    pub async fn run_due(&self) -> usize {
        self.sharing.runner().run_due().await
    }

    /// Time passes, here and for the directory.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Time passes until the leases of processes that have died are over; `PostgreSQL` measures them by its own clock, which nobody can move.
    pub async fn outlive_leases(&self) {
        self.advance(Duration::seconds(16));
        if self.db.is_postgres() {
            self.db.run("UPDATE jobs SET lease_until = 0 WHERE lease_until IS NOT NULL").await;
        }
    }

    /// Moves both clocks to what is due next.
    pub async fn wait_for_next(&self) {
        let next = jobs::next_run_at(&self.storage).await.unwrap();
        let next = next.expect("nothing waits, and nothing is settled");
        self.advance(Duration::milliseconds((next - self.clock.now_ms()).max(1)));
    }

    /// Runs what is due and moves the clock to what is due next, until every invitation has settled.
    pub async fn settle(&self) {
        for _ in 0..500 {
            self.run_due().await;
            if self.rows().await.iter().all(|row| row.state.is_settled()) {
                return;
            }
            self.wait_for_next().await;
        }
        panic!("nothing settles: {:?}", self.rows().await);
    }

    pub async fn rows(&self) -> Vec<invitations::InvitationRow> {
        let mut rows = Vec::new();
        for inviter in ["adele", "diego"] {
            let inviter = user_id(inviter);
            rows.extend(invariants::of_inviter(&self.storage, TENANT, &inviter).await);
        }
        rows
    }

    pub async fn progress(&self, id: &InvitationId) -> Progress {
        self.sharing.invitations().progress(&adele(), id, Wait::ZERO).await.unwrap()
    }

    pub async fn state(&self, id: &InvitationId) -> InvitationState {
        self.progress(id).await.state
    }

    pub async fn arrive(&self, guest: &str) {
        let item = ItemId::parse(ITEM).unwrap();
        self.sharing.arrivals().arrive(&guest_of(guest), &item).await.unwrap();
    }

    /// Everything there is to see.
    pub async fn evidence(&self) -> Evidence {
        let submissions = self.submissions.lock().unwrap().clone();
        let mut statements = Vec::new();
        for row in self.rows().await {
            statements.push(Statement { invitation: row.id.to_string(), state: row.state.to_string() });
        }
        let emulator = facts::of(&self.emulator);
        let mut secrets = facts::links(&self.emulator);
        secrets.push(self.emulator.app("vestibule").client_secret.unwrap());
        secrets.extend(self.directory.tokens.kept.lock().await.values().map(|(token, _)| token.clone()));
        let mut texts = vec![("the log".to_owned(), self.log.0.since(self.log.1))];
        texts.extend(self.db.files());
        Evidence { emulator, submissions, secrets, texts, statements }
    }

    /// Every invariant holds.
    pub async fn check(&self) {
        let violations = invariants::check(&self.storage, &self.evidence().await).await;
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

/// Settings that the configuration decides: the sections with a field and its value each.
pub fn fixed(fields: impl IntoIterator<Item = (&'static str, &'static str, Value)>) -> FixedSettings {
    let fixed = |(section, field, value)| FixedSetting { section, field, value, by: "a test" };
    FixedSettings::new(fields.into_iter().map(fixed).collect())
}

/// Seeded: whoever reads may join this group, …
pub const FALCON: &str = "62090000-0001-4a57-8c11-5c0e10f0c001";
/// … and gets this role, which the seed has for administrators, of this application.
pub const APP_ROLE: &str = "a0010000-0001-4a57-8c11-5c0e10f0c001";
pub const APPLICATION: &str = "5e211ce0-5e21-4c11-a0f0-0000000000a1";

/// What readers get where every step is planned.
pub fn every_step() -> FixedSettings {
    fixed(everything())
}

/// The same, where whoever is new signs up.
pub fn every_step_of_sign_up() -> FixedSettings {
    let way = ("ways", "other_kinds", json!({ "reader": { "way": "sign-up" } }));
    fixed(everything().into_iter().chain([way]))
}

/// The same, where whoever is new is assigned an access package.
pub fn every_step_of_package() -> FixedSettings {
    fixed(everything().into_iter().chain([("ways", "other_kinds", json!({ "reader": by_package() }))]))
}

/// Assigned by us: the package of the seed.
pub fn by_package() -> Value {
    let link = "https://myaccess.microsoft.com/@contoso.example#/access-packages/acce5500-0001-4a57-8c11-5c0e10f0c001";
    json!({ "way": "package-assigned", "package_link": link, "policy": "acce5500-0002-4a57-8c11-5c0e10f0c002" })
}

/// Every step of a plan, whoever is new being invited: those of the other ways in are for them alone, and no form names a sponsor.
pub fn planned_steps() -> impl Iterator<Item = StepInfo> {
    let others = [StepKind::AwaitSignUp, StepKind::RequestAccessPackage, StepKind::AddSponsor];
    step_list().filter(move |step| !others.contains(&step.kind))
}

fn everything() -> [(&'static str, &'static str, Value); 3] {
    let grants = json!({ "reader": {
        "groups": [{ "id": FALCON, "name": "Project Falcon" }],
        "app_role": { "application": APPLICATION, "application_name": "Vestibule", "role": APP_ROLE, "name": "Reader" },
        "attributes": { "department": "Partners" },
    } });
    let rules = json!([
        { "attribute": "companyName", "from": "partner-domain" },
        { "attribute": "officeLocation", "from": { "inviter": "officeLocation" } },
    ]);
    [
        ("grants", "other_kinds", grants),
        ("attributes", "rules", rules),
        ("inviting", "mail_way", json!("inviter")),
    ]
}

fn url() -> SafeUrl {
    SafeUrl::parse(APP).unwrap()
}

fn process(
    seed: u64,
    storage: &Storage,
    clock: &EmulatorClock,
    directory: &Arc<EmulatedDirectory>,
    rules: (&RateLimits, &FixedSettings),
) -> SharingModule {
    process_sealing(Sealer::new(&secret_key()), seed, storage, clock, (directory, rules))
}

fn secret_key() -> SecretString {
    SecretString::from("a secret key for tests".to_owned())
}

fn process_sealing(
    sealer: Sealer,
    seed: u64,
    storage: &Storage,
    clock: &EmulatorClock,
    (directory, (limits, fixed)): (&Arc<EmulatedDirectory>, (&RateLimits, &FixedSettings)),
) -> SharingModule {
    let (time, ids) = (Arc::new(clock.clone()), Arc::new(SeededIds::new(seed)));
    let directory: Arc<dyn Directory> = Arc::clone(directory) as _;
    let rules = ConfiguredRules { fixed: fixed.clone(), limits: limits.clone() };
    SharingModule::new(storage.clone(), time, ids, sealer, directory, &url(), rules)
}

/// Who invites many waits for a turn, and no test means to, but those that say so.
fn few_limits() -> RateLimits {
    let all = RateLimits::default();
    let kinds = [LimitKind::Shares, LimitKind::LookUps, LimitKind::Probes];
    kinds.into_iter().fold(RateLimits::OFF, |limits, kind| limits.with(kind, all.of(kind)))
}
