//! The form of a section. While it is filled in, an island says what is wrong and what would change.

use contract::{Language, SectionPage, SettingsField};
use islands::ids::{self, slot};
use islands::settings::SettingsStart;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::field::Field;
use super::parts::FormContext;
use crate::calls::settings::EditSettings;
use crate::document::sprite;
use crate::widgets::{Icon, Island};

/// The form: every field with what was typed, and the buttons.
#[component]
pub(crate) fn SectionForm(
    /// The page's language.
    lang: Language,
    /// For whom it is rendered.
    sender: String,
    /// The section.
    page: SectionPage,
) -> impl IntoView {
    let form = FormContext { lang, section: page.name.clone(), held: page.held };
    let start = SettingsStart {
        sprite: sprite(),
        heading: words::settings::review_title(lang).to_owned(),
        becomes: words::settings::becomes(lang).to_owned(),
    };
    let field = |field: SettingsField| view! { <Field form=form.clone() field /> };
    view! {
        <form class="settings-form" id=ids::SETTINGS_FORM method="post" action=EditSettings::url()>
            // What the Enter key presses: the first button of a form.
            <button class="read-aloud" name="action" value="review" tabindex="-1" aria-hidden="true">
                {words::settings::save(lang)}
            </button>
            <input type="hidden" name="form[section]" value=page.name.to_string() />
            <input type="hidden" name="form[version]" value=page.version.to_string() />
            <input type="hidden" name="form[reason]" value=page.reason />
            <input type="hidden" name="form[sender]" value=sender />
            {page.fields.into_iter().map(field).collect_view()}
            <div class="settings-save">
                <button class="button button-primary" name="action" value="review">
                    {words::settings::save(lang)}
                </button>
                <p class="quiet small">{words::settings::save_hint(lang)}</p>
                <div class="settings-standing" id=ids::SETTINGS_STANDING></div>
            </div>
        </form>
        <template id=ids::SETTING_TROUBLE_TEMPLATE>
            <span class="trouble">
                <Icon name="error-circle" />
                <span data-slot=slot::TEXT></span>
            </span>
        </template>
        <Island name=ids::island::SETTINGS start />
    }
}
