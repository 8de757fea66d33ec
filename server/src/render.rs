//! Renders a page like the framework's asynchronous mode, but without the two inline scripts that it appends to every page:
//! islands have their own start data, and those scripts have a nonce that is not ours.

use app::App;
use axum::extract::Request;
use axum::response::{Html, IntoResponse as _, Response};
use futures::StreamExt as _;
use futures::stream::once;
use leptos::prelude::{RenderHtml as _, provide_context};
use leptos_axum::ResponseOptions;
use leptos_integration_utils::{PinnedFuture, PinnedStream, build_response};
use leptos_router::location::RequestUrl;

/// The page for a request, whole, with the status and the headers that were set while it was rendered.
pub async fn page(context: impl FnOnce() + Send + 'static, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    // The router requires an absolute URL and uses path and query only.
    let url = RequestUrl::new(&format!("http://own.invalid{path}"));
    let options = ResponseOptions::default();
    let provided = options.clone();
    let provide = move || {
        provide_context(url);
        provide_context(parts);
        provide_context(provided);
        context();
    };
    let (owner, stream) = build_response(App, provide, |app, _, _| whole(app), false);
    let html = stream.await.collect::<String>().await;
    owner.unset_with_forced_cleanup();
    let mut response = Html(html).into_response();
    // The lock is poisoned only if rendering panicked, and then this line is not reached.
    if let Ok(mut overrides) = options.0.write() {
        if let Some(status) = overrides.status {
            *response.status_mut() = status;
        }
        response.headers_mut().extend(std::mem::take(&mut overrides.headers));
    }
    response
}

fn whole(app: impl leptos::prelude::IntoView + 'static) -> PinnedFuture<PinnedStream<String>> {
    Box::pin(async move {
        let html = app.into_view().to_html_stream_in_order().collect::<String>().await;
        Box::pin(once(async move { html })) as PinnedStream<String>
    })
}
