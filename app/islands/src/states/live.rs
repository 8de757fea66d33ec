//! The states in the browser: each is drawn in place of the server's markup; all share one reactive state.

use leptos::prelude::*;

use super::state::{Effect, Event, State, apply};
use super::{StatesStart, line};
use crate::browser::{
    RequestError, document, draw, is_visible, on_change, post, query_all, sleep, spawn, window,
};
use crate::endpoints;
use crate::responses::StatesResponse;

/// The interval in which a hidden page checks whether it is visible again, in milliseconds.
const VISIBILITY_CHECK_MS: u32 = 1_000;

/// The states. They change by [`States::dispatch`] only.
#[derive(Clone, Copy)]
struct States(RwSignal<State>);

/// Mounts each state on the page.
pub fn mount(start: StatesStart) {
    let sprite = start.sprite.clone();
    let states = States(RwSignal::new(State::new(start)));
    let Some(body) = document().body() else { return };
    for place in query_all(&body, "[data-invitation]") {
        let (id, sprite) = (place.get_attribute("data-invitation").unwrap_or_default(), sprite.clone());
        let around = place.clone();
        let view = move || {
            let row = states.0.with(|state| state.row(&id));
            let _ = around.set_attribute("data-state", &row.state);
            line(&sprite, row)
        };
        draw(&place, || None, view);
    }
    on_change(move |is_live| states.dispatch(if is_live { Event::Changed } else { Event::Unfollowed }));
    states.dispatch(Event::Started);
}

impl States {
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
                while !is_visible() && self.0.with_untracked(|state| state.is_round(round)) {
                    sleep(VISIBILITY_CHECK_MS).await;
                }
                self.dispatch(Event::Due(round));
            }),
            Effect::Fetch { round, ids } => spawn(async move {
                let fields: Vec<_> =
                    ids.iter().map(|id| (endpoints::field::INVITATIONS, id.as_str())).collect();
                self.dispatch(match post::<StatesResponse>(endpoints::STATES, &fields).await {
                    Ok(response) => Event::Answered(round, response),
                    Err(RequestError::SignedOut) => Event::SignedOut,
                    Err(RequestError::Unreachable | RequestError::Problem(_)) => Event::Unanswered(round),
                });
            }),
            Effect::Reload => {
                let _ = window().location().reload();
            }
        }
    }
}
