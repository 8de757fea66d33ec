//! The states in the browser: each mounted over what the server drew of it, all of one state.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlElement;

use super::state::{Effect, Event, State, apply};
use super::{StatesStart, line};
use crate::address;
use crate::answers::StatesReply;
use crate::browser::{Failure, all, ask, document, in_sight, mount_over, wait, window};

/// How often it is looked at whether somebody can see the page, in milliseconds.
const LOOK_MS: u32 = 1_000;

/// The states with their one way to change.
#[derive(Clone, Copy)]
struct States(RwSignal<State>);

/// Draws each state of the page into its place.
pub fn mount(start: StatesStart) {
    let sprite = start.sprite.clone();
    let states = States(RwSignal::new(State::new(start)));
    let Some(body) = document().body() else { return };
    for place in all(&body, "[data-invitation]") {
        let (id, sprite) = (place.get_attribute("data-invitation").unwrap_or_default(), sprite.clone());
        let around = place.clone();
        mount_over(&place, move || states.draw(around, id, sprite));
    }
    states.tell(Event::Started);
}

impl States {
    fn draw(self, place: HtmlElement, id: String, sprite: String) -> impl IntoView {
        let row = move || self.0.with(|state| state.row(&id));
        let state = row.clone();
        leptos::prelude::Effect::new(move |_| {
            let _ = place.set_attribute("data-state", &state().state);
        });
        move || line(&sprite, row())
    }

    /// Something happened.
    fn tell(self, event: Event) {
        if let Some(effect) = self.0.try_update(|state| apply(state, event)).flatten() {
            self.run(effect);
        }
    }

    fn run(self, effect: Effect) {
        match effect {
            Effect::Wait(ms) => spawn_local(async move {
                wait(ms).await;
                while !in_sight() {
                    wait(LOOK_MS).await;
                }
                self.tell(Event::Due);
            }),
            Effect::Ask(ids) => spawn_local(async move {
                let fields: Vec<_> =
                    ids.iter().map(|id| (address::field::INVITATIONS, id.as_str())).collect();
                self.tell(match ask::<StatesReply>(address::STATES, &fields).await {
                    Ok(answer) => Event::Answered(answer),
                    Err(Failure::SignedOut) => Event::SignedOut,
                    Err(Failure::Unreachable | Failure::Problem(_)) => Event::Unanswered,
                });
            }),
            Effect::Reload => {
                let _ = window().location().reload();
            }
        }
    }
}
