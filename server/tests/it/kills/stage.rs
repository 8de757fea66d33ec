//! What plays: the emulator and the server as processes of their own, on a database of their own.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use backend::seal::Sealer;
use reqwest::{Method, Url};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;
use testing::names::{CONTOSO, VERIFIER};
use testing::{EmulatorHarness, Storage, TestDb, free_ports, open_beside};

use super::guests::MY_ACCESS;
use super::load::{BY_MAILED_PACKAGE, BY_PACKAGE, BY_SIGN_UP, ITEMS, item, kind};
use crate::beside::{self, Emulator};
use crate::test_server::{BINARY, Settings, TestServer, program, settings};

/// Who gets in may join this group of the seed, …
const FALCON: &str = "62090000-0001-4a57-8c11-5c0e10f0c001";
/// … is put into this one by its rule, as every guest, …
const ALL_GUESTS: &str = "62090000-0003-4a57-8c11-5c0e10f0c003";
/// … and gets this role of this application.
const APP_ROLE: &str = "a0010000-0001-4a57-8c11-5c0e10f0c001";
const APPLICATION: &str = "5e211ce0-5e21-4c11-a0f0-0000000000a1";

/// Who writes to people, in turn: another from each kill on, and after the last kill of a short run somebody does. Of those who share some have agreed that mail goes out from their own mailbox
/// ([`Stage::agree_to_mail`]); where nobody of ours writes, whoever is to sign up is invited instead.
pub const MAIL_WAYS: [&str; 4] = ["own", "link", "microsoft", "inviter"];

/// Everything that runs.
pub struct Stage {
    server: Option<TestServer>,
    emulator: Emulator,
    folder: Arc<TempDir>,
    ports: [u16; 4],
    further: Settings,
    /// On `PostgreSQL`.
    db: Option<TestDb>,
}

/// What is left when nothing runs any more.
pub struct Left {
    /// The world that the emulator has left.
    pub emulator: EmulatorHarness,
    /// What was written down: logs, and the files of the database, or what is in it.
    pub texts: Vec<(String, Vec<u8>)>,
    /// On `PostgreSQL`.
    pub db: Option<TestDb>,
    /// Where all of it lies.
    _folder: Arc<TempDir>,
}

impl Stage {
    /// On `PostgreSQL` `None` when there is no server and none is required.
    pub async fn set(on_postgres: bool) -> Option<Self> {
        let db = if on_postgres { Some(TestDb::bare_postgres().await?) } else { None };
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let (ports, [smtp]) = (free_ports(), free_ports());
        let world = folder.path().join("world").display().to_string();
        let arguments = beside::arguments(ports).into_iter();
        // The mail server at a port that the other program can be told.
        let at =
            |argument: String| if argument == "127.0.0.1:0" { format!("127.0.0.1:{smtp}") } else { argument };
        let arguments: Vec<String> = arguments.map(at).chain(["--data-dir".to_owned(), world]).collect();
        let mut further = beside::printed(&arguments);
        let mut tell = |name: &str, value: String| further.push((name.to_owned(), value));
        tell("VESTIBULE_SMTP_URL", format!("smtp://127.0.0.1:{smtp}"));
        tell("VESTIBULE_MAIL_FROM", "Contoso <share@contoso.example>".to_owned());
        if let Some(db) = &db {
            tell("VESTIBULE_DATABASE_URL", db.url.clone());
        }
        let emulator = Emulator::start(&arguments).expect("the emulator starts");
        let mut stage = Self { server: None, emulator, folder, ports, further, db };
        stage.register_items();
        stage.run(&["migrate"]);
        stage.import(&everything(&format!("http://localhost:{}", ports[2])));
        stage.start();
        // Who is written to may sign up.
        stage.server().policy(json!({ "selfServiceSignUp": true })).await;
        let flow = json!({ "name": "vestibule", "selfServiceSignUp": [] });
        stage.server().change(Method::PATCH, "clients", flow).await;
        // How fast Graph lets anybody invite is not what this is about.
        stage.server().change(Method::PATCH, "throttling", json!({ "enabled": false })).await;
        Some(stage)
    }

    /// The server, which runs.
    pub fn server(&self) -> &TestServer {
        self.server.as_ref().expect("it runs")
    }

    /// Somebody agrees that Vestibule sends mail from their mailbox. Nobody is asked for that at sign-in.
    pub async fn agree_to_mail(&self, address: &str) {
        let server = self.server();
        let clients = server.control("clients").await;
        let clients = clients.as_array().unwrap();
        let vestibule = clients.iter().find(|client| client["name"] == "vestibule").unwrap();
        let callback = format!("{}/sign-in/callback", server.origin());
        let asked = [
            ("client_id", vestibule["clientId"].as_str().unwrap()),
            ("response_type", "code"),
            ("redirect_uri", callback.as_str()),
            ("scope", "openid Mail.Send"),
            ("code_challenge", VERIFIER),
            ("code_challenge_method", "plain"),
        ];
        let authorize = format!("{}/{CONTOSO}/oauth2/v2.0/authorize", server.emulator());
        let authorize = Url::parse_with_params(&authorize, asked).unwrap();
        let mut browser = server.browser();
        let picker = browser.visit(authorize.as_str()).await;
        let back = browser.pick_for(&server.origin(), &picker, address).await;
        assert!(back.query_pairs().any(|(name, _)| name == "code"), "{address} has not agreed");
    }

    /// SIGKILL, in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.server.take().expect("it runs").kill();
    }

    /// Starts the server, and waits until it listens.
    pub fn start(&mut self) {
        let server = TestServer::open(&self.folder, self.ports, "info", self.further.clone());
        self.server = Some(server.unwrap_or_else(|| panic!("it does not start: {}", self.log())));
    }

    /// From now on people are written to so. No server may run.
    pub fn write_by(&self, mail_way: &str) {
        self.import(&json!({ "inviting": { "mail_way": mail_way } }));
    }

    /// The leases of the process that was killed are over. No server may run: a job that is at work would be begun twice.
    pub async fn outlive_leases(&self) {
        assert!(self.server.is_none());
        let over = "UPDATE jobs SET lease_until = 0 WHERE lease_until IS NOT NULL";
        if let Some(db) = &self.db {
            db.run(over).await;
            return;
        }
        let emulator = format!("http://127.0.0.1:{}/_emulator/clock", self.ports[2]);
        let passed = reqwest::Client::new().post(emulator).json(&json!({ "advance_ms": 16_000 }));
        assert!(passed.send().await.unwrap().status().is_success());
    }

    /// The database, beside the server.
    pub async fn storage(&self) -> Storage {
        let secret = self.further.iter().find(|(name, _)| name == "VESTIBULE_SECRET_KEY").expect("a key");
        let keys = Sealer::new(&SecretString::from(secret.1.clone())).audit_keys();
        let file = || format!("sqlite://{}", self.folder.path().join("data/vestibule.db").display());
        let url = self.db.as_ref().map_or_else(file, |db| db.url.clone());
        open_beside(&url, keys).await
    }

    /// Ends both programs.
    pub async fn end(mut self) -> Left {
        let mut server = self.server.take().expect("it runs");
        let ended = server.stop().expect("it ran");
        assert!(ended.success(), "{ended}");
        let mut texts = vec![("the log".to_owned(), server.log().into_bytes())];
        let read = |file: PathBuf| (file.display().to_string(), std::fs::read(&file).unwrap());
        match &self.db {
            Some(db) => texts.extend(db.columns().await),
            None => texts.extend(server.database().into_iter().map(read)),
        }
        drop(self.emulator);
        let emulator = EmulatorHarness::left_in(&self.folder.path().join("world")).await;
        Left { emulator, texts, db: self.db, _folder: self.folder }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn register_items(&self) {
        let landing = |id: &str| format!("http://localhost:{}/items/{id}", self.ports[0]);
        let paper = |number| {
            let id = item(number);
            json!({ "id": id, "kind": kind(number), "title": format!("Paper {number}"), "summary": "A paper.",
                "application": "Paperwork", "landing": landing(&id), "open_to_members": true })
        };
        let items: Vec<Value> = (0..ITEMS).map(paper).collect();
        let data = self.folder.path().join("data");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::write(data.join("items.json"), json!(items).to_string()).unwrap();
    }

    fn import(&self, sections: &Value) {
        let path = self.folder.path().join("settings.json");
        std::fs::write(&path, json!({ "format": 2, "sections": sections }).to_string()).unwrap();
        self.run(&["settings", "import", path.to_str().unwrap()]);
    }

    /// Another command, to its end.
    fn run(&self, arguments: &[&str]) {
        let mut command: Command = program(BINARY);
        settings(&mut command, self.folder.path(), self.ports);
        let output = command.envs(self.further.iter().cloned()).args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
    }
}

/// The package of the seed, …
const PACKAGE: &str = "acce5500-0001-4a57-8c11-5c0e10f0c001";
/// … and the policy by which it is assigned.
const POLICY: &str = "acce5500-0002-4a57-8c11-5c0e10f0c002";

/// Every step is planned for somebody, and every way in. Whoever asks for a package does so where the emulator is.
fn everything(emulator: &str) -> Value {
    let falcon = json!({ "id": FALCON, "name": "Project Falcon" });
    let guests = json!({ "id": ALL_GUESTS, "name": "All guests", "by_rule": true });
    let app_role = json!({ "application": APPLICATION, "application_name": "Vestibule", "role": APP_ROLE, "name": "Reader" });
    let reader = |groups: &[&Value]| json!({ "groups": groups, "app_role": app_role, "attributes": { "department": "Partners" } });
    let assigned = format!("https://myaccess.microsoft.com/@contoso.example#/access-packages/{PACKAGE}");
    let asked = format!("{emulator}{MY_ACCESS}@contoso.example/access-packages/{PACKAGE}");
    json!({
        "grants": {
            "kinds": { BY_PACKAGE: { "reader": reader(&[&falcon, &guests]) } },
            "other_kinds": { "reader": reader(&[&falcon]) },
        },
        "attributes": { "rules": [{ "attribute": "companyName", "from": "partner-domain" }] },
        "inviting": { "mail_way": MAIL_WAYS[0] },
        "ways": { "kinds": {
            BY_PACKAGE: { "roles": { "reader": { "way": "package-assigned", "package_link": assigned, "policy": POLICY } } },
            BY_MAILED_PACKAGE: { "roles": { "reader": { "way": "package-by-mail", "package_link": asked } } },
            BY_SIGN_UP: { "roles": { "reader": { "way": "sign-up" } } },
        } },
    })
}
