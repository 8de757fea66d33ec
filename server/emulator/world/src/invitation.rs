//! Invitations, as the service stores them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    World,
    ids::{InvitationId, TenantId, UserId},
};

/// The input of an invitation ("invitation resource type", Microsoft Graph).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvitationRequest {
    /// `invitedUserEmailAddress`.
    pub address: String,
    /// `inviteRedirectUrl`.
    pub redirect_url: String,
    /// `invitedUserDisplayName`.
    pub display_name: Option<String>,
    /// `sendInvitationMessage`.
    pub send_message: bool,
    /// `customizedMessageBody`.
    pub message: Option<String>,
    /// `messageLanguage`.
    pub language: Option<String>,
    /// `ccRecipients`.
    pub cc: Vec<Recipient>,
    /// Whether `invitedUserType` is `Member`.
    pub as_member: bool,
    /// `invitedUser.id`.
    pub user: Option<UserId>,
    /// `resetRedemption`.
    pub reset_redemption: bool,
    /// `invitedUserSponsors`: object ids of users or groups. When empty, the inviter becomes the sponsor.
    pub sponsors: Vec<Uuid>,
}

/// A recipient of a copy of the mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipient {
    /// `emailAddress.name`.
    pub name: Option<String>,
    /// `emailAddress.address`.
    pub address: String,
}

/// An invitation that the service accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// Its identifier.
    pub id: InvitationId,
    /// The guest object.
    pub user: UserId,
    /// The address as invited.
    pub address: String,
    /// The secret in the redeem link.
    pub ticket: String,
    /// Where the browser goes after redemption.
    pub redirect_url: String,
    /// The user who invited; none for an application.
    pub inviter: Option<UserId>,
    /// Whether the service was asked to send the mail.
    pub message_sent: bool,
    /// Whether the guest object existed before.
    pub repeated: bool,
    /// When it was created.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Whether a later invitation of the same guest has replaced it.
    #[serde(default)]
    pub superseded: bool,
}

/// Every invitation, oldest first, with indexes by id and by guest.
#[derive(Debug, Clone, Default)]
pub(super) struct Invitations {
    all: Vec<(TenantId, Invitation)>,
    index_by_id: BTreeMap<InvitationId, usize>,
    latest_of_guest: BTreeMap<(TenantId, UserId), usize>,
}

/// The indexes follow from the invitations.
impl PartialEq for Invitations {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Invitations {
    /// Adds an invitation. It supersedes the earlier ones of the same guest.
    pub(super) fn add(&mut self, tenant: TenantId, invitation: Invitation) {
        let place = self.all.len();
        self.index_by_id.insert(invitation.id, place);
        let earlier = self.latest_of_guest.insert((tenant, invitation.user), place);
        if let Some((_, earlier)) = earlier.and_then(|place| self.all.get_mut(place)) {
            earlier.superseded = true;
        }
        self.all.push((tenant, invitation));
    }
}

impl World {
    /// The invitations into a tenant, oldest first.
    pub fn invitations(&self, tenant: TenantId) -> impl DoubleEndedIterator<Item = &Invitation> {
        let all = self.invitations.all.iter();
        all.filter(move |(into, _)| *into == tenant).map(|(_, invitation)| invitation)
    }

    /// The invitation of this id into a tenant.
    pub fn invitation(&self, tenant: TenantId, id: InvitationId) -> Option<&Invitation> {
        let (into, invitation) = self.invitations.all.get(*self.invitations.index_by_id.get(&id)?)?;
        (*into == tenant).then_some(invitation)
    }
}
