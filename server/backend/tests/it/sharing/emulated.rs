//! The same against the emulator, which knows nothing of our client: tokens, permissions, policy, mail, redemption.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use backend::clock::{Clock as _, RandomIds, SystemClock};
use backend::directory::Directory;
use backend::seal::Sealer;
use backend::settings::FixedSettings;
use backend::sharing::Sharing;
use contract::{
    Caller, EntraUserId, HistoryEvent, InvitationId, InvitationState, ItemId, Language, ProblemCode, SafeUrl,
    SessionKey, ShareAnswer, ShareForm, StepKind, StepState, TenantId, ToastKind, Via,
};
use emulator::{Emulator, Fault, Options};
use graph::{Graph as Client, GraphClient, TokenError, TokenProvider};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::{Storage, invitations, jobs, shares};
use tempfile::TempDir;

use super::log::Log;
use super::town::{ITEM, form};
use crate::invariants::{self, Effect, EffectFact, EmulatorFacts, Evidence, Statement, Submission, UserFact};

const APP: &str = "http://localhost:3000";
const ADELE: &str = "adele.vance@contoso.example";
const NEW: &str = "newperson@fabrikam.example";
const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-0123456789";

struct Town {
    emulator: Arc<Emulator>,
    http: reqwest::Client,
    storage: Storage,
    clock: SystemClock,
    sharing: Sharing,
    log: (Log, usize),
    folder: TempDir,
}

/// Signs in anew for each token.
#[derive(Clone)]
struct Signing {
    emulator: Arc<Emulator>,
    http: reqwest::Client,
}

struct Tokens {
    signing: Signing,
    person: Option<String>,
}

#[async_trait]
impl TokenProvider for Tokens {
    async fn token(&self) -> Result<SecretString, TokenError> {
        let token = match &self.person {
            Some(user) => self.signing.of_person(user).await,
            None => self.signing.of_application().await,
        };
        Ok(SecretString::from(token))
    }

    async fn refused(&self, _claims: Option<&str>) {}
}

impl Signing {
    async fn tokens(&self, grant: &[(&str, &str)]) -> String {
        let client = self.emulator.client("vestibule").unwrap();
        let (id, secret) = (client.client_id.to_string(), client.client_secret.unwrap());
        let mut form: HashMap<&str, &str> = grant.iter().copied().collect();
        form.extend([("client_id", id.as_str()), ("client_secret", secret.as_str())]);
        let url = format!("{}/{}/oauth2/v2.0/token", self.emulator.url(), self.emulator.tenant_id());
        let answer: Value = self.http.post(url).form(&form).send().await.unwrap().json().await.unwrap();
        answer["access_token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    async fn of_application(&self) -> String {
        let scope = "https://graph.microsoft.com/.default";
        self.tokens(&[("grant_type", "client_credentials"), ("scope", scope)]).await
    }

    async fn of_person(&self, user: &str) -> String {
        let home = self.emulator.tenant_id();
        let account = self.emulator.world(|world| {
            let tenant = world.tenant_named(&home).unwrap();
            tenant.user(user.parse().unwrap()).unwrap().account.unwrap().to_string()
        });
        let client = self.emulator.client("vestibule").unwrap().client_id.to_string();
        let callback = format!("{APP}/sign-in/callback");
        let query = [
            ("client_id", client.as_str()),
            ("response_type", "code"),
            ("redirect_uri", &callback),
            ("scope", "openid User.Invite.All User.Read"),
            ("code_challenge", VERIFIER),
            ("code_challenge_method", "plain"),
        ];
        let path = format!("/{}/oauth2/v2.0/authorize", self.emulator.tenant_id());
        let address = url::Url::parse_with_params(&format!("{}{path}", self.emulator.url()), query).unwrap();
        let back = format!("{path}?{}", address.query().unwrap());
        let form = [("account", account.as_str()), ("continue", &back)];
        let (next, cookie) = self.post("/home/pick", &form, "").await;
        let answer = self.http.get(next).header(COOKIE, cookie).send().await.unwrap();
        let location = url::Url::parse(answer.headers()[LOCATION].to_str().unwrap()).unwrap();
        let code = location.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", &callback),
            ("code_verifier", VERIFIER),
        ];
        self.tokens(&grant).await
    }

    /// Posts a form of the emulator's; gives where it leads, and the cookie.
    async fn post(&self, path: &str, form: &[(&str, &str)], cookie: &str) -> (url::Url, String) {
        let request = self.http.post(format!("{}{path}", self.emulator.url())).header(COOKIE, cookie);
        let answer = request.form(form).send().await.unwrap();
        let set = answer.headers().get(SET_COOKIE).map(|set| set.to_str().unwrap().to_owned());
        let place = answer.headers().get(LOCATION).map(|place| place.to_str().unwrap().to_owned());
        let place = answer.url().join(&place.unwrap_or_else(|| panic!("{path} leads nowhere"))).unwrap();
        let cookie = set.map_or(cookie.to_owned(), |set| set.split(';').next().unwrap().to_owned());
        (place, cookie)
    }
}

struct EmulatedDirectory(GraphClient, Signing);

impl Directory for EmulatedDirectory {
    fn as_person(&self, _tenant: &TenantId, user: &EntraUserId) -> Client {
        let (signing, person) = (self.1.clone(), Some(user.to_string()));
        self.0.as_caller(Arc::new(Tokens { signing, person }))
    }

    fn as_application(&self) -> Client {
        self.0.as_caller(Arc::new(Tokens { signing: self.1.clone(), person: None }))
    }
}

async fn town() -> Town {
    let log = Log::start();
    let log = (log.clone(), log.len());
    let folder = tempfile::tempdir().unwrap();
    let options = Options { app_origins: vec![APP.to_owned()], ..Options::default() };
    let emulator = Arc::new(emulator::start(options).await.unwrap());
    let http = graph::http_client(&[]).unwrap();
    let storage =
        Storage::connect(&format!("sqlite://{}", folder.path().join("v.db").display())).await.unwrap();
    storage.migrate().await.unwrap();
    let client = GraphClient::new(emulator.url().parse().unwrap(), http.clone());
    let signing = Signing { emulator: Arc::clone(&emulator), http: http.clone() };
    let directory = Arc::new(EmulatedDirectory(client, signing));
    let clock = SystemClock::new(emulator.clock_offset());
    let sealer = Sealer::new(&SecretString::from("a secret key for tests".to_owned()));
    let url = SafeUrl::parse(APP).unwrap();
    let (time, ids) = (Arc::new(clock.clone()), Arc::new(RandomIds));
    let sharing = Sharing::new(storage.clone(), time, ids, sealer, directory, &url, FixedSettings::default());
    sharing.register(&backend::items::sample(&url)).await.unwrap();
    Town { emulator, http, storage, clock, sharing, log, folder }
}

impl Town {
    fn caller(&self, address: &str) -> Caller {
        let home = self.emulator.tenant_id();
        let (id, guest, name) = self.emulator.world(|world| {
            let tenant = world.tenant_named(&home).unwrap();
            let user = tenant.user_with_address(address).unwrap();
            (user.id.to_string(), user.is_guest(), user.display_name.clone())
        });
        Caller {
            tenant: TenantId::parse(&home).unwrap(),
            user: EntraUserId::parse(&id).unwrap(),
            name,
            address: Some(address.to_owned()),
            is_admin: false,
            is_guest: guest,
            via: Via::Session { key: SessionKey::parse("s").unwrap(), browser: None },
        }
    }

    async fn share(&self, form: ShareForm) -> ShareAnswer {
        let caller = self.caller(ADELE);
        self.sharing.invitations().share(&caller, form, Language::Lithuanian).await.unwrap()
    }

    async fn accepted(&self, address: &str) -> InvitationId {
        match self.share(form(address)).await {
            ShareAnswer::Accepted { invitation } => invitation,
            other => panic!("{other:?}"),
        }
    }

    async fn control(&self, method: reqwest::Method, path: &str, body: Value) {
        let request = self.http.request(method, format!("{}/_emulator/{path}", self.emulator.url()));
        let answer = request.json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    async fn read(&self, path: &str) -> Value {
        let request = self.http.get(format!("{}/_emulator/{path}", self.emulator.url()));
        request.header("accept", "application/json").send().await.unwrap().json().await.unwrap()
    }

    fn fault(&self, on: Value, effect: Value) {
        let fault: Fault = serde_json::from_value(json!({ "on": on, "effect": effect, "times": 1 })).unwrap();
        self.emulator.set_faults(vec![fault]);
    }

    async fn rows(&self) -> Vec<invitations::InvitationRow> {
        let caller = self.caller(ADELE);
        invariants::of_inviter(&self.storage, caller.tenant.as_str(), caller.user.as_str()).await
    }

    /// Runs what is due and moves both clocks to what is due next, until every invitation has settled.
    async fn settle(&self) {
        for _ in 0..100 {
            self.sharing.runner().run_due().await;
            if self.rows().await.iter().all(|row| row.state.is_settled()) {
                return;
            }
            self.wait_for_next().await;
        }
        panic!("nothing settles: {:?}", self.rows().await);
    }

    async fn wait_for_next(&self) {
        let next = jobs::next_run_at(&self.storage).await.unwrap().unwrap();
        let wait = (next - self.clock.now_ms()).max(1);
        self.control(reqwest::Method::POST, "clock", json!({ "advance_ms": wait })).await;
    }

    /// The guest follows the link of the mail, signs in at home and consents.
    async fn redeem(&self, address: &str) {
        let link = self.emulator.world(|world| {
            let mail = world.mail().iter().rev().find(|mail| mail.is_for(address)).unwrap();
            mail.links().into_iter().find(|link| link.contains("/redeem")).unwrap().to_owned()
        });
        let signing = Signing { emulator: Arc::clone(&self.emulator), http: self.http.clone() };
        let back = link.strip_prefix(&self.emulator.url()).unwrap().to_owned();
        let form = [("address", address), ("continue", &back), ("name", "Nora New")];
        let (_, cookie) = signing.post("/home/sign-in", &form, "").await;
        let account = self.emulator.world(|world| world.account_of(address).unwrap().id.to_string());
        let rd = url::Url::parse(&link)
            .unwrap()
            .query_pairs()
            .find(|(name, _)| name == "rd")
            .unwrap()
            .1
            .into_owned();
        let form = [("rd", rd.as_str()), ("account", &account), ("decision", "accept")];
        let (landed, _) = signing.post("/redeem/consent", &form, &cookie).await;
        assert_eq!(landed.as_str(), format!("{APP}/items/{ITEM}"));
    }

    /// How many guests of the inviter's tenant have this address.
    async fn guests_with(&self, address: &str) -> usize {
        let (tenant, directory) = (self.caller(ADELE).tenant, self.read("directory").await);
        let tenants = directory["tenants"].as_array().unwrap();
        let users =
            tenants.iter().find(|of| of["id"] == *tenant.as_str()).unwrap()["users"].as_array().unwrap();
        users
            .iter()
            .map(user_fact)
            .filter(|user| user.is_guest && user.addresses.contains(&address.to_owned()))
            .count()
    }

    async fn evidence(&self) -> Evidence {
        let (caller, directory, ledger) =
            (self.caller(ADELE), self.read("directory").await, self.read("ledger").await);
        let tenant = directory["tenants"]
            .as_array()
            .unwrap()
            .iter()
            .find(|tenant| tenant["id"] == *caller.tenant.as_str());
        let users = tenant.unwrap()["users"].as_array().unwrap().iter().map(user_fact).collect();
        let app = self.emulator.client("vestibule").unwrap().client_id.to_string();
        let ours = ledger.as_array().unwrap().iter().filter(|entry| entry["by"]["app"] == *app);
        let effects = ours.filter_map(effect_fact).collect();
        let rows = self.rows().await;
        let mut submissions = Vec::new();
        for row in &rows {
            submissions.push(Submission {
                tenant: row.tenant.to_string(),
                inviter: row.inviter.to_string(),
                key: shares::load(&self.storage, &row.share).await.unwrap().unwrap().key.to_string(),
                invitation: row.id.to_string(),
            });
        }
        let statement = |row: &invitations::InvitationRow| Statement {
            invitation: row.id.to_string(),
            state: row.state.to_string(),
        };
        let mut secrets: Vec<_> = tenant.unwrap()["invitations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|invitation| invitation["ticket"].as_str().unwrap().to_owned())
            .collect();
        secrets.push(self.emulator.client("vestibule").unwrap().client_secret.unwrap());
        let mut texts = Vec::new();
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            let path = file.unwrap().path();
            texts.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
        texts.push(("the log".to_owned(), self.log.0.since(self.log.1)));
        Evidence {
            emulator: EmulatorFacts { users, effects },
            submissions,
            secrets,
            texts,
            statements: rows.iter().map(statement).collect(),
        }
    }

    async fn check(&self) {
        let violations = invariants::check(&self.storage, &self.evidence().await).await;
        assert!(violations.is_empty(), "{violations:#?}");
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn user_fact(user: &Value) -> UserFact {
    let mails = user["otherMails"].as_array().unwrap().iter().chain([&user["mail"]]);
    UserFact {
        id: text(&user["id"]),
        is_guest: user["userType"] == "Guest",
        addresses: mails.map(text).filter(|mail| !mail.is_empty()).collect(),
        has_accepted: user["externalUserState"] == "Accepted",
    }
}

/// The effects that invite and change; the rest of what one call does belongs to it.
fn effect_fact(entry: &Value) -> Option<EffectFact> {
    let effect = &entry["effect"];
    let what = match effect["kind"].as_str()? {
        "invited" => {
            let invitation = &effect["invitation"];
            Effect::Invited {
                guest: text(&invitation["user"]),
                mail: invitation["messageSent"] == json!(true),
            }
        }
        "userChanged" => {
            Effect::Patched { user: text(&effect["user"]), was_guest: effect["userType"] == "Guest" }
        }
        "userDeleted" => Effect::Deleted { guest: text(&effect["user"]) },
        _ => return None,
    };
    Some(EffectFact { request: text(&entry["clientRequestId"]), what })
}

#[tokio::test]
async fn from_the_form_to_the_guest_on_the_item() {
    let town = town().await;
    let id = town.accepted(NEW).await;
    town.settle().await;
    let (adele, port) = (town.caller(ADELE), town.sharing.invitations());
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Sent);
    let (mails, language, body) = town.emulator.world(|world| {
        let mails: Vec<_> = world.mail().iter().filter(|mail| mail.is_for(NEW)).collect();
        (mails.len(), mails[0].mail.language.clone(), mails[0].mail.text.clone())
    });
    assert_eq!((mails, language.as_deref()), (1, Some("lt")));
    assert!(body.contains("Please look at annex C."), "the message of the inviter goes along");
    town.check().await;

    town.redeem(NEW).await;
    let item = ItemId::parse(ITEM).unwrap();
    let guest = town.caller(NEW);
    assert!(guest.is_guest);
    town.sharing.arrivals().arrive(&guest, &item).await.unwrap();
    let seen = town.sharing.items().open(&guest, &item).await.unwrap();
    assert_eq!(seen.own.unwrap().role.as_str(), "reader");
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Accepted);
    let toasts = town.sharing.toasts().unseen(&adele).await.unwrap();
    assert!(matches!(toasts[0].kind, ToastKind::Accepted { .. }));
    town.check().await;
}

#[tokio::test]
async fn what_is_undone_before_it_was_accepted_leaves_no_guest() {
    let town = town().await;
    let id = town.accepted(NEW).await;
    town.settle().await;
    assert_eq!(town.guests_with(NEW).await, 1);
    assert!(town.sharing.undo(&id).await.unwrap());
    town.settle().await;
    let view = town.sharing.invitations().open(&town.caller(ADELE), &id).await.unwrap();
    assert_eq!(view.row.state, InvitationState::Undone);
    assert!(view.steps.iter().all(|step| step.state == StepState::Undone));
    assert!(!view.row.has_link, "its link leads nowhere");
    assert!(
        view.row.history.iter().any(|line| line.event == HistoryEvent::StepUndone(StepKind::SendInvitation))
    );
    assert_eq!(town.guests_with(NEW).await, 0);
    let deleted = town.evidence().await.emulator.effects;
    assert_eq!(deleted.iter().filter(|effect| matches!(effect.what, Effect::Deleted { .. })).count(), 1);
    town.check().await;
}

#[tokio::test]
async fn what_is_undone_after_it_was_accepted_leaves_the_guest_without_access() {
    let town = town().await;
    let id = town.accepted(NEW).await;
    town.settle().await;
    town.redeem(NEW).await;
    let (guest, item) = (town.caller(NEW), ItemId::parse(ITEM).unwrap());
    town.sharing.arrivals().arrive(&guest, &item).await.unwrap();
    assert!(town.sharing.undo(&id).await.unwrap());
    town.settle().await;
    let view = town.sharing.invitations().open(&town.caller(ADELE), &id).await.unwrap();
    assert_eq!(view.row.state, InvitationState::Undone);
    assert!(
        view.row.history.iter().any(|line| line.event == HistoryEvent::StepRemains(StepKind::SendInvitation))
    );
    assert!(town.sharing.items().open(&guest, &item).await.is_err(), "what was given is taken back");
    assert_eq!(town.guests_with(NEW).await, 1, "somebody who has accepted is nobody's to delete");
    let effects = town.evidence().await.emulator.effects;
    assert!(!effects.iter().any(|effect| matches!(effect.what, Effect::Deleted { .. })));
    town.check().await;
}

#[tokio::test]
async fn who_accepts_and_does_not_come_is_seen_in_the_directory() {
    let town = town().await;
    let id = town.accepted(NEW).await;
    town.settle().await;
    town.redeem(NEW).await;
    town.wait_for_next().await;
    town.sharing.runner().run_due().await;
    let view = town.sharing.invitations().open(&town.caller(ADELE), &id).await.unwrap();
    assert_eq!(view.row.state, InvitationState::Accepted);
    town.check().await;
}

#[tokio::test]
async fn a_connection_cut_behind_the_post_sends_no_second_mail() {
    let town = town().await;
    town.fault(json!({ "method": "POST", "path": "/v1.0/invitations" }), json!({ "drop_after": true }));
    let id = town.accepted(NEW).await;
    town.settle().await;
    let (adele, port) = (town.caller(ADELE), town.sharing.invitations());
    let row = port.open(&adele, &id).await.unwrap().row;
    assert_eq!(
        (row.state, row.problem.unwrap().code),
        (InvitationState::Stopped, ProblemCode::OutcomeUnknown)
    );
    town.check().await;
    port.try_again(&adele, &id, 0).await.unwrap();
    town.settle().await;
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Sent);
    town.check().await;
}

#[tokio::test]
async fn who_accepts_after_a_cut_connection_lands_on_the_item() {
    let town = town().await;
    town.fault(json!({ "method": "POST", "path": "/v1.0/invitations" }), json!({ "drop_after": true }));
    let id = town.accepted(NEW).await;
    town.settle().await;
    let (adele, port) = (town.caller(ADELE), town.sharing.invitations());
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Stopped);
    town.redeem(NEW).await;
    let (guest, item) = (town.caller(NEW), ItemId::parse(ITEM).unwrap());
    town.sharing.arrivals().arrive(&guest, &item).await.unwrap();
    let seen = town.sharing.items().open(&guest, &item).await.unwrap();
    assert_eq!(seen.own.unwrap().role.as_str(), "reader");
    assert_eq!(port.open(&adele, &id).await.unwrap().row.state, InvitationState::Accepted);
    town.check().await;
}

#[tokio::test]
async fn a_connection_cut_before_the_post_is_posted_once_in_the_end() {
    let town = town().await;
    town.fault(json!({ "method": "POST", "path": "/v1.0/invitations" }), json!({ "drop": true }));
    let id = town.accepted(NEW).await;
    town.settle().await;
    let row = town.sharing.invitations().open(&town.caller(ADELE), &id).await.unwrap().row;
    assert_eq!(row.state, InvitationState::Sent);
    town.check().await;
}

#[tokio::test]
async fn the_tenants_refusals_come_back_as_problems() {
    for (policy, address, code) in [
        (json!({ "allowInvitesFrom": "none" }), NEW, ProblemCode::PolicyForbids),
        (json!({ "blockedDomains": ["fabrikam.example"] }), NEW, ProblemCode::DomainBlocked),
        (json!({ "suspiciousActivity": true }), NEW, ProblemCode::SuspiciousActivity),
        (json!({}), "somebody@contoso.example", ProblemCode::OwnDomain),
        (json!({}), "plus+sign@fabrikam.example", ProblemCode::AddressRefused),
    ] {
        let town = town().await;
        town.control(reqwest::Method::PATCH, "directory", policy).await;
        let id = town.accepted(address).await;
        town.settle().await;
        let row = town.sharing.invitations().open(&town.caller(ADELE), &id).await.unwrap().row;
        assert_eq!(row.problem.unwrap().code, code, "{address}");
        town.check().await;
    }
}

#[tokio::test]
async fn every_address_of_somebody_known_asks_who_is_meant() {
    let town = town().await;
    for address in ["joni.sherman@northwind.example", "ALEX.Wilber@contoso.example"] {
        let ShareAnswer::Choose { matches, .. } = town.share(form(address)).await else {
            panic!("{address}")
        };
        assert_eq!(matches.len(), 1, "{address}");
    }
    let found = town.sharing.people().find(&town.caller(ADELE), "al").await.unwrap();
    assert!(found.iter().any(|found| found.name == "Alex Wilber"), "{found:?}");
    for surname in ["archie", "Arch"] {
        let found = town.sharing.people().find(&town.caller(ADELE), surname).await.unwrap();
        assert_eq!(found.iter().map(|found| found.name.as_str()).collect::<Vec<_>>(), ["Grady Archie"]);
    }
}
