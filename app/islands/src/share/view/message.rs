//! How much of the message is left.

use leptos::prelude::*;

use crate::share::effects::Share;

/// Behind what the server says of its length. Nothing until there is a message.
pub(in crate::share) fn message(share: Share, limit: usize) -> impl IntoView {
    let said = move || {
        let length = share.message.get();
        if length == 0 {
            return String::new();
        }
        match length.checked_sub(limit).filter(|over| *over > 0) {
            Some(over) => share.counted(|texts| &texts.message_over, over),
            None => share.counted(|texts| &texts.message_left, limit.saturating_sub(length)),
        }
    };
    view! {
        " "
        <span>{said}</span>
    }
}
