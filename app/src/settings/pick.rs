//! A field that searches the directory: its button sends the whole form, which comes back with the matches to choose from.

use contract::{FormEdit, PickFound, PickMatch, Picked, ProblemCode, SettingsField};
use leptos::prelude::*;

use super::entries::IconButton;
use super::parts::{FormContext, Help, Trouble, id_of, name_of, sentence};

/// What is chosen, or the text to search for with what was found for it.
#[component]
pub(super) fn Pick(
    form: FormContext,
    field: SettingsField,
    chosen: Option<Picked>,
    search: String,
    found: Option<PickFound>,
    is_optional: bool,
    label: String,
    help: &'static str,
) -> impl IntoView {
    let (lang, id) = (form.lang, id_of(&field.path));
    let trouble = format!("{id}-trouble");
    let wrong = field.problem.map(|code| sentence(lang, &field.path, code)).into_iter().collect();
    let inside = match chosen {
        // The heading of the entry says what is chosen.
        Some(chosen) if !is_optional => {
            view! { <input type="hidden" name=name_of(&field.path) value=chosen.value /> }.into_any()
        }
        Some(chosen) => {
            let edit = FormEdit::Remove(field.path.in_form());
            let remove = words::settings::remove(lang, &chosen.name);
            view! {
                <p class="setting-label">{label}</p>
                <p class="setting-picked">
                    <input type="hidden" name=name_of(&field.path) value=chosen.value />
                    <span dir="auto">{chosen.name}</span>
                    <IconButton edit label=remove icon="dismiss" class="" />
                </p>
                <Help form=form.clone() field=field.clone() help />
            }
            .into_any()
        }
        None => {
            let found = found.filter(|_| !search.is_empty());
            view! {
                <label for=format!("{id}-search")>{label}</label>
                <SearchLine form=form.clone() field=field.clone() search />
                <Help form=form.clone() field=field.clone() help />
                {found.map(|found| view! { <Matches form field found /> })}
            }
            .into_any()
        }
    };
    view! {
        <div class="field" id=id>
            {inside}
            <Trouble id=trouble sentences=wrong />
        </div>
    }
}

/// The text and the button.
#[component]
fn SearchLine(form: FormContext, field: SettingsField, search: String) -> impl IntoView {
    let id = id_of(&field.path);
    let name = format!("form[fields][{}.search]", field.path.in_form());
    view! {
        <span class="setting-search">
            <input
                class="input"
                id=format!("{id}-search")
                name=name
                value=search
                autocomplete="off"
                spellcheck="false"
                dir="auto"
                aria-describedby=format!("{id}-help {id}-found {id}-trouble")
                aria-invalid=field.problem.map(|_| "true")
            />
            <button class="button" name="action" value=FormEdit::Search(field.path.in_form()).to_string()>
                {words::settings::pick::search(form.lang)}
            </button>
        </span>
    }
}

/// What was found, or why nothing was.
#[component]
fn Matches(form: FormContext, field: SettingsField, found: PickFound) -> impl IntoView {
    let (lang, id) = (form.lang, id_of(&field.path));
    let note = match &found.problem {
        Some(problem) if problem.code == ProblemCode::PermissionMissing => {
            Some(words::settings::pick::unreadable(lang).to_owned())
        }
        Some(problem) => Some(words::localize(lang, problem).sentence),
        None if found.matches.is_empty() => Some(words::settings::pick::none(lang).to_owned()),
        None => found.has_more.then(|| words::settings::pick::more(lang).to_owned()),
    };
    let count = found.matches.len();
    let row = |(at, one): (usize, PickMatch)| {
        view! { <Match form=form.clone() field=field.clone() one at is_only=count == 1 /> }
    };
    let rows = found.matches.into_iter().enumerate().map(row).collect_view();
    let list = (count > 0).then(|| {
        view! {
            <fieldset class="setting-matches">
                <legend class="read-aloud">{words::settings::pick::matches(lang)}</legend>
                {rows}
            </fieldset>
        }
    });
    view! {
        {list}
        <p class="help" id=format!("{id}-found")>{note}</p>
    }
}

/// One match: chosen by its button, or shown with why it cannot be. The only one is chosen already.
#[component]
fn Match(form: FormContext, field: SettingsField, one: PickMatch, at: usize, is_only: bool) -> impl IntoView {
    let PickMatch { value, name, detail, refused } = one;
    let id = format!("{}-{at}", id_of(&field.path));
    let is_refused = refused.is_some();
    let why: Vec<_> = refused.map(|code| sentence(form.lang, &field.path, code)).into_iter().collect();
    let detail = (!detail.is_empty()).then(|| view! { <span class="help" dir="auto">{detail}</span> });
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name_of(&field.path)
                value=value
                checked=is_only && !is_refused
                disabled=is_refused
                aria-labelledby=format!("{id}-name")
                aria-describedby=format!("{id}-why")
            />
            <span class="setting-option">
                <span id=format!("{id}-name") dir="auto">{name}</span>
                {detail}
                <Trouble id=format!("{id}-why") sentences=why />
            </span>
        </label>
    }
}
