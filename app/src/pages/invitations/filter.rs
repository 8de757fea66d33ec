//! Which invitations the list shows, and its address.

use contract::{InvitationId, InvitationState};

use crate::redirect::encode;

/// Whose invitations, in which state, and to or by whom.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Everyone's, for administrators; else the caller's own.
    pub(super) everyone: bool,
    /// In this state; in any, where there is none.
    pub(super) state: Option<InvitationState>,
    /// What a name or an address starts with; empty for all. Only everyone's are searched.
    pub(super) text: String,
}

/// The address of the list, with its filters and the invitation after which the page starts.
pub(super) fn address(shown: &Shown, before: Option<&InvitationId>) -> String {
    let whose = shown.everyone.then(|| "whose=everyone".to_owned());
    let text = (!shown.text.is_empty()).then(|| format!("q={}", encode(&shown.text)));
    let state = shown.state.map(|state| format!("state={}", state.as_str()));
    let before = before.map(|id| format!("before={id}"));
    let query: Vec<_> = whose.into_iter().chain(text).chain(state).chain(before).collect();
    if query.is_empty() { "/invitations".to_owned() } else { format!("/invitations?{}", query.join("&")) }
}

/// The address of the list with the same filters, and nothing searched for.
pub(super) fn without_text(shown: &Shown) -> String {
    address(&Shown { text: String::new(), ..shown.clone() }, None)
}
