//! Entries of a section's form that have no name of their own, each with fields.

use contract::{FormEdit, ListEntry, SettingsField};
use leptos::prelude::*;

use super::entries::{AddButton, MoveButtons, RemoveButton, texts, troubles};
use super::parts::{FormContext, Trouble, id_of};

/// The entries, each under the name of its first field.
#[component]
pub(super) fn EntryForms(
    form: FormContext,
    field: SettingsField,
    entries: Vec<ListEntry>,
    is_ordered: bool,
    has_room: bool,
    /// Draws a field of an entry: the file that draws any field cannot be named here, because it names this one.
    inner: fn(FormContext, SettingsField) -> AnyView,
) -> impl IntoView {
    let (lang, id, texts) = (form.lang, id_of(&field.path), texts(&form, &field.key));
    let (count, sentences) = (entries.len(), troubles(&form, &field));
    let entry = |(at, entry): (usize, ListEntry)| {
        let (form, fields, id) = (form.clone(), entry.fields.clone(), id_of(&entry.path));
        let place = is_ordered.then_some((at, count));
        let heading = Some(entry.typed.clone()).filter(|typed| !typed.is_empty());
        let inside = move |field: SettingsField| {
            let key = field.key.clone();
            view! { <div class="setting-inner" data-key=key>{inner(form.clone(), field)}</div> }
        };
        view! {
            <fieldset class="setting-entry" id=id>
                <legend dir="auto">{heading.unwrap_or_else(|| texts.entry.unwrap_or_default().to_owned())}</legend>
                <div class="setting-entry-head">
                    <span class="setting-buttons">
                        <MoveButtons lang entry=entry.clone() place />
                        <RemoveButton lang entry />
                    </span>
                </div>
                {fields.into_iter().map(inside).collect_view()}
            </fieldset>
        }
    };
    let add = FormEdit::Add(field.path.in_form());
    view! {
        <fieldset class="setting-list" id=id.clone() aria-describedby=format!("{id}-help {id}-trouble")>
            <legend>{texts.label}</legend>
            <p class="help" id=format!("{id}-help")>{texts.help}</p>
            {entries.into_iter().enumerate().map(entry).collect_view()}
            <Trouble id=format!("{id}-trouble") sentences />
            {has_room.then(|| view! { <AddButton edit=add label=texts.add.unwrap_or_default() /> })}
        </fieldset>
    }
}
