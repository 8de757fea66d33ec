//! The one place where toasts appear.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::setup::{ToastText, ToastTexts};
use crate::address;
use crate::browser::{ask, wait};
use crate::icon::{Icon, Sprite};

/// The event that says: there may soon be something to tell.
pub const FOLLOW: &str = "vestibule:follow";

/// How long a good message stays when nobody looks at it, in milliseconds.
const STAY_MS: i32 = 6_000;
/// How often to ask after the last sign that something is under way.
const ROUNDS: u32 = 40;
/// The longest pause between two questions, in milliseconds.
const SLOWEST_MS: i32 = 15_000;

/// The region of the toasts.
#[island]
pub fn Toasts(
    /// Where the sprite lies.
    icons: String,
    /// Those that the server knew of.
    first: Vec<ToastText>,
    /// Where a plain form comes back to.
    back: String,
    /// The words.
    texts: ToastTexts,
) -> impl IntoView {
    provide_context(Sprite(icons));
    let shown = RwSignal::new(first);
    Effect::new(move |_| listen(shown));
    view! { <Region shown back texts /> }
}

/// The region on a page without islands: the same, but nothing happens by itself.
#[component]
pub fn ToastRegion(
    /// Not yet dismissed, newest first.
    first: Vec<ToastText>,
    /// Where the form comes back to.
    back: String,
    /// The words.
    texts: ToastTexts,
) -> impl IntoView {
    view! { <Region shown=RwSignal::new(first) back texts /> }
}

#[component]
fn Region(shown: RwSignal<Vec<ToastText>>, back: String, texts: ToastTexts) -> impl IntoView {
    let region = texts.region.clone();
    let toast =
        move |toast: ToastText| view! { <ToastView toast shown back=back.clone() texts=texts.clone() /> };
    view! {
        <section class="toasts" aria-label=region>
            <ol class="toast-list" role="list" aria-live="polite">
                <For each=move || shown.get() key=|toast| toast.id.clone() children=toast />
            </ol>
        </section>
    }
}

#[component]
fn ToastView(
    toast: ToastText,
    shown: RwSignal<Vec<ToastText>>,
    back: String,
    texts: ToastTexts,
) -> impl IntoView {
    let held = RwSignal::new(false);
    let id = StoredValue::new(toast.id.clone());
    if !toast.trouble {
        Effect::new(move |_| spawn_local(fade(shown, id.get_value(), held)));
    }
    let (look, icon) = if toast.trouble {
        ("toast toast-trouble", "error-circle")
    } else {
        ("toast toast-success", "checkmark-circle")
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        spawn_local(dismiss(shown, id.get_value()));
    };
    let has_reference = !toast.reference.is_empty();
    view! {
        <li
            class=look
            on:mouseenter=move |_| held.set(true)
            on:mouseleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <Icon name=icon />
            <p>{toast.sentence}</p>
            <form method="post" action=address::DISMISS on:submit=submit>
                <input type="hidden" name="toast" value=toast.id />
                <input type="hidden" name="back" value=back />
                <button class="button button-subtle button-icon" aria-label=texts.dismiss>
                    <Icon name="dismiss" />
                </button>
            </form>
            {(!toast.href.is_empty())
                .then(|| view! {
                    <div class="toast-action">
                        <a class="button-link" href=toast.href>{toast.action}</a>
                    </div>
                })}
            {has_reference
                .then(|| {
                    view! {
                        <p class="reference">
                            {texts.reference} " " <code>{toast.reference}</code>
                        </p>
                    }
                })}
        </li>
    }
}

/// Lets a good message go after a while, but never while somebody points at it or has the focus in it.
async fn fade(shown: RwSignal<Vec<ToastText>>, id: String, held: RwSignal<bool>) {
    wait(STAY_MS).await;
    while held.try_get_untracked().unwrap_or(false) {
        wait(1_000).await;
    }
    dismiss(shown, id).await;
}

async fn dismiss(shown: RwSignal<Vec<ToastText>>, id: String) {
    shown.update(|shown| shown.retain(|toast| toast.id != id));
    // Not dismissed after all is harmless: it is drawn again on the next page.
    let _ = ask(address::DISMISS, &[("toast", &id)]).await;
}

/// Asks for news after every sign that something is under way.
fn listen(shown: RwSignal<Vec<ToastText>>) {
    let round = StoredValue::new(0_u32);
    let heard = Closure::<dyn Fn()>::new(move || {
        round.update_value(|round| *round += 1);
        spawn_local(look_out(shown, round));
    });
    let _ = window().add_event_listener_with_callback(FOLLOW, heard.as_ref().unchecked_ref());
    // The region lives as long as the page does.
    heard.forget();
}

/// A later sign takes over from an earlier one.
async fn look_out(shown: RwSignal<Vec<ToastText>>, round: StoredValue<u32>) {
    let mine = round.get_value();
    let mut pause = 300;
    for _ in 0..ROUNDS {
        wait(pause).await;
        if round.get_value() != mine {
            return;
        }
        if let Ok(answer) = ask(address::TOASTS, &[]).await {
            add(shown, answer.list("toasts").iter().map(ToastText::read).collect());
        }
        pause = (pause * 3 / 2).min(SLOWEST_MS);
    }
}

/// Newest first, at most three, none twice.
fn add(shown: RwSignal<Vec<ToastText>>, news: Vec<ToastText>) {
    if shown.with_untracked(|shown| news.iter().all(|toast| shown.contains(toast))) {
        return;
    }
    shown.update(|shown| {
        let mut all = news;
        all.extend(shown.drain(..).filter(|old| !all.iter().any(|new| new.id == old.id)).collect::<Vec<_>>());
        all.truncate(3);
        *shown = all;
    });
}
