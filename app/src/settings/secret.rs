//! A field for what is typed once and never shown.

use contract::SettingsField;
use leptos::prelude::*;

use super::parts::{FormContext, Help, Trouble, id_of, name_of, sentence};

/// A secret: the page says whether there is one, and nothing of it. Left empty, it stays.
#[component]
pub(super) fn Secret(
    form: FormContext,
    field: SettingsField,
    is_set: bool,
    is_removed: bool,
    is_lost: bool,
    longest: usize,
    label: String,
    help: &'static str,
) -> impl IntoView {
    let (lang, id, path) = (form.lang, id_of(&field.path), field.path.clone());
    let is_fixed = field.fixed_by.is_some();
    let trouble = field.problem.map(|code| sentence(lang, &path, code));
    let lost = is_lost.then(|| words::settings::secret::again(lang).to_owned());
    let sentences: Vec<_> = trouble.into_iter().chain(lost).collect();
    let (described, invalid) = (format!("{id}-help {id}-state {id}-trouble"), !sentences.is_empty());
    let state = if is_set {
        words::settings::secret::is_set(lang)
    } else {
        words::settings::secret::is_missing(lang)
    };
    // One that the configuration decides is neither typed nor taken away here.
    let state = if is_fixed { words::settings::secret::never_shown(lang) } else { state };
    let (remove_id, remove_name) =
        (format!("{id}-remove"), format!("form[fields][{}.remove]", path.in_form()));
    let remove = (is_set && !is_fixed).then(|| {
        view! {
            <label class="check" for=remove_id.clone()>
                <input type="checkbox" id=remove_id.clone() name=remove_name value="on" checked=is_removed />
                {words::settings::secret::remove(lang)}
            </label>
        }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <span class="setting-control">
                <input
                    class="input"
                    type="password"
                    id=id.clone()
                    name=(!is_fixed).then(|| name_of(&path))
                    autocomplete="new-password"
                    maxlength=longest.to_string()
                    readonly=is_fixed
                    aria-describedby=described
                    aria-invalid=invalid.then_some("true")
                />
            </span>
            <p class="help" id=format!("{id}-state")>{state}</p>
            {remove}
            <Help form field help />
            <Trouble id=format!("{id}-trouble") sentences />
        </div>
    }
}
