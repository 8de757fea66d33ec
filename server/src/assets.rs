//! Built assets: read from disk in development builds, embedded in the binary in other builds. They are compressed at build time, never here.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The build id of the assets. Empty when no assets were built: pages then have no style, and the log says so.
pub fn build_id() -> String {
    let manifest = Site::get("assets.json")
        .and_then(|file| serde_json::from_slice::<serde_json::Value>(&file.data).ok());
    manifest.and_then(|manifest| Some(manifest.get("build")?.as_str()?.to_owned())).unwrap_or_default()
}

/// `/assets/{build}/{name}`: the address changes with the contents, so browsers may cache it for ever.
pub async fn versioned(Path((build, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    respond(&format!("assets/{build}/{name}"), &headers, "public, max-age=31536000, immutable", built)
}

/// Files at the root, such as the icon: cached for an hour, then revalidated by their entity tag.
pub async fn root_file(uri: http::Uri, headers: HeaderMap) -> Response {
    respond(uri.path().trim_start_matches('/'), &headers, "public, max-age=3600", built)
}

/// The addresses of the files at the root.
pub fn root_files() -> Vec<String> {
    let at_root =
        |name: &str| !name.contains('/') && !["br", "gz", "json"].iter().any(|end| name.ends_with(end));
    Site::iter().filter(|name| at_root(name)).map(|name| format!("/{name}")).collect()
}

/// A built file.
struct File {
    data: Cow<'static, [u8]>,
    /// SHA-256 of the data.
    hash: [u8; 32],
}

fn built(name: &str) -> Option<File> {
    let file = Site::get(name)?;
    Some(File { data: file.data, hash: file.metadata.sha256_hash() })
}

/// The file in the best encoding that the browser accepts, or 304 when the browser has it already.
fn respond(
    name: &str,
    asked: &HeaderMap,
    caching: &'static str,
    find: impl Fn(&str) -> Option<File>,
) -> Response {
    let accepted = text(asked, &header::ACCEPT_ENCODING);
    let encodings = [("br", ".br"), ("gzip", ".gz"), ("", "")];
    let fits = |(encoding, _): &&(&str, &str)| encoding.is_empty() || accepts(accepted, encoding);
    let found = encodings
        .iter()
        .filter(fits)
        .find_map(|(encoding, end)| Some((*encoding, find(&format!("{name}{end}"))?)));
    let Some((encoding, file)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let tag = entity_tag(&file.hash);
    let mut response = if matches(text(asked, &header::IF_NONE_MATCH), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        full_response(name, encoding, file.data)
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn full_response(name: &str, encoding: &'static str, data: Cow<'static, [u8]>) -> Response {
    let data = match data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    };
    let mut response = data.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    if !encoding.is_empty() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether `Accept-Encoding` accepts this encoding: it is listed, or `*` is, with a weight above 0 (RFC 9110, section 12.5.3).
fn accepts(header: &str, encoding: &str) -> bool {
    let named = |name: &str| {
        header.split(',').find_map(|part| {
            let (coding, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().split_once('=').and_then(|(_, value)| value.parse::<f32>().ok());
            coding.trim().eq_ignore_ascii_case(name).then(|| weight.is_some_and(|weight| weight > 0.0))
        })
    };
    named(encoding).or_else(|| named("*")).unwrap_or(false)
}

/// The entity tag. Weak, because a proxy may add an encoding.
fn entity_tag(hash: &[u8; 32]) -> String {
    let start = hash.iter().take(16).fold(0_u128, |start, byte| start << 8 | u128::from(*byte));
    format!("W/\"{start:032x}\"")
}

/// Whether `If-None-Match` names the tag (RFC 9110, section 13.1.2): the browser has the current file then.
fn matches(header: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    header.trim() == "*" || header.split(',').any(|named| opaque(named) == opaque(tag))
}

/// The media type of each extension that the build writes.
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

#[cfg(test)]
mod tests;
