//! What stands in the people field.

use contract::{Mailbox, ParseEmailError};

/// Longer texts are no name and no address (RFC 5321, section 4.5.3.1).
const LONGEST: usize = 320;

/// What stands in the people field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed<'a> {
    /// Nothing yet.
    Nothing,
    /// What fits nobody: too long, without a letter or digit, or several addresses, which are judged and not searched for.
    Nobody,
    /// A whole address, perhaps with a name.
    Address(Mailbox),
    /// What a name or an address may begin with. One letter is enough.
    Name(&'a str),
}

impl<'a> Typed<'a> {
    /// Reads the field.
    pub(super) fn read(text: &'a str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Nothing;
        }
        if text.chars().count() > LONGEST || !text.contains(char::is_alphanumeric) {
            return Self::Nobody;
        }
        match Mailbox::parse(text) {
            Ok(mailbox) => Self::Address(mailbox),
            Err(ParseEmailError::Several) => Self::Nobody,
            Err(_) => Self::Name(text),
        }
    }

    /// Whether the directory is asked about it.
    pub(super) const fn is_asked(&self, exact_only: bool) -> bool {
        match self {
            Self::Nothing | Self::Nobody => false,
            Self::Address(_) => true,
            Self::Name(_) => !exact_only,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_of_any_script_is_searched_for() {
        for text in ["王", "김", "あ", "a", "é", "1", " ad ", "R&D", "c#", "grady@fabrikam"] {
            assert_eq!(Typed::read(text), Typed::Name(text.trim()), "{text}");
        }
        let longest = "a".repeat(LONGEST);
        assert_eq!(Typed::read(&longest), Typed::Name(&longest));
    }

    #[test]
    fn what_fits_nobody_is_not_searched_for() {
        let too_long = "a".repeat(LONGEST + 1);
        for text in
            [too_long.as_str(), "@", "&&", "\"", "—", "a@x.example; b@x.example", "a@x.example, b@x.example"]
        {
            assert_eq!(Typed::read(text), Typed::Nobody, "{text}");
        }
        assert_eq!(Typed::read(" \u{a0}\t"), Typed::Nothing);
    }

    #[test]
    fn an_address_may_have_a_name_beside_it() {
        let Typed::Address(mailbox) = Typed::read("\"Lee, Kim\" <KIM@Woodgrove.example>") else { panic!() };
        assert_eq!(
            (mailbox.address.as_str(), mailbox.name.as_deref()),
            ("KIM@woodgrove.example", Some("Lee, Kim"))
        );
    }

    #[test]
    fn only_whole_addresses_are_asked_about_where_a_setting_says_so() {
        let address = Typed::read("kim@woodgrove.example");
        for (typed, always, exactly) in [
            (address, true, true),
            (Typed::Name("kim"), true, false),
            (Typed::Nobody, false, false),
            (Typed::Nothing, false, false),
        ] {
            assert_eq!((typed.is_asked(false), typed.is_asked(true)), (always, exactly), "{typed:?}");
        }
    }
}
