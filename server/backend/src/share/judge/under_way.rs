//! Our own ledger: what the caller shares with somebody already, and is under way, is not sent a second time.

use contract::{Caller, FieldPath, ItemId, Problem, ProblemCode, RoleName};
use storage::invitations::{self, InvitedRow};

use crate::app_state::AppState;
use crate::share::judgement::{Judgement, Verdict};
use crate::share::recipient::{Recipient, sent_to};

/// Marks those with whom the caller shares the same at this moment: sending finds them again, where nobody can change them. One statement, and none where
/// nobody can be sent to.
pub(super) async fn mark(
    app: &AppState,
    caller: &Caller,
    (item, role): (&ItemId, &RoleName),
    judgements: &mut [Judgement],
) -> Result<(), Problem> {
    let sent_to = sent_to(judgements, None);
    let asked: Vec<&str> = sent_to.iter().map(|recipient| recipient.canonical.as_str()).collect();
    let owner = (&caller.tenant, &caller.user);
    let rows = invitations::under_way(&app.storage, owner, &asked, (item, role)).await;
    let rows = rows.map_err(|error| app.internal(error))?;
    if rows.is_empty() {
        return Ok(());
    }
    for recipient in sent_to.iter().filter(|recipient| rows.iter().any(|row| is_same(row, recipient))) {
        if let Some(judgement) = judgements.get_mut(recipient.place) {
            judgement.verdict = already_under_way(&judgement.verdict);
        }
    }
    Ok(())
}

/// That it is under way, beside whom it is about.
pub(crate) fn already_under_way(verdict: &Verdict) -> Verdict {
    let shown = verdict.person().cloned().into_iter().collect();
    Verdict::Rejected(Problem::of_field(FieldPath::ADDRESS, ProblemCode::AlreadyUnderWay), shown)
}

/// Two people may have the address.
fn is_same(row: &InvitedRow, recipient: &Recipient) -> bool {
    let chosen = row.chosen.as_ref().zip(recipient.directory.chosen());
    row.canonical == recipient.canonical && chosen.is_none_or(|(one, other)| one == other)
}
