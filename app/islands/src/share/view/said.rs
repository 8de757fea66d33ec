//! The line below the people field, and what screen readers are told.

use leptos::prelude::*;

use super::person::NAME;
use crate::icon::icon;
use crate::share::state::{Announcement, LookUp, State};
use crate::share::store::Share;

/// That people from outside get access, and what the field does; else how to use it.
pub(in crate::share) fn hint(share: Share, state: &State) -> impl IntoView + use<> {
    let count = state.chips.outside();
    let outside =
        (count > 0).then(|| (icon(&share.sprite(), "globe"), share.counted(|texts| &texts.outside, count)));
    let undo = state.removed.is_some().then(|| {
        view! {
            " "
            <button type="button" class="button-link" data-do="undo">
                {share.text(|texts| &texts.undo)}
            </button>
        }
    });
    view! {
        <span class="share-outside">{outside}</span>
        " "
        <span>{news(share, state)}</span>
        {undo}
    }
}

fn news(share: Share, state: &State) -> String {
    let picker = &state.picker;
    if let Some((_, chip)) = &state.removed {
        return share.text(|texts| &texts.removed).replace(NAME, &chip.shown.name);
    }
    match picker.look_up {
        LookUp::Failed => share.text(|texts| &texts.search_failed),
        LookUp::UnderWay if !picker.query.is_empty() => share.text(|texts| &texts.searching),
        LookUp::Answered if !picker.query.is_empty() && picker.matches.is_empty() => picker.remark.clone(),
        _ if state.chips.outside() > 0 => String::new(),
        _ => share.text(|texts| &texts.hint),
    }
}

/// What is read aloud as it happens. The text in the page changes only where it says something else.
pub(in crate::share) fn said(share: Share, said: &Announcement) -> String {
    let about = |text: String, person: &str| text.replace(NAME, person);
    match said {
        Announcement::Nothing => String::new(),
        Announcement::Text(text) => text.clone(),
        Announcement::Added { person, outcome } => {
            about(share.text(|texts| &texts.added), person).replace("{outcome}", outcome)
        }
        Announcement::Count(count) => share.counted(|texts| &texts.count, *count),
        Announcement::Removed(person) => about(share.text(|texts| &texts.removed), person),
        Announcement::Removes(person) => about(share.text(|texts| &texts.remove), person),
        Announcement::There(person) => about(share.text(|texts| &texts.already_there), person),
        Announcement::SearchFailed => share.text(|texts| &texts.search_failed),
        Announcement::TooMany => share.text(|texts| &texts.too_many),
        Announcement::Restored => share.text(|texts| &texts.restored),
    }
}
