#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use url::Url;

use super::*;
use crate::address::address;

#[test]
fn written_as_documented() {
    let o = "o'neil@x.example";
    for (filter, text) in [
        (Filter::eq(Property::Mail, o), "mail eq 'o''neil@x.example'"),
        (Filter::starts_with(Property::DisplayName, "Al"), "startsWith(displayName,'Al')"),
        (Filter::ends_with(Property::Mail, "@x"), "endsWith(mail,'@x')"),
        (Filter::any_eq(Collection::OtherMails, "a"), "otherMails/any(x:x eq 'a')"),
        (
            Filter::eq(Property::Mail, "").or(Filter::eq(Property::Surname, "'")),
            "mail eq '' or surname eq ''''",
        ),
    ] {
        assert_eq!(filter.to_odata(), text);
    }
}

#[test]
fn mixed_words_are_grouped() {
    let [a, b, c] = ["a", "b", "c"].map(|text| Filter::eq(Property::Mail, text));
    assert_eq!(
        a.clone().or(b.clone()).and(c.clone()).to_odata(),
        "(mail eq 'a' or mail eq 'b') and mail eq 'c'"
    );
    assert_eq!(
        a.clone().and(b.clone().or(c.clone())).to_odata(),
        "mail eq 'a' and (mail eq 'b' or mail eq 'c')"
    );
    assert_eq!(a.or(b).or(c).to_odata(), "mail eq 'a' or mail eq 'b' or mail eq 'c'");
}

#[test]
fn only_some_filters_are_advanced() {
    let plain = Filter::eq(Property::Mail, "a").or(Filter::starts_with(Property::Mail, "a"));
    assert!(!plain.is_advanced());
    assert!(plain.and(Filter::ends_with(Property::Mail, "a")).is_advanced());
}

#[test]
fn printing_shows_no_text() {
    assert!(!format!("{:?}", Filter::eq(Property::Mail, "adele")).contains("adele"));
}

/// Reads one `OData` string literal: its text and what follows the closing quote.
fn read_literal(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.strip_prefix('\'')?.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '\'' {
            value.push(c);
        } else if chars.next_if(|(_, next)| *next == '\'').is_some() {
            value.push('\'');
        } else {
            return Some((value, &text[at + 2..]));
        }
    }
    None
}

/// Texts with more of what matters to `OData` and URLs than chance would bring.
fn nasty() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("'".to_owned()),
        Just("''".to_owned()),
        Just("' or 1 eq 1 or mail eq '".to_owned()),
        Just("%27".to_owned()),
        Just("&$filter=".to_owned()),
        Just("+#&=?;/\\\"\0\r\n".to_owned()),
        any::<String>(),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn a_literal_gives_its_text_back(text in nasty()) {
        let odata = Filter::eq(Property::Mail, &text).to_odata();
        let (value, rest) = read_literal(odata.strip_prefix("mail eq ").unwrap()).unwrap();
        prop_assert_eq!(value, text);
        prop_assert_eq!(rest, "");
    }

    #[test]
    fn every_literal_of_a_look_up_gives_its_text_back(text in nasty(), other in nasty()) {
        let odata = Filter::any_eq(Collection::ProxyAddresses, &text)
            .or(Filter::starts_with(Property::Mail, &other))
            .to_odata();
        let (first, rest) = read_literal(odata.strip_prefix("proxyAddresses/any(x:x eq ").unwrap()).unwrap();
        let (second, end) = read_literal(rest.strip_prefix(") or startsWith(mail,").unwrap()).unwrap();
        prop_assert_eq!((first, second, end), (text, other, ")"));
    }

    #[test]
    fn a_query_holds_the_one_filter(text in nasty()) {
        let odata = Filter::eq(Property::Mail, &text).to_odata();
        let base = Url::parse("https://graph.example").unwrap();
        let url = address(&base, &["users"], &[("$select", "id"), ("$filter", &odata)]).unwrap();
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, vec![("$select".to_owned(), "id".to_owned()), ("$filter".to_owned(), odata)]);
        prop_assert_eq!((url.path(), url.fragment()), ("/v1.0/users", None));
        prop_assert_eq!(Url::parse(url.as_str()).unwrap(), url);
    }
}
