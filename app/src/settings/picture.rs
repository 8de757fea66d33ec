//! The field of a picture: whether the one that is there stays. Another one is chosen as a file, beside the form.

use contract::{LocalPath, SettingsField};
use leptos::prelude::*;

use super::parts::{FormContext, Help, Trouble, id_of, name_of, sentence};

/// A box that is ticked; where there is no picture, only what is said of it.
#[component]
pub(super) fn PictureField(
    form: FormContext,
    field: SettingsField,
    /// The digest, as the form has it.
    typed: String,
    /// Where the picture is.
    address: Option<LocalPath>,
    label: String,
    help: &'static str,
) -> impl IntoView {
    let (lang, id) = (form.lang, id_of(&field.path));
    let name = name_of(&field.path);
    let sentences: Vec<_> = field.problem.map(|code| sentence(lang, &field.path, code)).into_iter().collect();
    let described = format!("{id}-help {id}-trouble");
    let kept = address.map(|address| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    id=format!("{id}-keep")
                    name=name
                    value=typed
                    checked=true
                    aria-describedby=described.clone()
                />
                <img src=address.as_str().to_owned() alt="" width="24" height="24" />
                {words::settings::look::keep(lang)}
            </label>
        }
    });
    view! {
        <fieldset class="setting-list" id=id.clone() aria-describedby=described.clone()>
            <legend>{label}</legend>
            <Help form field help />
            {kept}
            <Trouble id=format!("{id}-trouble") sentences />
        </fieldset>
    }
}
