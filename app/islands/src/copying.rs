//! Copying to the clipboard.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

use crate::address;
use crate::browser::{ask, choose, document, listen, wait, window};

/// How long a button says that it worked, in milliseconds.
const SAY_MS: i32 = 2_500;

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
}

async fn press(button: Element) {
    let done = copy(&button).await.is_some();
    choose(&button, if done { "copied" } else { "failed" });
    wait(SAY_MS).await;
    choose(&button, "ready");
}

/// Copies the text of the button, or the redeem link of its invitation, which is asked for only now.
async fn copy(button: &Element) -> Option<()> {
    let text = if let Some(text) = button.get_attribute("data-copy") {
        text
    } else {
        let invitation = button.get_attribute("data-copy-invitation")?;
        let answer = ask(address::LINK, &[("invitation", &invitation)]).await.ok()?;
        Some(answer.text("link")).filter(|link| !link.is_empty())?
    };
    JsFuture::from(window().navigator().clipboard().write_text(&text)).await.ok()?;
    Some(())
}
