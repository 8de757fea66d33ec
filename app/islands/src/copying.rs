//! Copying to the clipboard.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlInputElement};

use crate::address;
use crate::answers::LinkReply;
use crate::browser::{Failure, all, ask, choose, document, listen, slot, wait, window};
use crate::ids::slot as slots;

/// How long a button says that it worked, in milliseconds.
const SAY_MS: u32 = 2_500;
/// How long it says why it did not: a sentence takes longer to read.
const SAY_WHY_MS: u32 = 8_000;
/// The field that holds what somebody is to copy by hand.
const BY_HAND: &str = "input.copy-by-hand";

/// One listener for every button there is and will be.
pub fn attach() {
    listen(&document(), "click", |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button =
            pressed.and_then(|element| element.closest("[data-copy],[data-copy-invitation]").ok().flatten());
        if let Some(button) = button {
            spawn_local(press(button));
        }
    });
    // A page may come back as it was left.
    listen(&window(), "pagehide", |_| take_away());
}

/// Takes away what was shown to be copied by hand: a link is not left lying about.
pub fn take_away() {
    let Some(body) = document().body() else { return };
    for field in all(&body, BY_HAND) {
        if let Some(button) = field.previous_element_sibling() {
            choose(&button, "ready");
        }
        field.remove();
    }
}

/// Why nothing was copied.
enum Refusal {
    /// There is nothing to copy; the server's own sentence, or nothing when it did not answer.
    Nothing(String),
    /// The browser keeps the clipboard to itself; this is what would be in it.
    Clipboard(String),
}

async fn press(button: Element) {
    take_away();
    match copy(&button).await {
        Ok(()) => say(&button, "copied", SAY_MS).await,
        Err(Refusal::Nothing(sentence)) => {
            let silence = button.get_attribute("data-unreachable").unwrap_or_default();
            slot(&button, slots::FAILED, if sentence.is_empty() { &silence } else { &sentence });
            say(&button, "failed", SAY_WHY_MS).await;
        }
        Err(Refusal::Clipboard(text)) => by_hand(&button, &text),
    }
}

async fn say(button: &Element, state: &str, ms: u32) {
    choose(button, state);
    wait(ms).await;
    choose(button, "ready");
}

/// Copies the text of the button, or the redeem link of its invitation, which is asked for only now.
async fn copy(button: &Element) -> Result<(), Refusal> {
    let text = match button.get_attribute("data-copy") {
        Some(text) => text,
        None => link_of(&button.get_attribute("data-copy-invitation").unwrap_or_default()).await?,
    };
    let clipboard = window().navigator().clipboard();
    // There is none where the address is no secure one.
    if clipboard.is_undefined() || JsFuture::from(clipboard.write_text(&text)).await.is_err() {
        return Err(Refusal::Clipboard(text));
    }
    Ok(())
}

async fn link_of(invitation: &str) -> Result<String, Refusal> {
    match ask::<LinkReply>(address::LINK, &[(address::field::INVITATION, invitation)]).await {
        Ok(answer) if !answer.link.is_empty() => Ok(answer.link),
        Ok(_) | Err(Failure::Unreachable) => Err(Refusal::Nothing(String::new())),
        Err(Failure::Problem(problem)) => Err(Refusal::Nothing(problem.sentence)),
        Err(Failure::SignedOut) => {
            // The page of the invitation knows the way to sign in, and back.
            let _ = window().location().assign(&address::invitation_page(invitation));
            Err(Refusal::Nothing(String::new()))
        }
    }
}

/// Shows the text beside its button, selected, to be copied with the keyboard. It is in the field's value only, never in the markup.
fn by_hand(button: &Element, text: &str) {
    let field = document().create_element("input").ok().and_then(|field| field.dyn_into().ok());
    let Some(field): Option<HtmlInputElement> = field else { return };
    let advice = button.get_attribute("data-failed").unwrap_or_default();
    field.set_class_name("input copy-by-hand");
    field.set_read_only(true);
    // Of no form, even inside of one: Enter must not send it.
    for (name, value) in [("form", ""), ("autocomplete", "off"), ("aria-label", &advice)] {
        let _ = field.set_attribute(name, value);
    }
    field.set_value(text);
    slot(button, slots::FAILED, &advice);
    choose(button, "failed");
    if button.insert_adjacent_element("afterend", &field).is_ok() {
        let _ = field.focus();
        field.select();
    }
}
