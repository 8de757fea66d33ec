//! The chips.

use leptos::prelude::*;

use super::PERSON;
use super::person::avatar;
use crate::icon::icon;
use crate::ids;
use crate::responses::ChipResponse;
use crate::share::chips::Chip;
use crate::share::effects::Share;

/// The first few, or all of them.
pub(in crate::share) fn chips(share: Share) -> impl IntoView {
    let version = share.version(|state| state.chips.version());
    let look = Look {
        sprite: share.start.with_value(|start| start.sprite.clone()),
        remove: share.text(|texts| &texts.remove),
        edit: share.text(|texts| &texts.edit),
        resend: share.text(|texts| &texts.resend),
        judging: share.text(|texts| &texts.judging),
    };
    move || {
        version.track();
        share.state.with_untracked(|state| {
            let (all, drawn) = (state.chips.len(), state.chips.drawn());
            let row = |each: &Chip| chip(&look, each, state.selected == Some(each.id));
            let rows = state.chips.iter().take(drawn).map(row).collect_view();
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
        })
    }
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
    let ChipResponse { name, company, initials, outside, resend_line, resends, sentence, trouble, .. } =
        chip.shown.clone();
    let is_waiting = chip.is_judging || chip.is_unread;
    let light = match chip.shown.light.as_str() {
        _ if is_waiting => Some(("spinner", look.judging.clone())),
        "red" => Some(("error-circle", trouble)),
        "amber" => Some(("warning", String::new())),
        _ => None,
    };
    let light = light.map(|(symbol, text)| {
        view! {
            {icon(&look.sprite, symbol)}
            <span class="chip-trouble">{text}</span>
        }
    });
    let resend = (!resend_line.is_empty()).then(|| {
        view! {
            <button
                type="button"
                class="button-link chip-resend"
                data-do="resend"
                aria-pressed=if resends { "true" } else { "false" }
            >
                {look.resend.clone()}
            </button>
        }
    });
    let company =
        (!company.is_empty()).then(|| view! { <span class="chip-company" dir="auto">{company}</span> });
    let described = (chip.is_red() || chip.is_amber()).then(|| ids::chip_trouble_id(chip.id));
    view! {
        <li class=chip.class(is_selected) data-chip=chip.id.to_string()>
            <button
                type="button"
                class="chip-edit"
                id=ids::chip_id(chip.id)
                data-do="edit"
                title=sentence
                aria-label=look.edit.replace(PERSON, &name)
                aria-describedby=described
            >
                {avatar(&look.sprite, outside, initials)}
                <span class="chip-name" dir="auto">{name.clone()}</span>
                {company}
            </button>
            {light}
            {resend}
            <button
                type="button"
                class="button button-subtle button-icon"
                data-do="remove"
                aria-label=look.remove.replace(PERSON, &name)
            >
                {icon(&look.sprite, "dismiss")}
            </button>
        </li>
    }
}
