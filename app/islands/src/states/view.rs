//! A state as the server and the browser render it: icon and sentence, never colour alone.

use leptos::prelude::*;

use super::symbol;
use crate::icon::icon;
use crate::responses::StateResponse;

/// The content of an element with `data-invitation` and `data-state`.
pub fn line(sprite: &str, reply: StateResponse) -> impl IntoView + use<> {
    view! {
        {icon(sprite, symbol(&reply.state))}
        <span>{reply.sentence}</span>
    }
}
