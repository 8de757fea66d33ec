//! One invitation stands for an earlier one: the same inviter has invited the same guest to the same item again.

use contract::EntraUserId;
use storage::{Tx, access, invitations};

use super::{Invitation, transition};
use crate::stored::StoredError;

/// Takes the invitation off the lists. The access that it gave is that of the one that stands for it, if that gives the same role: so it is taken back
/// with that one. Whose access it is, if so.
pub(super) async fn supersede(
    tx: &mut Tx,
    earlier: &Invitation,
    by: &Invitation,
    now: i64,
) -> Result<Option<EntraUserId>, StoredError> {
    transition::save_facts(tx, earlier).await?;
    invitations::supersede(tx, &earlier.id, now).await?;
    let Some(guest) = earlier.guest.clone().filter(|_| earlier.role == by.role) else { return Ok(None) };
    let whose = (earlier.tenant.as_str(), guest.as_str(), earlier.item.as_str());
    let is_handed_over = access::hand_over(tx, whose, earlier.id.as_str(), by.id.as_str()).await?;
    Ok(Some(guest).filter(|_| is_handed_over))
}
