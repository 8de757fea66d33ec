//! The list of toasts in the browser: drawn in place of the server's markup, with its effects.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CustomEvent, Element, HtmlElement};

use super::state::{Effect, Event, State, apply};
use super::{ToastLook, ToastsStart, list, more, toast};
use crate::browser::{
    by_id, closest, document, draw, follow, is_visible, listen, on_change, post, query_all, sleep, spawn,
    window,
};
use crate::responses::{Ack, ToastsResponse};
use crate::{endpoints, ids};

/// The window event: new toasts are pending.
const PENDING: &str = "vestibule:announced";
/// The window event: the result of this invitation was shown elsewhere.
const SHOWN_ELSEWHERE: &str = "vestibule:told";
const SECOND_MS: u32 = 1_000;

/// The state of the list. It changes by [`Toasts::dispatch`] only.
#[derive(Clone, Copy)]
struct Toasts(RwSignal<State>);

/// Mounts the list, if the page has a place for it.
pub fn mount(start: ToastsStart) {
    let Some(place) = by_id::<HtmlElement>(ids::TOASTS_PLACE) else { return };
    let ToastsStart { look, list, awaited } = start;
    let toasts = Toasts(RwSignal::new(State::new(list)));
    draw(&place, || None, move || toasts.0.with(|state| region(&look, state)));
    toasts.follow_expiring();
    listen(&place, "submit", move |event| {
        event.prevent_default();
        let toast = closest(&event, "[data-key]").and_then(|toast| toast.get_attribute("data-key"));
        toasts.dispatch(Event::Dismissed(toast.unwrap_or_default()));
    });
    listen(&window(), PENDING, move |_| toasts.dispatch(Event::Pending));
    listen(&window(), SHOWN_ELSEWHERE, move |event| {
        let invitation = event.unchecked_ref::<CustomEvent>().detail().as_string();
        toasts.dispatch(Event::ShownElsewhere(invitation.unwrap_or_default()));
    });
    on_change(move |is_live| toasts.dispatch(if is_live { Event::Changed } else { Event::Unfollowed }));
    toasts.dispatch(if awaited { Event::Pending } else { Event::Started });
}

/// Notifies the list that new toasts are pending.
pub fn notify_pending() {
    dispatch_window_event(PENDING, &JsValue::NULL);
}

/// Dismisses the toasts about an invitation, because its result was shown elsewhere. A failure is harmless: the toast is
/// shown too then.
pub async fn dismiss_for_invitation(invitation: &str) {
    let _ =
        post::<Ack>(endpoints::DISMISS_FOR_INVITATION, &[(endpoints::field::INVITATION, invitation)]).await;
    dispatch_window_event(SHOWN_ELSEWHERE, &JsValue::from_str(invitation));
}

/// Uses an event of the window, so that the sender works even when the list is missing or broken.
fn dispatch_window_event(name: &str, detail: &JsValue) {
    let init = web_sys::CustomEventInit::new();
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = window().dispatch_event(&event);
    }
}

impl Toasts {
    /// Applies an event and runs the effect.
    fn dispatch(self, event: Event) {
        if let Some(effect) = self.0.try_update(|state| apply(state, event)).flatten() {
            self.run(effect);
        }
    }

    fn run(self, effect: Effect) {
        match effect {
            Effect::Wait { round, ms } => spawn(async move {
                sleep(ms).await;
                // A hidden page does not poll.
                while !is_visible() && self.0.with_untracked(|state| state.is_round(round)) {
                    sleep(SECOND_MS).await;
                }
                self.dispatch(Event::Due(round));
            }),
            Effect::Fetch { round } => spawn(async move {
                self.dispatch(Event::Answered(round, fetch().await));
            }),
            Effect::Refresh => spawn(async move {
                self.dispatch(Event::Refreshed(fetch().await));
            }),
            Effect::Dismiss(ids) => spawn(async move {
                for id in ids {
                    // A failure is harmless: the toast is rendered again on the next page.
                    let _ = post::<Ack>(endpoints::DISMISS, &[(endpoints::field::TOAST, &id)]).await;
                }
                self.dispatch(Event::DismissStored);
            }),
        }
    }

    /// Starts to count whenever there is a toast that expires.
    fn follow_expiring(self) {
        let is_counting = Rc::new(Cell::new(false));
        follow(Box::new(move || {
            if self.0.with(State::has_expiring) && !is_counting.replace(true) {
                let is_counting = Rc::clone(&is_counting);
                spawn(async move {
                    self.auto_dismiss().await;
                    is_counting.set(false);
                });
            }
        }));
    }

    /// Counts the seconds in which toasts are readable, while one of them expires.
    async fn auto_dismiss(self) {
        while self.0.with_untracked(State::has_expiring) {
            sleep(SECOND_MS).await;
            if is_visible() && !is_dialog_open() {
                let held = matching("[data-key]:is(:hover, :focus-within)");
                self.dispatch(Event::Tick { readable: readable(), held });
            }
        }
    }
}

/// The toasts, each known by its id: one may have the focus while another arrives.
fn region(look: &ToastLook, state: &State) -> impl IntoView + use<> {
    let rows = state.toasts.iter().map(|shown| toast(look, shown.text.clone(), shown.is_new)).collect_view();
    (list(rows), more(look, &state.rest))
}

async fn fetch() -> Option<ToastsResponse> {
    post(endpoints::TOASTS, &[]).await.ok()
}

/// Whether a dialog is open, which covers the toasts.
fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// The elements of toasts that match a selector.
fn elements(selector: &str) -> Vec<HtmlElement> {
    by_id::<Element>(ids::TOASTS).map(|list| query_all(&list, selector)).unwrap_or_default()
}

/// The ids of the toasts that match a selector.
fn matching(selector: &str) -> Vec<String> {
    elements(selector).iter().filter_map(|toast| toast.get_attribute("data-key")).collect()
}

/// The ids of the toasts for which the screen has room.
fn readable() -> Vec<String> {
    let shown = elements("[data-key]").into_iter().filter(|toast| toast.offset_height() > 0);
    shown.filter_map(|toast| toast.get_attribute("data-key")).collect()
}
