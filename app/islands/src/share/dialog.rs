//! The dialog: opening, closing, sending.

use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html::{Dialog, Form};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::fields::ShareFields;
use super::follow::follow;
use super::progress::ProgressView;
use super::setup::{Match, ShareSetup, Trouble};
use super::state::ShareState;
use crate::address;
use crate::browser::{Answer, Failure, ask_with};
use crate::icon::{Icon, Sprite};

/// The Share button with its dialog. Its children are the people who have access, drawn by the server.
#[island]
pub fn ShareDialog(
    /// Everything it needs.
    setup: ShareSetup,
    /// The people with access.
    children: Children,
) -> impl IntoView {
    provide_context(Sprite(setup.icons.clone()));
    let state = ShareState::new(&setup);
    let dialog = NodeRef::<Dialog>::new();
    let drawn_open = setup.open;
    Effect::new(move |_| {
        if drawn_open {
            into_top_layer(dialog);
        }
    });
    let open = move |event: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked() {
            event.prevent_default();
            state.start_over();
            let _ = dialog.show_modal();
        }
    };
    let href = format!("{}/share", setup.item_href);
    let texts = setup.texts.clone();
    let item_href = setup.item_href.clone();
    // Closed with Escape after something was accepted: the page behind shows old access.
    let closed = move |_| {
        if state.progress.get_untracked().is_some() {
            let _ = window().location().assign(&item_href);
        }
    };
    view! {
        <a class="button button-primary" href=href on:click=open>
            <Icon name="share" />
            {texts.share}
        </a>
        <dialog class="dialog share" node_ref=dialog open=drawn_open aria-labelledby="share-title" on:close=closed>
            <ShareForm setup=setup.clone() state dialog>
                {children()}
            </ShareForm>
            <ProgressView setup state />
        </dialog>
    }
}

/// A dialog that the server drew open becomes modal; focus stays where the person has put it.
fn into_top_layer(dialog: NodeRef<Dialog>) {
    let Some(element) = dialog.get() else { return };
    let focused = document().active_element().and_then(|focused| focused.dyn_into::<HtmlElement>().ok());
    let _ = element.remove_attribute("open");
    let _ = element.show_modal();
    if let Some(focused) = focused.filter(|focused| element.contains(Some(focused))) {
        let _ = focused.focus();
    }
}

/// The form of the dialog.
#[component]
fn ShareForm(
    setup: ShareSetup,
    state: ShareState,
    dialog: NodeRef<Dialog>,
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<Form>::new();
    let unreachable = setup.texts.unreachable.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let (Some(form), false) = (form.get_untracked(), state.busy.get_untracked()) {
            state.busy.set(true);
            let unreachable = unreachable.clone();
            spawn_local(async move { send(state, form, unreachable).await });
        }
    };
    let drawn_open = setup.open;
    // On the share page closing is a way to another page; on the item page it only closes.
    let close = move |event: MouseEvent| {
        if let (Some(dialog), false) = (dialog.get_untracked(), drawn_open) {
            event.prevent_default();
            dialog.close();
        }
    };
    let texts = setup.texts.clone();
    let (sending, send_word) = (texts.sending.clone(), texts.send.clone());
    let label = move || if state.busy.get() { sending.clone() } else { send_word.clone() };
    let copy = crate::CopySource::Text(setup.item_link.clone());
    view! {
        <form
            method="post"
            action=address::SHARE
            novalidate
            node_ref=form
            on:submit=submit
            hidden=move || state.progress.with(Option::is_some)
        >
            <input type="hidden" name="form[item]" value=setup.item.clone() />
            <input type="hidden" name="form[key]" value=move || state.key.get() />
            <div class="dialog-head">
                <h2 id="share-title">{texts.title}</h2>
                <a class="button button-subtle button-icon" href=setup.item_href.clone() aria-label=texts.close on:click=close>
                    <Icon name="dismiss" />
                </a>
            </div>
            <div class="dialog-body">
                <ShareFields setup state />
                {children()}
            </div>
            <div class="dialog-foot">
                <crate::copy::CopyControl source=Signal::stored(copy) words=texts.copy class="button button-subtle" />
                <button class="button button-primary" aria-busy=move || state.busy.get().then_some("true")>
                    <Icon name="send" />
                    {label}
                </button>
            </div>
        </form>
    }
}

async fn send(state: ShareState, form: web_sys::HtmlFormElement, unreachable: String) {
    let answer = ask_with(&form).await;
    state.busy.set(false);
    match answer {
        // The plain way keeps the form, signs in, and comes back to it.
        Err(Failure::SignedOut) => drop(form.submit()),
        Err(Failure::Unreachable) => {
            state.trouble.set(Trouble { sentence: unreachable, ..Trouble::default() });
        }
        Ok(answer) => heed(state, &answer).await,
    }
}

async fn heed(state: ShareState, answer: &Answer) {
    match answer.text("kind").as_str() {
        "accepted" => follow(state, answer.text("invitation")).await,
        "choose" => {
            state.trouble.set(Trouble::default());
            state.listing.set(false);
            state.asked.set(answer.list("matches").iter().map(Match::read).collect());
        }
        _ => {
            state.trouble.set(Trouble::read(&answer.get("trouble")));
            focus_on("share-address");
        }
    }
}

/// Puts the focus where something must be mended.
pub(super) fn focus_on(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}
