//! Drawing a page. As the framework's own asynchronous mode does it, but without the two inline scripts that it appends to every page:
//! islands carry their own data, and those scripts carry a nonce that is not ours.

use app::App;
use axum::extract::Request;
use axum::response::{Html, IntoResponse as _, Response};
use futures::StreamExt as _;
use futures::stream::once;
use leptos::prelude::{RenderHtml as _, provide_context};
use leptos_axum::ResponseOptions;
use leptos_integration_utils::{PinnedFuture, PinnedStream, build_response};
use leptos_router::location::RequestUrl;

/// The page for a request, in one piece, with the status and the headers that it asked for while it was drawn.
pub async fn page(context: impl FnOnce() + Send + 'static, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    // The router wants a whole address and looks at path and query only.
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
    // A poisoned lock means that drawing panicked, and then nobody gets here.
    if let Ok(mut asked) = options.0.write() {
        if let Some(status) = asked.status {
            *response.status_mut() = status;
        }
        response.headers_mut().extend(std::mem::take(&mut asked.headers));
    }
    response
}

fn whole(app: impl leptos::prelude::IntoView + 'static) -> PinnedFuture<PinnedStream<String>> {
    Box::pin(async move {
        let html = app.into_view().to_html_stream_in_order().collect::<String>().await;
        Box::pin(once(async move { html })) as PinnedStream<String>
    })
}
