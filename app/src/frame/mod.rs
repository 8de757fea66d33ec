//! The frame around every page: mark, places, account.

mod account_menu;
mod choices;

use leptos::prelude::*;

use crate::ahead;
use crate::document::Document;
use crate::scope::Scope;
use crate::widgets::{Icon, toasts};
use account_menu::AccountMenu;
use choices::LanguageMenu;

/// The main places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The items.
    Items,
    /// The invitations.
    Invitations,
    /// None of them.
    Elsewhere,
}

/// How a page is framed.
pub(crate) struct Framing {
    /// What the page is called.
    pub title: String,
    /// Where in the bar it belongs.
    pub place: Place,
    /// Whether it holds islands.
    pub alive: bool,
    /// Where it goes on to by itself.
    pub onward: Option<String>,
    /// Lies behind a dialog that the server drew open: not to be reached until that is closed.
    pub behind: bool,
}

impl Framing {
    /// A page without islands, outside the main places.
    pub fn plain(title: impl Into<String>) -> Self {
        Self { title: title.into(), place: Place::Elsewhere, alive: false, onward: None, behind: false }
    }

    /// The same, in one of the main places.
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same, with islands.
    pub fn alive(self) -> Self {
        Self { alive: true, ..self }
    }
}

/// A whole page: frame, content, toasts.
pub(crate) async fn framed(scope: &Scope, framing: Framing, content: impl IntoView + 'static) -> AnyView {
    ahead::announce(scope);
    let news = toasts::News::of(scope).await;
    let Framing { title, place, onward, behind, .. } = framing;
    let alive = framing.alive || news.is_alive();
    let toasts = scope.visitor.is_some().then(|| toasts::region(scope, news, alive));
    let (scope, inside) = (scope.clone(), scope.clone());
    view! {
        <Document scope title alive onward>
            <Bar scope=inside place behind />
            <main class="page" id="main" tabindex="-1">
                {content}
            </main>
            {toasts}
        </Document>
    }
    .into_any()
}

/// The same without asking for toasts: for pages that must be drawn whatever else fails.
pub(crate) fn framed_bare(scope: &Scope, framing: Framing, content: impl IntoView + 'static) -> AnyView {
    let Framing { title, place, onward, .. } = framing;
    let (scope, inside) = (scope.clone(), scope.clone());
    view! {
        <Document scope title onward>
            <Bar scope=inside place />
            <main class="page" id="main" tabindex="-1">
                {content}
            </main>
        </Document>
    }
    .into_any()
}

/// The slim bar on top.
#[component]
fn Bar(scope: Scope, place: Place, #[prop(optional)] behind: bool) -> impl IntoView {
    let lang = scope.lang;
    let places = scope.visitor.as_ref().map(|caller| {
        let invitations = (!caller.is_guest).then(|| {
            let current = (place == Place::Invitations).then_some("page");
            view! { <a href="/invitations" aria-current=current>{words::frame::invitations(lang)}</a> }
        });
        view! {
            <nav class="bar-places" aria-label=words::frame::places(lang)>
                <a href="/items" aria-current=(place == Place::Items).then_some("page")>
                    {words::frame::items(lang)}
                </a>
                {invitations}
            </nav>
        }
    });
    // The list of items has its own, larger.
    let has_own = scope.here.as_str().split('?').next() == Some("/items");
    let search = (scope.visitor.is_some() && !has_own).then(|| view! { <Search scope=scope.clone() /> });
    let end = match scope.visitor.clone() {
        Some(caller) => view! { <AccountMenu scope caller /> }.into_any(),
        None => view! { <LanguageMenu scope /> }.into_any(),
    };
    view! {
        <a class="skip" href="#main">{words::app::skip(lang)}</a>
        <header class="bar" inert=behind>
            <a class="bar-mark" href="/" aria-label=words::frame::home(lang)>
                <Icon name="mark" />
                <span class="bar-name">{words::app::name(lang)}</span>
            </a>
            {places}
            <div class="bar-end">{search} {end}</div>
        </header>
    }
}

/// Finds items from anywhere, where the bar has room.
#[component]
fn Search(scope: Scope) -> impl IntoView {
    let label = words::items::search_label(scope.lang);
    view! {
        <form class="bar-search" method="get" action="/items" role="search">
            <div class="search">
                <Icon name="search" />
                <input class="input" type="search" name="q" maxlength="200" aria-label=label placeholder=label />
            </div>
        </form>
    }
}
