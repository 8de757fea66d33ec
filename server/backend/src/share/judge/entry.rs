//! A recipient as the form has it, read.

use contract::{EmailAddress, EntraUserId, Mailbox, NAME_LIMIT, ProblemCode, TypedRecipient};

use crate::directory::look_ups::LookUpKey;

/// A recipient as the form has it, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// With the address in its normal form, and the name that stood beside it unless another was typed.
    pub(super) typed: TypedRecipient,
    /// The address, where the text is one.
    pub(super) address: Option<EmailAddress>,
    /// Who was chosen. What comes from the browser need not even be an id.
    pub(super) person: Option<EntraUserId>,
    /// Why nobody can be looked up.
    pub(super) fault: Option<ProblemCode>,
}

impl Entry {
    /// Reads one. Who was chosen is bound by the object id: nothing about the text stops that.
    pub(super) fn of(typed: &TypedRecipient) -> Self {
        let person = EntraUserId::parse(typed.person.trim()).ok();
        let (address, beside, fault) = match Mailbox::parse(&typed.text) {
            Ok(Mailbox { address, name }) => (Some(address), name, None),
            Err(reason) => (None, None, Some(ProblemCode::from(reason))),
        };
        let own = Some(cleaned(&typed.name)).filter(|name| !name.is_empty());
        let name = own.or_else(|| beside.map(|name| cleaned(&name))).unwrap_or_default();
        let is_long = name.chars().count() > NAME_LIMIT;
        let fault = fault.or_else(|| is_long.then_some(ProblemCode::NameTooLong));
        let text = address.as_ref().map_or(typed.text.as_str(), EmailAddress::as_str).to_owned();
        let id = person.as_ref().map(ToString::to_string).unwrap_or_default();
        let fault = fault.filter(|_| person.is_none());
        let typed = TypedRecipient { text, person: id, name, resend: typed.resend };
        Self { typed, address, person, fault }
    }

    /// The same without whoever was chosen: the address is meant, and it is not theirs.
    pub(super) fn of_address_alone(self) -> Self {
        let typed = TypedRecipient { person: String::new(), ..self.typed };
        Self { typed, person: None, address: self.address, fault: self.fault }
    }

    /// Equal for two that mean the same person, as far as that can be told by the form alone: the object id, else the canonical address, else the text.
    pub(super) fn key(&self) -> String {
        match (&self.person, &self.address) {
            (Some(person), _) => person.to_string(),
            (None, Some(address)) => address.canonical(),
            (None, None) => self.typed.text.trim().to_owned(),
        }
    }

    /// What the directory is asked about the person that was chosen.
    pub(super) fn of_person(&self) -> Option<LookUpKey> {
        self.person.clone().map(LookUpKey::Person)
    }

    /// What the directory is asked about the address.
    pub(super) fn of_address(&self) -> Option<LookUpKey> {
        self.address
            .as_ref()
            .filter(|_| self.fault.is_none())
            .map(|address| LookUpKey::Address(address.canonical()))
    }

    /// What the directory is asked first.
    pub(super) fn first_key(&self) -> Option<LookUpKey> {
        self.of_person().or_else(|| self.of_address())
    }
}

/// A name on one line.
fn cleaned(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "94ad0000-0007-4a57-8c11-5c0e10f0c007";

    fn of(text: &str) -> Entry {
        Entry::of(&TypedRecipient::of_text(text))
    }

    #[test]
    fn what_was_pasted_is_put_where_it_belongs() {
        for (text, address, name) in [
            ("kim@woodgrove.example", "kim@woodgrove.example", ""),
            ("Kim Lee <kim@Woodgrove.example>", "kim@woodgrove.example", "Kim Lee"),
            ("\"Lee, Kim\" <kim@woodgrove.example>;", "kim@woodgrove.example", "Lee, Kim"),
            ("mailto:kim@woodgrove.example,", "kim@woodgrove.example", ""),
            ("ｋｉｍ＠woodgrove.example", "kim@woodgrove.example", ""),
            ("ana@bücher.example", "ana@xn--bcher-kva.example", ""),
        ] {
            let entry = of(text);
            assert_eq!((entry.typed.text.as_str(), entry.typed.name.as_str()), (address, name), "{text}");
            assert_eq!((entry.fault, entry.key().as_str()), (None, address), "{text}");
        }
        let named = TypedRecipient {
            name: " K.\u{7} Lee ".to_owned(),
            ..TypedRecipient::of_text("Kim <kim@a.example>")
        };
        assert_eq!(Entry::of(&named).typed.name, "K. Lee", "what was typed counts more");
    }

    #[test]
    fn what_is_no_address_is_a_fault_and_stays_as_it_was_typed() {
        for (text, fault) in [
            ("", ProblemCode::AddressMissing),
            (" kim ", ProblemCode::AddressMalformed),
            ("kim@woodgrove.example <ana@fabrikam.example>", ProblemCode::AddressSeveral),
            ("kim@woodgrove.example; ana@fabrikam.example", ProblemCode::AddressSeveral),
        ] {
            let entry = of(text);
            assert_eq!((entry.fault, entry.typed.text.as_str()), (Some(fault), text), "{text:?}");
            assert_eq!(entry.first_key(), None, "{text:?}");
        }
        let long = of(&format!("{} <kim@woodgrove.example>", "k".repeat(NAME_LIMIT + 1)));
        assert_eq!((long.fault, long.first_key()), (Some(ProblemCode::NameTooLong), None));
    }

    #[test]
    fn whoever_was_chosen_is_bound_whatever_stands_beside_them() {
        for text in ["", "no address", "r&d@contoso.example"] {
            let typed = TypedRecipient { person: format!(" {ID} "), ..TypedRecipient::of_text(text) };
            let entry = Entry::of(&typed);
            assert_eq!((entry.fault, entry.key().as_str()), (None, ID), "{text:?}");
            assert_eq!(entry.typed.person, ID);
        }
        let forged = TypedRecipient { person: "a b".to_owned(), ..TypedRecipient::of_text("kim@a.example") };
        let entry = Entry::of(&forged);
        assert_eq!((entry.person, entry.typed.person.as_str()), (None, ""), "the address is meant");
    }

    #[test]
    fn two_spellings_of_an_address_have_one_key() {
        let keys = ["Kim@Woodgrove.example", "kim@woodgrove.example", "k\u{ad}im@woodgrove.example"]
            .map(|text| of(text).key());
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        assert_ne!(of("kim+x@woodgrove.example").key(), keys[0]);
    }
}
