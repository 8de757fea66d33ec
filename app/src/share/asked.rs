//! What the form asks of somebody new, and what is said of how they get in, as the settings and the directory have it.

use contract::{AskedAttribute, FieldPath};
use islands::ids;
use leptos::prelude::*;

use super::errors::FieldError;
use super::form_state::ShareFormState;
use crate::widgets::Icon;

/// A country is typed by its code.
const USAGE_LOCATION: &str = "usageLocation";

/// A field for each attribute that is asked for; nothing where none is.
#[component]
pub(crate) fn AskedAttributes(state: ShareFormState) -> impl IntoView {
    if state.asked.is_empty() {
        return ().into_any();
    }
    let lang = state.context.lang;
    let field = |(at, asked): (usize, AskedAttribute)| view! { <Asked state=state.clone() at asked /> };
    let fields = state.asked.iter().cloned().enumerate().map(field).collect_view();
    view! {
        <fieldset class="fields share-asked" aria-describedby="share-asked-help">
            <legend>
                <strong>{words::share::asked_heading(lang)}</strong>
            </legend>
            <p class="help" id="share-asked-help">{words::share::asked_hint(lang)}</p>
            {fields}
        </fieldset>
    }
    .into_any()
}

/// One of them. Draft and problem name it by its place in the form that was sent, which may have asked for something else.
#[component]
fn Asked(state: ShareFormState, at: usize, asked: AskedAttribute) -> impl IntoView {
    let lang = state.context.lang;
    let field = FieldPath::ATTRIBUTES.at(at);
    let (id, trouble) = (ids::field_id(field.as_str()), ids::field_error_id(field.as_str()));
    let typed = &state.typed.attributes;
    let sent = typed.iter().position(|typed| typed.name == asked.name);
    let value = sent.and_then(|sent| typed.get(sent)).map(|typed| typed.value.clone()).unwrap_or_default();
    let text = sent.map(|sent| state.field_problem(&FieldPath::ATTRIBUTES.at(sent))).unwrap_or_default();
    let label = words::attribute_label(lang, &asked.name, asked.label.as_deref());
    let label = if asked.required { label } else { words::share::asked_optional(lang, &label) };
    let help = (asked.name == USAGE_LOCATION).then(|| {
        let help = format!("{id}-help");
        view! { <p class="help" id=help>{words::share::asked_country(lang)}</p> }
    });
    let described = if help.is_some() { format!("{id}-help {trouble}") } else { trouble };
    view! {
        <div class="field">
            <label for=id.clone() dir="auto">{label}</label>
            <input type="hidden" name=format!("form[attributes][{at}][name]") value=asked.name autocomplete="off" />
            <input
                class="input"
                id=id
                name=format!("form[attributes][{at}][value]")
                autocomplete="off"
                dir="auto"
                value=value
                aria-required=asked.required.then_some("true")
                aria-describedby=described
                aria-invalid=(!text.is_empty()).then_some("true")
            />
            {help}
            <FieldError field text />
        </div>
    }
}

/// Which roles leave a new guest at the door of our application; nothing where none does, or nobody knows. It stops nobody.
#[component]
pub(crate) fn Unassigned(state: ShareFormState) -> impl IntoView {
    if state.unassigned_roles.is_empty() {
        return ().into_any();
    }
    let lang = state.context.lang;
    let names = state.unassigned_roles.iter().map(|role| words::role(lang, role));
    let roles = names.reduce(|list, next| words::settings::and_next(lang, &list, &next)).unwrap_or_default();
    view! {
        <div class="notice notice-warning share-notice">
            <Icon name="warning" />
            <p>{words::share::unassigned(lang, &roles)}</p>
        </div>
    }
    .into_any()
}
