//! The dialog's renderer: writes what has changed in the state into what the server drew.

mod follow;
mod form;
mod picker;

use super::state::State;

/// Shows every part that differs. What has not changed stands as it was drawn, or typed.
pub(super) fn changes(before: &State, now: &State) {
    picker::changes(&before.picker, &now.picker);
    if before.candidates != now.candidates {
        picker::candidates(&now.candidates, &now.picker.text);
    }
    if before.trouble != now.trouble || before.told != now.told {
        form::trouble(&now.trouble);
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
