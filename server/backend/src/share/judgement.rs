//! One recipient, as the directory, our ledger and the rules judge them.

use contract::{
    EmailAddress, EntraUserId, FieldPath, JudgedRecipient, Light, PersonMatch, Problem, ProblemCode,
    RecipientKind, RoleName, TypedRecipient, UserStatus,
};
use time::OffsetDateTime;

/// One recipient, judged. Nothing about them is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// As it was typed, with the address in its normal form and the name that stood beside it.
    pub(crate) typed: TypedRecipient,
    /// The address, where the text is one. Whoever is chosen may have none.
    pub(crate) address: Option<EmailAddress>,
    /// Equal for two entries that mean the same person: the object id, else the canonical address, else the text.
    pub(crate) key: String,
    /// What is said of them.
    pub(crate) verdict: Verdict,
    /// The place of an earlier entry of the same form that means the same person: this one is left out.
    pub(crate) repeats: Option<usize>,
    /// The role that they have on the item already.
    pub(crate) existing_role: Option<RoleName>,
    /// Of somebody from outside: the company, else the domain. Empty where neither is known.
    pub(crate) company: String,
    /// Of somebody new beyond the pace of new guests: when their turn will come, about.
    pub(crate) starts_at: Option<OffsetDateTime>,
}

/// What is said of a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nobody has the address: they will be invited.
    New,
    /// Nobody has the address, and somebody is being invited with it at this moment: the share joins that invitation.
    Joins,
    /// The chosen person, as the directory knows them.
    Selected(PersonMatch),
    /// The inviter must say who is meant. Where only one of them can be, it is enough that the inviter has seen whom: see [`Judgement::view`].
    Ambiguous(Vec<PersonMatch>),
    /// The directory gives no answer while somebody waits: it is asked again in the background. With whom the form has chosen.
    Unanswered(Option<EntraUserId>),
    /// It cannot go on like this, and these people are shown beside the reason. The problem names the fields of one recipient: `address`, `person`.
    Rejected(Problem, Vec<PersonMatch>),
}

/// The only one of these people who can be meant: the others can never come.
pub(super) fn only_able(matches: &[PersonMatch]) -> Option<&PersonMatch> {
    let mut able = matches.iter().filter(|found| found.blocked.is_none());
    able.next().filter(|_| able.next().is_none())
}

impl Verdict {
    /// The person whom it is about: chosen, the only one who can be meant, or the only one who is shown beside a reason.
    pub(super) fn person(&self) -> Option<&PersonMatch> {
        match self {
            Self::Selected(person) => Some(person),
            Self::Ambiguous(matches) => only_able(matches),
            Self::Rejected(_, matches) => match matches.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            Self::New | Self::Joins | Self::Unanswered(_) => None,
        }
    }

    /// That it cannot go on for this reason, beside whom it is about.
    pub(super) fn stopped_by(&self, code: ProblemCode) -> Self {
        let shown = self.person().cloned().into_iter().collect();
        Self::Rejected(Problem::of_field(FieldPath::ADDRESS, code), shown)
    }
}

/// Whether it stops those whom nobody in the directory knows, and says nothing against the address as such.
const fn is_of_new(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::DayLimit
            | ProblemCode::OwnDomain
            | ProblemCode::DomainBlocked
            | ProblemCode::CrossTenantBlocked
    )
}

impl Judgement {
    /// Whether an invitation may be stored for them as they are.
    pub(crate) const fn may_go(&self) -> bool {
        let is_able = matches!(
            self.verdict,
            Verdict::New | Verdict::Joins | Verdict::Selected(_) | Verdict::Unanswered(_)
        );
        self.repeats.is_none() && is_able
    }

    /// Whether a mail invites them, as far as that is known: it counts as one of the new guests of a day.
    pub(crate) fn invites(&self) -> bool {
        match &self.verdict {
            Verdict::New | Verdict::Joins | Verdict::Unanswered(None) => true,
            Verdict::Selected(person) => self.typed.resend && person.standing == UserStatus::Pending,
            Verdict::Unanswered(Some(_)) | Verdict::Ambiguous(_) | Verdict::Rejected(..) => false,
        }
    }

    /// A guest who is known, or somebody who may be one; who is being invited already has the sponsors of that invitation.
    pub(crate) fn may_be_known_guest(&self) -> bool {
        match &self.verdict {
            Verdict::Selected(person) => person.standing != UserStatus::Member,
            Verdict::Unanswered(chosen) => chosen.is_some(),
            Verdict::Joins => true,
            Verdict::New | Verdict::Ambiguous(_) | Verdict::Rejected(..) => false,
        }
    }

    /// Why they cannot be sent to as they are, if so. Whoever stands in the form twice is left out of it without trouble.
    pub(crate) fn trouble(&self) -> Option<Problem> {
        match &self.verdict {
            _ if self.repeats.is_some() => None,
            Verdict::Rejected(problem, _) => Some(problem.clone()),
            Verdict::Ambiguous(_) => Some(Problem::of_field(FieldPath::PERSON, ProblemCode::ChoosePerson)),
            Verdict::New | Verdict::Joins | Verdict::Selected(_) | Verdict::Unanswered(_) => None,
        }
    }

    /// As the inviter sees it. The only one who can be meant by an address is bound from here on: sent with that line, the form has said who it is,
    /// and the inviter has seen it.
    pub(crate) fn view(&self) -> JudgedRecipient {
        let person = self.verdict.person().cloned();
        let light = self.light();
        let candidates = match &self.verdict {
            Verdict::Ambiguous(matches) | Verdict::Rejected(_, matches) if person.is_none() => {
                matches.clone()
            }
            _ => Vec::new(),
        };
        JudgedRecipient {
            typed: self.typed_again(person.as_ref()),
            key: self.key.clone(),
            kind: self.kind(person.as_ref()),
            light,
            problem: self.told(light),
            candidates,
            repeats: self.repeats,
            outside: self.is_outside(person.as_ref()),
            company: self.company.clone(),
            existing_role: self.existing_role.clone(),
            starts_at: self.starts_at,
            person,
        }
    }

    /// What the form is to have from now on.
    fn typed_again(&self, person: Option<&PersonMatch>) -> TypedRecipient {
        let Some(person) = person else { return self.typed.clone() };
        let id = person.id.to_string();
        // Whether somebody is to be invited again, nobody can have said who did not know whom they meant.
        let resend = self.typed.resend && self.typed.person == id;
        let text = Some(&self.typed.text).filter(|text| !text.trim().is_empty()).unwrap_or(&person.address);
        TypedRecipient { text: text.clone(), person: id, name: self.typed.name.clone(), resend }
    }

    /// Whether they may be sent to, as the inviter sees it.
    pub(super) fn light(&self) -> Light {
        if self.repeats.is_some() {
            return Light::Amber;
        }
        match &self.verdict {
            Verdict::Rejected(..) => Light::Red,
            Verdict::Joins | Verdict::Unanswered(_) => Light::Amber,
            Verdict::New | Verdict::Selected(_) | Verdict::Ambiguous(_) => match self.verdict.person() {
                None if self.verdict != Verdict::New => Light::Red,
                Some(person) if person.standing == UserStatus::Pending => Light::Amber,
                _ if self.starts_at.is_some() => Light::Amber,
                _ => Light::Green,
            },
        }
    }

    /// Why it is red, or what to know before; nothing where the kind says it.
    fn told(&self, light: Light) -> Option<Problem> {
        if self.repeats.is_some() {
            return Some(Problem::of_field(FieldPath::ADDRESS, ProblemCode::RecipientRepeated));
        }
        if light == Light::Red {
            return self.trouble();
        }
        match (&self.verdict, self.starts_at) {
            (Verdict::Joins, _) => Some(Problem::new(ProblemCode::BeingInvited)),
            (_, Some(at)) => Some(Problem { retry_at: Some(at), ..Problem::new(ProblemCode::WaitsForTurn) }),
            _ => None,
        }
    }

    fn kind(&self, person: Option<&PersonMatch>) -> RecipientKind {
        match (&self.verdict, person) {
            (_, Some(person)) => match person.standing {
                UserStatus::Member => RecipientKind::Member,
                UserStatus::Guest => RecipientKind::Guest,
                UserStatus::Pending => RecipientKind::Pending,
            },
            (Verdict::New, None) => RecipientKind::New,
            (Verdict::Joins, None) => RecipientKind::Invited,
            (Verdict::Unanswered(_), None) => RecipientKind::Unanswered,
            (Verdict::Rejected(problem, _), None) if problem.code == ProblemCode::AlreadyUnderWay => {
                RecipientKind::Invited
            }
            (Verdict::Rejected(problem, matches), None) if matches.is_empty() => {
                if is_of_new(problem.code) {
                    RecipientKind::New
                } else {
                    RecipientKind::Unreadable
                }
            }
            (Verdict::Selected(_) | Verdict::Ambiguous(_) | Verdict::Rejected(..), None) => {
                RecipientKind::Ambiguous
            }
        }
    }

    fn is_outside(&self, person: Option<&PersonMatch>) -> bool {
        match (&self.verdict, person) {
            (_, Some(person)) => person.standing != UserStatus::Member,
            (Verdict::New | Verdict::Joins, None) => true,
            (Verdict::Rejected(problem, matches), None) if matches.is_empty() => {
                let code = problem.code;
                code == ProblemCode::AlreadyUnderWay || is_of_new(code) && code != ProblemCode::OwnDomain
            }
            // An address of another domain is hardly a member's.
            (Verdict::Unanswered(_), None) => !self.company.is_empty(),
            (Verdict::Selected(_) | Verdict::Ambiguous(_) | Verdict::Rejected(..), None) => false,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
