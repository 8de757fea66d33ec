//! The invitations list stays true while it is on the screen.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, VisibilityState};

use crate::address;
use crate::browser::{Answer, ask, wait};

/// Asks for the states of the list while the page is visible, and writes them where the server drew them: elements with
/// `data-invitation`, whose `data-state` chooses the look and whose `[data-sentence]` holds the words.
#[island]
pub fn LiveStates() -> impl IntoView {
    Effect::new(|_| spawn_local(watch()));
}

/// Between two questions: quick at first, never slower than this, in milliseconds.
const SLOWEST_MS: i32 = 15_000;

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
    let selector = format!("[data-invitation=\"{}\"]", state.text("id"));
    let found = document().query_selector(&selector).ok().flatten();
    let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    let news = element.dataset().get("state") != Some(state.text("state"));
    if news {
        let _ = element.dataset().set("state", &state.text("state"));
    }
    if let Ok(Some(sentence)) = element.query_selector("[data-sentence]") {
        if sentence.text_content() != Some(state.text("sentence")) {
            sentence.set_text_content(Some(&state.text("sentence")));
        }
    }
    news
}
