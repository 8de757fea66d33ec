//! The recipients of a form that came back: each a box that can be unticked, and what is said of it. The island puts its chips in their place.

use contract::{Language, RecipientKind, TypedRecipient, UserStatus};
use islands::ids;
use islands::responses::{ChipResponse, MatchResponse};
use leptos::prelude::*;

use super::form_state::ShareFormState;
use crate::calls::choices::{Choice, RESEND, of_line};
use crate::widgets::{Avatar, Icon};

const GREEN: &str = "green";
const AMBER: &str = "amber";
const RED: &str = "red";

/// The field of a recipient by its place.
fn field_name(at: usize) -> String {
    format!("form[recipients][{at}]")
}

/// The id of what is said of it.
fn note_id(at: usize) -> String {
    format!("share-recipient-{at}-note")
}

/// The line of the box, whatever is chosen beneath it.
fn plain_line(chip: &ChipResponse) -> String {
    TypedRecipient { resend: false, ..TypedRecipient::parse(&chip.line) }.line()
}

/// Whether a guest who has not accepted yet is, or may be, meant: they can get a new invitation.
fn may_resend(chip: &ChipResponse) -> bool {
    let is_pending = |person: &MatchResponse| person.standing == UserStatus::Pending.as_str();
    !chip.resend_line.is_empty() || chip.candidates.iter().any(is_pending)
}

/// Whether something is to be chosen.
fn has_choice(chip: &ChipResponse) -> bool {
    !chip.candidates.is_empty() || may_resend(chip)
}

/// Whether something is said beneath the field: of somebody known, too, for whoever typed an address has not seen whose it is.
fn has_note(chip: &ChipResponse) -> bool {
    let is_known = !chip.kind.is_empty() && chip.kind != RecipientKind::New.as_str();
    has_choice(chip) || !chip.light.is_empty() && (chip.light != GREEN || is_known)
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
    let company = Some(chip.company.clone()).filter(|text| !text.is_empty());
    let company = company.map(|text| view! { <span class="chip-company" dir="auto">{text}</span> });
    let trouble = Some(chip.trouble.clone()).filter(|text| !text.is_empty());
    let trouble = trouble.map(|text| view! { <span class="chip-trouble">{text}</span> });
    let line = plain_line(&chip);
    let warning = symbol(&chip.light).map(|name| view! { <Icon name /> });
    view! {
        <li class=look title=whole>
            <label class="chip-label">
                <input
                    type="checkbox"
                    name=field_name(at)
                    value=line
                    autocomplete="off"
                    checked=true
                    aria-describedby=note
                />
                <Portrait name=chip.name.clone() outside=chip.outside />
                <span class="chip-name" dir="auto">{chip.name.clone()}</span>
                {company}
                {warning}
                {trouble}
            </label>
        </li>
    }
}

/// The icon of a light, never colour alone; none where all is well.
fn symbol(light: &str) -> Option<&'static str> {
    match light {
        RED => Some("error-circle"),
        AMBER => Some("warning"),
        _ => None,
    }
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
    let with_note = state.chips.iter().cloned().enumerate().filter(|(_, chip)| has_note(chip));
    let hint = words::mail_way::resend_hint(lang, &state.options.mail_ways);
    let lines = with_note.map(|(at, chip)| view! { <Note lang at chip hint /> }).collect::<Vec<_>>();
    let notes =
        (!lines.is_empty()).then(|| view! { <ul class="share-trouble-list" role="list">{lines}</ul> });
    let repeated = Some(state.repeated).filter(|text| !text.is_empty());
    let red = state.chips.iter().filter(|chip| chip.light == RED).count();
    let is_ticked = !state.typed.leave_out.is_empty();
    let leave_out = (red > 0 && state.chips.len() > 1).then(|| {
        let count = u64::try_from(red).unwrap_or(u64::MAX);
        view! {
            <label class="check">
                <input type="checkbox" name="form[leave_out]" value="1" autocomplete="off" checked=is_ticked />
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
    let is_red = chip.light == RED;
    let look = if is_red { "share-trouble share-trouble-red" } else { "share-trouble share-trouble-amber" };
    // Where all is well something can be chosen.
    let icon = symbol(&chip.light).unwrap_or("info");
    let candidates =
        (!chip.candidates.is_empty()).then(|| view! { <Candidates lang at chip=chip.clone() /> });
    let resend = may_resend(&chip).then(|| view! { <Resend lang at chip=chip.clone() hint /> });
    view! {
        <li class=look id=note_id(at)>
            <Icon name=icon />
            <div>
                <p>
                    <strong dir="auto">{chip.name}</strong>
                    " "
                    {chip.sentence}
                </p>
                {candidates}
                {resend}
            </div>
        </li>
    }
}

/// The people who may be meant. While none is chosen the line of the box stays as it is, so that it is asked again and not lost.
#[component]
fn Candidates(lang: Language, at: usize, chip: ChipResponse) -> impl IntoView {
    let only = chip.candidates.len() == 1 && chip.candidates.iter().all(|person| person.blocked.is_empty());
    let line = plain_line(&chip);
    let card = |person: MatchResponse| {
        let value = of_line(&line, &person.line);
        view! { <Candidate lang at person value checked=only /> }
    };
    view! {
        <fieldset class="choices share-choices">
            <legend>
                <strong>{words::share::choose(lang, &chip.text)}</strong>
            </legend>
            {chip.candidates.iter().cloned().map(card).collect_view()}
        </fieldset>
    }
}

#[component]
fn Candidate(
    lang: Language,
    at: usize,
    person: MatchResponse,
    value: String,
    checked: bool,
) -> impl IntoView {
    let is_blocked = !person.blocked.is_empty();
    let more = [&person.address, if is_blocked { &person.blocked } else { &person.company }];
    let more = more.into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    let pending = (person.standing == UserStatus::Pending.as_str())
        .then(|| view! { <span class="person-more">{words::share::choose_pending(lang)}</span> });
    view! {
        <label class="choice">
            <input
                type="radio"
                name=field_name(Choice::Person.place(at))
                value=value
                autocomplete="off"
                checked=checked
                disabled=is_blocked
            />
            <span class="person">
                <Portrait name=person.name.clone() outside=person.outside />
                <span class="person-text">
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
fn Resend(lang: Language, at: usize, chip: ChipResponse, hint: &'static str) -> impl IntoView {
    let help = format!("share-recipient-{at}-help");
    view! {
        <div class="share-resend">
            <label class="check">
                <input
                    type="checkbox"
                    name=field_name(Choice::Resend.place(at))
                    value=of_line(&plain_line(&chip), RESEND)
                    autocomplete="off"
                    checked=chip.resends
                    aria-describedby=help.clone()
                />
                {words::share::resend(lang)}
            </label>
            <p class="help" id=help>{hint}</p>
        </div>
    }
}

#[cfg(test)]
mod tests;
