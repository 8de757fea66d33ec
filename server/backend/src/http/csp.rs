//! The content security policy (CSP Level 3).

/// The nonce of this request: in its extensions, and in the policy of its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(pub String);

/// The policy: scripts by nonce, WebAssembly, everything else from our own origin or not at all.
pub(super) fn policy(nonce: &Nonce) -> String {
    let script = format!("script-src 'nonce-{}' 'strict-dynamic' 'wasm-unsafe-eval'", nonce.0);
    [
        "default-src 'none'",
        &script,
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    .join("; ")
}
