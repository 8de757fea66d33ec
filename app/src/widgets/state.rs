//! States: icon and word, never colour alone.

use contract::{InvitationState, ReferenceId, StepState};
use islands::Icon;
use leptos::prelude::*;

use crate::calls::invitations::step_state_name;
use crate::scope::Scope;

/// An invitation's state with its reason. The list's island finds it by its id and rewrites the sentence.
#[component]
pub(crate) fn State(
    /// Where the invitation stands.
    state: InvitationState,
    /// In words.
    sentence: String,
    /// Which invitation.
    invitation: String,
) -> impl IntoView {
    view! {
        <span class="state" data-state=state.as_str() data-invitation=invitation>
            <StateIcons />
            <span data-sentence="">{sentence}</span>
        </span>
    }
}

/// One icon for each look; the style shows the one that fits `data-state`, so that a script only has to change the attribute.
#[component]
fn StateIcons() -> impl IntoView {
    ["checkmark-circle", "spinner", "clock", "mail", "warning", "error-circle"]
        .into_iter()
        .map(|name| view! { <span class=format!("state-icon state-icon-{name}")><Icon name /></span> })
        .collect_view()
}

/// The icon of a step's state.
pub(crate) const fn step_icon(state: StepState) -> (&'static str, &'static str) {
    let icon = match state {
        StepState::Done => "checkmark-circle",
        StepState::Working => "spinner",
        StepState::Waiting => "clock",
        StepState::Stopped => "warning",
        StepState::Failed => "error-circle",
        StepState::Open => "circle",
    };
    (icon, step_state_name(state))
}

/// The number that joins a page to the log.
#[component]
pub(crate) fn Reference(
    /// The request.
    scope: Scope,
    /// The number.
    id: ReferenceId,
) -> impl IntoView {
    view! {
        <p class="reference">
            {words::errors::reference(scope.lang)}
            " "
            <code>{id.to_string()}</code>
            <span>{words::errors::reference_hint(scope.lang)}</span>
        </p>
    }
}
