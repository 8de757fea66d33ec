//! A state as both ends draw it: icon and sentence, never colour alone.

use leptos::prelude::*;

use super::symbol;
use crate::answers::StateReply;
use crate::icon::icon;

/// The inside of an element with `data-invitation` and `data-state`.
pub fn line(sprite: &str, reply: StateReply) -> impl IntoView + use<> {
    view! {
        {icon(sprite, symbol(&reply.state))}
        <span>{reply.sentence}</span>
    }
}
