//! The optional fields of the share form, and the errors of fields and form.

use contract::{FieldPath, Language};
use islands::ids::{self, slot};
use leptos::prelude::*;

use super::form_state::ShareFormState;
use crate::document::html_lang;
use crate::widgets::{CopyControl, CopyWords, Icon, TextArea};

/// Name and language of somebody who is invited, or may be invited again, folded while they are empty.
#[component]
pub(crate) fn OptionalFields(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let fields = [FieldPath::NAME, FieldPath::LANGUAGE];
    let (is_known, used) = (state.audience() == "known", !state.typed.name.is_empty());
    let open = used || fields.iter().any(|field| !state.field_problem(field).is_empty());
    view! {
        <details class="fold share-fold" data-for="new pending" hidden=is_known open=open>
            <summary>
                <Icon name="chevron-right" />
                {words::share::options(lang)}
            </summary>
            <div class="fields">
                <Name state=state.clone() />
                <MessageLanguage state />
            </div>
        </details>
    }
}

#[component]
fn Name(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let text = state.field_problem(&FieldPath::NAME);
    view! {
        <div class="field">
            <label for=ids::NAME>{words::share::name_label(lang)}</label>
            <input
                class="input"
                id=ids::NAME
                name="form[name]"
                autocomplete="off"
                dir="auto"
                value=state.typed.name
                aria-describedby="share-name-help share-name-trouble"
                aria-invalid=(!text.is_empty()).then_some("true")
            />
            <p class="help" id="share-name-help">{words::share::name_hint(lang)}</p>
            <FieldError field=FieldPath::NAME text />
        </div>
    }
}

/// Whether a guest who has not accepted yet is sent a new invitation: asked where one is chosen, or may be meant.
#[component]
pub(crate) fn Resend(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let is_asked = state.audience() == "pending";
    let checked = is_asked && !state.typed.resend.is_empty();
    view! {
        <div class="share-resend" data-for="pending" hidden=!is_asked>
            <label class="check">
                <input
                    type="checkbox"
                    name="form[resend]"
                    value="1"
                    autocomplete="off"
                    checked=checked
                    aria-describedby="share-resend-help"
                />
                {words::share::resend(lang)}
            </label>
            <p class="help" id="share-resend-help">{words::mail_way::resend_hint(lang, state.mail_way)}</p>
            {state.drops_message.then(|| view! { <p class="help">{words::share::no_mail_notice(lang)}</p> })}
        </div>
    }
}

/// The inviter's own words: in the invitation's mail, or on the item's page of somebody to whom no mail goes.
#[component]
pub(crate) fn Message(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let text = state.field_problem(&FieldPath::MESSAGE);
    let is_new = state.audience() == "new";
    let notice = state.drops_message.then(|| {
        view! {
            <div class="notice notice-warning" data-for="new" hidden=!is_new>
                <Icon name="warning" />
                <p>{words::share::no_mail_notice(lang)}</p>
            </div>
        }
    });
    view! {
        <div class="field share-message">
            <label for="share-message">{words::share::message_label(lang)}</label>
            <TextArea
                name="form[message]"
                id="share-message"
                value=state.typed.message
                described_by="share-message-help share-message-trouble"
                invalid=!text.is_empty()
            />
            <p class="help" id="share-message-help">
                <span data-for="new" hidden=!is_new>{words::mail_way::message_hint(lang, state.mail_way)}</span>
                <span data-for="known pending" hidden=is_new>{words::mail_way::message_hint_known(lang, state.mail_way)}</span>
            </p>
            {notice}
            <FieldError field=FieldPath::MESSAGE text />
        </div>
    }
}

#[component]
fn MessageLanguage(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let text = state.field_problem(&FieldPath::LANGUAGE);
    let option = |each: Language| {
        let selected = each.tag() == state.typed.language;
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
            <FieldError field=FieldPath::LANGUAGE text />
        </div>
    }
}

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
