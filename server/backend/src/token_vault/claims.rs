//! What an access token says that it may be used for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

#[derive(Deserialize)]
struct Claims {
    /// Left out where there is no application permission.
    #[serde(default)]
    roles: Vec<String>,
    /// Left out where nobody has delegated anything.
    #[serde(default)]
    scp: String,
}

/// The application permissions of a token, its `roles`, to be shown to an administrator and to foretell a plan: it is not verified, and it is Microsoft
/// Graph's to read ("Access tokens in the Microsoft identity platform"). `None` where it is in a format that we do not know.
pub(super) fn roles_claim(token: &str) -> Option<Vec<String>> {
    claims(token).map(|claims| claims.roles)
}

/// The delegated permissions of a person's token, its `scp`, for the same.
pub(super) fn scopes_claim(token: &str) -> Option<Vec<String>> {
    claims(token).map(|claims| claims.scp.split_whitespace().map(str::to_owned).collect())
}

fn claims(token: &str) -> Option<Claims> {
    let claims = token.split('.').nth(1).filter(|_| token.split('.').count() == 3)?;
    let claims = URL_SAFE_NO_PAD.decode(claims).ok()?;
    serde_json::from_slice(&claims).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.c2lnbmVk", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn roles_are_read_where_the_token_has_them() {
        let roles = roles_claim(&token(r#"{"aud":"x","roles":["User.Read.All","Group.Read.All"]}"#));
        assert_eq!(roles, Some(vec!["User.Read.All".to_owned(), "Group.Read.All".to_owned()]));
        assert_eq!(roles_claim(&token("{}")), Some(Vec::new()));
        for unreadable in ["", "opaque", "a.b", &token("no JSON"), "a.b.c.d"] {
            assert_eq!(roles_claim(unreadable), None, "{unreadable}");
            assert_eq!(scopes_claim(unreadable), None, "{unreadable}");
        }
    }

    #[test]
    fn scopes_are_read_where_the_token_has_them() {
        let scopes = scopes_claim(&token(r#"{"scp":"openid User.Read  User.Invite.All"}"#));
        assert_eq!(scopes.unwrap(), ["openid", "User.Read", "User.Invite.All"]);
        assert_eq!(scopes_claim(&token(r#"{"roles":["User.Read.All"]}"#)), Some(Vec::new()));
    }
}
