//! `vestibule` beside `vestibule-emulator`: two processes, which know each other by the settings that the emulator prints.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use testing::free_ports;
use testing::names::ADELE;

use crate::test_server::{BINARY, ITEM, SUPERVISOR, Settings, TestServer, program, settings, share};

/// The other program. Cargo builds it with the tests of its own package, so that the tests of the workspace find it beside ours.
fn emulator() -> PathBuf {
    let path = Path::new(BINARY).with_file_name("vestibule-emulator");
    assert!(path.exists(), "{}: `cargo build --package emulator` makes it", path.display());
    path
}

/// A running one. It ends when nobody holds it, also when the tests end without a word: its supervisor reads to the end of its input.
pub struct Emulator(Child);

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

impl Emulator {
    /// `None` when it does not start.
    pub fn start(arguments: &[String]) -> Option<Self> {
        let mut supervisor = program("sh");
        supervisor.args(["-c", SUPERVISOR]).arg(emulator()).args(arguments);
        let mut supervisor =
            supervisor.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // The first line comes when it listens.
        let listens = BufReader::new(supervisor.stdout.take().unwrap()).lines().next().is_some();
        let emulator = Self(supervisor);
        listens.then_some(emulator)
    }
}

/// What it prints to point Vestibule at it.
pub fn printed(arguments: &[String]) -> Settings {
    let output = program(emulator()).arg("--print-env").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap())
        .collect()
}

/// What both are told: where the emulator listens, and where its application is.
pub fn arguments([port, _, emulator, tls]: [u16; 4]) -> Vec<String> {
    let arguments = [
        ("--addr", format!("127.0.0.1:{emulator}")),
        ("--tls-addr", format!("127.0.0.1:{tls}")),
        ("--smtp-addr", "127.0.0.1:0".to_owned()),
        ("--app", format!("http://localhost:{port}")),
    ];
    arguments.into_iter().flat_map(|(name, value)| [name.to_owned(), value]).collect()
}

/// Both, on ports of their own.
fn both() -> (Emulator, TestServer, Arc<TempDir>) {
    both_with(Settings::new())
}

/// Both, with further settings for Vestibule.
pub fn both_with(own: Settings) -> (Emulator, TestServer, Arc<TempDir>) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let ports = free_ports();
    let [port, _, emulator, _] = ports;
    let arguments = arguments(ports);
    let mut further = printed(&arguments);
    further.extend(own);
    let mut check = program(BINARY);
    settings(&mut check, folder.path(), ports);
    let checked = check.envs(further.iter().cloned()).arg("check-config").output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
    let authority = format!("Authority: http://localhost:{emulator}/ for tenant c0e10f00-");
    assert!(said.contains(&authority), "{said}");
    register_item(folder.path(), port);
    let emulator = Emulator::start(&arguments).expect("the emulator starts");
    let server = TestServer::open(&folder, ports, "info", further).expect("the server starts");
    (emulator, server, folder)
}

/// Sample items are for development only.
fn register_item(folder: &Path, port: u16) {
    let landing = format!("http://localhost:{port}{ITEM}");
    let id = ITEM.trim_start_matches("/items/");
    let item = json!({ "id": id, "kind": "document", "title": "Elm Street renewal", "summary": "One item.",
        "application": "Paperwork", "landing": landing, "open_to_members": true });
    std::fs::create_dir_all(folder.join("data")).unwrap();
    std::fs::write(folder.join("data/items.json"), json!([item]).to_string()).unwrap();
}

#[tokio::test]
async fn an_item_is_shared_through_an_emulator_in_a_process_of_its_own() {
    let (_emulator, mut server, folder) = both();
    let mut adele = server.signed_in(ADELE).await;
    let sent = share(&mut adele, &[("form[address]", "beside@northwind.example")]).await;
    assert_eq!((sent.status, sent.location()), (303, ITEM), "{}", server.log());
    assert_eq!(server.invited("beside@northwind.example").await.len(), 1);
    let mails = server.control("mail?to=beside@northwind.example").await;
    assert_eq!(mails.as_array().unwrap().len(), 1, "{mails}");
    let doctor = server.command(&["doctor"]).output().unwrap();
    let said = String::from_utf8_lossy(&doctor.stdout);
    assert!(doctor.status.success() && said.contains("ok      application token"), "{said}");
    // What a file names is looked up there.
    let import = |group: &str| {
        let reader = json!({ "groups": [{ "id": group, "name": "As the file has it" }] });
        let file = json!({ "format": 2, "sections": { "grants": { "other_kinds": { "reader": reader } } } });
        let path = folder.path().join("settings.json");
        std::fs::write(&path, file.to_string()).unwrap();
        let import = ["settings", "import", path.to_str().unwrap(), "--dry-run"];
        let output = server.command(&import).output().unwrap();
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
        (output.status.success(), said.concat())
    };
    let (taken, said) = import("62090000-0001-4a57-8c11-5c0e10f0c001");
    assert!(taken && said.contains("Project Falcon") && !said.contains("Not looked up"), "{said}");
    let (taken, said) = import("62090000-0099-4a57-8c11-5c0e10f0c099");
    assert!(!taken && said.contains("group-gone"), "{said}");
    // Time is as it is there, also for the other process: the session lapses.
    server.seconds_pass(25 * 3600).await;
    let lapsed = async { while adele.get("/items").await.status == 200 {} };
    tokio::time::timeout(Duration::from_secs(20), lapsed)
        .await
        .expect("the session ends with the emulator's day");
    assert!(server.stop().unwrap().success());
}

#[test]
fn the_doctor_says_what_the_settings_in_force_need_and_what_of_that_is_granted() {
    let (_emulator, mut server, folder) = both();
    let run = |arguments: &[&str]| {
        let output = server.command(arguments).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        said
    };
    let doctor_says = |expected: &[&str]| {
        let said = run(&["doctor"]);
        for line in expected {
            assert!(said.lines().any(|own| own == *line), "{line}: {said}");
        }
        assert!(!said.contains("missing"), "{said}");
        said
    };
    let said = doctor_says(&[
        "ok      application token, and User.Read.All on Microsoft Graph",
        "ok      application User.Read.All, for the steps \"find person\", \"send invitation\"",
        "unsure  delegated User.Invite.All, for the step \"send invitation\" (Microsoft does not say whether it is granted)",
        "ok      application GroupMember.Read.All, for searching on the settings pages",
        "ok      application User.DeleteRestore.All, only to undo the step \"send invitation\"",
        "spare   application AppRoleAssignment.ReadWrite.All: nothing that is switched on needs it",
    ]);
    assert!(!said.contains("join group") && !said.contains("role is to do instead"), "{said}");
    let group = json!({ "id": "62090000-0001-4a57-8c11-5c0e10f0c001", "name": "Project Falcon" });
    let file = json!({ "format": 2, "sections": {
        "grants": { "other_kinds": { "reader": { "groups": [group] } } },
        "permissions": { "way": "scoped" },
    } });
    let path = folder.path().join("settings.json");
    std::fs::write(&path, file.to_string()).unwrap();
    run(&["settings", "import", path.to_str().unwrap()]);
    doctor_says(&[
        "unsure  custom role microsoft.directory/groups/members/update, its scope each group, for the step \"join group\" (Microsoft does not say whether it is assigned)",
        "spare   application GroupMember.ReadWrite.All: a role is to do instead; remove it once that is assigned",
        "spare   application AppRoleAssignment.ReadWrite.All: nothing that is switched on needs it",
    ]);
    assert!(server.stop().unwrap().success());
}
