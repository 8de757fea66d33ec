//! The list in the browser: mounted over what the server drew, with the effects that its state asks for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CustomEvent, Element, HtmlElement};

use super::state::{Effect, Event, Shown, State, apply};
use super::{ToastLook, ToastsStart, list, toast};
use crate::answers::{Done, ToastsReply};
use crate::browser::{all, ask, by_id, document, in_sight, listen, mount_over, wait, window};
use crate::{address, ids};

/// The event that says: there may soon be something to tell.
const ANNOUNCED: &str = "vestibule:announced";
/// The event that says: this invitation need not be told about any more.
const TOLD: &str = "vestibule:told";
const SECOND_MS: u32 = 1_000;

/// The list's state with its one way to change it.
#[derive(Clone, Copy)]
struct Toasts(RwSignal<State>);

/// Draws the list into its place, if the page has one.
pub fn mount(start: ToastsStart) {
    let Some(place) = by_id::<HtmlElement>(ids::TOASTS_PLACE) else { return };
    let ToastsStart { look, toasts, awaited } = start;
    let toasts = Toasts(RwSignal::new(State::new(toasts)));
    let focused = focused_within(&place);
    mount_over(&place, move || view! { <List toasts look /> });
    if let Some(focused) = focused.and_then(|focused| place.query_selector(&focused).ok().flatten()) {
        let _ = focused.unchecked_ref::<HtmlElement>().focus();
    }
    listen(&window(), ANNOUNCED, move |_| toasts.tell(Event::Announced));
    listen(&window(), TOLD, move |event| {
        let invitation = event.unchecked_ref::<CustomEvent>().detail().as_string();
        toasts.tell(Event::Told(invitation.unwrap_or_default()));
    });
    if awaited {
        toasts.tell(Event::Announced);
    }
}

/// Says that there may soon be something to tell.
pub fn announce() {
    dispatch(ANNOUNCED, &JsValue::NULL);
}

/// Takes back what is told about an invitation: the person has been told in another place. Not taken back after all is harmless: it is said
/// twice then.
pub async fn announce_told(invitation: &str) {
    let _ = ask::<Done>(address::TOLD, &[(address::field::INVITATION, invitation)]).await;
    dispatch(TOLD, &JsValue::from_str(invitation));
}

/// By an event, so that the list may be missing, or broken, without harm to whoever tells it.
fn dispatch(name: &str, detail: &JsValue) {
    let init = web_sys::CustomEventInit::new();
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = window().dispatch_event(&event);
    }
}

impl Toasts {
    /// Something happened.
    fn tell(self, event: Event) {
        if let Some(effect) = self.0.try_update(|state| apply(state, event)).flatten() {
            self.run(effect);
        }
    }

    fn run(self, effect: Effect) {
        match effect {
            Effect::Wait { round, ms } => spawn_local(async move {
                wait(ms).await;
                // News can wait for whoever is in another tab.
                while !in_sight() && self.0.with_untracked(|state| state.is_round(round)) {
                    wait(SECOND_MS).await;
                }
                self.tell(Event::Due(round));
            }),
            Effect::Ask { round } => spawn_local(async move {
                let answer = ask::<ToastsReply>(address::TOASTS, &[]).await;
                self.tell(Event::Answered(round, answer.ok().map(|answer| answer.toasts)));
            }),
            Effect::Dismiss(ids) => {
                for id in ids {
                    spawn_local(async move {
                        // Not dismissed after all is harmless: it is drawn again on the next page.
                        let _ = ask::<Done>(address::DISMISS, &[(address::field::TOAST, &id)]).await;
                    });
                }
            }
        }
    }

    /// Counts the seconds in which somebody can have read, while there is something that leaves by itself.
    async fn count(self) {
        while self.0.with_untracked(State::is_any_leaving) {
            wait(SECOND_MS).await;
            if in_sight() && !behind_a_dialog() {
                self.tell(Event::Second(held()));
            }
        }
    }
}

#[component]
fn List(toasts: Toasts, look: ToastLook) -> impl IntoView {
    leptos::prelude::Effect::new(move |was_leaving: Option<bool>| {
        let leaving = toasts.0.with(State::is_any_leaving);
        if leaving && was_leaving != Some(true) {
            spawn_local(toasts.count());
        }
        leaving
    });
    let row = move |shown: Shown| {
        let id = shown.text.id.clone();
        toast(&look, shown.text, shown.is_new, move |event| {
            event.prevent_default();
            toasts.tell(Event::Dismissed(id.clone()));
        })
    };
    // By key, because a toast may hold the focus while another comes.
    list(
        view! { <For each=move || toasts.0.with(|state| state.toasts.clone()) key=|shown| shown.text.id.clone() children=row /> },
    )
}

/// While a dialog is open, toasts are held back: nobody can have read it.
fn behind_a_dialog() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// The toasts that somebody points at, or in which the focus is.
fn held() -> Vec<String> {
    let Some(list) = by_id::<Element>(ids::TOASTS) else { return Vec::new() };
    let held = all(&list, "[data-toast]:is(:hover, :focus-within)");
    held.iter().filter_map(|toast| toast.get_attribute("data-toast")).collect()
}

/// How to find the element of a toast that has the focus, once it is drawn anew.
fn focused_within(place: &HtmlElement) -> Option<String> {
    let focused = document().active_element().filter(|focused| place.contains(Some(focused)))?;
    let toast = focused.closest("[data-toast]").ok().flatten()?.get_attribute("data-toast")?;
    Some(["[data-toast=\"", &toast, "\"] ", &focused.local_name()].concat())
}
