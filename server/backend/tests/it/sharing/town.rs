//! A town to test in: storage in a folder of its own, a clock that stands, a directory that does as it is told.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration as Wait;

use async_trait::async_trait;
use backend::clock::{Clock, FixedClock, SeededIds};
use backend::directory::Directory;
use backend::items;
use backend::seal::Sealer;
use backend::settings::FixedSettings;
use backend::sharing::Sharing;
use contract::{
    Caller, EntraUserId, InvitationId, InvitationState, ItemId, Language, Progress, RoleName, SafeUrl,
    SessionKey, ShareAnswer, ShareForm, Standing, TenantId, Via,
};
use graph::{Graph as Client, GraphClient, Patience, TokenError, TokenProvider};
use secrecy::SecretString;
use storage::{Storage, access, audit, invitations, jobs, people};
use time::Duration;

use super::graph::{Graph, guid};
use super::log::Log;
use super::postgres;
use crate::invariants::{self, Effect, EffectFact, EmulatorFacts, Evidence, Statement, Submission, UserFact};

pub const TENANT: &str = "contoso";
pub const ITEM: &str = "harbour-line-tender";
const START: i64 = 1_800_000_000_000;

pub struct Town {
    pub graph: Graph,
    pub storage: Storage,
    pub clock: FixedClock,
    pub sharing: Sharing,
    pub lapsed: Arc<AtomicBool>,
    directory: Arc<TownDirectory>,
    submissions: Mutex<Vec<Submission>>,
    log: (Log, usize),
    folder: tempfile::TempDir,
}

struct TownDirectory {
    client: GraphClient,
    lapsed: Arc<AtomicBool>,
}

/// The caller's name is the token.
struct Name(String, Arc<AtomicBool>);

#[async_trait]
impl TokenProvider for Name {
    async fn token(&self) -> Result<SecretString, TokenError> {
        if self.0 != "application" && self.1.load(Ordering::SeqCst) {
            return Err(TokenError::SignInNeeded { claims: None });
        }
        Ok(SecretString::from(self.0.clone()))
    }

    async fn refused(&self, _claims: Option<&str>) {}
}

impl Directory for TownDirectory {
    fn as_person(&self, _tenant: &TenantId, user: &EntraUserId) -> Client {
        self.client.as_caller(Arc::new(Name(user.to_string(), Arc::clone(&self.lapsed))))
    }

    fn as_application(&self) -> Client {
        self.client.as_caller(Arc::new(Name("application".to_owned(), Arc::clone(&self.lapsed))))
    }
}

pub fn person(user: &str, is_guest: bool) -> Caller {
    Caller {
        tenant: TenantId::parse(TENANT).unwrap(),
        user: EntraUserId::parse(&guid(user)).unwrap(),
        name: format!("Name of {user}"),
        address: None,
        is_admin: false,
        is_guest,
        via: Via::Session { key: SessionKey::parse("session").unwrap(), browser: None },
    }
}

/// The guest with this object id.
pub fn guest_of(id: &str) -> Caller {
    Caller { user: EntraUserId::parse(id).unwrap(), ..person("guest", true) }
}

pub fn adele() -> Caller {
    person("adele", false)
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

impl Town {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("town.db");
        let storage = Storage::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        Self::on(storage, folder).await
    }

    /// On a database of its own on the server that the environment names; `None` when it names none, and none is required.
    pub async fn on_postgres() -> Option<Self> {
        let storage = postgres::fresh().await?;
        Some(Self::on(storage, tempfile::tempdir().unwrap()).await)
    }

    async fn on(storage: Storage, folder: tempfile::TempDir) -> Self {
        storage.migrate().await.unwrap();
        let graph = Graph::default();
        graph.add("adele", "Adele Vance", "adele@contoso.example", "Member", None);
        graph.add("grady", "Grady Archie", "grady@fabrikam.example", "Guest", Some("Accepted"));
        graph.add("joni", "Joni Sherman", "joni@northwind.example", "Guest", Some("PendingAcceptance"));
        let base = graph.serve().await.parse().unwrap();
        let once = Patience { first_wait: Wait::from_millis(1), repeats: 0, total: Wait::from_millis(1) };
        let client = GraphClient::new(base, graph::http_client(&[]).unwrap()).with_patience(once);
        let lapsed = Arc::new(AtomicBool::new(false));
        let directory = Arc::new(TownDirectory { client, lapsed: Arc::clone(&lapsed) });
        let clock = FixedClock::at_ms(START);
        let sharing = process(1, &storage, &clock, &directory);
        sharing.register(&items::sample(&url())).await.unwrap();
        let log = Log::start();
        let log = (log.clone(), log.len());
        Self { graph, storage, clock, sharing, lapsed, directory, submissions: Mutex::default(), log, folder }
    }

    /// Another process on the same database.
    pub fn another_process(&self) -> Sharing {
        process(2, &self.storage, &self.clock, &self.directory)
    }

    /// The database's address, to get at it past the product.
    pub fn database(&self) -> String {
        format!("sqlite://{}", self.folder.path().join("town.db").display())
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
            standing: Standing::Guest,
            company: None,
            seen_at: 0,
        };
        let access = access::NewAccess {
            tenant: person.tenant.clone(),
            user: person.user.clone(),
            item: ItemId::parse(item).unwrap(),
            role: RoleName::parse(role).unwrap(),
            given_by_user: EntraUserId::parse(&guid("adele")).unwrap(),
            given_by_name: "Adele".to_owned(),
            since: START,
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
            at: START,
            tenant: text(TENANT),
            actor: guid("adele"),
            actor_name: text("Adele"),
            action: text(action),
            subject: text(subject),
            detail: text(detail),
        };
        let mut tx = self.storage.begin().await.unwrap();
        audit::append(&mut tx, &entry).await.unwrap();
        tx.commit().await.unwrap();
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
        port.try_again(&adele(), id, tries).await.unwrap();
    }

    pub async fn share(&self, caller: &Caller, form: ShareForm) -> ShareAnswer {
        let key = form.key.clone();
        let answer = self.sharing.invitations().share(caller, form, Language::English).await.unwrap();
        if let ShareAnswer::Accepted { invitation } = &answer {
            let (tenant, inviter) = (caller.tenant.to_string(), caller.user.to_string());
            let invitation = invitation.to_string();
            self.submissions.lock().unwrap().push(Submission { tenant, inviter, key, invitation });
        }
        answer
    }

    /// Shares, which must be accepted.
    pub async fn accepted(&self, caller: &Caller, form: ShareForm) -> InvitationId {
        match self.share(caller, form).await {
            ShareAnswer::Accepted { invitation } => invitation,
            other => panic!("{other:?}"),
        }
    }

    pub async fn run_due(&self) -> usize {
        self.sharing.runner().run_due().await
    }

    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Runs what is due and moves the clock to what is due next, until every invitation has settled.
    pub async fn settle(&self) {
        for _ in 0..500 {
            self.run_due().await;
            if self.rows().await.iter().all(|row| row.state.is_settled()) {
                return;
            }
            let next = jobs::next_run_at(&self.storage)
                .await
                .unwrap()
                .expect("nothing waits, and nothing is settled");
            self.clock.advance(Duration::milliseconds((next - self.clock.now_ms()).max(1)));
        }
        panic!("nothing settles: {:?}", self.rows().await);
    }

    pub async fn rows(&self) -> Vec<invitations::InvitationRow> {
        let mut rows = Vec::new();
        for inviter in ["adele", "diego"] {
            let inviter = guid(inviter);
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
        let world = self.graph.world();
        let users = world.people.iter().map(|person| UserFact {
            id: person.id.clone(),
            is_guest: person.kind == "Guest",
            addresses: vec![person.mail.clone()],
            has_accepted: person.state == Some("Accepted"),
        });
        let effects = world.sent.iter().map(|sent| EffectFact {
            request: sent.request.clone(),
            what: Effect::Invited { guest: sent.guest.clone(), mail: sent.mail },
        });
        let deleted = world.deleted.iter().map(|(guest, request)| EffectFact {
            request: request.clone(),
            what: Effect::Deleted { guest: guest.clone() },
        });
        let effects = effects.chain(deleted).collect();
        let emulator = EmulatorFacts { users: users.collect(), effects };
        let secrets = world.sent.iter().map(|sent| sent.link.clone()).collect();
        let mut texts = vec![("the log".to_owned(), self.log.0.since(self.log.1))];
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            let path = file.unwrap().path();
            texts.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
        Evidence { emulator, submissions, secrets, texts, statements }
    }

    /// Every invariant holds.
    pub async fn check(&self) {
        let violations = invariants::check(&self.storage, &self.evidence().await).await;
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

fn url() -> SafeUrl {
    SafeUrl::parse("http://localhost:3000").unwrap()
}

fn process(seed: u64, storage: &Storage, clock: &FixedClock, directory: &Arc<TownDirectory>) -> Sharing {
    let sealer = Sealer::new(&SecretString::from("a secret key for tests".to_owned()));
    let (time, ids) = (Arc::new(clock.clone()), Arc::new(SeededIds::new(seed)));
    let directory: Arc<dyn Directory> = Arc::clone(directory) as _;
    Sharing::new(storage.clone(), time, ids, sealer, directory, &url(), FixedSettings::default())
}
