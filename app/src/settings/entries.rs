//! Lists of a section's form, with plain buttons: each sends the whole form, which comes back with the entry added, moved or taken out.

use contract::{FormEdit, HeldRole, Language, ListEntry, SettingsField};
use leptos::prelude::*;

use super::parts::{FormContext, Trouble, id_of, name_of, sentence};
use crate::widgets::Icon;

/// What a list says of itself.
pub(super) fn texts(form: &FormContext, key: &str) -> words::SettingTexts {
    let none = words::SettingTexts { label: "", help: "", add: None, entry: None };
    words::setting(form.lang, &form.section, key).unwrap_or(none)
}

/// What is wrong with a list as a whole.
pub(super) fn troubles(form: &FormContext, field: &SettingsField) -> Vec<String> {
    let lang = form.lang;
    let held = |held: &HeldRole| {
        words::settings::held(lang, held.count, &held.item_title, &held.person, held.role.as_str())
    };
    let of_list = form.held.iter().filter(|held| held.field == field.path).map(held);
    let own = field.problem.map(|code| sentence(lang, &field.path, code));
    own.into_iter().chain(of_list).collect()
}

/// A list of texts.
#[component]
pub(super) fn List(
    form: FormContext,
    field: SettingsField,
    entries: Vec<ListEntry>,
    is_ordered: bool,
    has_room: bool,
) -> impl IntoView {
    let (lang, id, texts) = (form.lang, id_of(&field.path), texts(&form, &field.key));
    // What the configuration decides is said, and cannot be changed.
    let fixed = field.fixed_by.clone();
    let has_room = has_room && fixed.is_none();
    let entries = if fixed.is_some() { Vec::new() } else { entries };
    let fixed = fixed.map(|by| view! { <p class="help">{words::settings::fixed(lang, &by)}</p> });
    let count = entries.len();
    let row = |(at, entry): (usize, ListEntry)| {
        let place = is_ordered.then_some((at, count));
        let label = texts.entry.unwrap_or(texts.label);
        view! { <Entry lang entry label place /> }
    };
    let rows = entries.into_iter().enumerate().map(row).collect_view();
    let rows = if is_ordered {
        view! { <ol class="rows setting-entries" role="list">{rows}</ol> }.into_any()
    } else {
        view! { <ul class="rows setting-entries" role="list">{rows}</ul> }.into_any()
    };
    let add = FormEdit::Add(field.path.in_form());
    view! {
        <fieldset class="setting-list" id=id.clone() aria-describedby=format!("{id}-help {id}-trouble")>
            <legend>{texts.label}</legend>
            <p class="help" id=format!("{id}-help")>{texts.help}</p>
            {fixed}
            {rows}
            <Trouble id=format!("{id}-trouble") sentences=troubles(&form, &field) />
            {has_room.then(|| view! { <AddButton edit=add label=texts.add.unwrap_or_default() /> })}
        </fieldset>
    }
}

/// Named entries with fields of their own.
#[component]
pub(super) fn Map(
    form: FormContext,
    field: SettingsField,
    entries: Vec<ListEntry>,
    has_room: bool,
    /// Draws a field of an entry: the file that draws any field cannot be named here, because it names this one.
    inner: fn(FormContext, SettingsField) -> AnyView,
) -> impl IntoView {
    let (lang, id, texts) = (form.lang, id_of(&field.path), texts(&form, &field.key));
    let sentences = troubles(&form, &field);
    let entry = |entry: ListEntry| {
        let (form, fields, id) = (form.clone(), entry.fields.clone(), id_of(&entry.path));
        let heading = if entry.typed.is_empty() {
            texts.entry.unwrap_or_default().to_owned()
        } else {
            entry.typed.clone()
        };
        view! {
            <fieldset class="setting-entry" id=id>
                <legend dir="auto">{heading}</legend>
                <div class="setting-entry-head">
                    <EntryText lang entry=entry.clone() label=texts.entry.unwrap_or_default() />
                    <RemoveButton lang entry />
                </div>
                {fields.into_iter().map(|field| inner(form.clone(), field)).collect_view()}
            </fieldset>
        }
    };
    let add = FormEdit::Add(field.path.in_form());
    // Within an entry of another list.
    let is_inner = field.path.in_form().contains('.');
    let heading = if is_inner {
        view! { <h3>{texts.label}</h3> }.into_any()
    } else {
        view! { <h2>{texts.label}</h2> }.into_any()
    };
    view! {
        <section class="settings-group" id=id.clone()>
            {heading}
            <p class="quiet">{texts.help}</p>
            {entries.into_iter().map(entry).collect_view()}
            <Trouble id=format!("{id}-trouble") sentences />
            {has_room.then(|| view! { <AddButton edit=add label=texts.add.unwrap_or_default() /> })}
        </section>
    }
}

/// One entry of a list of texts, and the buttons that move it and take it out.
#[component]
fn Entry(
    lang: Language,
    entry: ListEntry,
    label: &'static str,
    place: Option<(usize, usize)>,
) -> impl IntoView {
    view! {
        <li class="setting-line">
            <EntryText lang entry=entry.clone() label />
            <span class="setting-buttons">
                <MoveButtons lang entry=entry.clone() place />
                <RemoveButton lang entry />
            </span>
        </li>
    }
}

/// The buttons that move an entry, where there are others before or after it.
#[component]
pub(super) fn MoveButtons(lang: Language, entry: ListEntry, place: Option<(usize, usize)>) -> impl IntoView {
    let key = entry.path.in_form();
    place.filter(|_| !entry.typed.is_empty()).map(|(at, count)| {
        let up = (at > 0).then(|| {
            let label = words::settings::move_up(lang, &entry.typed);
            view! { <IconButton edit=FormEdit::Up(key.clone()) label icon="chevron-down" class="icon-up" /> }
        });
        let down = (at + 1 < count).then(|| {
            let label = words::settings::move_down(lang, &entry.typed);
            view! { <IconButton edit=FormEdit::Down(key.clone()) label icon="chevron-down" class="" /> }
        });
        view! {
            {up}
            {down}
        }
    })
}

/// What an entry says: a field while it is new.
#[component]
fn EntryText(lang: Language, entry: ListEntry, label: &'static str) -> impl IntoView {
    let (id, name) = (id_of(&entry.path), name_of(&entry.path));
    let sentences: Vec<_> = entry.problem.map(|code| sentence(lang, &entry.path, code)).into_iter().collect();
    let trouble = format!("{id}-trouble");
    if !entry.is_new {
        let has_fields = !entry.fields.is_empty();
        return view! {
            <input type="hidden" name=name value=entry.typed.clone() />
            <span class="setting-text">
                {(!has_fields).then(|| view! { <span dir="auto">{entry.typed.clone()}</span> })}
                <Trouble id=trouble sentences />
            </span>
        }
        .into_any();
    }
    let invalid = (!sentences.is_empty()).then_some("true");
    view! {
        <span class="setting-text">
            <input
                class="input"
                id=format!("{id}-text")
                name=name
                value=entry.typed.clone()
                aria-label=label
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                autofocus=entry.typed.is_empty()
                aria-describedby=trouble.clone()
                aria-invalid=invalid
            />
            <Trouble id=trouble sentences />
        </span>
    }
    .into_any()
}

#[component]
pub(super) fn AddButton(edit: FormEdit, label: &'static str) -> impl IntoView {
    view! { <button class="button setting-add" name="action" value=edit.to_string()>{label}</button> }
}

#[component]
pub(super) fn RemoveButton(lang: Language, entry: ListEntry) -> impl IntoView {
    let label = if entry.typed.is_empty() {
        words::settings::remove_empty(lang).to_owned()
    } else {
        words::settings::remove(lang, &entry.typed)
    };
    view! { <IconButton edit=FormEdit::Remove(entry.path.in_form()) label icon="dismiss" class="" /> }
}

#[component]
pub(super) fn IconButton(
    edit: FormEdit,
    label: String,
    icon: &'static str,
    class: &'static str,
) -> impl IntoView {
    view! {
        <button
            class=format!("button button-subtle button-icon {class}")
            name="action"
            value=edit.to_string()
            aria-label=label.clone()
            title=label
        >
            <Icon name=icon />
        </button>
    }
}
