//! Earlier invitations of the same person for the same item, by the same inviter: they are one row.

use contract::{Caller, EntraUserId, InvitationId, ItemId, RoleName, ShareForm};
use storage::{Tx, invitations};

use crate::app_state::AppState;
use crate::pipeline::{Invitation, retry, typed_again};
use crate::stored::StoredError;

/// What is about to be stored, as far as it tells twins.
pub(super) struct Twin<'a> {
    pub(super) item: &'a ItemId,
    pub(super) canonical: &'a str,
    pub(super) chosen: Option<&'a EntraUserId>,
    pub(super) role: &'a RoleName,
}

/// Looks for those that did not go well: the new ones take their place. `None` if one is under way, and gives the same role. Nobody else can change
/// them before this transaction ends.
pub(super) async fn find<'a>(
    tx: &mut Tx,
    caller: &Caller,
    all: impl Iterator<Item = Twin<'a>>,
) -> Result<Option<Vec<Invitation>>, StoredError> {
    let owner = (&caller.tenant, &caller.user);
    let mut found = Vec::new();
    for new in all {
        for row in invitations::unfinished_twins(tx, owner, new.canonical, new.item).await? {
            let twin = Invitation::try_from(row)?;
            // Two people may have the address.
            let is_other = twin.chosen.as_ref().zip(new.chosen).is_some_and(|(one, other)| one != other);
            if is_other {
                continue;
            }
            if twin.state.is_settled() {
                found.push(twin);
            } else if twin.role == *new.role {
                return Ok(None);
            }
        }
    }
    Ok(Some(found))
}

/// What becomes of it when the guest of an invitation is to be invited again.
pub(super) enum ToResend {
    /// This form shares the same once more, with them.
    Form(Box<ShareForm>),
    /// That was done: this invitation stands for it.
    SupersededBy(InvitationId),
}

/// `None` if the invitation is not the caller's, or does not wait for its guest.
pub(super) async fn to_resend(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    key: String,
) -> Result<Option<ToResend>, StoredError> {
    let Some(invitation) = retry::load_own(app, caller, id).await? else { return Ok(None) };
    if let Some(by) = invitation.pipeline.superseded_by.clone() {
        return Ok(Some(ToResend::SupersededBy(by)));
    }
    let waits = invitation.may_be_resent();
    let attributes = typed_again(&invitations::steps(&app.storage, id).await?)?;
    let form = |guest: EntraUserId| ShareForm {
        item: invitation.item.into(),
        address: invitation.address,
        person: guest.into(),
        role: invitation.role.into(),
        name: invitation.name.unwrap_or_default(),
        message: invitation.message.unwrap_or_default(),
        language: invitation.language.tag().to_owned(),
        key,
        resend: "1".to_owned(),
        attributes,
        ..ShareForm::default()
    };
    Ok(invitation.guest.filter(|_| waits).map(form).map(|form| ToResend::Form(Box::new(form))))
}
