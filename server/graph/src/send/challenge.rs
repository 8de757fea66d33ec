//! Claims challenges ("Claims challenges, claims requests and client capabilities").

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};

/// Real challenges are a few hundred characters.
const MAX_CHALLENGE_LENGTH: usize = 16 * 1024;

const PADDED_OR_NOT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, PADDED_OR_NOT);

/// The decoded claims (a JSON object), if one of the challenges carries any that can be read.
pub(super) fn claims(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|value| decode(&parameter(value, "claims")?))
}

fn decode(encoded: &str) -> Option<String> {
    if encoded.len() > MAX_CHALLENGE_LENGTH {
        return None;
    }
    let standard: String = encoded
        .chars()
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    let claims = String::from_utf8(BASE64.decode(standard).ok()?).ok()?;
    crate::json::parse(claims.as_bytes())?.is_object().then_some(claims)
}

/// The value of an `auth-param` (RFC 9110, section 11.2), whichever challenge it is in. Quoted values are skipped whole,
/// so that a name inside another value is not taken for one.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.rsplit([' ', ',', '\t']).find(|word| !word.is_empty()).unwrap_or_default();
        let (value, left) = value(after.trim_start());
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = left;
    }
    None
}

/// A quoted string or a token, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests;
