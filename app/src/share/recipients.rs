//! The recipients of a form that came back: each a box that can be unticked, and what is said of it. The island puts its chips in their place.

use contract::{Language, UserStatus};
use islands::ids;
use islands::responses::{ChipResponse, MatchResponse};
use leptos::prelude::*;

use super::form_state::ShareFormState;
use crate::widgets::{Avatar, Icon};

const GREEN: &str = "green";
const RED: &str = "red";

/// The field of a recipient by its place.
fn field_name(at: usize) -> String {
    format!("form[recipients][{at}]")
}

/// The id of what is said of it.
fn note_id(at: usize) -> String {
    format!("share-recipient-{at}-note")
}

/// Whether one of several lines has to be chosen, so that the field is not the box.
fn has_choice(chip: &ChipResponse) -> bool {
    !chip.candidates.is_empty() || !chip.resend_line.is_empty()
}

/// Whether something is said beneath the field.
fn has_note(chip: &ChipResponse) -> bool {
    has_choice(chip) || !(chip.light.is_empty() || chip.light == GREEN)
}

/// The boxes, in the frame of the people field.
#[component]
pub(crate) fn Recipients(state: ShareFormState) -> impl IntoView {
    let rows = state.chips.iter().cloned().enumerate();
    let rows = rows.map(|(at, chip)| view! { <Recipient at chip /> }).collect_view();
    view! {
        <ul class="share-chips" id=ids::CHIPS role="list" aria-label=words::share::recipients_label(state.context.lang)>
            {rows}
        </ul>
    }
}

#[component]
fn Recipient(at: usize, chip: ChipResponse) -> impl IntoView {
    let note = has_note(&chip).then(|| note_id(at));
    let whole = whole_name(&chip);
    let look = chip_class(&chip);
    let more = if chip.trouble.is_empty() { &chip.company } else { &chip.trouble };
    let more = (!more.is_empty()).then(|| {
        view! { <span class="chip-more" dir="auto">{more.clone()}</span> }
    });
    let face = view! {
        <Portrait name=chip.name.clone() outside=chip.outside />
        <span class="chip-name" dir="auto">{chip.name.clone()}</span>
        {more}
        {(chip.light == RED).then(|| view! { <Icon name="warning" /> })}
    };
    let inside = if has_choice(&chip) {
        view! { <a class="chip-label" href=format!("#{}", note_id(at))>{face}</a> }.into_any()
    } else {
        view! {
            <label class="chip-label">
                <input
                    type="checkbox"
                    name=field_name(at)
                    value=chip.line
                    autocomplete="off"
                    checked=true
                    aria-describedby=note
                />
                {face}
            </label>
        }
        .into_any()
    };
    view! { <li class=look title=whole>{inside}</li> }
}

/// The classes of a chip, as the island has them.
fn chip_class(chip: &ChipResponse) -> String {
    let outside = if chip.outside { "outside" } else { "" };
    let parts =
        [chip.light.as_str(), chip.kind.as_str(), outside].into_iter().filter(|part| !part.is_empty());
    parts.fold("chip".to_owned(), |class, part| format!("{class} chip-{part}"))
}

/// What does not fit the chip.
fn whole_name(chip: &ChipResponse) -> String {
    if chip.address.is_empty() { chip.name.clone() } else { format!("{} · {}", chip.name, chip.address) }
}

/// Initials; a globe for somebody from outside.
#[component]
fn Portrait(name: String, outside: bool) -> impl IntoView {
    if outside {
        return view! {
            <span class="avatar" aria-hidden="true">
                <Icon name="globe" />
            </span>
        }
        .into_any();
    }
    view! { <Avatar name /> }.into_any()
}

/// What is said of recipients, with what can be chosen there, and whether those who cannot be sent to are left out.
#[component]
pub(crate) fn Troubles(state: ShareFormState) -> impl IntoView {
    if state.chips.is_empty() {
        return ().into_any();
    }
    let lang = state.context.lang;
    let noted = state.chips.iter().cloned().enumerate().filter(|(_, chip)| has_note(chip));
    let hint = words::mail_way::resend_hint(lang, &state.options.mail_ways);
    let notes = noted.map(|(at, chip)| view! { <Note lang at chip hint /> }).collect::<Vec<_>>();
    let notes = (!notes.is_empty()).then(|| view! { <ul class="share-notes" role="list">{notes}</ul> });
    let repeated = Some(state.repeated).filter(|text| !text.is_empty());
    let red = state.chips.iter().filter(|chip| chip.light == RED).count();
    let leaves_out = !state.typed.leave_out.is_empty();
    let leave_out = (red > 0 && state.chips.len() > 1).then(|| {
        let count = u64::try_from(red).unwrap_or(u64::MAX);
        view! {
            <label class="check">
                <input type="checkbox" name="form[leave_out]" value="1" autocomplete="off" checked=leaves_out />
                {words::share::leave_out(lang, count)}
            </label>
        }
    });
    view! {
        <p class="help plain-only">{words::share::untick_hint(lang)}</p>
        {notes}
        {repeated.map(|text| view! { <p class="quiet small">{text}</p> })}
        {leave_out}
    }
    .into_any()
}

#[component]
fn Note(lang: Language, at: usize, chip: ChipResponse, hint: &'static str) -> impl IntoView {
    let icon = if chip.light == RED { "error-circle" } else { "info" };
    let choices = if chip.candidates.is_empty() {
        let is_asked = !chip.resend_line.is_empty();
        is_asked.then(|| view! { <ResendChoice lang at chip=chip.clone() hint /> }.into_any())
    } else {
        Some(view! { <Candidates lang at chip=chip.clone() /> }.into_any())
    };
    view! {
        <li class=format!("share-note share-note-{}", chip.light) id=note_id(at)>
            <Icon name=icon />
            <div>
                <p>
                    <strong dir="auto">{chip.name}</strong>
                    " "
                    {chip.sentence}
                </p>
                {choices}
            </div>
        </li>
    }
}

/// One line of a recipient among several; a line without anybody removes them.
#[component]
fn Line(at: usize, line: String, text: String, checked: bool) -> impl IntoView {
    view! {
        <label class="check">
            <input type="radio" name=field_name(at) value=line autocomplete="off" checked=checked />
            {text}
        </label>
    }
}

/// The people who may be meant. Until one is chosen the line stays as it is, so that it is asked again and not lost.
#[component]
fn Candidates(lang: Language, at: usize, chip: ChipResponse) -> impl IntoView {
    let only = chip.candidates.len() == 1 && chip.candidates.iter().all(|person| person.blocked.is_empty());
    let removes = words::share::remove(lang, &chip.name);
    let not_chosen = (!only).then(|| {
        let text = words::share::not_chosen(lang).to_owned();
        view! { <Line at line=chip.line.clone() text checked=true /> }
    });
    let card = |person: MatchResponse| view! { <Candidate lang at person checked=only /> };
    view! {
        <fieldset class="choices share-choices">
            <legend>
                <strong dir="auto">{words::share::choose(lang, &chip.text)}</strong>
            </legend>
            {not_chosen}
            {chip.candidates.into_iter().map(card).collect_view()}
            <Line at line=String::new() text=removes checked=false />
        </fieldset>
    }
}

#[component]
fn Candidate(lang: Language, at: usize, person: MatchResponse, checked: bool) -> impl IntoView {
    let is_blocked = !person.blocked.is_empty();
    let more = [&person.address, if is_blocked { &person.blocked } else { &person.company }];
    let more = more.into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    let pending = (person.standing == UserStatus::Pending.as_str())
        .then(|| view! { <span class="person-more">{words::share::choose_pending(lang)}</span> });
    view! {
        <label class="choice">
            <input
                type="radio"
                name=field_name(at)
                value=person.line
                autocomplete="off"
                checked=checked
                disabled=is_blocked
            />
            <span class="person">
                <Portrait name=person.name.clone() outside=person.outside />
                <span>
                    <span class="person-name" dir="auto">{person.name}</span>
                    <span class="person-more">{more}</span>
                    {pending}
                </span>
                <span class=format!("badge badge-{}", person.standing)>{person.badge}</span>
            </span>
        </label>
    }
}

/// Whether a guest who has not accepted yet gets a new invitation.
#[component]
fn ResendChoice(lang: Language, at: usize, chip: ChipResponse, hint: &'static str) -> impl IntoView {
    let plain = contract::TypedRecipient { resend: false, ..contract::TypedRecipient::parse(&chip.line) };
    let keep = words::share::keep_pending(lang).to_owned();
    let again = words::share::resend(lang).to_owned();
    let removes = words::share::remove(lang, &chip.name);
    view! {
        <fieldset class="share-choices">
            <legend class="read-aloud" dir="auto">{chip.name}</legend>
            <Line at line=plain.line() text=keep checked=!chip.resends />
            <Line at line=chip.resend_line text=again checked=chip.resends />
            <p class="help">{hint}</p>
            <Line at line=String::new() text=removes checked=false />
        </fieldset>
    }
}

#[cfg(test)]
mod tests;
