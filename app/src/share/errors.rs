//! The errors of the share form: beside its fields, and of the whole form.

use contract::{FieldPath, Language};
use islands::ids::{self, slot};
use leptos::prelude::*;

use super::form_state::ShareFormState;
use crate::widgets::{CopyControl, CopyWords, Icon};

/// The error beside a field; hidden while there is none.
#[component]
pub(crate) fn FieldError(field: FieldPath, text: String) -> impl IntoView {
    let quiet = text.is_empty();
    view! {
        <p class="trouble" id=ids::field_error_id(field.as_str()) hidden=quiet>
            <Icon name="error-circle" />
            <span data-slot=slot::TEXT>{text}</span>
        </p>
    }
}

/// The error of the whole form, and the reference id of any error.
#[component]
pub(crate) fn FormError(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let now = state.context.now();
    let localized = state.form_problem().map(|problem| words::localize_at(lang, problem, now));
    let quiet = localized.is_none();
    let reference = state.reference().filter(|_| !quiet);
    let (sentence, advice) = localized
        .map(|localized| (localized.sentence, localized.advice.unwrap_or_default()))
        .unwrap_or_default();
    view! {
        <div role="alert">
            <div class="notice notice-trouble share-notice" id=ids::FORM_ERROR hidden=quiet>
                <Icon name="error-circle" />
                <div>
                    <p data-slot=slot::SENTENCE>{sentence}</p>
                    <p class="quiet" data-slot=slot::ADVICE>{advice}</p>
                    <ReferenceLine lang text=reference />
                </div>
            </div>
        </div>
    }
}

/// The reference id with a button that copies it; hidden while there is none.
#[component]
pub(crate) fn ReferenceLine(lang: Language, text: Option<String>) -> impl IntoView {
    let none = text.is_none();
    let text = text.unwrap_or_default();
    view! {
        <p class="reference" data-reference="" hidden=none>
            {words::errors::reference(lang)} " " <code data-slot=slot::REFERENCE>{text.clone()}</code>
            <CopyControl words=CopyWords::of_reference(lang) text small=true />
        </p>
    }
}
