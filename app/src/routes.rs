//! The route table.

use std::future::Future;

use contract::Problem;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::document;
use crate::pages;
use crate::request::RequestContext;

/// The addresses of the pages, for the server's router and for tests that visit every one.
pub const PAGES: &[&str] = &[
    "/",
    "/sign-in",
    "/sign-out",
    "/signed-out",
    "/items",
    "/items/{id}",
    "/items/{id}/share",
    "/invitations",
    "/invitations/{id}",
    "/invitations/{id}/undo",
    "/settings",
    "/settings/history",
    "/settings/history/{version}",
    "/settings/{section}",
    "/arrive/{id}",
    "/trouble",
];

/// All pages. Rendered on the server only, in asynchronous mode, so that a page is sent whole and its status is known.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=page(pages::not_found)>
                <Route path=path!("/") view=page(pages::landing_page) ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=page(pages::sign_in) ssr=SsrMode::Async />
                <Route path=path!("/sign-out") view=page(pages::sign_out) ssr=SsrMode::Async />
                <Route path=path!("/signed-out") view=page(pages::signed_out) ssr=SsrMode::Async />
                <Route path=path!("/items") view=page(pages::items) ssr=SsrMode::Async />
                <Route path=path!("/items/:id") view=page(pages::item) ssr=SsrMode::Async />
                <Route path=path!("/items/:id/share") view=page(pages::share) ssr=SsrMode::Async />
                <Route path=path!("/invitations") view=page(pages::invitations) ssr=SsrMode::Async />
                <Route path=path!("/invitations/:id") view=page(pages::invitation) ssr=SsrMode::Async />
                <Route path=path!("/invitations/:id/undo") view=page(pages::undo) ssr=SsrMode::Async />
                <Route path=path!("/settings") view=page(pages::settings) ssr=SsrMode::Async />
                <Route path=path!("/settings/history") view=page(pages::settings_history) ssr=SsrMode::Async />
                <Route path=path!("/settings/history/:version") view=page(pages::settings_version) ssr=SsrMode::Async />
                <Route path=path!("/settings/:section") view=page(pages::settings_section) ssr=SsrMode::Async />
                <Route path=path!("/arrive/:id") view=page(pages::arrival_link) ssr=SsrMode::Async />
                <Route path=path!("/trouble") view=page(pages::error_page) ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
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
                Err(problem) => return pages::render_bare_error_page(&problem),
            };
            match build(context.clone()).await {
                Ok(view) => view,
                Err(problem) => pages::render_error_page(&context, &problem),
            }
        })
        .into_any()
    }
}
