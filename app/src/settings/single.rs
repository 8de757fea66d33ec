//! A field of a section's form that is one control.

use contract::{FieldInput, SettingValue, SettingsField};
use leptos::prelude::*;

use super::parts::{FormContext, Help, Trouble, id_of, name_of, sentence};
use crate::widgets::TextArea;

/// A field on one line: a number, a text or a choice.
#[component]
pub(super) fn Single(
    form: FormContext,
    field: SettingsField,
    label: String,
    help: &'static str,
) -> impl IntoView {
    let (lang, id) = (form.lang, id_of(&field.path));
    let sentences: Vec<_> = field.problem.map(|code| sentence(lang, &field.path, code)).into_iter().collect();
    let trouble = format!("{id}-trouble");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <Control form=form.clone() field=field.clone() />
            <Help form field help />
            <Trouble id=trouble sentences />
        </div>
    }
}

/// What is typed or chosen in. What the configuration decides cannot be changed, and is not sent either.
#[component]
fn Control(form: FormContext, field: SettingsField) -> AnyView {
    let (lang, id) = (form.lang, id_of(&field.path));
    let described = format!("{id}-help {id}-trouble");
    let invalid = field.problem.map(|_| "true");
    let is_fixed = field.fixed_by.is_some();
    let name = (!is_fixed).then(|| name_of(&field.path));
    if let FieldInput::Choice { chosen, options } = field.input {
        let option = |each: String| {
            let (selected, label) = (each == chosen, option_texts(&form, &field.key, &each).0);
            view! { <option value=each selected=selected>{label}</option> }
        };
        let options = options.into_iter().map(option).collect_view();
        return view! {
            <select class="input" id=id name=name disabled=is_fixed aria-describedby=described aria-invalid=invalid>
                {options}
            </select>
        }
        .into_any();
    }
    if let FieldInput::LongText { typed, .. } = field.input {
        return view! {
            <TextArea
                name=name_of(&field.path)
                id=id
                value=typed
                described_by=described
                invalid=field.problem.is_some()
                rows=8
                readonly=is_fixed
            />
        }
        .into_any();
    }
    let known = match &field.input {
        FieldInput::Attribute { known, .. } => known.clone(),
        _ => Vec::new(),
    };
    let (mode, unit, typed) = match field.input {
        FieldInput::Number { typed, unit, .. } => (Some("numeric"), words::unit_of(lang, unit), typed),
        FieldInput::Text { typed, .. } | FieldInput::Attribute { typed, .. } => (None, None, typed),
        _ => (None, None, String::new()),
    };
    let list = (!known.is_empty()).then(|| format!("{id}-known"));
    let suggestions = list.clone().map(|list| {
        let option =
            |name: String| view! { <option value=name.clone()>{words::attribute_name(lang, &name)}</option> };
        view! { <datalist id=list>{known.into_iter().map(option).collect_view()}</datalist> }
    });
    let class = if mode.is_some() { "setting-control with-unit" } else { "setting-control" };
    view! {
        <span class=class>
            <input
                class="input"
                id=id
                name=name
                inputmode=mode
                list=list
                autocomplete="off"
                dir="auto"
                value=typed
                readonly=is_fixed
                aria-describedby=described
                aria-invalid=invalid
            />
            {unit.map(|unit| view! { <span class="quiet">{unit}</span> })}
            {suggestions}
        </span>
    }
    .into_any()
}

/// What an option is called, and what it means; its own name where it has no texts.
fn option_texts(form: &FormContext, key: &str, option: &str) -> (String, Option<&'static str>) {
    let texts = words::setting_option(form.lang, &form.section, key, option);
    texts.map_or_else(|| (option.to_owned(), None), |texts| (texts.label.to_owned(), texts.help))
}

/// Whether the options of a choice need more words than their names.
pub(super) fn explains_options(form: &FormContext, key: &str, options: &[String]) -> bool {
    options.iter().any(|option| option_texts(form, key, option).1.is_some())
}

/// A choice whose options each have a sentence of their own.
#[component]
pub(super) fn Options(
    form: FormContext,
    field: SettingsField,
    chosen: String,
    options: Vec<String>,
    label: String,
    help: &'static str,
) -> impl IntoView {
    let id = id_of(&field.path);
    // Of a new entry nothing is chosen yet: then the first one, as a list of options has it.
    let chosen = Some(chosen).filter(|chosen| !chosen.is_empty()).or_else(|| options.first().cloned());
    let is_fixed = field.fixed_by.is_some();
    let name = (!is_fixed).then(|| name_of(&field.path));
    let sentence = field.problem.map(|code| sentence(form.lang, &field.path, code));
    let option = |each: String| {
        let (label, meaning) = option_texts(&form, &field.key, &each);
        let [label_id, help_id] = ["label", "meaning"].map(|part| format!("{id}-{each}-{part}"));
        let checked = chosen.as_ref() == Some(&each);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name.clone()
                    value=each
                    checked=checked
                    disabled=is_fixed
                    aria-labelledby=label_id.clone()
                    aria-describedby=help_id.clone()
                />
                <span class="setting-option">
                    <span id=label_id>{label}</span>
                    <span class="help" id=help_id>{meaning}</span>
                </span>
            </label>
        }
    };
    let options = options.into_iter().map(option).collect_view();
    view! {
        <fieldset class="setting-list" id=id.clone() aria-describedby=format!("{id}-help {id}-trouble")>
            <legend>{label}</legend>
            <Help form field help />
            {options}
            <Trouble id=format!("{id}-trouble") sentences=sentence.into_iter().collect() />
        </fieldset>
    }
}

/// A box to tick.
#[component]
pub(super) fn Toggle(
    form: FormContext,
    field: SettingsField,
    on: bool,
    label: String,
    help: &'static str,
) -> impl IntoView {
    let id = id_of(&field.path);
    let sentence = field.problem.map(|code| sentence(form.lang, &field.path, code));
    let (trouble, invalid) = (format!("{id}-trouble"), sentence.is_some().then_some("true"));
    let fixed = field.fixed_by.is_some();
    let name = (!fixed).then(|| name_of(&field.path));
    let state = SettingValue::Switch(on);
    // A box that cannot be ticked says in words what it is.
    let said = fixed.then(|| words::setting_value(form.lang, &form.section, &field.key, Some(&state)));
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
                    aria-describedby=format!("{id}-help {id}-trouble")
                    aria-invalid=invalid
                />
                {label}
                {said.map(|said| view! { <span class="quiet">{said}</span> })}
            </label>
            <Help form field help />
            <Trouble id=trouble sentences=sentence.into_iter().collect() />
        </div>
    }
}
