//! Renders the changes of the state into the server's markup.

mod follow;
mod form;
mod picker;

use super::state::State;

/// Renders each part that differs. The other parts stay as rendered or typed.
pub(super) fn changes(before: &State, now: &State) {
    picker::changes(&before.picker, &now.picker);
    if before.candidates != now.candidates {
        picker::candidates(&now.candidates, now.picker.shown_address());
    }
    if before.audience() != now.audience() {
        form::parts(now.audience());
    }
    if before.errors != now.errors || before.announcements != now.announcements {
        form::errors(&now.errors);
    }
    if before.key != now.key {
        form::key(&now.key);
    }
    let label = |state: &State| (state.busy, state.candidates.is_empty());
    if label(before) != label(now) {
        form::button(now.busy, !now.candidates.is_empty());
    }
    if before.follow != now.follow {
        follow::changes(before.follow.as_ref(), now.follow.as_ref());
    }
}
