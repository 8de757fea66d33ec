//! One person of a share: whom it is for, as far as that is known.

use contract::{EntraUserId, PersonMatch, UserStatus};

use super::judgement::{Judgement, Verdict};
use crate::people;

/// One person of a share: whom it is for, as far as that is known.
pub(super) struct Recipient {
    /// Their place among those who were judged.
    pub(super) place: usize,
    pub(super) address: String,
    /// The address in the form in which two spellings are equal.
    pub(super) canonical: String,
    pub(super) name: Option<String>,
    pub(super) directory: DirectoryAnswer,
    /// An invitation is posted: nobody is chosen, or a guest who has not accepted yet is invited again.
    pub(super) invites: bool,
    /// They are no member, as far as that is known: even somebody new need not come by a post of this share, which would name the sponsor.
    pub(super) takes_sponsor: bool,
}

/// Those of a form who are sent to: neither red, nor there a second time. `name` is the form's, for the one new guest beside whose address none stands; of
/// several, nobody knows whose it is. Where another one has it already, it came into the form with their address, and is theirs.
pub(super) fn sent_to(judged: &[Judgement], name: Option<&str>) -> Vec<Recipient> {
    let name = name.filter(|name| judged.iter().all(|judgement| judgement.typed.name.as_str() != *name));
    let mut all: Vec<_> =
        judged.iter().enumerate().filter_map(|(place, judgement)| Recipient::new(place, judgement)).collect();
    let mut unnamed = all.iter_mut().filter(|recipient| recipient.is_new() && recipient.name.is_none());
    if let (Some(only), None) = (unnamed.next(), unnamed.next()) {
        only.name = name.map(str::to_owned);
    }
    all
}

impl Recipient {
    /// Nobody where nobody is sent to. Somebody chosen may have no address, or one that is not well-formed: it is only shown.
    fn new(place: usize, judged: &Judgement) -> Option<Self> {
        let directory = match &judged.verdict {
            _ if judged.repeats.is_some() => return None,
            Verdict::New | Verdict::Joins => DirectoryAnswer::Given(None),
            Verdict::Selected(person) => DirectoryAnswer::Given(Some(person.clone())),
            Verdict::Unanswered(chosen) => DirectoryAnswer::Outstanding(chosen.clone()),
            Verdict::Ambiguous(_) | Verdict::Rejected(..) => return None,
        };
        let typed = judged.address.as_ref().map(|address| address.as_str().to_owned());
        let known = || match &directory {
            DirectoryAnswer::Given(person) => person.as_ref().map(|person| person.address.clone()),
            DirectoryAnswer::Outstanding(_) => None,
        };
        // Who is invited again is invited by the address that the directory has.
        let of_guest = match &directory {
            DirectoryAnswer::Given(Some(person)) if judged.typed.resend => {
                (person.standing == UserStatus::Pending).then(|| person.address.clone())
            }
            _ => None,
        };
        let invites = directory.chosen().is_none() || of_guest.is_some();
        let of_guest = of_guest.filter(|address| !people::is_guest_sign_in_name(address));
        let address = of_guest.or(typed).or_else(known).unwrap_or_default();
        let canonical = people::key(&address);
        let name = Some(judged.typed.name.clone()).filter(|name| !name.is_empty());
        let takes_sponsor = match &directory {
            DirectoryAnswer::Given(Some(person)) => person.standing != UserStatus::Member,
            DirectoryAnswer::Given(None) | DirectoryAnswer::Outstanding(_) => true,
        };
        Some(Self { place, address, canonical, name, directory, invites, takes_sponsor })
    }

    /// Nobody is chosen: somebody new is invited, as far as that is known.
    pub(super) fn is_new(&self) -> bool {
        self.directory.chosen().is_none()
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
