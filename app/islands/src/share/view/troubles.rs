//! The sentences about recipients: who cannot be sent to, and who may be meant; then what to know about others.

use leptos::prelude::*;

use super::changed;
use super::person::person;
use crate::icon::icon;
use crate::ids;
use crate::responses::MatchResponse;
use crate::share::chip::Chip;
use crate::share::chips::FEW;
use crate::share::state::{Notice, State};
use crate::share::store::Share;

/// The sentences, those about red chips first.
pub(in crate::share) fn troubles(share: Share, state: &State) -> impl IntoView + use<> {
    let sprite = share.sprite();
    let shown = FEW.max(state.chips.drawn());
    let amber = state.chips.iter().filter(|chip| chip.is_amber() && !chip.shown.sentence.is_empty());
    let all = state.chips.iter().filter(|chip| chip.is_red()).chain(amber);
    let rows = all.take(shown).map(|chip| (chip.clone(), false)).collect();
    let rows = changed(share, |drawn| &mut drawn.troubles, rows, &|chip, _| row(share, &sprite, chip));
    let notice = match &state.notice {
        Notice::None => None,
        Notice::TooMany => Some(share.text(|texts| &texts.too_many)),
        Notice::Repeated(sentence) => Some(sentence.clone()),
    };
    let notice = notice.map(|sentence| {
        view! {
            <li class="share-trouble share-trouble-amber">
                {icon(&sprite, "info")}
                <span>{sentence}</span>
            </li>
        }
    });
    view! {
        <ul class="share-trouble-list" role="list">
            {notice}
            {rows}
        </ul>
        {leave_out(share, state)}
    }
}

fn row(share: Share, sprite: &str, chip: &Chip) -> impl IntoView + use<> {
    let (class, symbol) = if chip.is_red() {
        ("share-trouble share-trouble-red", "error-circle")
    } else {
        ("share-trouble share-trouble-amber", "warning")
    };
    let address = if chip.shown.address.is_empty() { &chip.shown.name } else { &chip.shown.address };
    let candidates = (!chip.shown.candidates.is_empty()).then(|| {
        let question = share.text(|texts| &texts.choose).replace("{address}", address);
        let candidate = |(at, each): (usize, &MatchResponse)| candidate(sprite, chip.id, at, each.clone());
        view! {
            <p class="small">{question}</p>
            <ul class="choices" role="list">
                {chip.shown.candidates.iter().enumerate().map(candidate).collect_view()}
            </ul>
        }
    });
    view! {
        <li class=class id=ids::chip_trouble_id(chip.id) data-key=chip.id.to_string() tabindex="-1">
            {icon(sprite, symbol)}
            <div>
                <p>
                    <strong dir="auto">{chip.shown.name.clone()}</strong>
                    " "
                    <span>{chip.shown.sentence.clone()}</span>
                </p>
                {candidates}
            </div>
        </li>
    }
}

fn candidate(sprite: &str, chip: u32, at: usize, shown: MatchResponse) -> impl IntoView + use<> {
    let (key, is_blocked) = (shown.key.clone(), !shown.blocked.is_empty());
    view! {
        <li>
            <button
                type="button"
                class="choice person"
                id=ids::candidate_id(chip, at)
                data-do="choose"
                data-person=key
                disabled=is_blocked
            >
                {person(sprite, shown)}
            </button>
        </li>
    }
}

/// Sends without those who cannot be sent to, where there are others.
fn leave_out(share: Share, state: &State) -> Option<impl IntoView + use<>> {
    let reds = state.reds();
    (reds > 0 && reds < state.chips.len()).then(|| {
        view! {
            <button type="button" class="button" data-do="leave-out">
                {share.counted(|texts| &texts.leave_out, reds)}
            </button>
        }
    })
}
