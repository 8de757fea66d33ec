//! Mail addresses on the page.

use contract::EmailAddress;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::document::escape;

/// What begins a header or another recipient in such an address is encoded ("The 'mailto' URI Scheme", RFC 6068, section 2).
const BESIDES_ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_');

/// An address that breaks before its domain, where it must break at all: a browser would break it at any hyphen, or in the middle of a name. Its parts lie
/// in the line as text does: between boxes a space would be read aloud, which the address does not have.
#[component]
pub(crate) fn Address(
    /// The address; any other text stands as it is.
    text: String,
) -> impl IntoView {
    match text.rsplit_once('@') {
        Some((local, domain)) => {
            InertElement::new([part(local), part(&format!("@{domain}"))].concat()).into_any()
        }
        None => text.into_any(),
    }
}

/// A part of an address. A hyphen stands with the letter behind it in an element that does not break.
fn part(text: &str) -> String {
    let mut pieces = text.split('-');
    let mut written = ["<span class=\"address-part\">", &escape(pieces.next().unwrap_or_default())].concat();
    for piece in pieces {
        let mut letters = piece.chars();
        let whole: String = std::iter::once('-').chain(letters.next()).collect();
        written.push_str("<span class=\"address-hyphen\">");
        written.push_str(&escape(&whole));
        written.push_str("</span>");
        written.push_str(&escape(letters.as_str()));
    }
    written.push_str("</span>");
    written
}

/// A link that writes to the address; nothing where it is none. Nothing else reaches an address of this scheme.
#[component]
pub(crate) fn MailTo(
    /// The address.
    address: String,
) -> impl IntoView {
    let parsed = EmailAddress::parse(&address).ok();
    parsed.map(|address| {
        let href = format!("mailto:{}", utf8_percent_encode(address.as_str(), BESIDES_ADDRESS));
        view! {
            <a href=href>
                <Address text=address.as_str().to_owned() />
            </a>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is() {
        for address in ["joni.sherman@northwind.example", "a-b--c-@d-e.example", "-@-", "ž-ž@é-é.example"]
        {
            let html = view! { <Address text=address.to_owned() /> }.to_html();
            let text: String = html.split('<').filter_map(|piece| piece.split('>').nth(1)).collect();
            assert_eq!(text, address, "{html}");
        }
    }

    #[test]
    fn an_address_stays_whole_and_a_link_holds_nothing_but_it() {
        let shown = |text: &str| view! { <Address text=text.to_owned() /> }.to_html();
        assert_eq!(shown("a-b@c-d.example").matches("address-part").count(), 2);
        assert_eq!(shown("no address"), "no address");
        let kept = |text: &str| ["<span class=\"address-hyphen\">", text, "</span>"].concat();
        let html = shown("a-b--c-@d.example");
        assert!(html.contains(&["a", &kept("-b"), &kept("-"), &kept("-c"), &kept("-")].concat()), "{html}");
        let html = shown("<b>-<i>\"@d.example");
        assert!(
            html.contains("&lt;b&gt;") && html.contains(&kept("-&lt;")) && !html.contains("<i"),
            "{html}"
        );
        let link = |text: &str| view! { <MailTo address=text.to_owned() /> }.to_html();
        assert!(link("adele@contoso.example").contains("href=\"mailto:adele@contoso.example\""));
        assert!(!link("javascript:alert(1)").contains("<a"));
        assert!(
            !link("a@b.example?cc=c@d.example").contains("cc=c"),
            "{}",
            link("a@b.example?cc=c@d.example")
        );
    }
}
