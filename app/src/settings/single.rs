//! A field of a section's form that is one control.

use contract::{FieldInput, Language, SettingValue, SettingsField};
use leptos::prelude::*;

use super::parts::{FormContext, Help, Trouble, id_of, name_of, sentence};

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
pub(super) fn Toggle(
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
