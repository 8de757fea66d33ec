//! Message and options of the share form.

use contract::{FieldPath, Language, MESSAGE_LIMIT, ShareForm};
use islands::ids;
use leptos::prelude::*;

use super::errors::FieldError;
use super::form_state::ShareFormState;
use super::options::{Options, is_other_day};
use crate::document::html_lang;
use crate::widgets::{Icon, TextArea};

/// What few need: folded while it is as it begins.
#[component]
pub(crate) fn MoreOptions(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let typed = &state.typed;
    let used = [&typed.name, &typed.copy, &typed.sponsor].into_iter().any(|text| !text.is_empty());
    let is_other_day_typed = is_other_day(state.context.now(), state.options.until, &typed.until);
    let is_other_way = !typed.mail_way.is_empty() && typed.mail_way != state.mail_way.as_str();
    let mut fields = [FieldPath::NAME, FieldPath::LANGUAGE].into_iter().chain(ShareForm::OPTIONS);
    let open = used
        || is_other_way
        || is_other_day_typed
        || fields.any(|field| !state.field_problem(&field).is_empty());
    view! {
        <details class="fold share-fold" open=open>
            <summary>
                <Icon name="chevron-right" />
                {words::share::options(lang)}
            </summary>
            <div class="fields">
                <Name state=state.clone() />
                <MessageLanguage state=state.clone() />
                <Options state />
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

/// The inviter's own words: in a mail, or on the item's page of somebody to whom no mail goes. Where the administrator writes them, the options show
/// them, and only what becomes of them is said here.
#[component]
pub(crate) fn Message(state: ShareFormState) -> impl IntoView {
    let lang = state.context.lang;
    let dropped = words::mail_way::message_dropped(lang, &state.options.mail_ways);
    let notice = dropped.filter(|_| state.lacks_mailbox).map(|text| {
        view! {
            <div class="notice notice-warning">
                <Icon name="warning" />
                <p>{text}</p>
            </div>
        }
    });
    if state.options.fixed_message {
        return notice.into_any();
    }
    let text = state.field_problem(&FieldPath::MESSAGE);
    let limit = words::number(lang, u64::try_from(MESSAGE_LIMIT).unwrap_or(u64::MAX));
    let hint = words::mail_way::message_hint(lang, &state.options.mail_ways);
    let help = words::app::two_sentences(lang, hint, &words::share::message_limit(lang, &limit));
    view! {
        <div class="field share-message">
            <label for=ids::MESSAGE>{words::share::message_label(lang)}</label>
            <TextArea
                name="form[message]"
                id=ids::MESSAGE
                value=state.typed.message
                described_by="share-message-help share-message-trouble"
                invalid=!text.is_empty()
            />
            <p class="help" id=ids::MESSAGE_HELP>
                {help} " " <span id=ids::MESSAGE_LEFT data-limit=MESSAGE_LIMIT.to_string()></span>
            </p>
            {notice}
            <FieldError field=FieldPath::MESSAGE text />
        </div>
    }
    .into_any()
}

/// The language of the mail; where the administrator has chosen it, the options say so.
#[component]
fn MessageLanguage(state: ShareFormState) -> impl IntoView {
    if state.options.fixed_language {
        return ().into_any();
    }
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
    .into_any()
}
