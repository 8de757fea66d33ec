//! What the form offers besides people, role and message, as the settings have it: who writes, who gets a copy, who answers for the guests, until when
//! access lasts. What an administrator has fixed is said, and is no field.

use contract::{FieldPath, Language, MailWay, UntilOption};
use islands::ids;
use leptos::prelude::*;
use time::OffsetDateTime;

use super::errors::FieldError;
use super::form_state::ShareFormState;
use crate::widgets::day::{day_after, today};

/// All of them, each with its label, its help, and what is wrong beside it.
#[component]
pub(crate) fn Options(state: ShareFormState) -> impl IntoView {
    view! {
        <FixedTexts state=state.clone() />
        <MailWayField state=state.clone() />
        <CopyField state=state.clone() />
        <SponsorField state=state.clone() />
        <LastDay state />
    }
}

/// What each field has: its id, the id of its help, the ids of what describes it, and what is wrong.
struct Parts {
    id: String,
    help: String,
    described: String,
    text: String,
}

impl Parts {
    fn of(state: &ShareFormState, field: &FieldPath) -> Self {
        let id = ids::field_id(field.as_str());
        let help = format!("{id}-help");
        let described = format!("{help} {}", ids::field_error_id(field.as_str()));
        Self { id, help, described, text: state.field_problem(field) }
    }

    fn invalid(&self) -> Option<&'static str> {
        (!self.text.is_empty()).then_some("true")
    }
}

/// The message and the language where they are the administrator's.
#[component]
fn FixedTexts(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let message = state.options.fixed_message.then(|| {
        let text = state.typed.message.clone();
        let said = if text.is_empty() {
            words::options::message_none(lang)
        } else {
            words::options::message_fixed(lang)
        };
        view! {
            <div class="field">
                <p>{said}</p>
                <blockquote class="message" dir="auto" hidden=text.is_empty()>{text.clone()}</blockquote>
                <p class="help">{words::options::fixed(lang)}</p>
            </div>
        }
    });
    let language = state.options.fixed_language.then(|| {
        let language = Language::from_tag(&state.typed.language).unwrap_or(lang);
        view! {
            <div class="field">
                <p>{words::options::language_fixed(lang, language.own_name())}</p>
                <p class="help">{words::options::fixed(lang)}</p>
            </div>
        }
    });
    view! {
        {message}
        {language}
    }
}

/// What a way is called by whoever shares.
fn way_name(lang: Language, way: MailWay, product: &str) -> String {
    match way {
        MailWay::Microsoft => words::options::way_microsoft(lang).to_owned(),
        MailWay::Own => words::options::way_own(lang, product),
        MailWay::Inviter => words::options::way_inviter(lang).to_owned(),
        MailWay::Link => words::options::way_link(lang).to_owned(),
    }
}

/// Who writes: a choice, or the only way that there is.
#[component]
fn MailWayField(state: ShareFormState) -> impl IntoView {
    let (lang, product) = (state.context.lang, state.context.product_name());
    let ways = &state.options.mail_ways;
    let label = words::options::mail_way_label(lang);
    if let [only] = ways.as_slice() {
        return view! {
            <div class="field">
                <span>{label}</span>
                <p>{way_name(lang, *only, product)}</p>
                <p class="help">{words::options::fixed(lang)}</p>
            </div>
        }
        .into_any();
    }
    let parts = Parts::of(&state, &FieldPath::MAIL_WAY);
    let invalid = parts.invalid();
    let option = |way: &MailWay| {
        let selected = way.as_str() == state.typed.mail_way;
        view! { <option value=way.as_str() selected=selected>{way_name(lang, *way, product)}</option> }
    };
    view! {
        <div class="field">
            <label for=parts.id.clone()>{label}</label>
            <select
                class="input"
                id=parts.id
                name="form[mail_way]"
                autocomplete="off"
                aria-describedby=parts.described
                aria-invalid=invalid
            >
                {ways.iter().map(option).collect_view()}
            </select>
            <p class="help" id=parts.help>{words::options::mail_way_help(lang, product)}</p>
            <FieldError field=FieldPath::MAIL_WAY text=parts.text />
        </div>
    }
    .into_any()
}

/// Who gets a copy.
#[component]
fn CopyField(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    if let Some(address) = &state.options.fixed_copy {
        return view! {
            <div class="field">
                <p>{words::options::copy_fixed(lang, address.as_str())}</p>
                <p class="help">{words::options::fixed(lang)}</p>
            </div>
        }
        .into_any();
    }
    if !state.options.copy {
        return ().into_any();
    }
    let (label, help) = (words::options::copy_label(lang), words::options::copy_help(lang));
    let value = state.typed.copy.clone();
    view! { <AddressField state field=FieldPath::COPY label help value /> }.into_any()
}

/// Who answers for new guests.
#[component]
fn SponsorField(state: ShareFormState) -> impl IntoView {
    if !state.options.sponsor {
        return ().into_any();
    }
    let lang = state.context.lang;
    let (label, help) = (words::options::sponsor_label(lang), words::options::sponsor_help(lang));
    let value = state.typed.sponsor.clone();
    view! { <AddressField state field=FieldPath::SPONSOR label help value /> }.into_any()
}

/// A field for one address.
#[component]
fn AddressField(
    state: ShareFormState,
    field: FieldPath,
    label: &'static str,
    help: &'static str,
    value: String,
) -> impl IntoView {
    let parts = Parts::of(&state, &field);
    let invalid = parts.invalid();
    view! {
        <div class="field">
            <label for=parts.id.clone()>{label}</label>
            <input
                class="input"
                id=parts.id
                name=format!("form[{field}]")
                inputmode="email"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                value=value
                aria-describedby=parts.described
                aria-invalid=invalid
            />
            <p class="help" id=parts.help>{help}</p>
            <FieldError field text=parts.text />
        </div>
    }
}

/// The last day of access: the usual one is filled in before anything was typed.
#[component]
fn LastDay(state: ShareFormState) -> impl IntoView {
    let (lang, now, offered) = (state.context.lang, state.context.now(), state.options.until);
    let parts = Parts::of(&state, &FieldPath::UNTIL);
    let invalid = parts.invalid();
    let usual = || day_after(now, offered.default_days).unwrap_or_default();
    let value = Some(state.typed.until.clone()).filter(|typed| !typed.is_empty()).unwrap_or_else(usual);
    view! {
        <div class="field">
            <label for=parts.id.clone()>{words::options::until_label(lang)}</label>
            <input
                class="input"
                type="date"
                id=parts.id
                name="form[until]"
                autocomplete="off"
                value=value
                min=today(now).to_string()
                max=day_after(now, offered.longest_days)
                aria-describedby=parts.described
                aria-invalid=invalid
            />
            <p class="help" id=parts.help>{until_help(lang, offered)}</p>
            <FieldError field=FieldPath::UNTIL text=parts.text />
        </div>
    }
}

/// Whether another last day is typed than the one that is filled in.
pub(super) fn is_other_day(now: OffsetDateTime, offered: UntilOption, typed: &str) -> bool {
    !typed.is_empty() && day_after(now, offered.default_days).as_deref() != Some(typed)
}

/// When access ends, what an empty field means, and what the most is.
fn until_help(lang: Language, offered: UntilOption) -> String {
    let usual = match offered.default_days {
        0 => words::options::until_never(lang).to_owned(),
        days => words::options::until_default(lang, days.into()),
    };
    let help = words::app::two_sentences(lang, words::options::until_help(lang), &usual);
    match offered.longest_days {
        0 => help,
        days => words::app::two_sentences(lang, &help, &words::options::until_longest(lang, days.into())),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_usual_last_day_is_no_reason_to_unfold_the_options() {
        let now = datetime!(2026-12-31 12:00 UTC);
        let usual = |default_days| UntilOption { default_days, longest_days: 90 };
        for (default_days, typed, is_other) in [
            (30, "", false),
            (30, "2027-01-30", false),
            (30, "2027-01-31", true),
            (0, "", false),
            (0, "2027-01-30", true),
            (30, "soon", true),
        ] {
            assert_eq!(is_other_day(now, usual(default_days), typed), is_other, "{default_days} {typed}");
        }
    }

    #[test]
    fn the_help_says_what_an_empty_field_means_and_what_the_most_is() {
        let help = |default_days, longest_days| {
            until_help(Language::English, UntilOption { default_days, longest_days })
        };
        assert!(help(0, 0).ends_with("access doesn’t end by itself."));
        assert!(help(30, 0).ends_with("access lasts 30 days from today."));
        assert!(help(30, 90).ends_with("At most 90 days from today."));
    }

    #[test]
    fn each_way_has_a_name() {
        for lang in Language::ALL {
            let names = MailWay::ALL.map(|way| way_name(lang, way, "Harbour"));
            assert!(names[1].contains("Harbour"), "{names:?}");
            assert!(names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1));
        }
    }
}
