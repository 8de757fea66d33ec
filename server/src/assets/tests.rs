#![allow(clippy::unwrap_used)]

use axum::body::to_bytes;

use super::*;

static PLAIN: &[u8] = b"plain";
static BROTLI: &[u8] = b"brotli";
static GZIP: &[u8] = b"gzip";

/// An icon in every encoding, and a text that has none.
fn site(name: &str) -> Option<File> {
    let (data, mark) = match name {
        "icon.svg" => (PLAIN, 1),
        "icon.svg.br" => (BROTLI, 2),
        "icon.svg.gz" => (GZIP, 3),
        "robots.txt" => (PLAIN, 4),
        _ => return None,
    };
    Some(File { data: Cow::Borrowed(data), hash: [mark; 32] })
}

fn ask(name: &str, headers: &[(HeaderName, &str)]) -> Response {
    let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
    respond(name, &headers, "public, max-age=3600", site)
}

fn header(response: &Response, name: HeaderName) -> &str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[test]
fn the_best_encoding_that_is_taken() {
    for (accepted, encoding) in [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000 , gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("br;q=0.1", "br"),
        ("gzip;q=0, br;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("*, br;q=0", "gzip"),
        ("brotli, xgzip", ""),
        ("identity", ""),
        ("", ""),
    ] {
        let response = ask("icon.svg", &[(header::ACCEPT_ENCODING, accepted)]);
        assert_eq!(header(&response, header::CONTENT_ENCODING), encoding, "{accepted}");
        assert_eq!(header(&response, header::CONTENT_TYPE), "image/svg+xml", "{accepted}");
        assert_eq!(header(&response, header::VARY), "accept-encoding", "{accepted}");
    }
    let response = ask("robots.txt", &[(header::ACCEPT_ENCODING, "br")]);
    assert_eq!((response.status(), header(&response, header::CONTENT_ENCODING)), (StatusCode::OK, ""));
    assert_eq!(ask("none.svg", &[]).status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_is_copied() {
    let body = to_bytes(ask("icon.svg", &[]).into_body(), 100).await.unwrap();
    assert_eq!(body.as_ptr(), PLAIN.as_ptr());
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let first = ask("icon.svg", &[]);
    let tag = header(&first, header::ETAG).to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let zipped = ask("icon.svg", &[(header::ACCEPT_ENCODING, "gzip")]);
    assert_ne!(header(&zipped, header::ETAG), tag, "another encoding is another answer");
    for named in [tag.clone(), format!("\"other\", {tag}"), tag.replace("W/", ""), "*".to_owned()] {
        let again = ask("icon.svg", &[(header::IF_NONE_MATCH, &named)]);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{named}");
        assert_eq!(header(&again, header::ETAG), tag);
        assert_eq!(header(&again, header::CACHE_CONTROL), "public, max-age=3600");
        assert_eq!(header(&again, header::VARY), "accept-encoding");
        assert!(to_bytes(again.into_body(), 100).await.unwrap().is_empty());
    }
    for named in ["\"other\"", "", "W/\"\""] {
        assert_eq!(ask("icon.svg", &[(header::IF_NONE_MATCH, named)]).status(), StatusCode::OK, "{named}");
    }
}
