//! The route table.

use std::future::Future;

use contract::Problem;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::document;
use crate::pages;
use crate::request::RequestContext;

/// Declares every page once: its address, as [`path!`] reads it, and the function of [`pages`] that builds it.
macro_rules! page_table {
    ($($path:tt => $page:ident,)+) => {
        const PATHS: &[&str] = &[$($path),+];

        fn routes() -> impl IntoView {
            view! {
                <Router>
                    <FlatRoutes fallback=page(pages::not_found)>
                        $(<Route path=path!($path) view=page(pages::$page) ssr=SsrMode::Async />)+
                    </FlatRoutes>
                </Router>
            }
        }
    };
}

page_table! {
    "/" => landing_page,
    "/sign-in" => sign_in,
    "/sign-out" => sign_out,
    "/signed-out" => signed_out,
    "/items" => items,
    "/items/:id" => item,
    "/items/:id/share" => share,
    "/share" => share_link,
    "/activity" => activity,
    "/access/:id/undo" => undo_access,
    "/invitations" => invitations,
    "/invitations/:id" => invitation,
    "/invitations/:id/undo" => undo,
    "/settings" => settings,
    "/settings/history" => settings_history,
    "/settings/history/:version" => settings_version,
    "/settings/:section" => settings_section,
    "/arrive/:id" => arrival_link,
    "/trouble" => error_page,
}

/// The addresses of all pages, with each parameter as axum writes it (`/items/{id}`): for the server's router, and for tests that visit every one.
pub fn page_addresses() -> impl Iterator<Item = String> {
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    };
    PATHS.iter().map(move |path| path.split('/').map(segment).collect::<Vec<_>>().join("/"))
}

/// All pages. Rendered on the server only, in asynchronous mode, so that a page is sent whole and its status is known.
#[component]
pub fn App() -> impl IntoView {
    routes()
}

/// A page is an async function from a request context to a document. Its problem is rendered as the error page.
fn page<F>(build: fn(RequestContext) -> F) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static
where
    F: Future<Output = Result<AnyView, Problem>> + Send + 'static,
{
    move || {
        document::prepare();
        let context = RequestContext::current();
        Suspend::new(async move {
            let context = match context {
                Ok(context) => context.with_look().await,
                Err(problem) => return in_one_piece(pages::render_bare_error_page(&problem)),
            };
            in_one_piece(match build(context.clone()).await {
                Ok(view) => view,
                Err(problem) => pages::render_error_page(&context, &problem),
            })
        })
        .into_any()
    }
}

/// The page as text. Nothing in it is waited for any more, and the stream into which the framework would draw it makes a text of each element by itself.
fn in_one_piece(page: AnyView) -> InertElement {
    InertElement::new(page.to_html())
}

#[cfg(test)]
mod tests {
    use super::page_addresses;

    #[test]
    fn parameters_are_written_as_the_servers_router_reads_them() {
        let all: Vec<_> = page_addresses().collect();
        assert_eq!(all.first().map(String::as_str), Some("/"));
        for address in ["/items", "/items/{id}/share", "/settings/history/{version}"] {
            assert!(all.iter().any(|each| each == address), "{address}: {all:?}");
        }
        assert!(!all.iter().any(|address| address.contains(':')), "{all:?}");
    }
}
