//! The chips.

use leptos::prelude::*;

use super::changed;
use super::person::{NAME, avatar};
use crate::icon::icon;
use crate::ids;
use crate::responses::ChipResponse;
use crate::share::chip::Chip;
use crate::share::state::State;
use crate::share::store::Share;

/// The first few, or all of them.
pub(in crate::share) fn chips(share: Share, state: &State) -> impl IntoView + use<> {
    let look = Look {
        sprite: share.sprite(),
        remove: share.text(|texts| &texts.remove),
        edit: share.text(|texts| &texts.edit),
        resend: share.text(|texts| &texts.resend),
        judging: share.text(|texts| &texts.judging),
    };
    let (all, drawn) = (state.chips.len(), state.chips.drawn());
    let shown = |chip: &Chip| (chip.clone(), state.selected == Some(chip.id));
    let rows = state.chips.iter().take(drawn).map(shown).collect();
    let rows =
        changed(share, |drawn| &mut drawn.chips, rows, &|each, is_selected| chip(&look, each, is_selected));
    let more = (all > drawn).then(|| {
        view! {
            <li class="chip-more">
                <button type="button" class="button-link" data-do="unfold">
                    {share.counted(|texts| &texts.more_chips, all - drawn)}
                </button>
            </li>
        }
    });
    (rows, more)
}

/// What every chip has.
struct Look {
    sprite: String,
    remove: String,
    edit: String,
    resend: String,
    judging: String,
}

fn chip(look: &Look, chip: &Chip, is_selected: bool) -> impl IntoView + use<> {
    let ChipResponse { name, company, initials, outside, sentence, .. } = chip.shown.clone();
    // Named by all that it shows, as it shows it.
    let (before, after) = look.edit.split_once(NAME).unwrap_or((look.edit.as_str(), ""));
    let (before, after) = (before.to_owned(), after.to_owned());
    let company =
        (!company.is_empty()).then(|| view! { <span class="chip-company" dir="auto">{company}</span> });
    let described = (chip.is_red() || chip.is_amber()).then(|| ids::chip_trouble_id(chip.id));
    view! {
        <li class=chip.class(is_selected) data-key=chip.id.to_string()>
            <button
                type="button"
                class="chip-edit"
                id=ids::chip_id(chip.id)
                data-do="edit"
                title=sentence
                aria-describedby=described
            >
                <span class="read-aloud">{before}</span>
                {avatar(&look.sprite, outside, &name, initials)}
                <span class="chip-name" dir="auto">{name.clone()}</span>
                " "
                {company}
                <span class="read-aloud">{after}</span>
            </button>
            {light(look, chip)}
            {resend(look, &chip.shown)}
            <button
                type="button"
                class="button button-subtle button-icon"
                data-do="remove"
                aria-label=look.remove.replace(NAME, &name)
            >
                {icon(&look.sprite, "dismiss")}
            </button>
        </li>
    }
}

/// A symbol and a few words, never colour alone.
fn light(look: &Look, chip: &Chip) -> Option<impl IntoView + use<>> {
    let (symbol, text) = match chip.shown.light.as_str() {
        _ if chip.is_judging || chip.is_unread => ("spinner", look.judging.clone()),
        "red" => ("error-circle", chip.shown.trouble.clone()),
        "amber" => ("warning", String::new()),
        _ => return None,
    };
    Some(view! {
        {icon(&look.sprite, symbol)}
        <span class="chip-trouble">{text}</span>
    })
}

/// For a guest who has not accepted yet.
fn resend(look: &Look, shown: &ChipResponse) -> Option<impl IntoView + use<>> {
    (!shown.resend_line.is_empty()).then(|| {
        view! {
            <button
                type="button"
                class="button-link chip-resend"
                data-do="resend"
                aria-pressed=if shown.resends { "true" } else { "false" }
            >
                {look.resend.clone()}
            </button>
        }
    })
}
