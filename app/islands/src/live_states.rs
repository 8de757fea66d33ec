//! The invitations list, and the page of one, stay true while they are on the screen.

use wasm_bindgen_futures::spawn_local;

use crate::address;
use crate::browser::{Answer, Failure, all, ask, choose, document, in_sight, slot, wait, window};

/// Between two questions: quick at first, never slower than this, in milliseconds.
const SLOWEST_MS: i32 = 15_000;

/// Asks while the page is visible, and writes what it hears into the elements with `data-invitation`.
pub fn attach() {
    spawn_local(watch());
}

async fn watch() {
    let mut pause = 1_000;
    loop {
        wait(pause).await;
        if !in_sight() {
            continue;
        }
        let answer = match ask(address::STATES, &[]).await {
            Ok(answer) if answer.get("trouble").text("code").is_empty() => answer,
            // The server knows the way to sign in, and back to this page.
            Err(Failure::SignedOut) => {
                let _ = window().location().reload();
                return;
            }
            Ok(_) | Err(Failure::Unreachable) => {
                pause = SLOWEST_MS;
                continue;
            }
        };
        let states = answer.list("states");
        let changed: Vec<_> = states.iter().filter(|state| write(state)).collect();
        // Steps, history and what can be done are drawn by the server.
        let here = window().location().pathname().unwrap_or_default();
        if changed.iter().any(|state| here.ends_with(&["/", &state.text("id")].concat())) {
            let _ = window().location().reload();
            return;
        }
        if !answer.flag("open") {
            return;
        }
        pause = if changed.is_empty() { (pause * 3 / 2).min(SLOWEST_MS) } else { 1_000 };
    }
}

/// Writes one state; true when it is news.
fn write(state: &Answer) -> bool {
    let Some(body) = document().body() else { return false };
    let (id, name) = (state.text("id"), state.text("state"));
    let selector = ["[data-invitation=\"", &id, "\"]"].concat();
    let mut news = false;
    for element in all(&body, &selector) {
        news |= element.get_attribute("data-state").as_deref() != Some(name.as_str());
        let _ = element.set_attribute("data-state", &name);
        choose(&element, &name);
        slot(&element, "sentence", &state.text("sentence"));
    }
    news
}
