//! One person of a share: whom it is for, as far as that is known.

use contract::{EntraUserId, PersonMatch, UserStatus};

use super::form::ValidatedShare;
use crate::people;

/// One person of a share: whom it is for, as far as that is known.
pub(super) struct Recipient {
    pub(super) address: String,
    /// The address in the form in which two spellings are equal.
    pub(super) canonical: String,
    pub(super) name: Option<String>,
    pub(super) directory: DirectoryAnswer,
    /// An invitation is posted: nobody is chosen, or a guest who has not accepted yet is invited again.
    pub(super) invites: bool,
}

impl Recipient {
    /// Somebody chosen may have no address, or one that is not well-formed: it is only shown.
    pub(super) fn new(validated: &ValidatedShare, directory: DirectoryAnswer) -> Self {
        let typed = validated.address.as_ref().map(|address| address.as_str().to_owned());
        let known = || match &directory {
            DirectoryAnswer::Given(person) => person.as_ref().map(|person| person.address.clone()),
            DirectoryAnswer::Outstanding(_) => None,
        };
        // Who is invited again is invited by the address that the directory has.
        let of_guest = match &directory {
            DirectoryAnswer::Given(Some(person)) if validated.resend => {
                (person.standing == UserStatus::Pending).then(|| person.address.clone())
            }
            _ => None,
        };
        let invites = directory.chosen().is_none() || of_guest.is_some();
        let of_guest = of_guest.filter(|address| !people::is_guest_sign_in_name(address));
        let address = of_guest.or(typed).or_else(known).unwrap_or_default();
        let (canonical, name) = (people::key(&address), validated.name.clone());
        Self { address, canonical, name, directory, invites }
    }

    /// A guest is invited again.
    pub(super) fn reinvites(&self) -> bool {
        self.invites && self.directory.chosen().is_some()
    }
}

/// What the directory has said about a recipient.
pub(super) enum DirectoryAnswer {
    /// Nothing yet: neither whether this chosen person is there, nor who has the address.
    Outstanding(Option<EntraUserId>),
    /// That this is the chosen person, or that nobody has the address, and somebody new is to be invited.
    Given(Option<PersonMatch>),
}

impl DirectoryAnswer {
    pub(super) fn chosen(&self) -> Option<&EntraUserId> {
        match self {
            Self::Outstanding(chosen) => chosen.as_ref(),
            Self::Given(person) => person.as_ref().map(|person| &person.id),
        }
    }
}
