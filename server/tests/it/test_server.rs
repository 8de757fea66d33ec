//! `vestibule serve` in a folder of its own, on free ports.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, OnceLock};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;
use testing::html::opened;
use testing::{Browser, BrowserResponse, free_ports};

/// Passes SIGTERM on, or SIGKILL when that is the word, and stops the server also when the tests end without a word: their end closes its standard
/// input.
pub const SUPERVISOR: &str = r#""$0" "$@" & pid=$!; exec >&-; read -r word; signal=TERM; [ "$word" = kill ] && signal=KILL; kill -"$signal" "$pid" 2>/dev/null; wait "$pid""#;

pub struct TestServer {
    supervisor: Option<Child>,
    folder: Arc<TempDir>,
    pub port: u16,
    emulator_port: u16,
    ports: [u16; 4],
    level: &'static str,
    further: Settings,
}

/// An item that members see.
pub const ITEM: &str = "/items/elm-street-renewal";

/// The share form of the item, filled in and sent; the answer is the redirect.
pub async fn share(browser: &mut Browser, values: &[(&str, &str)]) -> BrowserResponse {
    let page = browser.visit(&format!("{ITEM}/share")).await;
    let form = page.form("/api/share/send");
    browser.post("/api/share/send", &form.filled(values)).await
}

/// Ends the access of whoever has got some on the item last. The address of the page on which that can be undone, as the toast has it.
pub async fn end_access(browser: &mut Browser) -> String {
    let page = browser.visit(ITEM).await;
    let ended = browser.submit(&page, &page.form("/api/access/end"), &[]).await;
    assert_eq!((ended.status, ended.location()), (303, format!("{ITEM}/share").as_str()));
    let told = browser.visit("/items").await;
    let mut links = opened(&told.text).into_iter().filter(|tag| tag.name == "a").map(|tag| tag.value("href"));
    let undo = links.find(|to| to.starts_with("/access/") && to.ends_with("/undo"));
    undo.unwrap_or_else(|| panic!("no toast leads to it: {}", told.text))
}

/// Names and values.
pub type Settings = Vec<(String, String)>;

/// A program without any setting of our own environment.
pub fn program(path: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(path);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_")) {
        command.env_remove(name);
    }
    command
}

/// The settings of a development set-up in this folder.
pub fn settings(command: &mut Command, folder: &Path, ports: [u16; 4]) {
    let [port, metrics, emulator, tls] = ports;
    command
        .env("VESTIBULE_DATA_DIR", folder.join("data"))
        .env("VESTIBULE_ADDR", format!("127.0.0.1:{port}"))
        .env("VESTIBULE_PUBLIC_URL", format!("http://localhost:{port}"))
        .env("VESTIBULE_METRICS_ADDR", format!("127.0.0.1:{metrics}"))
        // A test invites as many as it likes, unless it is about that.
        .env("VESTIBULE_LIMITS", "off")
        .env("VESTIBULE_EMULATOR_ADDR", format!("127.0.0.1:{emulator}"))
        .env("VESTIBULE_EMULATOR_TLS_ADDR", format!("127.0.0.1:{tls}"))
        .env("VESTIBULE_EMULATOR_SMTP_ADDR", "127.0.0.1:0");
}

pub const BINARY: &str = env!("CARGO_BIN_EXE_vestibule");

impl TestServer {
    /// A new one.
    pub fn start() -> Self {
        Self::start_logging("info")
    }

    /// With a log at this level.
    pub fn start_logging(level: &'static str) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Self::open(&folder, free_ports(), level, Settings::new())
            .unwrap_or_else(|| panic!("the server does not start: {}", log_in(folder.path())))
    }

    /// With settings besides those of a development set-up.
    pub fn start_with(further: &[(&str, &str)]) -> Self {
        let further = further.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let further: Settings = further.collect();
        let folder = Arc::new(tempfile::tempdir().unwrap());
        (0..5)
            .find_map(|_| Self::open(&folder, free_ports(), "info", further.clone()))
            .unwrap_or_else(|| panic!("the server does not start: {}", log_in(folder.path())))
    }

    /// The one that all tests share which leave it as it is for others.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<TestServer> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// With settings besides those of a development set-up.
    pub fn open(
        folder: &Arc<TempDir>,
        ports: [u16; 4],
        level: &'static str,
        further: Settings,
    ) -> Option<Self> {
        let log = std::fs::File::options().create(true).append(true).open(folder.path().join("log")).unwrap();
        let mut command = program("sh");
        settings(&mut command, folder.path(), ports);
        command.env("VESTIBULE_LOG", level).envs(further.iter().cloned());
        command
            .args(["-c", SUPERVISOR, BINARY, "serve"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log);
        let mut supervisor = command.spawn().unwrap();
        let said = BufReader::new(supervisor.stdout.take().unwrap()).lines();
        // The addresses are said once the port is open.
        let opened = said.map_while(Result::ok).any(|line| line.starts_with("Vestibule: "));
        let server = Self {
            supervisor: Some(supervisor),
            folder: Arc::clone(folder),
            port: ports[0],
            emulator_port: ports[2],
            ports,
            level,
            further,
        };
        opened.then_some(server)
    }

    /// The same folder and the same ports again, after `stop`.
    pub fn again(mut self) -> Self {
        self.stop();
        Self::open(&self.folder, self.ports, self.level, std::mem::take(&mut self.further))
            .unwrap_or_else(|| panic!("{}", self.log()))
    }

    /// Another process on the same database, which a browser reaches at another port.
    pub fn another_process(&self) -> Self {
        let mut further = self.further.clone();
        if !further.iter().any(|(name, _)| name == "VESTIBULE_DATABASE_URL") {
            let database = self.folder.path().join("data/vestibule.db");
            further.push(("VESTIBULE_DATABASE_URL".to_owned(), format!("sqlite://{}", database.display())));
        }
        let folder = Arc::new(tempfile::tempdir().unwrap());
        Self::open(&folder, free_ports(), self.level, further)
            .unwrap_or_else(|| panic!("the other server does not start: {}", log_in(folder.path())))
    }

    /// SIGTERM, and how the process ended.
    pub fn stop(&mut self) -> Option<ExitStatus> {
        let mut supervisor = self.supervisor.take()?;
        let _ = supervisor.stdin.take().unwrap().write_all(b"stop\n");
        Some(supervisor.wait().unwrap())
    }

    /// SIGKILL: it ends in the middle of whatever it does.
    pub fn kill(&mut self) {
        let mut supervisor = self.supervisor.take().expect("it runs");
        supervisor.stdin.take().unwrap().write_all(b"kill\n").unwrap();
        supervisor.wait().unwrap();
    }

    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    pub fn emulator(&self) -> String {
        format!("http://localhost:{}", self.emulator_port)
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser {
        Browser::at(&self.origin()).staying()
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in(&self, address: &str) -> Browser {
        let mut browser = self.browser();
        let arrived = browser.sign_in(address, "/items").await;
        assert_eq!((arrived.status, arrived.url.path()), (200, "/items"), "{}", arrived.text);
        browser
    }

    pub fn log(&self) -> String {
        log_in(self.folder.path())
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(BINARY);
        settings(&mut command, self.folder.path(), self.ports);
        command.envs(self.further.iter().cloned()).args(arguments);
        command
    }

    /// The database's files.
    pub fn database(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder.path().join("data")).unwrap();
        let files = files.map(|file| file.unwrap().path());
        files.filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("vestibule.db")).collect()
    }

    pub async fn control(&self, path: &str) -> Value {
        let answer = reqwest::Client::new().get(format!("{}/_emulator/{path}", self.emulator()));
        let answer = answer.header("accept", "application/json").send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    /// Changes something of the emulator's.
    pub async fn change(&self, method: reqwest::Method, path: &str, body: Value) {
        let request = reqwest::Client::new().request(method, format!("{}/_emulator/{path}", self.emulator()));
        let answer = request.json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
    }

    pub async fn faults(&self, faults: Value) {
        self.change(reqwest::Method::POST, "faults", faults).await;
    }

    pub async fn policy(&self, policy: Value) {
        self.change(reqwest::Method::PATCH, "directory", policy).await;
    }

    /// Whether the application lets in only those who are assigned to it.
    pub async fn require_assignment(&self, required: bool) {
        let change = json!({ "name": "vestibule", "appRoleAssignmentRequired": required });
        self.change(reqwest::Method::PATCH, "clients", change).await;
    }

    /// The tenant, and a user flow of the application, let people sign up, and a new guest is seen at once.
    pub async fn open_for_sign_up(&self) {
        self.policy(json!({ "selfServiceSignUp": true, "visibilityLagMs": 0 })).await;
        let flow = json!({ "name": "vestibule", "selfServiceSignUp": [] });
        self.change(reqwest::Method::PATCH, "clients", flow).await;
    }

    /// For the directory, and for the server, whose clock follows.
    pub async fn seconds_pass(&self, seconds: u64) {
        self.change(reqwest::Method::POST, "clock", json!({ "advance_ms": seconds * 1000 })).await;
    }

    /// What the directory's ledger says about this address: one effect for each invitation that was accepted there.
    pub async fn invited(&self, address: &str) -> Vec<Value> {
        let ledger = self.control("ledger").await;
        let effects = ledger.as_array().unwrap().iter().map(|entry| entry["effect"].clone());
        effects
            .filter(|effect| effect["kind"] == "invited" && effect["invitation"]["address"] == address)
            .collect()
    }

    /// How many effects the directory has seen.
    pub async fn effects(&self) -> usize {
        self.control("ledger").await.as_array().unwrap().len()
    }
}

/// Nothing in the server may have panicked, neither what served nor what went on behind.
impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop();
        let log = self.log();
        let panicked = log.lines().find(|line| line.contains("panicked at"));
        assert!(thread::panicking() || panicked.is_none(), "{panicked:?}");
    }
}

fn log_in(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).unwrap_or_default()
}
