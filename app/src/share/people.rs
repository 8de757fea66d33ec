//! The people field with the recipients in it, the role, and what is said of both.

use contract::{FieldPath, Language};
use islands::ids;
use leptos::prelude::*;

use super::errors::{FieldError, ReferenceLine};
use super::form_state::ShareFormState;
use super::recipients::{Recipients, Troubles};
use crate::widgets::Icon;

/// The field.
#[component]
pub(crate) fn People(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let address = FieldPath::ADDRESS;
    let error = Some(state.field_problem(&address)).filter(|text| !text.is_empty());
    let error = error.unwrap_or_else(|| state.field_problem(&FieldPath::PERSON));
    let too_many = state.field_problem(&FieldPath::RECIPIENTS);
    let invalid = (!error.is_empty() || !too_many.is_empty()).then_some("true");
    let reference = state.reference().filter(|_| state.form_problem().is_none());
    view! {
        <div class="share-who">
            <label for=ids::ADDRESS>{words::share::person_label(lang)}</label>
            <div class="combobox">
                <div class="share-frame input-frame">
                    <div class="share-people">
                        <Recipients state=state.clone() />
                        <input
                            id=ids::ADDRESS
                            name="form[address]"
                            type="text"
                            inputmode="email"
                            autocomplete="off"
                            autocapitalize="none"
                            spellcheck="false"
                            autofocus
                            role="combobox"
                            aria-autocomplete="list"
                            aria-haspopup="listbox"
                            aria-controls=ids::MATCHES
                            aria-expanded="false"
                            aria-describedby=described_by()
                            aria-invalid=invalid
                            value=state.typed.address.clone()
                        />
                    </div>
                    <Role state=state.clone() />
                </div>
                <Matches lang />
            </div>
            <Hint state=state.clone() />
            <div class="share-troubles" id=ids::TROUBLES>
                <Troubles state=state.clone() />
            </div>
            <FieldError field=address text=error />
            <FieldError field=FieldPath::RECIPIENTS text=too_many />
            <FieldError field=FieldPath::ROLE text=state.field_problem(&FieldPath::ROLE) />
            <div id=ids::FIELD_REFERENCE>
                <ReferenceLine lang text=reference />
            </div>
        </div>
    }
}

/// The list of matches, which the island fills and shows, over the edge of the dialog.
#[component]
fn Matches(lang: Language) -> impl IntoView {
    view! {
        <div class="matches" id=ids::MATCHES_POPUP hidden>
            <p class="matches-heading small quiet" id="share-matches-heading" data-slot=ids::slot::HEADING></p>
            <ul id=ids::MATCHES role="listbox" aria-label=words::share::matches_label(lang)></ul>
            <p class="matches-remark small quiet" data-slot=ids::slot::REMARK></p>
        </div>
    }
}

/// What is said of the field stands in several places.
fn described_by() -> String {
    let errors = [FieldPath::ADDRESS, FieldPath::RECIPIENTS].map(|field| ids::field_error_id(field.as_str()));
    [ids::HINT, ids::TROUBLES]
        .into_iter()
        .chain(errors.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ")
}

/// That people from outside will get access; else how the field is used.
#[component]
fn Hint(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let hint = match state.outside_count() {
        0 => view! {
            <span class="scripts-only">{words::share::person_hint(lang)}</span>
            <span class="plain-only">{words::share::person_hint_plain(lang)}</span>
        }
        .into_any(),
        count => view! {
            <span class="share-outside">
                <Icon name="globe" />
                {words::share::outside(lang, count)}
            </span>
        }
        .into_any(),
    };
    view! { <p class="help" id=ids::HINT>{hint}</p> }
}

#[component]
fn Role(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let invalid = (!state.field_problem(&FieldPath::ROLE).is_empty()).then_some("true");
    let option = |role: contract::RoleName| {
        let selected = role.as_str() == state.typed.role;
        view! { <option value=role.to_string() selected=selected>{words::role(lang, &role)}</option> }
    };
    view! {
        <label class="read-aloud" for=ids::ROLE>{words::share::role_label(lang)}</label>
        <select
            class="input"
            id=ids::ROLE
            name="form[role]"
            aria-describedby="share-role-trouble"
            aria-invalid=invalid
        >
            {state.roles.iter().cloned().map(option).collect_view()}
        </select>
    }
}
