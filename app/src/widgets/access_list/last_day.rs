//! The form that changes the last day of somebody's access.

use contract::{AccessRow, FieldPath, Language};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::forms::{AccessForms, hidden_fields};
use crate::calls::access::{ChangeLastDay, DAY_FIELD, DAY_TROUBLE, RefusedDay};
use crate::request;
use crate::widgets::Icon;
use crate::widgets::day::{day_after, last_day, today};

/// The field with the day that stands, or what was typed instead and why it was not taken. Left empty, access does not end by itself: where the settings
/// do not have that, it has to be filled.
pub(super) fn last_day_form(lang: Language, row: &AccessRow, forms: &AccessForms) -> impl IntoView + use<> {
    let (now, longest) = (request::now(), forms.longest_days);
    let (refused, is_limited) = (forms.refused_of(row), longest != 0);
    let stands = row.until.map(last_day).unwrap_or_default();
    let value = refused.map_or(stands, |refused| refused.typed.clone());
    let is_wrong = refused.is_some_and(RefusedDay::is_wrong);
    let field = refused.is_some().then_some(DAY_FIELD);
    let help = format!("{}-day-{}", forms.place, row.user);
    let described = if refused.is_some() { format!("{help} {DAY_TROUBLE}") } else { help.clone() };
    let reason = refused.map(|refused| reason_of(lang, refused));
    let trouble = reason.map(|reason| {
        view! {
            <p class="trouble" id=DAY_TROUBLE>
                <Icon name="error-circle" />
                <span>{reason}</span>
            </p>
        }
    });
    let name = row.name.clone();
    view! {
        <form method="post" action=ChangeLastDay::url() class="access-form">
            {hidden_fields(row, forms)}
            <input type="hidden" name="sender" value=forms.sender.clone() autocomplete="off" />
            <label>
                <span>{words::options::until_label(lang)} <span class="read-aloud">" " {name.clone()}</span></span>
                <input
                    class="input"
                    id=field
                    type="date"
                    name="until"
                    autocomplete="off"
                    value=value
                    min=today(now).to_string()
                    max=day_after(now, longest)
                    required=is_limited
                    aria-describedby=described
                    aria-invalid=is_wrong.then_some("true")
                />
            </label>
            <button class="button">
                {words::access::change_day(lang)} <span class="read-aloud">" " {name}</span>
            </button>
            {trouble}
            <p class="help" id=help>{help_of(lang, longest)}</p>
        </form>
    }
}

/// Why the day was not taken, as it is said beside the field: what is wrong with it, when it can be sent again, or, of one that was kept, that it is not
/// saved yet.
fn reason_of(lang: Language, refused: &RefusedDay) -> String {
    let Some(problem) = &refused.problem else { return words::access::day_kept(lang).to_owned() };
    let said = words::localize_at(lang, problem, request::now());
    let wrong =
        said.fields.iter().find(|(field, _)| *field == FieldPath::UNTIL).map(|(_, text)| text.clone());
    wrong.unwrap_or_else(|| {
        words::app::two_sentences(lang, &said.sentence, said.advice.as_deref().unwrap_or_default())
    })
}

/// When access ends, and what an empty field means or the most is.
fn help_of(lang: Language, longest: u32) -> String {
    let more = match longest {
        0 => words::options::until_never(lang).to_owned(),
        days => words::options::until_longest(lang, days.into()),
    };
    words::app::two_sentences(lang, words::options::until_help(lang), &more)
}
