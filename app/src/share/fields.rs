//! The fields beside the person: name, message, its language; and what is wrong.

use contract::{FieldPath, Language};
use islands::ids::{self, slot};
use leptos::prelude::*;

use super::setup::Setup;
use crate::document::html_lang;
use crate::widgets::{CopyControl, CopyWords, Icon, TextArea};

/// Name, message and language, folded until there is something in them.
#[component]
pub(crate) fn Optional(setup: Setup) -> impl IntoView {
    let lang = setup.scope.lang;
    let fields = [FieldPath::NAME, FieldPath::MESSAGE, FieldPath::LANGUAGE];
    let used = !setup.typed.name.is_empty() || !setup.typed.message.is_empty();
    let open = used || fields.iter().any(|field| !setup.about(field).is_empty());
    view! {
        <details class="fold share-fold" open=open>
            <summary>
                <Icon name="chevron-right" />
                {words::share::options(lang)}
            </summary>
            <div class="fields">
                <Name setup=setup.clone() />
                <Message setup=setup.clone() />
                <MessageLanguage setup />
            </div>
        </details>
    }
}

#[component]
fn Name(setup: Setup) -> impl IntoView {
    let lang = setup.scope.lang;
    let text = setup.about(&FieldPath::NAME);
    view! {
        <div class="field">
            <label for=ids::NAME>{words::share::name_label(lang)}</label>
            <input
                class="input"
                id=ids::NAME
                name="form[name]"
                autocomplete="off"
                dir="auto"
                value=setup.typed.name
                aria-describedby="share-name-help share-name-trouble"
                aria-invalid=(!text.is_empty()).then_some("true")
            />
            <p class="help" id="share-name-help">{words::share::name_hint(lang)}</p>
            <FieldTrouble field=FieldPath::NAME text />
        </div>
    }
}

#[component]
fn Message(setup: Setup) -> impl IntoView {
    let lang = setup.scope.lang;
    let text = setup.about(&FieldPath::MESSAGE);
    view! {
        <div class="field">
            <label for="share-message">{words::share::message_label(lang)}</label>
            <TextArea
                name="form[message]"
                id="share-message"
                value=setup.typed.message
                described_by="share-message-help share-message-trouble"
                invalid=!text.is_empty()
            />
            <p class="help" id="share-message-help">{words::share::message_hint(lang)}</p>
            <FieldTrouble field=FieldPath::MESSAGE text />
        </div>
    }
}

#[component]
fn MessageLanguage(setup: Setup) -> impl IntoView {
    let lang = setup.scope.lang;
    let text = setup.about(&FieldPath::LANGUAGE);
    let option = |each: Language| {
        let selected = each.tag() == setup.typed.language;
        view! { <option value=each.tag() lang=html_lang(each) selected=selected>{each.own_name()}</option> }
    };
    view! {
        <div class="field">
            <label for="share-language">{words::share::language_label(lang)}</label>
            <select
                class="input"
                id="share-language"
                name="form[language]"
                aria-describedby="share-language-trouble"
                aria-invalid=(!text.is_empty()).then_some("true")
            >
                {Language::ALL.map(option).collect_view()}
            </select>
            <FieldTrouble field=FieldPath::LANGUAGE text />
        </div>
    }
}

/// The sentence beside a field; hidden while there is none.
#[component]
pub(crate) fn FieldTrouble(field: FieldPath, text: String) -> impl IntoView {
    let quiet = text.is_empty();
    view! {
        <p class="trouble" id=ids::field_error_id(field.as_str()) hidden=quiet>
            <Icon name="error-circle" />
            <span data-slot=slot::TEXT>{text}</span>
        </p>
    }
}

/// Trouble that is about no field, and the reference of any trouble.
#[component]
pub(crate) fn Notice(setup: Setup) -> impl IntoView {
    let lang = setup.scope.lang;
    let said = setup.of_no_field().map(|problem| words::localize(lang, problem));
    let quiet = said.is_none();
    let reference = setup.reference().filter(|_| !quiet);
    let (sentence, advice) =
        said.map(|said| (said.sentence, said.advice.unwrap_or_default())).unwrap_or_default();
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

/// What joins trouble to the log, with a button that copies it; hidden while there is none.
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
