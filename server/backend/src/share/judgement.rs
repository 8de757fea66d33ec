//! One recipient, as the directory, our ledger and the rules judge them.

use contract::{EmailAddress, EntraUserId, PersonMatch, Problem, RoleName, TypedRecipient};
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
    /// The chosen person, as the directory knows them; or the only one who can be meant, who was shown to the inviter.
    Selected(PersonMatch),
    /// The inviter must say who is meant.
    Ambiguous(Vec<PersonMatch>),
    /// The directory gives no answer while somebody waits: it is asked again in the background. With whom the form has chosen.
    Unanswered(Option<EntraUserId>),
    /// It cannot go on like this, and these people are shown beside the reason. The problem names the fields of one recipient: `address`, `person`.
    Rejected(Problem, Vec<PersonMatch>),
}
