//! States: icon and word, never colour alone.

use contract::{InvitationState, ReferenceId, StepState};
use leptos::prelude::*;

use super::Icon;
use crate::scope::Scope;

/// An invitation's state with its reason. The list's island finds it by its id, and shows the icon that names the new state.
#[component]
pub(crate) fn State(
    /// Where the invitation stands.
    state: InvitationState,
    /// In words.
    sentence: String,
    /// Which invitation.
    invitation: String,
) -> impl IntoView {
    let icons = [
        ("spinner", "working undoing"),
        ("clock", "waiting"),
        ("warning", "stopped"),
        ("mail", "sent"),
        ("checkmark-circle", "accepted shared"),
        ("error-circle", "failed"),
        ("arrow-undo", "undone"),
    ];
    let icon = |(name, case): (&'static str, &'static str)| {
        let hidden = !case.split(' ').any(|case| case == state.as_str());
        view! { <Icon name case=Some(case) hidden /> }
    };
    view! {
        <span class="state" data-state=state.as_str() data-invitation=invitation>
            {icons.map(icon).collect_view()}
            <span data-slot="sentence">{sentence}</span>
        </span>
    }
}

/// The icon of a step's state, and the state's name.
pub(crate) const fn step_icon(state: StepState) -> (&'static str, &'static str) {
    let icon = match state {
        StepState::Done => "checkmark-circle",
        StepState::Working => "spinner",
        StepState::Waiting => "clock",
        StepState::Stopped => "warning",
        StepState::Failed => "error-circle",
        StepState::Open => "circle",
        StepState::Undone => "arrow-undo",
    };
    (icon, state.as_str())
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
