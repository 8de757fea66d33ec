//! The layout around every page: logo, navigation, account.

mod account_menu;
mod block_banner;
mod language_menu;

use leptos::prelude::*;

use crate::document::{Document, IslandSet};
use crate::request::RequestContext;
use crate::speculation_rules;
use crate::widgets::{Icon, toasts};
use account_menu::AccountMenu;
use block_banner::BlockBanner;
use language_menu::LanguageMenu;

/// The sections of the navigation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NavSection {
    /// The items.
    Items,
    /// The invitations.
    Invitations,
    /// The settings, for administrators.
    Settings,
    /// Not in the navigation.
    Other,
}

impl NavSection {
    /// The style sheet that its pages have beside that of every page.
    const fn own_style(self) -> Option<&'static str> {
        match self {
            Self::Invitations => Some("invitations.css"),
            Self::Settings => Some("settings.css"),
            Self::Other => Some("outside.css"),
            // The list has one, and the page of an item, which is the heaviest that there is, does not pay for it.
            Self::Items => None,
        }
    }

    /// The set of islands of its pages, but for those with the share dialog.
    const fn island_set(self) -> IslandSet {
        match self {
            Self::Settings => IslandSet::Admin,
            Self::Items | Self::Invitations | Self::Other => IslandSet::People,
        }
    }

    /// Whether its pages are about sharing.
    const fn is_about_sharing(self) -> bool {
        matches!(self, Self::Items | Self::Invitations)
    }
}

/// How a page is laid out.
pub(crate) struct Layout {
    /// The title of the page.
    pub title: String,
    /// The current section of the navigation.
    pub section: NavSection,
    /// The style sheet that the page has beside that of every page.
    pub own_style: Option<&'static str>,
    /// Whether the page has islands.
    pub has_islands: bool,
    /// Whether the share dialog is one of them.
    pub shares: bool,
    /// The address to redirect to automatically.
    pub auto_redirect: Option<String>,
    /// Whether the page is behind a dialog that the server rendered open, and so cannot be focused until the dialog is closed.
    pub inert: bool,
}

impl Layout {
    /// A page without islands, in no section of the navigation.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            section: NavSection::Other,
            own_style: NavSection::Other.own_style(),
            has_islands: false,
            shares: false,
            auto_redirect: None,
            inert: false,
        }
    }

    /// The same, in a section of the navigation.
    pub fn in_section(self, section: NavSection) -> Self {
        Self { section, own_style: section.own_style(), ..self }
    }

    /// The same, with a style sheet of its own.
    pub fn with_style(self, name: &'static str) -> Self {
        Self { own_style: Some(name), ..self }
    }

    /// The same, with islands.
    pub fn with_islands(self) -> Self {
        Self { has_islands: true, ..self }
    }
}

/// Renders a whole page: layout, content, toasts.
pub(crate) async fn render(
    context: &RequestContext,
    layout: Layout,
    body: impl IntoView + 'static,
) -> AnyView {
    speculation_rules::add_header(context);
    let feed = toasts::ToastFeed::load(context).await;
    let banner = if layout.section.is_about_sharing() { BlockBanner::load(context).await } else { None };
    let has_islands = layout.has_islands || feed.needs_island();
    let Layout { title, section, own_style, auto_redirect, inert, shares, .. } = layout;
    let toasts = context.signed_in.is_some().then(|| toasts::region(context, feed, has_islands));
    let islands = has_islands.then(|| if shares { IslandSet::Share } else { section.island_set() });
    let (context, inside) = (context.clone(), context.clone());
    view! {
        <Document context title islands own_style auto_redirect>
            <Bar context=inside section inert />
            <main class="page" id="main" tabindex="-1">
                {banner.map(|banner| banner.view(inert))}
                {body}
            </main>
            {toasts}
        </Document>
    }
    .into_any()
}

/// The same without loading toasts, for pages that must be rendered even when the back end fails.
pub(crate) fn render_without_toasts(
    context: &RequestContext,
    layout: Layout,
    body: impl IntoView + 'static,
) -> AnyView {
    let Layout { title, section, own_style, auto_redirect, .. } = layout;
    let (context, inside) = (context.clone(), context.clone());
    view! {
        <Document context title own_style auto_redirect>
            <Bar context=inside section />
            <main class="page" id="main" tabindex="-1">
                {body}
            </main>
        </Document>
    }
    .into_any()
}

/// The slim bar on top.
#[component]
fn Bar(context: RequestContext, section: NavSection, #[prop(optional)] inert: bool) -> impl IntoView {
    let lang = context.lang;
    let places = context.signed_in.as_ref().map(|caller| {
        let invitations = (!caller.is_guest).then(|| {
            let current = (section == NavSection::Invitations).then_some("page");
            view! { <a href="/invitations" aria-current=current>{words::frame::invitations(lang)}</a> }
        });
        let settings = caller.is_administrator().then(|| {
            let current = (section == NavSection::Settings).then_some("page");
            view! { <a href="/settings" aria-current=current>{words::frame::settings(lang)}</a> }
        });
        view! {
            <nav class="bar-places" aria-label=words::frame::places(lang)>
                <a href="/items" aria-current=(section == NavSection::Items).then_some("page")>
                    {words::frame::items(lang)}
                </a>
                {invitations}
                {settings}
            </nav>
        }
    });
    let name = context.product_name().to_owned();
    let mark = match context.look.mark.as_ref() {
        Some(mark) => {
            view! { <img class="icon" src=mark.as_str().to_owned() alt="" width="24" height="24" /> }
                .into_any()
        }
        None => view! { <Icon name="mark" /> }.into_any(),
    };
    // The items page has its own, larger search field.
    let has_own = context.path.as_str().split('?').next() == Some("/items");
    let search =
        (context.signed_in.is_some() && !has_own).then(|| view! { <Search context=context.clone() /> });
    let end = match context.signed_in.clone() {
        Some(caller) => view! { <AccountMenu context caller /> }.into_any(),
        None => view! { <LanguageMenu context /> }.into_any(),
    };
    view! {
        <a class="skip" href="#main">{words::app::skip(lang)}</a>
        <header class="bar" inert=inert>
            <a class="bar-mark" href="/" aria-label=words::frame::home(lang, &name)>
                {mark}
                <span class="bar-name">{name.clone()}</span>
            </a>
            {places}
            <div class="bar-end">{search} {end}</div>
        </header>
    }
}

/// The search field for items, where the bar has room.
#[component]
fn Search(context: RequestContext) -> impl IntoView {
    let label = words::items::search_label(context.lang);
    view! {
        <form class="bar-search" method="get" action="/items" role="search">
            <div class="search">
                <Icon name="search" />
                <input class="input" type="search" name="q" maxlength="200" aria-label=label placeholder=label />
            </div>
        </form>
    }
}
