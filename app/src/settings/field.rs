//! One field of a section's form.

use contract::{FieldInput, FieldPath, Language, Problem, ProblemCode, SettingValue, SettingsField};
use leptos::prelude::*;

use super::entries::{List, Map};
use super::form::FormContext;
use crate::widgets::Icon;

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
        FieldInput::Map { entries, has_room } => view! { <Map form field entries has_room /> }.into_any(),
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
        FieldInput::Toggle { on } => view! { <Toggle form field on label help /> }.into_any(),
        _ => view! { <Single form field label help /> }.into_any(),
    }
}

/// What is said below a field: what it does, what it takes, and what holds by default.
fn help_of(lang: Language, field: &SettingsField, help: &str) -> Vec<String> {
    let mut lines = vec![help.to_owned()];
    if let FieldInput::Number { min, max, unit, .. } = &field.input {
        let [min, max] = [min, max].map(|end| words::amount_of(lang, *end, *unit));
        lines.push(words::settings::range(lang, &max, &min));
    }
    if let Some(default) = &field.default {
        lines.push(words::settings::default(lang, &words::setting_value(lang, Some(default))));
    }
    if let Some(variable) = &field.fixed_by {
        lines.push(words::settings::fixed(lang, variable));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

#[component]
fn Help(lang: Language, field: SettingsField, help: &'static str) -> impl IntoView {
    let lines = help_of(lang, &field, help);
    view! {
        <p class="help" id=format!("{}-help", id_of(&field.path))>
            {lines.into_iter().map(|line| view! { <span class="help-line">{line}</span> }).collect_view()}
        </p>
    }
}

/// A field on one line: a number, a text or a choice.
#[component]
fn Single(form: FormContext, field: SettingsField, label: String, help: &'static str) -> impl IntoView {
    let (lang, id) = (form.lang, id_of(&field.path));
    let sentences: Vec<_> = field.problem.map(|code| sentence(lang, &field.path, code)).into_iter().collect();
    let trouble = format!("{id}-trouble");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <Control lang field=field.clone() />
            <Help lang field help />
            <Trouble id=trouble sentences />
        </div>
    }
}

/// What is typed or chosen in. What the configuration decides cannot be changed, and is not sent either.
#[component]
fn Control(lang: Language, field: SettingsField) -> AnyView {
    let id = id_of(&field.path);
    let described = format!("{id}-help {id}-trouble");
    let invalid = field.problem.map(|_| "true");
    let is_fixed = field.fixed_by.is_some();
    let name = (!is_fixed).then(|| name_of(&field.path));
    if let FieldInput::Choice { chosen, options } = field.input {
        let option = |each: String| {
            let selected = each == chosen;
            view! { <option value=each.clone() selected=selected>{each.clone()}</option> }
        };
        let options = options.into_iter().map(option).collect_view();
        return view! {
            <select class="input" id=id name=name disabled=is_fixed aria-describedby=described aria-invalid=invalid>
                {options}
            </select>
        }
        .into_any();
    }
    let (mode, unit, typed) = match field.input {
        FieldInput::Number { typed, unit, .. } => (Some("numeric"), words::unit_of(lang, unit), typed),
        FieldInput::Text { typed, .. } => (None, None, typed),
        _ => (None, None, String::new()),
    };
    let class = if mode.is_some() { "setting-control with-unit" } else { "setting-control" };
    view! {
        <span class=class>
            <input
                class="input"
                id=id
                name=name
                inputmode=mode
                autocomplete="off"
                dir="auto"
                value=typed
                readonly=is_fixed
                aria-describedby=described
                aria-invalid=invalid
            />
            {unit.map(|unit| view! { <span class="quiet">{unit}</span> })}
        </span>
    }
    .into_any()
}

/// A box to tick.
#[component]
fn Toggle(
    form: FormContext,
    field: SettingsField,
    on: bool,
    label: String,
    help: &'static str,
) -> impl IntoView {
    let id = id_of(&field.path);
    let fixed = field.fixed_by.is_some();
    let name = (!fixed).then(|| name_of(&field.path));
    let state = SettingValue::Switch(on);
    // A box that cannot be ticked says in words what it is.
    let said = fixed.then(|| words::setting_value(form.lang, Some(&state)));
    view! {
        <div class="field">
            <label class="check">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value="on"
                    checked=on
                    disabled=fixed
                    aria-describedby=format!("{id}-help")
                />
                {label}
                {said.map(|said| view! { <span class="quiet">{said}</span> })}
            </label>
            <Help lang=form.lang field help />
        </div>
    }
}
