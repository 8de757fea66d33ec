//! The other commands, and what is neither development nor production.

use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::test_server::{BINARY, program, settings};

/// Nothing listens there: these commands end before they would.
const PORTS: [u16; 4] = [9, 9, 9, 9];

fn run(folder: &Path, arguments: &[&str], more: &[(&str, &str)]) -> Output {
    let mut command = program(BINARY);
    settings(&mut command, folder, PORTS);
    command.args(arguments).envs(more.iter().copied()).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn anything_in_between_ends_and_names_the_setting() {
    let folder = tempfile::tempdir().unwrap();
    let tenant = ("VESTIBULE_ENTRA_TENANT", "c0e10f00-7e4a-4e0a-9c5e-0c0470500001");
    let client = ("VESTIBULE_ENTRA_CLIENT_ID", "7e571b01-e000-4c11-a0f0-00000000a001");
    let secret = ("VESTIBULE_ENTRA_CLIENT_SECRET", "not-a-real-secret-but-long-enough");
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[("VESTIBULE_ADDR", "0.0.0.0:9")], "VESTIBULE_ENTRA_TENANT"),
        (&[("VESTIBULE_PUBLIC_URL", "https://share.example")], "VESTIBULE_ENTRA_TENANT"),
        (&[tenant], "VESTIBULE_ENTRA_CLIENT_ID"),
        (&[tenant, client], "VESTIBULE_ENTRA_CLIENT_SECRET"),
        (&[client, secret], "VESTIBULE_ENTRA_TENANT"),
        (&[tenant, client, secret], "VESTIBULE_SECRET_KEY"),
        (&[("VESTIBULE_PUBLIC_URL", "not a url")], "VESTIBULE_PUBLIC_URL"),
        (&[("VESTIBULE_ADDR", "nowhere")], "VESTIBULE_ADDR"),
    ];
    for (wrong, named) in cases {
        for command in ["serve", "check-config", "migrate"] {
            let output = run(folder.path(), &[command], wrong);
            let said = said(&output);
            assert!(!output.status.success(), "{command} {wrong:?}: {said}");
            assert!(said.contains(named), "{command} {wrong:?}: {said}");
            assert!(!said.contains(secret.1), "{said}");
        }
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[test]
fn development_does_not_begin_beside_postgresql_nor_at_an_address_that_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let database = ("VESTIBULE_DATABASE_URL", "postgres://vestibule:hidden@127.0.0.1:9/vestibule");
    let refused = run(folder.path(), &["serve"], &[database]);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("VESTIBULE_DATABASE_URL: is PostgreSQL, but"), "{}", said(&refused));
    assert!(!said(&refused).contains("hidden"));
    assert!(!folder.path().join("data").exists(), "nothing was begun");

    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap();
    let any = "127.0.0.1:0";
    let more = [
        ("VESTIBULE_EMULATOR_ADDR", any),
        ("VESTIBULE_EMULATOR_TLS_ADDR", any),
        ("VESTIBULE_EMULATOR_SMTP_ADDR", any),
    ];
    let at = taken.to_string();
    for (variable, sentence) in [
        ("VESTIBULE_ADDR", format!("{taken} is taken by another program")),
        ("VESTIBULE_EMULATOR_ADDR", format!("{taken} is taken, perhaps by another emulator")),
    ] {
        let settings: Vec<_> = more.into_iter().chain([(variable, at.as_str())]).collect();
        let output = run(folder.path(), &["serve"], &settings);
        assert!(!output.status.success() && said(&output).contains(&sentence), "{}", said(&output));
        assert!(said(&output).contains(&format!("{variable} another address")), "{}", said(&output));
    }
    drop(held);
}

#[test]
fn a_folder_is_prepared_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let checked = run(folder.path(), &["check-config"], &[]);
    assert!(checked.status.success(), "{}", said(&checked));
    assert!(said(&checked).contains("Development"), "{}", said(&checked));
    for _ in 0..2 {
        let migrated = run(folder.path(), &["migrate"], &[]);
        assert!(migrated.status.success(), "{}", said(&migrated));
    }
    assert!(folder.path().join("data/vestibule.db").exists());
    let verified = run(folder.path(), &["audit", "verify"], &[]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(said(&verified).contains("The audit chain holds: 0 entries."), "{}", said(&verified));
    let counted = run(folder.path(), &["doctor", "--recount"], &[]);
    assert!(counted.status.success(), "{}", said(&counted));
    assert!(said(&counted).contains("every count that is kept is right"), "{}", said(&counted));
    assert!(!run(folder.path(), &["no-such-command"], &[]).status.success());
}

/// What the README shows is taken, and what it changes is said.
#[test]
fn the_settings_in_the_readme_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(folder.path(), arguments, &[]);
    assert!(run(&["migrate"]).status.success());
    let readme = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md"));
    let file = readme.split("```json\n").map(|rest| rest.split("```").next().unwrap());
    let file = file.into_iter().find(|file| file.contains("\"grants\"")).unwrap();
    let path = folder.path().join("settings.json");
    std::fs::write(&path, file).unwrap();
    let imported = run(&["settings", "import", path.to_str().unwrap()]);
    assert!(imported.status.success(), "{}", said(&imported));
    for said_of in [
        "grants, document: reader: Groups:",
        "attributes, Rules:",
        "companyName",
        "Not looked up, because the directory was not reached: grants.kinds[0].roles[0].groups[0].group",
    ] {
        assert!(said(&imported).contains(said_of), "{said_of}: {}", said(&imported));
    }
    let exported = run(&["settings", "export"]);
    let exported: Value = serde_json::from_slice(&exported.stdout).unwrap();
    let shown: Value = serde_json::from_str(file).unwrap();
    assert_eq!(exported["version"], 1);
    assert_eq!(
        exported["sections"]["grants"]["kinds"]["document"]["reader"]["groups"][0]["name"],
        "Project Falcon"
    );
    assert_eq!(exported["sections"]["attributes"], shown["sections"]["attributes"]);
}

#[test]
fn what_a_file_cannot_decide_by_itself_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(folder.path(), arguments, &[]);
    assert!(run(&["migrate"]).status.success());
    let export = || -> Value { serde_json::from_slice(&run(&["settings", "export"]).stdout).unwrap() };
    let before = export();
    let link = "https://myaccess.microsoft.com/@contoso.example#/access-packages/acce5500-0001-4a57-8c11-5c0e10f0c001";
    let by_package = json!({
        "way": "package-assigned", "package_link": link, "policy": "acce5500-0002-4a57-8c11-5c0e10f0c002",
    });
    let file = json!({ "format": 2, "sections": {
        "limits": { "retry_minutes": 7 },
        "ways": { "other_kinds": { "reader": by_package } },
        "smtp": { "host": "mail.contoso.example", "user": "vestibule", "from_address": "share@contoso.example" },
    } });
    let path = folder.path().join("settings.json");
    std::fs::write(&path, file.to_string()).unwrap();
    let imported = run(&["settings", "import", path.to_str().unwrap()]);
    assert!(imported.status.success(), "{}", said(&imported));
    for said_of in [
        "directory was not reached: ways.other_kinds[0].package_link.",
        "no file has any: smtp.",
        "Version 1",
    ] {
        assert!(said(&imported).contains(said_of), "{said_of}: {}", said(&imported));
    }
    let after = export();
    assert_eq!(after["sections"]["limits"]["retry_minutes"], 7);
    assert_eq!(after["sections"]["ways"]["other_kinds"]["reader"]["way"], "package-assigned");
    assert_eq!(after["sections"]["smtp"], before["sections"]["smtp"]);
}

#[test]
fn settings_are_written_to_a_file_and_read_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(folder.path(), arguments, &[]);
    assert!(run(&["migrate"]).status.success());
    let export = || -> Value {
        let exported = run(&["settings", "export"]);
        assert!(exported.status.success(), "{}", said(&exported));
        serde_json::from_slice(&exported.stdout).unwrap()
    };
    let defaults = export();
    assert_eq!(
        (&defaults["version"], &defaults["sections"]["limits"]["retry_minutes"]),
        (&json!(0), &json!(360))
    );
    let path = folder.path().join("settings.json");
    let file = path.to_str().unwrap();
    let import = |content: &Value, more: &[&str]| {
        std::fs::write(&path, content.to_string()).unwrap();
        run(&[&["settings", "import", file], more].concat())
    };
    let same = import(&defaults, &[]);
    assert!(
        same.status.success() && said(&same).contains("as the file says already: version 0"),
        "{}",
        said(&same)
    );
    let mut wanted = defaults.clone();
    wanted["sections"]["limits"]["retry_minutes"] = json!(5);
    wanted["sections"]["roles"]["kinds"]["drawing"] = json!({ "roles": ["reader", "owner"] });
    let tried = import(&wanted, &["--dry-run"]);
    assert!(said(&tried).contains("limits, Keep trying: 360 minutes -> 5 minutes"), "{}", said(&tried));
    assert!(said(&tried).contains("roles, drawing: Roles: not set -> reader, owner"), "{}", said(&tried));
    assert_eq!(export(), defaults, "nothing is stored");
    let imported = import(&wanted, &["--reason", "From the other site."]);
    assert!(
        imported.status.success() && said(&imported).contains("Version 1 of the settings"),
        "{}",
        said(&imported)
    );
    let roles = export()["sections"]["roles"].clone();
    assert_eq!(roles["kinds"]["drawing"]["roles"], json!(["reader", "owner"]));
    assert_eq!(export()["sections"]["limits"], wanted["sections"]["limits"]);
    // A section that the file does not name stays.
    let one = json!({ "format": 2, "sections": { "limits": { "retry_minutes": 6 } } });
    assert!(import(&one, &[]).status.success());
    let after = export();
    assert_eq!(after["sections"]["roles"], roles);
    let mut limits = defaults["sections"]["limits"].clone();
    limits["retry_minutes"] = json!(6);
    assert_eq!(after["sections"]["limits"], limits);
    // Refused as a whole, and every wrong field is named.
    let wrong = json!({ "format": 2, "sections": {
        "limits": { "retry_minutes": 0, "visibility_budget_seconds": 3601 },
        "roles": { "kinds": {}, "other_kinds": { "roles": [] } },
        "rolls": {},
    } });
    let refused = import(&wrong, &[]);
    assert!(!refused.status.success());
    for named in
        ["limits.retry_minutes", "limits.visibility_budget_seconds", "roles.other_kinds.roles", "rolls"]
    {
        assert!(said(&refused).contains(named), "{named}: {}", said(&refused));
    }
    for (misspelt, named) in [
        (json!({ "group": [{ "id": "g", "name": "G" }] }), "grants.other_kinds.reader.group"),
        (json!({ "groups": [{ "id": "g", "name": "G", "by_rules": true }] }), "groups[0].by_rules"),
    ] {
        let file =
            json!({ "format": 2, "sections": { "grants": { "other_kinds": { "reader": misspelt } } } });
        let refused = import(&file, &[]);
        assert!(!refused.status.success() && said(&refused).contains(named), "{named}: {}", said(&refused));
    }
    let unknown =
        json!({ "format": 2, "sections": { "limits": { "retry_minuts": 5, "retry_minutes": "x" } } });
    let refused = import(&unknown, &[]);
    assert!(
        said(&refused).contains("limits.retry_minuts") && said(&refused).contains("limits.retry_minutes:"),
        "{}",
        said(&refused)
    );
    for other in [json!({ "format": 9, "sections": {} }), json!([]), json!({ "sections": {} })] {
        assert!(!import(&other, &[]).status.success(), "{other}");
    }
    assert_eq!(export(), after);
    let verified = run(&["audit", "verify"]);
    // The first import changed two sections, the second one: an entry each.
    assert!(said(&verified).contains("The audit chain holds: 3 entries."), "{}", said(&verified));
}
