//! Language and theme: the preferences of a person, in plain cookies.

use contract::{Language, LocalPath};
use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::response::BadRequest;
use crate::redirect;
use crate::request::{LANGUAGE_COOKIE, THEME_COOKIE, THEMES};

/// Sets the language of every page, also before sign-in.
#[server(name = ChooseLanguage, prefix = "/api", endpoint = "choices/language")]
pub async fn choose_language(
    language: String,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    if let Some(language) = Language::from_tag(&language) {
        redirect::set_preference_cookie(LANGUAGE_COOKIE, language.tag());
    }
    redirect::redirect_to(&LocalPath::parse(&back).unwrap_or_else(|_| LocalPath::home()));
    Ok(ApiResponse::Ok(Ack { done: true }))
}

/// Sets the theme to light or dark; any other value follows the system.
#[server(name = ChooseTheme, prefix = "/api", endpoint = "choices/theme")]
pub async fn choose_theme(
    theme: String,
    #[server(default)] back: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let chosen = THEMES.into_iter().find(|known| *known == theme);
    redirect::set_preference_cookie(THEME_COOKIE, chosen.unwrap_or_default());
    redirect::redirect_to(&LocalPath::parse(&back).unwrap_or_else(|_| LocalPath::home()));
    Ok(ApiResponse::Ok(Ack { done: true }))
}
