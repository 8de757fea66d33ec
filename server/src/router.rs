//! The routes of the main port.

use std::collections::HashMap;
use std::sync::Arc;

use app::{Assets, Nonce, Ports};
use axum::extract::{Path, Query, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use backend::Backend;
use contract::ports::Browser;
use contract::{ArrivalTarget, Caller, InvitationId, LocalPath, NoCaller, Problem, ProblemCode, routes};
use http::request::Parts;
use http::{HeaderValue, header};
use leptos::prelude::{provide_context, use_context};
use tower_http::compression::CompressionLayer;

use crate::{assets, error_pages, form_requests, look, render, wiring};

/// Renders pages.
#[derive(Clone)]
pub struct Pages {
    ports: Ports,
    assets: Assets,
}

impl Pages {
    /// Provides the Leptos context of every page and server function.
    fn context(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let (ports, assets) = (self.ports.clone(), self.assets.clone());
        move || {
            provide_context(ports.clone());
            provide_context(assets.clone());
            let nonce = use_context::<Parts>()
                .and_then(|parts| parts.extensions.get::<backend::http::Nonce>().cloned());
            if let Some(nonce) = nonce {
                provide_context(Nonce(nonce.0));
            }
        }
    }

    /// The page for a request.
    async fn page(&self, request: Request) -> Response {
        render::page(self.context(), request).await
    }

    /// A router that renders these pages at every address.
    fn anywhere(&self) -> Router {
        let pages = self.clone();
        Router::new().fallback(get(move |request: Request| async move { pages.page(request).await }))
    }
}

/// The whole main port.
pub fn router(backend: &Backend) -> Router {
    // Only the first call succeeds, which is enough.
    let _ = any_spawner::Executor::init_tokio();
    let build = assets::build_id();
    if build.is_empty() {
        tracing::warn!("no assets were built; pages come without style");
    }
    let pages = Pages { ports: wiring::ports(backend), assets: Assets { build } };
    let inside = backend.auth.with_callers(pages_and_functions(&pages).merge(backend.auth.router()));
    let files = files().merge(look::files(pages.ports.clone()));
    let guarded = backend.layers.browser_layers(inside.merge(backend.event_stream()).merge(files));
    let shown = guarded
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked(backend)))
        .layer(from_fn_with_state(
            error_pages::ErrorPages::new(backend, pages.anywhere()),
            error_pages::render_errors,
        ))
        .layer(CompressionLayer::new());
    backend.layers.outer_layers(shown.merge(backend.health()))
}

/// The response to a panic. Inside of the error pages layer, so that the panic gets an error page.
fn panicked(backend: &Backend) -> impl Fn(Box<dyn std::any::Any + Send>) -> Response + Clone + use<> {
    let ids = Arc::clone(&backend.ids);
    move |_| {
        let problem = Problem::new(ProblemCode::Internal);
        let problem = backend::error_reference::report_text(&*ids, problem, "a request panicked");
        backend::http::problem_response(http::StatusCode::INTERNAL_SERVER_ERROR, problem)
    }
}

fn pages_and_functions(pages: &Pages) -> Router {
    let of = |pages: &Pages| {
        let pages = pages.clone();
        move |request: Request| {
            let pages = pages.clone();
            async move { pages.page(request).await }
        }
    };
    let context = pages.context();
    let call = move |request: Request| leptos_axum::handle_server_fns_with_context(context.clone(), request);
    let calls = Router::new().route("/api/{*function}", post(call)).layer(from_fn(form_requests::classify));
    let plain = Router::new()
        .route(routes::REDEEM_LINK, post(plain_link))
        .route(routes::ARRIVE_ON, get(arrive))
        .layer(Extension(pages.ports.clone()))
        .merge(look::form(pages.ports.clone()));
    let known = app::page_addresses().fold(Router::new(), |router, path| router.route(&path, get(of(pages))));
    known.merge(calls).merge(plain).fallback(get(of(pages)))
}

fn files() -> Router {
    let rules = || async {
        ([(header::CONTENT_TYPE, app::speculation_rules::MEDIA_TYPE)], app::speculation_rules::RULES)
    };
    let router = Router::new()
        .route(routes::ASSET, get(assets::versioned))
        .route(routes::SPECULATION_RULES, get(rules));
    assets::root_files().into_iter().fold(router, |router, path| router.route(&path, get(assets::root_file)))
}

/// On from the page of an arrival link: to Microsoft's redemption, or to the item. Never cached.
async fn arrive(
    Extension(ports): Extension<Ports>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let target = async {
        let id = InvitationId::parse(&id).map_err(|_| Problem::new(ProblemCode::NotFound))?;
        ports.arrivals.target(&id, query.get("key").map_or("", String::as_str)).await
    };
    let mut response = match target.await {
        Ok(ArrivalTarget::Redemption(link)) => Redirect::to(link.expose()).into_response(),
        Ok(ArrivalTarget::Item(page) | ArrivalTarget::Package(page)) => {
            Redirect::to(page.as_str()).into_response()
        }
        Ok(ArrivalTarget::SignIn(page)) => Redirect::to(&app::sign_in_url(page.as_str())).into_response(),
        Err(problem) => backend::http::problem_response(app::status_of(problem.code), problem),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The redeem link without scripts: as plain text, never inside a page, never cached.
async fn plain_link(
    Extension(ports): Extension<Ports>,
    caller: Option<Extension<Caller>>,
    no_caller: Option<Extension<NoCaller>>,
    Extension(browser): Extension<Arc<dyn Browser>>,
    Path(id): Path<String>,
) -> Response {
    if let Some(Extension(NoCaller { problem, .. })) = no_caller {
        return backend::http::problem_response(app::status_of(problem.code), problem);
    }
    let Some(caller) = caller else {
        let back = LocalPath::parse(&format!("/invitations/{id}")).unwrap_or_else(|_| LocalPath::home());
        return Redirect::to(&app::session_lapsed_url(&back, browser.has_signed_out())).into_response();
    };
    let link = async {
        let id = InvitationId::parse(&id).map_err(|_| Problem::new(ProblemCode::NotFound))?;
        ports.invitations.link(&caller, &id).await
    };
    match link.await {
        Ok(link) => {
            let mut response = format!("{}\n", link.expose()).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(problem) => backend::http::problem_response(app::status_of(problem.code), problem),
    }
}
