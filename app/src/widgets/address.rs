//! Mail addresses on the page.

use contract::EmailAddress;
use leptos::prelude::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What begins a header or another recipient in such an address is encoded ("The 'mailto' URI Scheme", RFC 6068, section 2).
const BESIDES_ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_');

/// An address that breaks before its domain, where it must break at all: a browser would break it at any hyphen, or in the middle of a name.
#[component]
pub(crate) fn Address(
    /// The address; any other text stands as it is.
    text: String,
) -> impl IntoView {
    match text.rsplit_once('@') {
        Some((local, domain)) => view! {
            <span class="address-part">{local.to_owned()}</span>
            <span class="address-part">{format!("@{domain}")}</span>
        }
        .into_any(),
        None => text.into_any(),
    }
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
    fn an_address_stays_whole_and_a_link_holds_nothing_but_it() {
        let shown = |text: &str| view! { <Address text=text.to_owned() /> }.to_html();
        assert_eq!(shown("a-b@c-d.example").matches("address-part").count(), 2);
        assert_eq!(shown("no address"), "no address");
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
