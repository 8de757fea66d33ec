//! Copying to the clipboard.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::JsFuture;

use crate::address;
use crate::browser::{ask, wait};
use crate::icon::{Icon, Sprite};

/// What is copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopySource {
    /// This text.
    Text(String),
    /// The redeem link of this invitation, asked for only when it is copied.
    RedeemLink(String),
}

impl CopySource {
    async fn fetch(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::RedeemLink(invitation) => {
                let answer = ask(address::LINK, &[("invitation", &invitation)]).await.ok()?;
                Some(answer.text("link")).filter(|link| !link.is_empty())
            }
        }
    }
}

/// Copies, and says whether it worked. Runs in the browser.
pub(crate) async fn copy(source: CopySource) -> bool {
    let Some(text) = source.fetch().await else { return false };
    JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok()
}

/// A button's words: as it waits, after it worked, after it did not.
pub(crate) type CopyWords = (String, String, String);

/// The button without its island, for use inside other islands.
#[component]
pub(crate) fn CopyControl(
    source: Signal<CopySource>,
    words: CopyWords,
    class: &'static str,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let press = move |_| {
        spawn_local(async move {
            outcome.set(Some(copy(source.get_untracked()).await));
            wait(2500).await;
            outcome.set(None);
        });
    };
    let label = move || match outcome.get() {
        None => words.0.clone(),
        Some(true) => words.1.clone(),
        Some(false) => words.2.clone(),
    };
    view! {
        <button type="button" class=format!("{class} scripts-only") on:click=press>
            <Show when=move || outcome.get() == Some(true) fallback=|| view! { <Icon name="link" /> }>
                <Icon name="checkmark" />
            </Show>
            <span role="status">{label}</span>
        </button>
    }
}

/// A button that copies, on a page without other islands.
#[island]
pub fn CopyButton(
    /// Where the sprite lies.
    icons: String,
    /// What is copied.
    source: CopySource,
    /// The button's word, the word after it worked, the word after it did not.
    words: (String, String, String),
) -> impl IntoView {
    provide_context(Sprite(icons));
    view! { <CopyControl source=Signal::stored(source) words=words class="button button-subtle" /> }
}
