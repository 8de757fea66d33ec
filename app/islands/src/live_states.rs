//! The invitations list stays true while it is on the screen.

use wasm_bindgen_futures::spawn_local;
use web_sys::VisibilityState;

use crate::address;
use crate::browser::{Answer, all, ask, choose, document, slot, wait};

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
        if document().visibility_state() != VisibilityState::Visible {
            continue;
        }
        let Ok(answer) = ask(address::STATES, &[]).await else {
            pause = SLOWEST_MS;
            continue;
        };
        let changed = answer.list("states").iter().filter(|state| write(state)).count();
        if !answer.flag("open") {
            return;
        }
        pause = if changed > 0 { 1_000 } else { (pause * 3 / 2).min(SLOWEST_MS) };
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
