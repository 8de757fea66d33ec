//! How the pages look: name, mark and accent by the settings in force.

pub(crate) mod accent;
pub(crate) mod address;
pub(crate) mod mark;
mod shrink;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use contract::{AccentPreview, AccentTones, LocalPath, Look, LookPreview, Problem, ProblemCode, ports};
use storage::marks;

use crate::app_state::AppState;
use crate::settings::sections;
use accent::{Accent, Color, DARK_PAGE, LIGHT_PAGE, Tones, WHITE};

/// How long a page waits for the look: error pages are drawn, too, when the database does not answer.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long pages go by what this process has seen, in milliseconds: a statement for every page would be paid for by everybody. What this process
/// changes itself it sees at once.
const FRESH_MS: i64 = 1000;

/// The port.
pub(crate) struct LookService {
    app: Arc<AppState>,
    /// When the database was asked last, in unix milliseconds.
    asked_at: AtomicI64,
}

impl LookService {
    pub(crate) const fn new(app: Arc<AppState>) -> Self {
        Self { app, asked_at: AtomicI64::new(0) }
    }

    /// Asks the database, unless that was a moment ago. Where it does not answer, what was seen before counts.
    async fn refresh(&self) {
        let (now, settings) = (self.app.now(), &self.app.settings);
        let age = now - self.asked_at.load(Ordering::Relaxed);
        if settings.known().is_some() && (0..FRESH_MS).contains(&age) {
            return;
        }
        self.asked_at.store(now, Ordering::Relaxed);
        if let Ok(Err(error)) = tokio::time::timeout(PATIENCE, settings.current()).await {
            tracing::warn!(%error, "how the pages look could not be read");
        }
    }
}

#[async_trait]
impl ports::Looks for LookService {
    async fn look(&self) -> Look {
        self.refresh().await;
        self.app.settings.known().map(|known| look_of(&known.settings.look)).unwrap_or_default()
    }

    async fn mark(&self, digest: &str) -> Result<Vec<u8>, Problem> {
        if !address::is_digest(digest) {
            return Err(Problem::new(ProblemCode::NotFound));
        }
        let mark = marks::load(&self.app.storage, digest).await.map_err(|error| self.app.internal(error))?;
        mark.ok_or(Problem::new(ProblemCode::NotFound))
    }

    fn style(&self, name: &str) -> Option<String> {
        accent::style_named(name)
    }
}

/// What is set and not empty.
fn set(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn accent_of(section: &sections::Look) -> Option<Accent> {
    set(section.accent.as_ref()).and_then(Color::parse).map(Accent::of)
}

fn mark_of(section: &sections::Look) -> Option<LocalPath> {
    set(section.mark.as_ref()).and_then(address::of_mark)
}

fn look_of(section: &sections::Look) -> Look {
    let style = accent_of(section).map(|accent| format!("/look/{}", accent.style_name()));
    Look {
        name: set(section.product_name.as_ref()).map(str::to_owned),
        mark: mark_of(section),
        style: style.and_then(|address| LocalPath::parse(&address).ok()),
    }
}

/// How the pages look by this section.
pub(crate) fn preview(section: &sections::Look) -> LookPreview {
    let tones = |page: Color, tones: &Tones| AccentTones {
        page: page.to_string(),
        button: tones.button.to_string(),
        on_button: WHITE.to_string(),
        text: tones.text.to_string(),
    };
    let accent = accent_of(section).map(|accent| AccentPreview {
        light: tones(LIGHT_PAGE, &accent.light),
        dark: tones(DARK_PAGE, &accent.dark),
        is_corrected: accent.is_corrected(),
    });
    LookPreview { mark: mark_of(section), accent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_is_vestibules_own() {
        assert_eq!(look_of(&sections::Look::default()), Look::default());
        let empty = sections::Look { product_name: Some(" ".to_owned()), ..sections::Look::default() };
        assert_eq!(look_of(&empty), Look::default());
        let text = |text: &str| Some(text.to_owned());
        let digest = "0a".repeat(32);
        let set =
            sections::Look { product_name: text("Harbour"), mark: text(&digest), accent: text("#5B2A86") };
        let look = look_of(&set);
        assert_eq!(look.name.as_deref(), Some("Harbour"));
        assert_eq!(look.mark.as_ref().map(LocalPath::as_str), Some(format!("/look/{digest}.png").as_str()));
        let style = look.style.as_ref().and_then(|style| style.as_str().strip_prefix("/look/"));
        assert!(style.and_then(accent::style_named).is_some(), "{style:?}");
    }
}
