//! What is around every route.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use axum::{Extension, Router};
use backend::clock::RandomIds;
use backend::http::{HttpLayers, Nonce, ProblemExtension, RequestId, health};
use contract::ProblemCode;
use http::{HeaderMap, Request, Response};
use testing::TestDb;
use tower::ServiceExt as _;

use super::app::{config, text};

const ENTRA: [(&str, &str); 4] = [
    ("VESTIBULE_ENTRA_TENANT", super::authority::TENANT),
    ("VESTIBULE_ENTRA_CLIENT_ID", super::authority::CLIENT),
    ("VESTIBULE_ENTRA_CLIENT_SECRET", "x"),
    ("VESTIBULE_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz"),
];

struct Site {
    app: Router,
    storage: storage::Storage,
    _db: TestDb,
}

async fn site(public_url: &str) -> Site {
    let mut pairs = vec![("VESTIBULE_PUBLIC_URL", public_url)];
    pairs.extend(ENTRA);
    let config = config(&pairs);
    let db = TestDb::sqlite().await;
    let storage = db.storage.clone();
    let edge = HttpLayers::new(&config.listen, Arc::new(RandomIds));
    let pages = Router::new()
        .route("/nonce", get(|Extension(nonce): Extension<Nonce>| async move { nonce.0 }))
        .route("/id", get(|Extension(id): Extension<RequestId>| async move { id.0 }))
        .route("/panic", get(|| async { panic_now() }))
        .route("/kept", get(|| async { ([("cache-control", "public, max-age=31536000, immutable")], "x") }))
        .route("/api/share/send", post(|body: Bytes| async move { body.len().to_string() }))
        .route("/form", get(|| async { "form" }).post(|body: Bytes| async move { body.len().to_string() }));
    let app = edge.outer_layers(edge.browser_layers(pages).merge(health(storage.clone())));
    Site { app, storage, _db: db }
}

fn panic_now() -> &'static str {
    panic!("planted")
}

impl Site {
    async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.app.clone().oneshot(request).await.unwrap()
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
        self.ask("GET", path, headers, Body::empty()).await
    }

    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body).unwrap()).await
    }
}

const HOST: (&str, &str) = ("host", "v.example");

fn shown(answer: &Response<Body>) -> Option<ProblemCode> {
    answer.extensions().get::<ProblemExtension>().map(|shown| shown.0.code)
}

fn assert_secure(headers: &HeaderMap, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains; preload"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(headers.get(name).unwrap_or_else(|| panic!("{what}: {name}")), value, "{what}");
    }
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'nonce-"), "{what}: {policy}");
    let loosened = ["'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "data:", "*"];
    assert!(loosened.iter().all(|word| !policy.contains(word)), "{what}: {policy}");
    for part in [
        "'strict-dynamic'",
        "'wasm-unsafe-eval'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{what}: {part}");
    }
    assert!(headers.contains_key("x-request-id"), "{what}");
}

#[tokio::test]
async fn every_answer_is_secure() {
    let site = site("https://v.example").await;
    let large = Body::from(vec![b'x'; 64 * 1024 + 1]);
    let answers = [
        ("page", site.get("/form", &[HOST]).await, 200),
        ("not found", site.get("/nowhere", &[HOST]).await, 404),
        ("method", site.ask("DELETE", "/form", &[HOST], Body::empty()).await, 405),
        ("panic", site.get("/panic", &[HOST]).await, 500),
        ("host", site.get("/form", &[("host", "evil.example")]).await, 421),
        (
            "csrf",
            site.ask("POST", "/form", &[HOST, ("origin", "https://evil.example")], Body::empty()).await,
            403,
        ),
        ("large", site.ask("POST", "/form", &[HOST], large).await, 413),
        ("live", site.get("/health/live", &[]).await, 200),
        ("ready", site.get("/health/ready", &[("host", "10.0.0.7:3000")]).await, 200),
    ];
    for (what, answer, status) in answers {
        assert_eq!(answer.status(), status, "{what}");
        assert_secure(answer.headers(), what);
    }
}

#[tokio::test]
async fn the_nonce_is_new_each_time_and_the_same_in_page_and_policy() {
    let site = site("https://v.example").await;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..3 {
        let answer = site.get("/nonce", &[HOST]).await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        let nonce = text(answer).await;
        assert!(nonce.len() >= 22 && policy.contains(&format!("'nonce-{nonce}'")));
        assert!(seen.insert(nonce));
    }
}

#[tokio::test]
async fn what_may_be_kept_says_so_itself_and_plain_http_has_no_hsts() {
    let site = site("http://localhost:3000").await;
    let answer = site.get("/kept", &[("host", "localhost:3000")]).await;
    assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert!(!answer.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn hosts() {
    let site = site("https://v.example").await;
    let fine = ["v.example", "V.Example", "v.example:443"];
    let wrong = [
        "evil.example",
        "v.example.evil.example",
        "v.example:80",
        "v.example:444",
        "x@v.example",
        "localhost:3000",
        "v.example,evil.example",
        "",
        " ",
        "v.example/",
        "127.0.0.1",
        "[::1]:3000",
        "xv.example",
        "v.example.",
    ];
    for host in fine {
        assert_eq!(site.get("/form", &[("host", host)]).await.status(), 200, "{host}");
    }
    for host in wrong {
        let answer = site.get("/form", &[("host", host)]).await;
        assert_eq!((answer.status().as_u16(), shown(&answer)), (421, Some(ProblemCode::NotFound)), "{host}");
    }
    let twice = site.get("/form", &[HOST, ("host", "evil.example")]).await;
    assert_eq!(twice.status(), 421);
    assert_eq!(site.get("/form", &[]).await.status(), 421, "no host");
    assert_eq!(
        site.get("http://evil.example/form", &[HOST]).await.status(),
        421,
        "another in the request line"
    );
    for name in ["x-forwarded-host", "forwarded", "x-host", "x-original-host"] {
        let answer = site.get("/form", &[HOST, (name, "host=evil.example")]).await;
        assert_eq!(answer.status(), 200, "{name} is not looked at");
    }
}

#[tokio::test]
async fn other_names_of_this_machine_in_development() {
    let site = site("http://localhost:3000").await;
    for (host, status) in [
        ("localhost:3000", 200),
        ("127.0.0.1:3000", 200),
        ("[::1]:3000", 200),
        ("localhost:3001", 421),
        ("localhost", 421),
        ("rebound.evil.example:3000", 421),
    ] {
        assert_eq!(site.get("/form", &[("host", host)]).await.status(), status, "{host}");
    }
}

#[tokio::test]
async fn changes_come_from_our_own_pages() {
    let site = site("https://v.example").await;
    let own = ("origin", "https://v.example");
    let rows = [
        ("POST", vec![own, ("sec-fetch-site", "same-origin")], 200_u16),
        ("POST", vec![("sec-fetch-site", "same-origin")], 200),
        ("POST", vec![own], 200),
        ("POST", vec![], 200),
        ("POST", vec![("sec-fetch-site", "none")], 200),
        ("POST", vec![("sec-fetch-site", "cross-site")], 403),
        ("POST", vec![("sec-fetch-site", "same-site")], 403),
        ("POST", vec![own, ("sec-fetch-site", "cross-site")], 403),
        ("POST", vec![own, ("sec-fetch-site", "same-site")], 403),
        ("POST", vec![("origin", "https://evil.example")], 403),
        ("POST", vec![("origin", "null")], 403),
        ("POST", vec![("origin", "https://v.example.evil.example")], 403),
        ("DELETE", vec![("sec-fetch-site", "cross-site")], 403),
        ("GET", vec![("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")], 200),
    ];
    for (method, mut headers, status) in rows {
        headers.push(HOST);
        let answer = site.ask(method, "/form", &headers, Body::empty()).await;
        assert_eq!(answer.status(), status, "{method} {headers:?}");
        assert_eq!(shown(&answer).is_some(), status == 403, "{method} {headers:?}");
    }
}

#[tokio::test]
async fn bodies() {
    let site = site("https://v.example").await;
    let fits = site.ask("POST", "/form", &[HOST], Body::from(vec![b'x'; 64 * 1024])).await;
    assert_eq!((fits.status().as_u16(), text(fits).await.as_str()), (200, "65536"));
    // The share form has room for many.
    for (size, status) in [(512 * 1024, 200), (512 * 1024 + 1, 413)] {
        let share = site.ask("POST", "/api/share/send", &[HOST], Body::from(vec![b'x'; size])).await;
        assert_eq!(share.status(), status);
    }
    let chunks = tokio_stream(vec![vec![b'x'; 40_000]; 3]);
    let silent = site.ask("POST", "/form", &[HOST], chunks).await;
    assert_eq!((silent.status().as_u16(), shown(&silent)), (413, Some(ProblemCode::TooLarge)));
    let liar = site.ask("POST", "/form", &[HOST, ("content-length", "999999999")], Body::empty()).await;
    assert_eq!(liar.status(), 413);
    let broken = Body::from_stream(futures::stream::iter([Err::<Vec<u8>, _>("length limit exceeded")]));
    let broken = site.ask("POST", "/form", &[HOST], broken).await;
    assert_eq!(broken.status(), 400, "what an error says does not matter");
}

/// A body that does not say how long it is.
fn tokio_stream(parts: Vec<Vec<u8>>) -> Body {
    Body::from_stream(futures::stream::iter(parts.into_iter().map(Ok::<_, std::io::Error>)))
}

#[tokio::test]
async fn request_ids() {
    let site = site("https://v.example").await;
    let given = site.get("/id", &[HOST, ("x-request-id", "abc-123")]).await;
    assert_eq!(given.headers()["x-request-id"], "abc-123");
    assert_eq!(text(given).await, "abc-123");
    let long = "x".repeat(65);
    for bad in ["", "a b", "<script>", "a\tb", &long] {
        let answer = site.get("/id", &[HOST, ("x-request-id", bad)]).await;
        let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        assert_eq!(id.len(), 36, "{bad}: a new one");
        assert_eq!(text(answer).await, id);
    }
}

#[tokio::test]
async fn health_tells_the_database_from_the_process() {
    let site = site("https://v.example").await;
    site.storage.close().await;
    assert_eq!(site.get("/health/live", &[]).await.status(), 200);
    assert_eq!(site.get("/health/ready", &[]).await.status(), 503);
}

#[tokio::test]
async fn a_refusal_shows_a_code_and_no_more() {
    let site = site("https://v.example").await;
    let answer = site.get("/panic", &[HOST]).await;
    assert_eq!(shown(&answer), Some(ProblemCode::Internal));
    let body = text(answer).await;
    assert!(body.starts_with("internal ") && !body.contains("planted"), "{body}");
}
