//! The dialog's state in the browser, and what it asks for.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlFormElement};

use super::state::{Effect, Event, Outcome, Search, State};
use super::{apply, render};
use crate::address::{self, field};
use crate::answers::MatchesReply;
use crate::browser::{Failure, all, ask, ask_with, by_id, wait, window};
use crate::{ids, toasts};

/// A pause in typing that is long enough to ask, in milliseconds.
const PAUSE_MS: u32 = 180;

/// The dialog's state with its one way to change it.
#[derive(Clone, Copy)]
pub(super) struct Share(pub(super) RwSignal<State>);

impl Share {
    /// Something happened: the state takes it, the page shows it, and what the state asks for is done.
    pub(super) fn tell(self, event: Event) {
        let before = self.0.get_untracked();
        let effect = self.0.try_update_untracked(|state| apply(state, event)).flatten();
        // A copy, because writing into the page may call a listener at once.
        render::changes(&before, &self.0.get_untracked());
        if let Some(effect) = effect {
            run(self, effect);
        }
    }
}

fn run(share: Share, effect: Effect) {
    match effect {
        Effect::Search(text) => spawn_local(search(share, text)),
        Effect::Focus(id) => focus(by_id(&id)),
        Effect::FocusCandidates => {
            let candidates = by_id::<Element>(ids::CANDIDATES);
            focus(candidates.and_then(|candidates| all(&candidates, "input").into_iter().next()));
        }
        Effect::Send => spawn_local(send(share)),
        Effect::SendPlainly => {
            if let Some(form) = by_id::<HtmlFormElement>(ids::FORM) {
                let _ = form.submit();
            }
        }
        Effect::Follow(invitation) => {
            toasts::announce();
            focus(by_id(ids::PROGRESS));
            spawn_local(follow(share, invitation, 0));
        }
        Effect::AskAgain(invitation, pause_ms) => spawn_local(follow(share, invitation, pause_ms)),
        Effect::Announce => toasts::announce(),
        Effect::Refused { invitation, focus: id } => {
            focus(by_id(&id));
            spawn_local(async move { toasts::announce_told(&invitation).await });
        }
        Effect::Open(invitation) => go(&address::invitation_page(&invitation)),
        Effect::Leave => {
            let dialog = by_id::<HtmlDialogElement>(ids::DIALOG);
            go(&dialog.and_then(|dialog| dialog.get_attribute("data-item")).unwrap_or_default());
        }
    }
}

fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        let _ = element.focus();
    }
}

fn go(address: &str) {
    let _ = window().location().assign(address);
}

async fn search(share: Share, text: String) {
    wait(PAUSE_MS).await;
    if share.0.with_untracked(|state| state.picker.query != text) {
        return;
    }
    let found = match ask::<MatchesReply>(address::PEOPLE, &[(field::TEXT, &text)]).await {
        Ok(answer) => Search::Found(answer.matches),
        Err(Failure::SignedOut) => Search::SignedOut,
        Err(Failure::Unreachable | Failure::Problem(_)) => Search::Failed,
    };
    share.tell(Event::Searched(text, found));
}

async fn send(share: Share) {
    let Some(form) = by_id::<HtmlFormElement>(ids::FORM) else { return };
    share.tell(Event::Answered(outcome(ask_with(&form).await)));
}

async fn follow(share: Share, invitation: String, pause_ms: u32) {
    wait(pause_ms).await;
    let answer = ask(address::PROGRESS, &[(field::INVITATION, &invitation)]).await;
    share.tell(Event::Followed(outcome(answer)));
}

fn outcome<T>(answer: Result<T, Failure>) -> Outcome<T> {
    match answer {
        Ok(answer) => Outcome::Answer(answer),
        Err(Failure::Problem(problem)) => Outcome::Problem(problem),
        Err(Failure::Unreachable) => Outcome::Unreachable,
        Err(Failure::SignedOut) => Outcome::SignedOut,
    }
}
