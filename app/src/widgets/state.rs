//! States: icon and word, never colour alone.

use contract::{InvitationState, ReferenceId, StateReport, StepState};
use islands::ids;
use islands::responses::StateResponse;
use islands::states::{StatesStart, line};
use leptos::prelude::*;

use super::Island;
use crate::document::{Sprite, sprite};
use crate::request::RequestContext;

/// The state of an invitation with its reason. On pages that poll states, the island finds the element by its id and updates it.
#[component]
pub(crate) fn State(
    /// The state.
    state: InvitationState,
    /// The state in words.
    sentence: String,
    /// The id of the invitation.
    invitation: String,
) -> impl IntoView {
    let sprite = use_context::<Sprite>().map(|sprite| sprite.0).unwrap_or_default();
    let (name, id) = (state.as_str(), invitation.clone());
    let reply = StateResponse { id, state: name.to_owned(), sentence };
    view! {
        <span class="state" data-state=name data-invitation=invitation>
            {line(&sprite, reply)}
        </span>
    }
}

/// Keeps the states of these invitations up to date.
#[component]
pub(crate) fn LiveStates(
    /// The request.
    context: RequestContext,
    /// The invitations on the page.
    reports: Vec<StateReport>,
    /// Whether all of them are the caller's own, so that each change is told.
    is_told: bool,
    /// Whether this is the page of one invitation.
    #[prop(optional)]
    whole_page: bool,
) -> impl IntoView {
    let state = |report: &StateReport| StateResponse {
        id: report.invitation.to_string(),
        state: report.state.as_str().to_owned(),
        sentence: words::state_report(context.lang, report, context.now()),
    };
    let states = reports.iter().map(state).collect();
    let start = StatesStart { sprite: sprite(), states, whole_page, is_told };
    view! { <Island name=ids::island::STATES start /> }
}

/// The icon of a step's state, and the state's name.
pub(crate) const fn step_icon(state: StepState) -> (&'static str, &'static str) {
    let icon = match state {
        StepState::Done => "checkmark-circle",
        StepState::Working => "spinner",
        StepState::Waiting => "clock",
        StepState::Stopped => "warning",
        StepState::Failed => "error-circle",
        StepState::Undone => "arrow-undo",
        StepState::Open => "circle",
    };
    (icon, state.as_str())
}

/// The reference id, by which the operator finds the log entry.
#[component]
pub(crate) fn Reference(
    /// The request.
    context: RequestContext,
    /// The reference id.
    id: ReferenceId,
) -> impl IntoView {
    view! {
        <p class="reference">
            {words::errors::reference(context.lang)}
            " "
            <code>{id.to_string()}</code>
            <span>{words::errors::reference_hint(context.lang)}</span>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_symbol_of_the_sprite() {
        let sprite = include_str!("../../../public/icons.svg");
        for state in InvitationState::ALL {
            let symbol = islands::states::symbol(state.as_str());
            assert_ne!(symbol, "circle", "{state} is not known");
            assert!(sprite.contains(&format!("id=\"{symbol}\"")), "{symbol}");
        }
    }
}
