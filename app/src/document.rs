//! The whole HTML document around a page. Ours rather than the framework's, for three reasons: the framework copies the CSP nonce into
//! `crossorigin` attributes, preloads the wasm at high priority, and does not escape its titles.

use contract::Language;
use leptos::prelude::*;

use crate::request::RequestContext;

/// The built assets. Provided by the server.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The build's id, part of every asset's address, so that assets can be cached for ever.
    pub build: String,
}

impl Assets {
    /// The address of an asset of this build.
    pub fn address(&self, name: &str) -> String {
        format!("/assets/{}/{name}", self.build)
    }
}

/// The address of the icon sprite of this build.
#[derive(Clone)]
pub(crate) struct Sprite(pub String);

/// The request's CSP nonce. Provided by the server, which also puts it into the header.
#[derive(Debug, Clone)]
pub struct Nonce(pub String);

/// The sprite of this build.
pub(crate) fn sprite() -> String {
    use_context::<Assets>().map(|assets| assets.address("icons.svg")).unwrap_or_default()
}

/// A set of islands, built into one module: no page loads what only others need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IslandSet {
    /// Of the pages that everybody has.
    People,
    /// Of the pages with the share dialog.
    Share,
    /// Of the settings pages.
    Admin,
}

impl IslandSet {
    /// The name of its files.
    const fn name(self) -> &'static str {
        match self {
            Self::People => "client",
            Self::Share => "share",
            Self::Admin => "admin",
        }
    }
}

/// A document. Without islands it loads no script.
#[component]
pub(crate) fn Document(
    /// The request.
    context: RequestContext,
    /// The title of the page; the product's name is added.
    title: String,
    /// The set of islands that the page loads.
    #[prop(default = None)]
    islands: Option<IslandSet>,
    /// A style sheet of its own, beside that of every page.
    #[prop(default = None)]
    own_style: Option<&'static str>,
    /// Redirects to this address automatically.
    #[prop(default = None)]
    auto_redirect: Option<String>,
    /// The body.
    children: Children,
) -> impl IntoView {
    let assets = use_context::<Assets>();
    let style = assets.as_ref().map(|assets| assets.address("main.css"));
    let own_style = own_style.and_then(|name| Some(assets.as_ref()?.address(name)));
    let title = escape(&words::app::page_title(context.lang, &title, context.product_name()));
    let accent = context.look.style.as_ref().map(|style| style.as_str().to_owned());
    let (icon, icon_type) = match context.look.mark.as_ref() {
        Some(mark) => (mark.as_str().to_owned(), "image/png"),
        None => ("/favicon.svg".to_owned(), "image/svg+xml"),
    };
    // The accent last: it counts more than the tokens.
    let styles = own_style.into_iter().chain(accent);
    let refresh = auto_redirect
        .map(|address| view! { <meta http-equiv="refresh" content=format!("0; url={address}") /> });
    view! {
        <!DOCTYPE html>
        <html lang=html_lang(context.lang) data-theme=context.theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <title inner_html=title></title>
                <link rel="icon" href=icon r#type=icon_type />
                <link rel="stylesheet" href=style />
                {styles.map(|href| view! { <link rel="stylesheet" href=href /> }).collect_view()}
                {refresh}
                {islands.map(|set| view! { <Loader set /> })}
            </head>
            <body>{children()}</body>
        </html>
    }
}

/// Prepares the reactive context for the content of a page, which is rendered before the document.
pub(crate) fn prepare() {
    // Without this every resource would be serialised into the page; islands have their own start data.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    provide_context(Sprite(sprite()));
}

/// Escapes text for `<title>` and `<textarea>`. They do not support comments: the framework's markers between nodes would be shown as text.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The browser's tag for a language: the script matters for fonts and screen readers.
pub(crate) const fn html_lang(lang: Language) -> &'static str {
    match lang {
        Language::Chinese => "zh-Hant-TW",
        other => other.tag(),
    }
}

/// Our own loader and preload hints, at low priority, so that they do not delay the first paint.
#[component]
fn Loader(set: IslandSet) -> impl IntoView {
    let Some(assets) = use_context::<Assets>() else { return ().into_any() };
    let nonce = use_context::<Nonce>().map(|nonce| nonce.0);
    view! {
        <link rel="modulepreload" href=assets.address(&format!("{}.js", set.name())) fetchpriority="low" />
        <link
            rel="preload"
            href=assets.address(&format!("{}_bg.wasm", set.name()))
            r#as="fetch"
            r#type="application/wasm"
            crossorigin="anonymous"
            fetchpriority="low"
        />
        <script type="module" src=assets.address("boot.js") nonce=nonce></script>
    }
    .into_any()
}
