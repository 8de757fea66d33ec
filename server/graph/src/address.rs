//! Building addresses below `/v1.0` of the configured origin.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;
use uuid::Uuid;

use crate::error::GraphError;

/// All but RFC 3986's unreserved characters: nothing in a value can end a parameter or stand for a space.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The longest domain name (RFC 1035, section 2.3.4), in characters without the dot at its end.
const MAX_DOMAIN: usize = 253;

/// Far more than any id that Graph answers with.
const MAX_OPAQUE_KEY: usize = 200;

/// `{base}/v1.0/{segments}?{query}`. Names in `query` are ours and stand as they are; values are encoded.
pub(crate) fn address(base: &Url, segments: &[&str], query: &[(&str, &str)]) -> Result<Url, GraphError> {
    let mut url = base.clone();
    {
        let mut path = url.path_segments_mut().map_err(|()| GraphError::Invalid("the base address"))?;
        path.clear().push("v1.0").extend(segments);
    }
    if !query.is_empty() {
        let pairs: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, VALUE)))
            .collect();
        url.set_query(Some(&pairs.join("&")));
    }
    Ok(url)
}

/// An id that may stand as the segment after `/users/`: an object id or a user principal name. Anything else could name
/// another resource there (`delta`, `$count`, `..`).
pub(crate) fn user_key(id: &str) -> Result<&str, GraphError> {
    let object_id = is_object_id(id);
    let principal_name = id.contains('@')
        && !id.starts_with(['$', '@'])
        && !id.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\' | '(' | ')'));
    if object_id || principal_name { Ok(id) } else { Err(GraphError::Invalid("the user's id")) }
}

/// An id that may stand where only an object id may: a group, a member, a service principal.
pub(crate) fn object_id(id: &str) -> Result<&str, GraphError> {
    if is_object_id(id) { Ok(id) } else { Err(GraphError::Invalid("an object id")) }
}

/// The segment of the application with this application (client) id, as the tenant knows it.
pub(crate) fn app_id_segment(app_id: &str) -> Result<String, GraphError> {
    by_app_id("servicePrincipals", app_id)
}

/// The segment of the registration of the application with this application (client) id.
pub(crate) fn application_segment(app_id: &str) -> Result<String, GraphError> {
    by_app_id("applications", app_id)
}

fn by_app_id(list: &str, app_id: &str) -> Result<String, GraphError> {
    if is_object_id(app_id) {
        Ok(format!("{list}(appId='{app_id}')"))
    } else {
        Err(GraphError::Invalid("an application's id"))
    }
}

/// The segment that finds the tenant with this domain. Only what a domain name in ASCII is made of: nothing in it can end the text that it stands in.
pub(crate) fn domain_segment(domain: &str) -> Result<String, GraphError> {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if domain.len() <= MAX_DOMAIN && domain.split('.').all(is_label) {
        Ok(format!("findTenantInformationByDomainName(domainName='{domain}')"))
    } else {
        Err(GraphError::Invalid("a domain"))
    }
}

/// An id that Graph made up and nobody reads: letters and digits of base64url.
pub(crate) fn opaque_key(id: &str) -> Result<&str, GraphError> {
    let letters = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let fit = letters && !id.is_empty() && id.len() <= MAX_OPAQUE_KEY;
    if fit { Ok(id) } else { Err(GraphError::Invalid("an id")) }
}

fn is_object_id(id: &str) -> bool {
    id.len() == 36 && Uuid::try_parse(id).is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn only_ids_and_principal_names_name_a_user() {
        for good in [
            "0b9b8f6a-4f0e-4d3b-9a57-0f4b1f1f8d11",
            "adele@contoso.example",
            "grady_fabrikam.example#EXT#@contoso.onmicrosoft.com",
        ] {
            assert!(user_key(good).is_ok(), "{good}");
        }
        for bad in
            ["", ".", "..", "delta", "$count", "$x@y", "@", "a@b/manager", "a@b\\c", "a @b", "x('a@b')"]
        {
            assert!(user_key(bad).is_err(), "{bad}");
            assert!(object_id(bad).is_err(), "{bad}");
            assert!(app_id_segment(bad).is_err(), "{bad}");
            assert!(application_segment(bad).is_err(), "{bad}");
        }
        assert!(object_id("0b9b8f6a-4f0e-4d3b-9a57-0f4b1f1f8d11").is_ok());
        assert!(object_id("adele@contoso.example").is_err());
    }

    #[test]
    fn an_opaque_key_is_base64url() {
        assert!(opaque_key("41W1zT6z1U-kJxf62svfp1HFE8pMZhxDun-ThPczmJE").is_ok());
        for bad in ["", ".", "..", "$ref", "a/b", "a+b=", "a b", "ü", &"x".repeat(201)] {
            assert!(opaque_key(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_domain_cannot_end_the_text_that_it_stands_in() {
        for good in ["fabrikam.example", "a-b.xn--bcher-kva.example", "localhost", "_x.example"] {
            let segment = domain_segment(good).unwrap();
            assert_eq!(segment, format!("findTenantInformationByDomainName(domainName='{good}')"));
        }
        let long = ["a".repeat(63).as_str(); 4].join(".");
        for bad in [
            "",
            ".",
            "..",
            "a..b",
            "a.example.",
            "b\u{fc}cher.example",
            "x') or ('",
            "a/b",
            "a b",
            "a%27",
            &long,
        ] {
            assert!(domain_segment(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn hash_in_a_principal_name_stays_in_the_path() {
        let base = Url::parse("https://graph.example/").unwrap();
        let url = address(&base, &["users", "g%_f#EXT#@c"], &[("$select", "id,mail")]).unwrap();
        assert_eq!(url.as_str(), "https://graph.example/v1.0/users/g%25_f%23EXT%23@c?$select=id%2Cmail");
    }
}
