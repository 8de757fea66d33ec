//! Copying to the clipboard.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use crate::browser::{
    FOREIGN, RequestError, document, listen, post, query_all, set_slot, show_case, sleep, spawn, window,
};
use crate::endpoints;
use crate::ids::slot;
use crate::responses::LinkResponse;

/// How long a button shows success, in milliseconds.
const SUCCESS_MS: u32 = 2_500;
/// How long a button shows an error, in milliseconds: a sentence takes longer to read.
const FAILURE_MS: u32 = 8_000;
/// The field with a text to be copied manually.
const MANUAL_COPY_FIELD: &str = "input.copy-by-hand";

/// Listens on the document, so that buttons that are added later work too.
pub fn attach() {
    listen(&document(), "click", |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button =
            pressed.and_then(|element| element.closest("[data-copy],[data-copy-invitation]").ok().flatten());
        if let Some(button) = button {
            spawn(on_click(button));
        }
    });
    // The back/forward cache may restore the page as it was left.
    listen(&window(), "pagehide", |_| reset());
}

/// Removes the fields for manual copying, so that no link stays on the page.
pub fn reset() {
    let Some(body) = document().body() else { return };
    for field in query_all(&body, MANUAL_COPY_FIELD) {
        if let Some(button) = field.previous_element_sibling() {
            show_case(&button, "ready");
        }
        field.remove();
    }
}

/// Why nothing was copied.
enum CopyError {
    /// There is nothing to copy. With the sentence of the server; empty when the server did not respond.
    Nothing(String),
    /// The browser denies access to the clipboard. With the text.
    Clipboard(String),
}

async fn on_click(button: Element) {
    reset();
    match copy(&button).await {
        Ok(()) => show_result(&button, "copied", SUCCESS_MS).await,
        Err(CopyError::Nothing(sentence)) => {
            let no_response = button.get_attribute("data-unreachable").unwrap_or_default();
            set_slot(&button, slot::FAILED, if sentence.is_empty() { &no_response } else { &sentence });
            show_result(&button, "failed", FAILURE_MS).await;
        }
        Err(CopyError::Clipboard(text)) => show_for_manual_copy(&button, &text),
    }
}

async fn show_result(button: &Element, state: &str, ms: u32) {
    show_case(button, state);
    sleep(ms).await;
    show_case(button, "ready");
}

/// Copies the text of the button, or the redeem link of its invitation, which is fetched only now.
async fn copy(button: &Element) -> Result<(), CopyError> {
    let text = match button.get_attribute("data-copy") {
        Some(text) => text,
        None => fetch_link(&button.get_attribute("data-copy-invitation").unwrap_or_default()).await?,
    };
    let clipboard = window().navigator().clipboard();
    // Browsers offer the clipboard in secure contexts only.
    if clipboard.is_undefined() || JsFuture::from(clipboard.write_text(&text)).await.is_err() {
        return Err(CopyError::Clipboard(text));
    }
    Ok(())
}

async fn fetch_link(invitation: &str) -> Result<String, CopyError> {
    match post::<LinkResponse>(endpoints::LINK, &[(endpoints::field::INVITATION, invitation)]).await {
        Ok(response) if !response.link.is_empty() => Ok(response.link),
        Ok(_) | Err(RequestError::Unreachable) => Err(CopyError::Nothing(String::new())),
        Err(RequestError::Problem(problem)) => Err(CopyError::Nothing(problem.sentence)),
        Err(RequestError::SignedOut) => {
            // The page of the invitation leads to the sign-in and back.
            let _ = window().location().assign(&endpoints::invitation_page(invitation));
            Err(CopyError::Nothing(String::new()))
        }
    }
}

/// Shows the text beside its button, selected, to be copied with the keyboard. The text is in the value of the field only, never in the markup.
fn show_for_manual_copy(button: &Element, text: &str) {
    let field = document().create_element("input").ok().and_then(|field| field.dyn_into().ok());
    let Some(field): Option<HtmlInputElement> = field else { return };
    let advice = button.get_attribute("data-failed").unwrap_or_default();
    field.set_class_name("input copy-by-hand");
    field.set_read_only(true);
    // The field belongs to no form, so that Enter does not submit the form around it.
    for (name, value) in [("form", ""), (FOREIGN, ""), ("autocomplete", "off"), ("aria-label", &advice)] {
        let _ = field.set_attribute(name, value);
    }
    field.set_value(text);
    set_slot(button, slot::FAILED, &advice);
    show_case(button, "failed");
    if button.insert_adjacent_element("afterend", &field).is_ok() {
        let _ = field.focus();
        field.select();
    }
}
