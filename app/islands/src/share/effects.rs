//! The state of the dialog in the browser, and its effects.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlFormElement};

use super::state::{Effect, Event, Outcome, Search, State};
use super::{apply, render};
use crate::browser::{RequestError, by_id, post, post_form, query_all, sleep, window};
use crate::endpoints::{self, field};
use crate::responses::MatchesResponse;
use crate::{ids, toasts};

/// A pause in typing that is long enough to send a query, in milliseconds.
const DEBOUNCE_MS: u32 = 180;

/// The state of the dialog. It changes by [`Share::dispatch`] only.
#[derive(Clone, Copy)]
pub(super) struct Share(pub(super) RwSignal<State>);

impl Share {
    /// Applies an event, renders the change and runs the effect.
    pub(super) fn dispatch(self, event: Event) {
        let before = self.0.get_untracked();
        let effect = self.0.try_update_untracked(|state| apply(state, event)).flatten();
        // A copy, because writing into the page may call a listener synchronously.
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
            focus(candidates.and_then(|candidates| query_all(&candidates, "input").into_iter().next()));
        }
        Effect::Send => spawn_local(send(share)),
        Effect::SubmitNatively => {
            if let Some(form) = by_id::<HtmlFormElement>(ids::FORM) {
                let _ = form.submit();
            }
        }
        Effect::Follow(invitation) => {
            toasts::notify_pending();
            focus(by_id(ids::PROGRESS));
            spawn_local(follow(share, invitation, 0));
        }
        Effect::PollAgain(invitation, pause_ms) => spawn_local(follow(share, invitation, pause_ms)),
        Effect::NotifyPending => toasts::notify_pending(),
        Effect::ProblemShown { invitation, focus: id } => {
            focus(by_id(&id));
            spawn_local(async move { toasts::dismiss_for_invitation(&invitation).await });
        }
        Effect::OpenInvitation(invitation) => navigate_to(&endpoints::invitation_page(&invitation)),
        Effect::OpenItem => {
            let dialog = by_id::<HtmlDialogElement>(ids::DIALOG);
            navigate_to(&dialog.and_then(|dialog| dialog.get_attribute("data-item")).unwrap_or_default());
        }
    }
}

fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        let _ = element.focus();
    }
}

fn navigate_to(address: &str) {
    let _ = window().location().assign(address);
}

async fn search(share: Share, text: String) {
    sleep(DEBOUNCE_MS).await;
    if share.0.with_untracked(|state| state.picker.query != text) {
        return;
    }
    let found = match post::<MatchesResponse>(endpoints::PEOPLE, &[(field::TEXT, &text)]).await {
        Ok(response) => Search::Found(response),
        Err(RequestError::SignedOut) => Search::SignedOut,
        Err(RequestError::Unreachable | RequestError::Problem(_)) => Search::Failed,
    };
    share.dispatch(Event::Searched(text, found));
}

async fn send(share: Share) {
    let Some(form) = by_id::<HtmlFormElement>(ids::FORM) else { return };
    share.dispatch(Event::Answered(outcome(post_form(&form).await)));
}

async fn follow(share: Share, invitation: String, pause_ms: u32) {
    sleep(pause_ms).await;
    let response = post(endpoints::PROGRESS, &[(field::INVITATION, &invitation)]).await;
    share.dispatch(Event::Polled(outcome(response)));
}

fn outcome<T>(response: Result<T, RequestError>) -> Outcome<T> {
    match response {
        Ok(response) => Outcome::Ok(response),
        Err(RequestError::Problem(problem)) => Outcome::Problem(problem),
        Err(RequestError::Unreachable) => Outcome::Unreachable,
        Err(RequestError::SignedOut) => Outcome::SignedOut,
    }
}
