//! Which groups a share may put people into.

use contract::ProblemCode;
use graph::{Group, Membership, NotJoinable};

/// Why a group cannot be used: one that nobody can be added to, or one without a rule where Microsoft is to fill it `by_rule`. None where Microsoft
/// did not say enough, and will when it is asked to add somebody.
pub(crate) fn why_unusable(group: &Group, by_rule: bool) -> Option<ProblemCode> {
    let has_rule = matches!(group.membership, Membership::Dynamic { .. });
    match (by_rule, has_rule) {
        (true, true) => None,
        (true, false) => Some(ProblemCode::GroupByHand),
        (false, _) => group.not_joinable().and_then(refusal),
    }
}

const fn refusal(reason: NotJoinable) -> Option<ProblemCode> {
    match reason {
        NotJoinable::DynamicMembership => Some(ProblemCode::GroupDynamic),
        NotJoinable::RoleAssignable => Some(ProblemCode::GroupRoleAssignable),
        NotJoinable::OnPremises => Some(ProblemCode::GroupOnPremises),
        NotJoinable::MailEnabled => Some(ProblemCode::GroupMailEnabled),
        NotJoinable::Unknown => None,
    }
}
