//! What the state asks for.

use leptos::prelude::*;
use web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement, UrlSearchParams};

use super::chip::Chip;
use super::state::{Effect, Event, JudgeRequest, Outcome, Search};
use super::store::Share;
use super::{keep, request};
use crate::browser::{RequestError, by_id, is_visible, post, post_fields, sleep, spawn, window};
use crate::endpoints::{self, field};
use crate::responses::MatchesResponse;
use crate::wire::FromJson;
use crate::{ids, toasts};

/// A pause in typing that is long enough to look people up, in milliseconds.
const DEBOUNCE_MS: u32 = 180;
/// The same before what is typed is kept.
const KEEP_MS: u32 = 300;
/// The same before the plan is asked for.
const PLAN_MS: u32 = 400;
/// For how long a chip is shown to be there, in milliseconds.
const FLASH_MS: u32 = 1_200;
/// The interval in which a hidden page checks whether it is visible again, in milliseconds.
const VISIBILITY_CHECK_MS: u32 = 1_000;

impl Share {
    /// Does what the state asks for.
    pub(super) fn run(self, effect: Effect) {
        match effect {
            Effect::Search { text, is_debounced } => spawn(self.search(text, is_debounced)),
            Effect::SetField(text) => {
                if let Some(field) =
                    by_id::<HtmlInputElement>(ids::ADDRESS).filter(|field| field.value() != text)
                {
                    field.set_value(&text);
                }
            }
            // Once what changes is drawn.
            Effect::Focus(id) => request_animation_frame(move || focus(&id)),
            Effect::Judge { round, asked } => spawn(self.judge(round, asked)),
            Effect::Plan(round) => spawn(self.plan(round)),
            Effect::Keep => spawn(self.keep_later()),
            Effect::Unfold => request_animation_frame(move || self.dispatch(Event::UnfoldedMore)),
            Effect::Forget => keep::forget(&self.keep_name()),
            Effect::Flash(chip) => spawn(async move {
                sleep(FLASH_MS).await;
                self.dispatch(Event::FlashOver(chip));
            }),
            Effect::Send => spawn(self.send()),
            Effect::SubmitNatively => {
                request::submit_natively(&self.lines(), self.state.with_untracked(|state| state.leaves_out));
            }
            Effect::Poll { share, round, pause_ms } => spawn(self.poll(share, round, pause_ms)),
            Effect::Retry { invitation, tries } => spawn(async move {
                let fields = [(field::INVITATION, invitation.as_str()), (field::TRIES, tries.as_str())];
                let answer = post(endpoints::RETRY, &fields).await;
                self.dispatch(Event::RetryAnswered(outcome(answer)));
            }),
            Effect::NotifyPending => toasts::notify_pending(),
            Effect::Open(address) => navigate_to(&address),
            Effect::OpenItem => {
                keep::return_to(&item_page());
                navigate_to(&item_page());
            }
        }
    }

    async fn search(self, text: String, is_debounced: bool) {
        if is_debounced {
            sleep(DEBOUNCE_MS).await;
            if !self.state.with_untracked(|state| state.picker.awaits(&text)) {
                return;
            }
        }
        let item = request::item();
        let fields = [(field::TEXT, text.as_str()), (field::ITEM, item.as_str())];
        let found = match post::<MatchesResponse>(endpoints::PEOPLE, &fields).await {
            Ok(response) => Search::Found(response),
            Err(RequestError::SignedOut) => Search::SignedOut,
            Err(RequestError::Unreachable | RequestError::Problem(_)) => Search::Failed,
        };
        self.dispatch(Event::Searched(text, found));
    }

    async fn judge(self, round: u32, asked: JudgeRequest) {
        // The key or the paste is answered first: a long list takes its time to be made a request of.
        sleep(0).await;
        let fields = match &asked {
            JudgeRequest::Text { text, .. } => request::only(std::iter::empty(), text),
            JudgeRequest::Lines(lines) => request::only(lines.iter().map(|(_, line)| line.as_str()), ""),
        };
        if let Some(fields) = &fields {
            let is_asked = |chip: &Chip| match &asked {
                JudgeRequest::Text { chip: id, .. } => chip.id == *id,
                JudgeRequest::Lines(lines) => lines.iter().any(|(id, _)| *id == chip.id),
            };
            let ahead = self.state.with_untracked(|state| state.chips.ahead(is_asked));
            for (name, count) in
                [field::AHEAD_NEW, field::AHEAD_RESENT, field::AHEAD_JOINING].iter().zip(ahead)
            {
                fields.set(name, &count.to_string());
            }
        }
        let outcome = post_to(endpoints::JUDGE, fields).await;
        self.dispatch(Event::Judged { round, asked, outcome });
    }

    async fn plan(self, round: u32) {
        sleep(PLAN_MS).await;
        if self.state.with_untracked(|state| state.plan.round == round) {
            let outcome = post_to(endpoints::PLAN, request::whole(&self.lines())).await;
            self.dispatch(Event::Planned(round, outcome));
        }
    }

    async fn keep_later(self) {
        let this = self.ask_to_keep();
        sleep(KEEP_MS).await;
        if self.keeps() == this {
            self.keep();
        }
    }

    async fn send(self) {
        let fields = request::whole(&self.lines());
        if let Some(fields) = fields.as_ref().filter(|_| self.state.with_untracked(|state| state.leaves_out))
        {
            fields.set(field::LEAVE_OUT, "1");
        }
        // The form may be gone from the page, which then has nothing to send.
        let Some(address) = request::form().map(|form| form.action()) else { return };
        self.dispatch(Event::Answered(post_to(&address, fields).await));
    }

    async fn poll(self, share: String, round: u32, pause_ms: u32) {
        let is_current = move || {
            self.state
                .with_untracked(|state| state.follow.as_ref().is_some_and(|follow| follow.round == round))
        };
        sleep(pause_ms).await;
        while !is_visible() && is_current() {
            sleep(VISIBILITY_CHECK_MS).await;
        }
        if is_current() {
            let response = post(endpoints::PROGRESS, &[(field::SHARE, &share)]).await;
            self.dispatch(Event::Polled(round, outcome(response)));
        }
    }
}

async fn post_to<T: FromJson>(address: &str, fields: Option<UrlSearchParams>) -> Outcome<T> {
    match fields {
        Some(fields) => outcome(post_fields(address, &fields).await),
        None => Outcome::Unreachable,
    }
}

fn outcome<T>(response: Result<T, RequestError>) -> Outcome<T> {
    match response {
        Ok(response) => Outcome::Ok(response),
        Err(RequestError::Problem(problem)) => Outcome::Problem(problem),
        Err(RequestError::Unreachable) => Outcome::Unreachable,
        Err(RequestError::SignedOut) => Outcome::SignedOut,
    }
}

/// Puts the focus on an element, and unfolds what it is in.
fn focus(id: &str) {
    let Some(element) = by_id::<HtmlElement>(id).or_else(|| by_id(ids::ADDRESS)) else { return };
    if let Ok(Some(fold)) = element.closest("details:not([open])") {
        let _ = fold.set_attribute("open", "");
    }
    let _ = element.focus();
}

/// The page of the item.
pub(super) fn item_page() -> String {
    let dialog = by_id::<HtmlDialogElement>(ids::DIALOG);
    dialog.and_then(|dialog| dialog.get_attribute("data-item")).unwrap_or_default()
}

fn navigate_to(address: &str) {
    let _ = window().location().assign(address);
}
