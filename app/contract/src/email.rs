//! E-mail addresses: one normal form, which the field, the look-up, the form, the ledger and the directory all use.

mod fold;
mod letters;
mod list;
mod mailbox;

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use list::{ListedMailbox, parse_address_list};
pub use mailbox::Mailbox;

/// An e-mail address in its normal form: compatibility forms folded, nothing invisible, the domain in lower case and in ASCII ("Unicode IDNA
/// Compatibility Processing"). What is shown of an address, looked up and invited is this text.
///
/// It need not be one that may be invited: the directory may know people whose address an invitation does not take.
/// [`check_invitable`](Self::check_invitable) tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not the address of one person.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum ParseEmailError {
    /// Nothing was typed.
    #[error("no address")]
    Missing,
    /// What was typed cannot be an address.
    #[error("not an e-mail address")]
    Malformed,
    /// There are several addresses.
    #[error("more than one e-mail address")]
    Several,
}

/// Why an address is not invited.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum NotInvitable {
    /// Microsoft does not take it.
    #[error("Microsoft does not take such an address")]
    Refused,
    /// It has letters that look like those of another alphabet: it is hardly what it seems to be.
    #[error("letters of different alphabets that look alike")]
    MixedScripts,
}

/// Characters that "invitation resource type" of Microsoft Graph does not allow in the address. `+` is among them there, but whether
/// the service refuses it is not certain, so the directory decides about that one.
const NOT_INVITABLE: &str = "~!#$%^&*()=[]{}\\/|;:\"<>?, ";

impl EmailAddress {
    /// Of a text that is an address and nothing else, but for the forms of its letters. Nothing is trimmed.
    fn from_bare(text: &str) -> Option<Self> {
        let (local, domain) = text.rsplit_once('@')?;
        let domain = domain_to_ascii(domain)?;
        let is_text = |c: char| c.is_ascii() || letters::may_stand_in_address(c);
        let valid = !local.contains('"') && local.chars().all(is_text);
        let address = format!("{local}@{domain}");
        (valid && email_address::EmailAddress::is_valid(&address)).then_some(Self(address))
    }

    /// As it is shown and invited. Letters before the `@` keep their case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key under which two spellings of one address are equal. Entra compares addresses without regard to case.
    pub fn canonical(&self) -> String {
        letters::caseless(&self.0)
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }

    /// The part behind the `@`, in lower case and in ASCII.
    pub fn domain(&self) -> String {
        self.ascii_domain().to_owned()
    }

    /// How the directory may have written the address: in the normal form, and with the domain in its own letters.
    pub fn spellings(&self) -> Vec<String> {
        let domain = self.unicode_domain();
        let mut all = vec![self.0.clone()];
        if domain != self.ascii_domain() {
            all.push(format!("{}@{domain}", self.local()));
        }
        all
    }

    /// Whether somebody may be invited at the address.
    pub fn check_invitable(&self) -> Result<(), NotInvitable> {
        let local = self.local();
        if letters::mixes_scripts(local) || letters::looks_latin(local) {
            return Err(NotInvitable::MixedScripts);
        }
        if self.unicode_domain().split('.').any(letters::mixes_scripts) {
            return Err(NotInvitable::MixedScripts);
        }
        let is_forbidden = |c: char| NOT_INVITABLE.contains(c);
        let at_end = |c: char| matches!(c, '.' | '-');
        if local.contains(is_forbidden) || local.starts_with(at_end) || local.ends_with(at_end) {
            return Err(NotInvitable::Refused);
        }
        Ok(())
    }

    fn ascii_domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    fn unicode_domain(&self) -> String {
        let domain = self.ascii_domain();
        let (unicode, valid) =
            Uts46::new().to_unicode(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
        if valid.is_ok() { unicode.into_owned() } else { domain.to_owned() }
    }
}

/// The domain as the DNS has it. One name without a dot, or with a number at its end, receives no mail from outside.
fn domain_to_ascii(domain: &str) -> Option<String> {
    let ascii = Uts46::new().to_ascii(
        domain.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::CheckFirstLast,
        DnsLength::Verify,
    );
    let ascii = ascii.ok()?.into_owned();
    let (_, top) = ascii.rsplit_once('.')?;
    (!top.chars().all(|c| c.is_ascii_digit())).then_some(ascii)
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests;
