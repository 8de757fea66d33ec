#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
const ENCODED: &str =
    "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNjA0MTA2NjUxIn19fQ==";

fn of(values: &[&str]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(WWW_AUTHENTICATE, value.parse().unwrap());
    }
    claims(&headers)
}

#[test]
fn the_documented_challenge() {
    let header = format!(
        r#"Bearer realm="", authorization_uri="https://login.example/common/oauth2/v2.0/authorize", error="insufficient_claims", claims="{ENCODED}""#
    );
    assert_eq!(of(&[&header]).as_deref(), Some(CLAIMS));
}

#[test]
fn claims_in_other_shapes() {
    let unpadded = ENCODED.trim_end_matches('=');
    for header in [
        format!(r#"Bearer claims="{unpadded}""#),
        format!("Bearer claims={ENCODED}, realm=x"),
        format!(r#"PoP nonce="a,b=c", Bearer realm="a \" claims=\"e30\"", CLAIMS = "{ENCODED}""#),
    ] {
        assert_eq!(of(&[&header]).as_deref(), Some(CLAIMS), "{header}");
    }
    let second = format!(r#"Bearer claims="{ENCODED}""#);
    assert_eq!(of(&["Negotiate", &second]).as_deref(), Some(CLAIMS));
    // `?` and `>` make the two alphabets differ: {"a":"??>>"}
    for encoded in ["eyJhIjoiPz8+PiJ9", "eyJhIjoiPz8-PiJ9"] {
        assert_eq!(of(&[&format!(r#"Bearer claims="{encoded}""#)]).as_deref(), Some(r#"{"a":"??>>"}"#));
    }
}

#[test]
fn no_claims() {
    let long = format!(r#"Bearer claims="{}""#, "A".repeat(MAX_CHALLENGE_LENGTH + 1));
    for header in [
        "",
        "Bearer",
        r#"Bearer realm="", error="invalid_token""#,
        r#"Bearer realm="claims=e30""#,
        r#"Bearer xclaims="e30""#,
        r#"Bearer claims="not base64!""#,
        r#"Bearer claims="WzFd""#, // [1]
        r#"Bearer claims="/w==""#,
        r#"Bearer claims=""#,
        &long,
    ] {
        assert_eq!(of(&[header]), None, "{header}");
    }
}

proptest::proptest! {
    #[test]
    fn no_header_panics(header in "[ -~]*") {
        of(&[&header]);
    }
}
