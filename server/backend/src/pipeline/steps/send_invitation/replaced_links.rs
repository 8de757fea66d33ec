//! The links of earlier invitations of a guest who is invited again.

use contract::EntraUserId;
use storage::{Tx, invitations};

use crate::pipeline::Invitation;
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::CommitError;
use crate::stored::{CorruptRow, StoredError};

/// The post killed the links of the guest's earlier invitations: each will say so, and its inviter is told.
pub(super) async fn note(
    context: &mut StepContext<'_>,
    tx: &mut Tx,
    guest: &EntraUserId,
) -> Result<(), CommitError> {
    let (tenant, id) = (context.invitation.tenant.clone(), context.invitation.id.clone());
    let mut earlier = invitations::pending_of_guest_in(tx, &tenant, guest).await?;
    earlier.retain(|earlier| earlier.id != id && earlier.link.is_some());
    let earlier: Result<_, CorruptRow> = earlier.into_iter().map(Invitation::try_from).collect();
    context.replaced = earlier.map_err(StoredError::from)?;
    Ok(())
}
