//! `vestibule-emulator` as a process of its own: what it can be told, what it says, and what a tenant of a hundred thousand users takes from
//! the machine.

mod measured;

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_vestibule-emulator");

/// A seed of one's own.
const LITWARE: &str = r#"
description = "one person"
[[tenants]]
id = "11e00000-0000-4000-8000-000000000001"
displayName = "Litware"
domains = ["litware.example"]
initialDomain = "litware.onmicrosoft.com"
[[tenants.people]]
id = "11e00000-0000-4000-8000-00000000000a"
userPrincipalName = "ada@litware.example"
[[applications]]
name = "paperwork"
clientId = "11e00000-0000-4000-8000-00000000000f"
clientSecret = "a secret with 'quotes'"
redirectUris = ["{app}/auth/callback"]
"#;

/// The program, without any setting of our own environment.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_")) {
        command.env_remove(name);
    }
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A running one. It ends with the test, whichever way that ends.
struct Running {
    child: Child,
    origin: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// On ports of its own choice, ready to be asked.
    fn start(arguments: &[&str]) -> Self {
        let any = "127.0.0.1:0";
        let mut command = command(&["--addr", any, "--tls-addr", any, "--smtp-addr", any]);
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let origin = line.trim().rsplit(' ').next().unwrap().to_owned();
        assert!(origin.starts_with("http://localhost:"), "{line}");
        // Whoever writes to a pipe that nobody reads waits for ever.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self { child, origin }
    }

    async fn told(&self, path: &str) -> Value {
        let request = reqwest::Client::new().get(format!("{}/_emulator/{path}", self.origin));
        request.header("accept", "application/json").send().await.unwrap().json().await.unwrap()
    }

    async fn reset(&self, seed: &str) -> u16 {
        let request = reqwest::Client::new().post(format!("{}/_emulator/reset", self.origin));
        request.json(&serde_json::json!({ "seed": seed })).send().await.unwrap().status().as_u16()
    }
}

#[test]
fn it_prints_the_settings_that_point_vestibule_at_it() {
    let output = run(&["--print-env"]);
    let printed = text(&output.stdout);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
    let lines: Vec<_> = printed.lines().filter(|line| !line.starts_with('#')).collect();
    let (key, others) = lines.split_last().unwrap();
    assert_eq!(
        others,
        [
            "VESTIBULE_PUBLIC_URL=http://localhost:3000",
            "VESTIBULE_ENTRA_CLOUD=custom",
            "VESTIBULE_ENTRA_AUTHORITY=http://localhost:8400",
            "VESTIBULE_GRAPH_URL=http://localhost:8400",
            "VESTIBULE_ENTRA_TENANT=c0e10f00-7e4a-4e0a-9c5e-0c0470500001",
            "VESTIBULE_ENTRA_CLIENT_ID=7e571b01-e000-4c11-a0f0-00000000a001",
            "VESTIBULE_ENTRA_CLIENT_SECRET=emulator-vestibule-secret",
        ]
    );
    assert_eq!(key.strip_prefix("VESTIBULE_SECRET_KEY=").unwrap().len(), 64);
    assert!(!text(&run(&["--print-env"]).stdout).contains(key), "nobody else has this key");
}

#[test]
fn with_tls_the_settings_name_the_certificate_to_trust() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let printed =
        text(&run(&["--print-env=https", "--data-dir", data, "--app", "https://v.example/"]).stdout);
    for line in [
        "VESTIBULE_PUBLIC_URL=https://v.example",
        "VESTIBULE_ENTRA_AUTHORITY=https://localhost:8443",
        "VESTIBULE_GRAPH_URL=https://localhost:8443",
        &format!("VESTIBULE_CA_FILE={data}/emulator-ca.pem"),
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line} in {printed}");
    }
    for (arguments, wrong) in [
        (&["--print-env=https"][..], "https needs --data-dir"),
        (&["--print-env", "--addr", "127.0.0.1:0"], "0 is chosen only at start"),
        (&["--print-env", "--seed", "nowhere"], "there is no seed 'nowhere'"),
    ] {
        let output = run(arguments);
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(text(&output.stderr).contains(wrong), "{}", text(&output.stderr));
    }
}

#[tokio::test]
async fn a_seed_of_one_s_own_is_started_with_printed_and_reset_to() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("litware.toml");
    std::fs::write(&file, LITWARE).unwrap();
    let file = file.to_str().unwrap();
    let printed = text(&run(&["--seed-file", file, "--print-env"]).stdout);
    let secret = r"VESTIBULE_ENTRA_CLIENT_SECRET='a secret with '\''quotes'\'''";
    for line in [secret, "VESTIBULE_ENTRA_TENANT=11e00000-0000-4000-8000-000000000001"] {
        assert!(printed.lines().any(|printed| printed == line), "{line} in {printed}");
    }

    let emulator = Running::start(&["--seed-file", file]);
    let directory = emulator.told("directory").await;
    assert_eq!(directory["seed"], "litware");
    assert_eq!(directory["tenants"][0]["users"][0]["userPrincipalName"], "ada@litware.example");
    assert_eq!(emulator.told("clients").await[0]["redirectUris"][0], "http://localhost:3000/auth/callback");
    for (seed, application) in [("contoso", "vestibule"), ("litware", "paperwork")] {
        assert_eq!(emulator.reset(seed).await, 200);
        assert_eq!(emulator.told("clients").await[0]["name"], application);
    }
    assert_eq!(emulator.reset("nowhere").await, 400);
}

#[test]
fn what_it_cannot_start_with_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, "description = 'x'\nnames = []\n").unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let free = "127.0.0.1:0";
    for (arguments, said) in [
        (&["--seed", "nowhere"][..], "vestibule-emulator: there is no seed 'nowhere'".to_owned()),
        (
            &["--seed-file", file.to_str().unwrap()],
            format!("{}, line 2: unknown field `names`", file.display()),
        ),
        (&["--addr", &taken, "--tls-addr", free], format!("{taken} is taken")),
        (&["--addr", &taken, "--tls-addr", free], "give VESTIBULE_EMULATOR_ADDR another address".to_owned()),
        (
            &["--addr", free, "--tls-addr", &taken],
            "give VESTIBULE_EMULATOR_TLS_ADDR another address".to_owned(),
        ),
        (
            &["--addr", free, "--tls-addr", free, "--smtp-addr", &taken],
            "give VESTIBULE_EMULATOR_SMTP_ADDR another address".to_owned(),
        ),
        (
            &["--addr", free, "--tls-addr", free, "--smtp-addr", "0.0.0.0:0"],
            "does not listen beyond this machine (0.0.0.0:0)".to_owned(),
        ),
        (&["--addr", "0.0.0.0:0"], "does not listen beyond this machine".to_owned()),
    ] {
        let output = run(arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {error}");
        assert!(error.contains(&said), "{said} in {error}");
    }
}

/// Somebody who removes their seed's file finds out before the world is another one.
#[test]
fn a_kept_world_whose_seed_is_gone_is_refused_with_how_to_begin_anew() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("emulator/journal.jsonl");
    std::fs::create_dir_all(journal.parent().unwrap()).unwrap();
    let line = r#"{"seq":1,"at":"2026-06-01T12:00:00Z","requestId":"d64d4b22-cb3d-496d-91f6-ae62617adae0","by":{},"effect":{"kind":"seeded","seed":"litware"}}"#;
    std::fs::write(&journal, format!("{line}\n")).unwrap();
    let data = folder.path().to_str().unwrap();
    let output = run(&[
        "--addr",
        "127.0.0.1:0",
        "--tls-addr",
        "127.0.0.1:0",
        "--smtp-addr",
        "127.0.0.1:0",
        "--data-dir",
        data,
    ]);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    let said = format!("{}: line 1: there is no seed 'litware'", journal.display());
    assert!(error.contains(&said) && error.contains("To begin anew, delete that file"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn it_ends_when_it_is_told_to_and_keeps_its_world() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--data-dir", folder.path().to_str().unwrap()];
    for signal in ["-TERM", "-INT"] {
        let mut emulator = Running::start(&arguments);
        let ledger = emulator.told("ledger").await;
        assert_eq!(ledger.as_array().unwrap().len(), 1, "the same world goes on");
        let pid = emulator.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        assert!(emulator.child.wait().unwrap().success(), "{signal}");
    }
}
