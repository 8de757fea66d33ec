//! The fields of the share form.

use leptos::prelude::*;

use super::choices::WhoIsMeant;
use super::picker::PeoplePicker;
use super::setup::{Choice, ShareSetup};
use super::state::ShareState;
use crate::icon::Icon;
use crate::text_area::TextArea;

/// People and role; name, message and language folded behind them.
#[component]
pub fn ShareFields(setup: ShareSetup, state: ShareState) -> impl IntoView {
    let texts = setup.texts.clone();
    let folded = [&setup.typed.name, &setup.typed.message].iter().all(|text| text.is_empty())
        && ["name", "message", "language"].iter().all(|field| setup.trouble.about(field).is_empty());
    let (which, who_may_be) = (texts.which.clone(), setup.typed.person.clone());
    view! {
        <Notice state reference=texts.reference.clone() />
        <div class="share-who">
            <label for="share-address">{texts.who.clone()}</label>
            <PeoplePicker setup=setup.clone() state />
            <FieldTrouble id="share-address-trouble" text=state.about("address") />
            <FieldTrouble id="share-role-trouble" text=state.about("role") />
            <FieldTrouble id="share-person-trouble" text=state.about("person") />
        </div>
        <WhoIsMeant question=which chosen=who_may_be state />
        <details class="fold share-fold" open=!folded>
            <summary>
                <Icon name="chevron-right" />
                {texts.more}
            </summary>
            <Optional setup state />
        </details>
    }
}

/// Name, message and its language.
#[component]
fn Optional(setup: ShareSetup, state: ShareState) -> impl IntoView {
    let texts = setup.texts;
    let typed = setup.typed;
    let (name_limit, message_limit) = setup.limits;
    let name = state.about("name");
    let message = state.about("message");
    let described = Signal::derive(move || message.with(Option::is_some).then_some("share-message-trouble"));
    view! {
        <div class="fields">
            <div class="field">
                <label for="share-name">{texts.name}</label>
                <input
                    class="input"
                    id="share-name"
                    name="form[name]"
                    autocomplete="off"
                    maxlength=name_limit.to_string()
                    value=typed.name
                    aria-describedby="share-name-help share-name-trouble"
                    aria-invalid=move || name.with(Option::is_some).then_some("true")
                />
                <p class="help" id="share-name-help">{texts.name_hint}</p>
                <FieldTrouble id="share-name-trouble" text=name />
            </div>
            <div class="field">
                <label for="share-message">{texts.message}</label>
                <TextArea name="form[message]" id="share-message" value=typed.message limit=message_limit described_by=described />
                <p class="help">{texts.message_hint}</p>
                <FieldTrouble id="share-message-trouble" text=message />
            </div>
            <div class="field">
                <label for="share-language">{texts.language}</label>
                <Select name="form[language]" id="share-language" choices=setup.languages chosen=typed.language tagged=true />
                <FieldTrouble id="share-language-trouble" text=state.about("language") />
            </div>
        </div>
    }
}

/// A select with what was chosen before.
#[component]
pub fn Select(
    /// The form field's name.
    name: &'static str,
    /// The element's id.
    id: &'static str,
    /// The entries.
    choices: Vec<Choice>,
    /// The value chosen before.
    chosen: String,
    /// The values are language tags: each entry is in its own language.
    #[prop(optional)]
    tagged: bool,
) -> impl IntoView {
    let options = choices.into_iter().map(|choice| {
        let selected = choice.value == chosen;
        let lang = tagged.then(|| choice.value.clone());
        view! { <option value=choice.value lang=lang selected=selected>{choice.label}</option> }
    });
    view! { <select class="input" id=id name=name>{options.collect_view()}</select> }
}

/// The sentence beside a field.
#[component]
pub fn FieldTrouble(id: &'static str, text: Signal<Option<String>>) -> impl IntoView {
    view! {
        <p class="trouble" id=id hidden=move || text.with(Option::is_none)>
            <Icon name="error-circle" />
            <span>{move || text.get()}</span>
        </p>
    }
}

/// Trouble that belongs to no field, and the reference of any trouble.
#[component]
fn Notice(state: ShareState, reference: String) -> impl IntoView {
    let of_no_field =
        move || state.trouble.with(|trouble| !trouble.sentence.is_empty() && trouble.fields.is_empty());
    let number = move || state.trouble.with(|trouble| trouble.reference.clone());
    let advice = move || state.trouble.with(|trouble| trouble.advice.clone());
    view! {
        <div role="alert">
            <Show when=of_no_field>
                <div class="notice notice-trouble share-notice">
                    <Icon name="error-circle" />
                    <div>
                        <p>{move || state.trouble.with(|trouble| trouble.sentence.clone())}</p>
                        <p class="quiet" hidden=move || advice().is_empty()>{advice}</p>
                    </div>
                </div>
            </Show>
        </div>
        <p class="reference" hidden=move || number().is_empty()>
            {reference} <code>{number}</code>
        </p>
    }
}
