//! What the fields of a section's form have in common: names, ids, sentences.

use contract::{FieldInput, FieldPath, HeldRole, Language, Problem, ProblemCode, SectionName, SettingsField};
use leptos::prelude::*;

use crate::widgets::Icon;

/// What every field of a form needs to know.
#[derive(Clone)]
pub(super) struct FormContext {
    /// The page's language.
    pub lang: Language,
    /// The section.
    pub section: SectionName,
    /// Roles that cannot be taken out.
    pub held: Vec<HeldRole>,
}

/// The field's name in the form.
pub(super) fn name_of(path: &FieldPath) -> String {
    format!("form[fields][{}]", path.in_form())
}

/// The id of the field's element.
pub(super) fn id_of(path: &FieldPath) -> String {
    format!("setting-{}", path.in_form().replace('.', "-"))
}

/// The sentence beside a field with this code.
pub(super) fn sentence(lang: Language, path: &FieldPath, code: ProblemCode) -> String {
    let localized = words::localize(lang, &Problem::of_field(path.clone(), code));
    localized.fields.into_iter().next().map_or(localized.sentence, |(_, text)| text)
}

/// What is wrong, beside what it is about; nothing where nothing is.
#[component]
pub(super) fn Trouble(id: String, sentences: Vec<String>) -> impl IntoView {
    let line = |sentence: String| {
        view! {
            <span class="trouble">
                <Icon name="error-circle" />
                <span>{sentence}</span>
            </span>
        }
    };
    let none = sentences.is_empty();
    view! { <p id=id hidden=none>{sentences.into_iter().map(line).collect_view()}</p> }
}

/// What is said below a field: what it does, what it takes, and what holds by default.
fn help_of(form: &FormContext, field: &SettingsField, help: &str) -> Vec<String> {
    let lang = form.lang;
    let mut lines = vec![help.to_owned()];
    if let FieldInput::Number { min, max, unit, .. } = &field.input {
        let [min, max] = [min, max].map(|end| words::amount_of(lang, *end, *unit));
        lines.push(words::settings::range(lang, &max, &min));
    }
    if let Some(default) = &field.default {
        let default = words::setting_value(lang, &form.section, &field.key, Some(default));
        lines.push(words::settings::default(lang, &default));
    }
    if let Some(variable) = &field.fixed_by {
        lines.push(words::settings::fixed(lang, variable));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

#[component]
pub(super) fn Help(form: FormContext, field: SettingsField, help: &'static str) -> impl IntoView {
    let lines = help_of(&form, &field, help);
    view! {
        <p class="help" id=format!("{}-help", id_of(&field.path))>
            {lines.into_iter().map(|line| view! { <span class="help-line">{line}</span> }).collect_view()}
        </p>
    }
}
