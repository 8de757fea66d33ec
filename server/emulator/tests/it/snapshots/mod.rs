//! Whole answers, held against recorded ones: what a client, a person or a mailbox gets, to the last member. The other tests say what a
//! thing is for; these show when anything else about it changes.

mod answers;
mod entra;
pub mod mails;
pub mod pages;
mod refusals;

use insta::Settings;
use serde_json::Value;

use crate::harness::{Answer, TestEmulator};

/// What is recorded in this folder beside the test, each file under the name that the test gives it.
pub fn recorded_in(folder: &str) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// Ids under the names of what they belong to, and one word for each thing that is new in every run.
fn settings(started: &TestEmulator) -> Settings {
    let mut settings = recorded_in("recorded");
    // Before the rest: what stands inside of these is encoded once more.
    settings.add_filter(r#"\b(rd|continue|ticket)=[^&"\s<\\]+"#, "$1=[value]");
    settings.add_filter("[0-9a-f]{64}", "[ticket]");
    let origin = started.emulator.url();
    settings.add_filter(&origin, "[emulator]");
    settings.add_filter(origin.trim_start_matches("http://"), "[emulator]");
    settings.add_filter(&encoded(&origin), "[emulator]");
    for (id, name) in known(started) {
        settings.add_filter(&id, format!("[{name}]"));
    }
    for (pattern, word) in [
        (r"eyJ[\w-]+\.[\w-]+\.[\w-]+", "[jwt]"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[uuid]"),
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?", "[time]"),
        (r"\b[12]\d{9}\b", "[seconds]"),
        (r#""(Content-Length|Date)": "[^"]+""#, r#""$1": "[differs]""#),
        ("x{20,}", "[x, many times]"),
    ] {
        settings.add_filter(pattern, word);
    }
    settings
}

/// As it stands in a query.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Every tenant, person and application with its id, also those that were made since the start.
fn known(started: &TestEmulator) -> Vec<(String, String)> {
    started.emulator.world(|world| {
        let mut known = Vec::new();
        for tenant in world.tenants() {
            known.push((tenant.id.to_string(), format!("tenant {}", tenant.primary_domain())));
            let users = tenant.users.values();
            known.extend(users.map(|user| {
                let address = user.mail.as_ref().unwrap_or(&user.user_principal_name);
                (user.id.to_string(), format!("user {address}"))
            }));
        }
        let clients = world.clients().iter();
        known.extend(clients.map(|client| (client.client_id.to_string(), format!("client {}", client.name))));
        known
    })
}

/// Holds a text against what is recorded under this name.
pub fn hold(started: &TestEmulator, name: &str, text: &str) {
    settings(started).bind(|| insta::assert_snapshot!(name, text));
}

/// The same for JSON.
pub fn hold_json(started: &TestEmulator, name: &str, value: &Value) {
    settings(started).bind(|| insta::assert_json_snapshot!(name, value));
}

/// An answer as a client sees it: the status, the headers that Graph and Entra ID give a meaning, and the body.
fn whole(answer: &Answer) -> String {
    let told = ["content-type", "location", "retry-after", "www-authenticate", "cache-control"];
    let headers = told.iter().filter_map(|name| {
        let value = answer.headers.get(*name)?.to_str().unwrap();
        Some(format!("{name}: {value}\n"))
    });
    let body = if answer.body.is_null() {
        answer.text.clone()
    } else {
        serde_json::to_string_pretty(&answer.body).unwrap()
    };
    format!("{}\n{}\n{body}", answer.status, headers.collect::<String>())
}
