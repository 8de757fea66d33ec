//! The look: a sample of it, and the choice of a file as the mark.

use contract::{AccentTones, FieldPath, Language, LookPreview, Problem, ProblemCode, routes};
use islands::ids;
use leptos::prelude::*;

use crate::request::query;
use crate::widgets::Icon;

/// How the pages look: the mark, and the accent on light and on dark pages. Nothing where both are Vestibule's own.
#[component]
pub(crate) fn LookSample(
    /// The page's language.
    lang: Language,
    /// What there is.
    look: LookPreview,
) -> impl IntoView {
    let mark = look.mark.as_ref().map(|mark| {
        view! { <img src=mark.as_str().to_owned() alt="" width="48" height="48" /> }
    });
    let accent = look.accent.map(|accent| {
        let corrected = accent.is_corrected.then(|| {
            let said = words::settings::look::corrected(lang, &accent.light.button, &accent.light.text);
            view! {
                <p class="setting-state is-missing">
                    <Icon name="warning" />
                    {said}
                </p>
            }
        });
        view! {
            <Sample lang tones=accent.light label=words::settings::look::light(lang) />
            <Sample lang tones=accent.dark label=words::settings::look::dark(lang) />
            {corrected}
        }
    });
    let is_shown = mark.is_some() || accent.is_some();
    is_shown.then(|| {
        view! {
            <section class="settings-group">
                <h2>{words::settings::look::title(lang)}</h2>
                {mark}
                {accent}
            </section>
        }
    })
}

/// A drawing, because its colours are not those of the page: a style of its own it may not have.
#[component]
fn Sample(lang: Language, tones: AccentTones, label: &'static str) -> impl IntoView {
    let AccentTones { page, button, on_button, text } = tones;
    view! {
        <figure class="look-sample">
            <svg viewBox="0 0 240 64" width="240" height="64" aria-hidden="true">
                <rect width="240" height="64" rx="8" fill=page></rect>
                <rect x="16" y="16" width="104" height="32" rx="4" fill=button.clone()></rect>
                <text x="68" y="37" text-anchor="middle" font-size="14" fill=on_button>
                    {words::settings::look::button(lang)}
                </text>
                <text x="140" y="37" font-size="14" text-decoration="underline" fill=text.clone()>
                    {words::settings::look::link(lang)}
                </text>
            </svg>
            <figcaption class="small">
                {label} " " <span class="quiet">{format!("{button} · {text}")}</span>
            </figcaption>
        </figure>
    }
}

/// A file as the mark, and why the last one was not taken. It goes with all that was typed in the section's form; whoever saves that form without it
/// has chosen none.
#[component]
pub(crate) fn MarkChoice(
    /// The page's language.
    lang: Language,
) -> impl IntoView {
    let refused =
        query("mark").and_then(|code| ProblemCode::from_text(&code)).filter(|code| is_about_file(*code));
    let sentence = refused.map(|code| {
        let localized = words::localize(lang, &Problem::of_field(FieldPath::known("mark"), code));
        localized.fields.into_iter().next().map_or(localized.sentence, |(_, text)| text)
    });
    let is_taken = sentence.is_none();
    let invalid = (!is_taken).then_some("true");
    view! {
        <section class="settings-group" id="mark">
            <h2>{words::settings::look::upload_title(lang)}</h2>
            <div class="field">
                <label for="mark-file">{words::settings::look::upload_label(lang)}</label>
                <input
                    class="input"
                    type="file"
                    id="mark-file"
                    name="file"
                    form=ids::SETTINGS_FORM
                    accept="image/png, image/webp"
                    aria-describedby="mark-file-help mark-file-trouble"
                    aria-invalid=invalid
                />
                <p class="help" id="mark-file-help">{words::settings::look::upload_help(lang)}</p>
                <p class="trouble" id="mark-file-trouble" hidden=is_taken>
                    <Icon name="error-circle" />
                    <span>{sentence.unwrap_or_default()}</span>
                </p>
            </div>
            <div class="actions">
                <button
                    class="button"
                    form=ids::SETTINGS_FORM
                    formaction=routes::MARK
                    formenctype="multipart/form-data"
                >
                    {words::settings::look::upload(lang)}
                </button>
            </div>
            <p class="quiet small">{words::settings::look::upload_hint(lang)}</p>
        </section>
    }
}

/// What a file can be refused for; nothing else is said here, whatever the address has.
const fn is_about_file(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::ValueMissing | ProblemCode::MarkUnreadable | ProblemCode::MarkTooLarge)
}
