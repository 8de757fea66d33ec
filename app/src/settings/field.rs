//! One field of a section's form, whatever it is.

use contract::{FieldInput, SettingsField};
use leptos::prelude::*;

use super::entries::{List, Map};
use super::entry_forms::EntryForms;
use super::parts::FormContext;
use super::pick::Pick;
use super::picture::PictureField;
use super::secret::Secret;
use super::single::{Options, Single, Toggle, explains_options};

/// A field with its label, its help and what is wrong with it.
#[component]
pub(super) fn Field(form: FormContext, field: SettingsField) -> AnyView {
    let texts = words::setting(form.lang, &form.section, &field.key);
    let (label, help) =
        texts.map_or_else(|| (field.key.clone(), ""), |texts| (texts.label.to_owned(), texts.help));
    match field.input.clone() {
        FieldInput::List { entries, is_ordered, has_room } => {
            view! { <List form field entries is_ordered has_room /> }.into_any()
        }
        FieldInput::Map { entries, has_room } => {
            view! { <Map form field entries has_room inner=inner_field /> }.into_any()
        }
        FieldInput::Pick { chosen, search, found, is_optional } => {
            view! { <Pick form field chosen search found is_optional label help /> }.into_any()
        }
        FieldInput::Entries { entries, is_ordered, has_room } => {
            view! { <EntryForms form field entries is_ordered has_room inner=inner_field /> }.into_any()
        }
        FieldInput::Group { fields } => {
            let inner = move |field| view! { <Field form=form.clone() field /> };
            view! {
                <section class="settings-group">
                    <h2>{label}</h2>
                    <p class="quiet">{help}</p>
                    {fields.into_iter().map(inner).collect_view()}
                </section>
            }
            .into_any()
        }
        FieldInput::Choice { chosen, options } if explains_options(&form, &field.key, &options) => {
            view! { <Options form field chosen options label help /> }.into_any()
        }
        FieldInput::Secret { is_set, is_removed, is_lost, longest } => {
            view! { <Secret form field is_set is_removed is_lost longest label help /> }.into_any()
        }
        FieldInput::Picture { typed, address } => {
            view! { <PictureField form field typed address label help /> }.into_any()
        }
        FieldInput::Toggle { on } => view! { <Toggle form field on label help /> }.into_any(),
        _ => view! { <Single form field label help /> }.into_any(),
    }
}

/// A field of an entry.
fn inner_field(form: FormContext, field: SettingsField) -> AnyView {
    view! { <Field form field /> }.into_any()
}
