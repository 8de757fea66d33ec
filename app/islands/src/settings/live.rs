//! A section's form in the browser.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlFormElement};

use super::SettingsStart;
use super::state::{Effect, Event, State, apply};
use crate::browser::{
    by_id, clone_template, document, draw, listen, post_form_to, query_all, set_slot, show, show_case, sleep,
    spawn,
};
use crate::endpoints;
use crate::icon::icon;
use crate::ids::{self, slot};
use crate::responses::{ChangeResponse, FieldText, MailResponse, SettingsResponse};

/// The state of the form. It changes by [`Settings::dispatch`] only.
#[derive(Clone, Copy)]
struct Settings(RwSignal<State>);

/// Follows the form, if the page has one.
pub fn mount(start: SettingsStart) {
    let Some(place) = by_id::<HtmlElement>(ids::SETTINGS_STANDING) else { return };
    let Some(form) = by_id::<HtmlFormElement>(ids::SETTINGS_FORM) else { return };
    let settings = Settings(RwSignal::new(State::default()));
    draw(&place, || None, move || settings.0.with(|state| standing(&start, state)));
    listen(&form, "input", move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let name = field.and_then(|field| field.get_attribute("name"));
        settings.dispatch(Event::Typed(name.unwrap_or_default()));
    });
    settings.dispatch(Event::Started);
}

/// How much is not saved yet, and what would change.
fn standing(start: &SettingsStart, state: &State) -> impl IntoView + use<> {
    let SettingsStart { sprite, heading, becomes } = start.clone();
    let row = |change: ChangeResponse| {
        view! {
            <li>
                {change.name} " " <s dir="auto">{change.before}</s> " "
                <span class="read-aloud">{becomes.clone()} " "</span> <strong dir="auto">{change.after}</strong>
            </li>
        }
    };
    let rows = state.changes.iter().cloned().map(row).collect_view();
    view! {
        <p class="small" role="status">{state.standing.clone()}</p>
        <details class="fold small" hidden=state.changes.is_empty()>
            <summary>{icon(&sprite, "chevron-right")} {heading}</summary>
            <ul class="settings-changes">{rows}</ul>
        </details>
    }
}

impl Settings {
    /// Applies an event and runs the effect.
    fn dispatch(self, event: Event) {
        if let Some(effect) = self.0.try_update(|state| apply(state, event)).flatten() {
            self.run(effect);
        }
    }

    fn run(self, effect: Effect) {
        match effect {
            Effect::Wait(round, ms) => spawn(async move {
                sleep(ms).await;
                self.dispatch(Event::Due(round));
            }),
            Effect::Ask(round) => spawn(async move {
                let Some(form) = by_id::<HtmlFormElement>(ids::SETTINGS_FORM) else { return };
                // Without an answer the form is as it is without scripts: the next step says everything.
                if let Ok(response) = post_form_to::<SettingsResponse>(endpoints::CHECK_SETTINGS, &form).await
                {
                    self.dispatch(Event::Answered(round, response));
                }
            }),
            Effect::Show(troubles, mails) => {
                troubles.iter().for_each(show_trouble);
                show_mails(&mails);
            }
        }
    }
}

/// Shows what is wrong beside a field, in place of what was wrong before.
fn show_trouble(FieldText { field, text }: &FieldText) {
    let Some(place) = by_id::<Element>(&ids::setting_trouble_id(field)) else { return };
    place.set_text_content(None);
    if let Some(line) = clone_template(ids::SETTING_TROUBLE_TEMPLATE).filter(|_| !text.is_empty()) {
        set_slot(&line, slot::TEXT, text);
        let _ = place.append_child(&line);
    }
    show(&place, !text.is_empty());
    if let Some(control) = by_id::<Element>(&ids::setting_id(field)) {
        let _ = if text.is_empty() {
            control.remove_attribute("aria-invalid")
        } else {
            control.set_attribute("aria-invalid", "true")
        };
    }
}

/// Shows how the mail reads as it is typed.
fn show_mails(mails: &[MailResponse]) {
    let Some(body) = document().body() else { return };
    for MailResponse { language, subject, text, .. } in mails {
        for mail in query_all(&body, &["[data-mail=\"", language, "\"]"].concat()) {
            set_slot(&mail, slot::SUBJECT, subject);
            set_slot(&mail, slot::TEXT, text);
        }
    }
    if let Some(place) = by_id::<Element>(ids::MAILS).filter(|_| !mails.is_empty()) {
        show_case(&place, "typed");
    }
}
