//! What the rules say of one recipient, once the directory has answered. Pure.

use std::collections::HashMap;

use contract::{
    EmailAddress, EntraUserId, FieldPath, PersonMatch, Problem, ProblemCode, RoleName, UserStatus,
};

use super::entry::Entry;
use super::found::Found;
use crate::rules::roles::RoleHierarchy;
use crate::rules::sharing::{self, Recipient};
use crate::share::judgement::{Verdict, only_able};

/// What the rules need to know besides.
pub(super) struct Facts<'a> {
    /// Who shares.
    pub(super) sharer: &'a EntraUserId,
    /// What is to be given.
    pub(super) role: &'a RoleName,
    /// The roles of the item's kind.
    pub(super) roles: &'a RoleHierarchy,
    /// What people have on the item.
    pub(super) existing: &'a HashMap<EntraUserId, RoleName>,
}

impl Facts<'_> {
    /// What is said of a recipient. Somebody new may still join another invitation, or be beyond the pace.
    pub(super) fn verdict(&self, entry: &Entry, found: Found) -> Verdict {
        let resend = entry.typed.resend;
        match found {
            Found::Unreadable(code) => rejected(Problem::of_field(FieldPath::ADDRESS, code)),
            Found::Gone => rejected(Problem::of_field(FieldPath::PERSON, ProblemCode::PersonGone)),
            // Whether there is a guest to be invited again, only the directory knows.
            Found::Unanswered if resend => rejected(Problem::new(ProblemCode::DirectoryUnreachable)),
            Found::Unanswered => Verdict::Unanswered(entry.person.clone()),
            // Accepted, it waits with the link that leads to the sign-in, and goes on by itself afterwards.
            Found::Failed(problem) if problem.code == ProblemCode::SignInAgain && !resend => {
                Verdict::Unanswered(entry.person.clone())
            }
            Found::Failed(problem) => rejected(problem),
            Found::Chosen(person) => self.of_chosen(person, resend),
            Found::Owners(matches) => {
                self.of_owners(matches, entry.address.as_ref(), resend).unwrap_or_else(rejected)
            }
        }
    }

    fn of_chosen(&self, person: PersonMatch, resend: bool) -> Verdict {
        let recipient = self.recipient(&person);
        if let Some(problem) = sharing::may_receive(self.sharer, &recipient).denial() {
            // Whoever meant themselves has nobody else to choose.
            let shown = if person.id == *self.sharer { Vec::new() } else { vec![person] };
            return Verdict::Rejected(problem, shown);
        }
        match self.has_it_already(&person, resend) {
            Some(problem) => Verdict::Rejected(problem, vec![person]),
            None => Verdict::Selected(person),
        }
    }

    fn of_owners(
        &self,
        matches: Vec<PersonMatch>,
        address: Option<&EmailAddress>,
        resend: bool,
    ) -> Result<Verdict, Problem> {
        let matches = sharing::candidates(self.sharer, matches)?;
        if matches.is_empty() {
            let invitable = address.map_or(Ok(()), EmailAddress::check_invitable);
            invitable.map_err(|reason| Problem::of_field(FieldPath::ADDRESS, reason.into()))?;
            return Ok(Verdict::New);
        }
        if let Some(problem) = sharing::somebody_can_come(&matches).denial() {
            return Ok(Verdict::Rejected(problem, matches));
        }
        let known =
            only_able(&matches).and_then(|only| Some((self.has_it_already(only, resend)?, only.clone())));
        Ok(match known {
            Some((problem, only)) => Verdict::Rejected(problem, vec![only]),
            None => Verdict::Ambiguous(matches),
        })
    }

    /// That the person has what is to be given, if so. A guest who has not come may be invited again, whatever they have.
    fn has_it_already(&self, person: &PersonMatch, resend: bool) -> Option<Problem> {
        let invites = resend && person.standing == UserStatus::Pending;
        let denial = || sharing::is_needed(&self.recipient(person), self.roles, self.role.as_str()).denial();
        if invites { None } else { denial() }
    }

    fn recipient<'a>(&'a self, person: &'a PersonMatch) -> Recipient<'a> {
        Recipient { user: &person.id, blocked: person.blocked, existing_role: self.existing.get(&person.id) }
    }
}

fn rejected(problem: Problem) -> Verdict {
    Verdict::Rejected(problem, Vec::new())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
