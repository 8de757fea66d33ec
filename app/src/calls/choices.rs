//! Language and theme: the person's own choices, kept in plain cookies.

use contract::{Language, LocalPath};
use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::reply::Unreadable;
use crate::leaving;
use crate::scope::{LANGUAGE_COOKIE, THEME_COOKIE, THEMES};

/// Chooses the language of every page, also before sign-in.
#[server(name = ChooseLanguage, prefix = "/api", endpoint = "choices/language")]
pub async fn choose_language(
    language: String,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, Unreadable> {
    if let Some(language) = Language::from_tag(&language) {
        leaving::keep_choice(LANGUAGE_COOKIE, language.tag());
    }
    leaving::go_to(&LocalPath::parse(&back).unwrap_or_else(|_| LocalPath::home()));
    Ok(ApiResponse::Ok(Ack { done: true }))
}

/// Chooses light or dark; anything else follows the system again.
#[server(name = ChooseTheme, prefix = "/api", endpoint = "choices/theme")]
pub async fn choose_theme(
    theme: String,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, Unreadable> {
    let chosen = THEMES.into_iter().find(|known| *known == theme);
    leaving::keep_choice(THEME_COOKIE, chosen.unwrap_or_default());
    leaving::go_to(&LocalPath::parse(&back).unwrap_or_else(|_| LocalPath::home()));
    Ok(ApiResponse::Ok(Ack { done: true }))
}
