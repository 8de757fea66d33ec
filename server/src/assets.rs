//! Built assets: read from disk in development builds, inside the binary in others. Compressed when they were built, never here.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The id of the build whose assets these are. Empty when nothing was built: pages then come without style, and say so in the log.
pub fn build_id() -> String {
    let manifest = Site::get("assets.json")
        .and_then(|file| serde_json::from_slice::<serde_json::Value>(&file.data).ok());
    manifest.and_then(|manifest| Some(manifest.get("build")?.as_str()?.to_owned())).unwrap_or_default()
}

/// `/assets/{build}/{name}`: the address changes with the contents, so they may be kept for ever.
pub async fn of_build(Path((build, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    serve(&format!("assets/{build}/{name}"), &headers, "public, max-age=31536000, immutable")
}

/// Files at the root, such as the icon: kept for an hour.
pub async fn of_root(uri: http::Uri, headers: HeaderMap) -> Response {
    serve(uri.path().trim_start_matches('/'), &headers, "public, max-age=3600")
}

/// The files at the root, by their addresses.
pub fn root_files() -> Vec<String> {
    let at_root =
        |name: &str| !name.contains('/') && !["br", "gz", "json"].iter().any(|end| name.ends_with(end));
    Site::iter().filter(|name| at_root(name)).map(|name| format!("/{name}")).collect()
}

fn serve(name: &str, headers: &HeaderMap, caching: &'static str) -> Response {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let encodings = [("br", ".br"), ("gzip", ".gz"), ("", "")];
    let fits = |(encoding, _): &&(&str, &str)| encoding.is_empty() || accepted.contains(encoding);
    let found = encodings
        .iter()
        .filter(fits)
        .find_map(|(encoding, end)| Some((*encoding, Site::get(&format!("{name}{end}"))?)));
    let Some((encoding, file)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !encoding.is_empty() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Every ending that the build writes.
fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
