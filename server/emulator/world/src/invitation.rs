//! The invitation as the service remembers it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    World,
    ids::{InvitationId, TenantId, UserId},
};

/// What a caller asks for ("invitation resource type", Microsoft Graph).
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
    /// `invitedUserSponsors`: object ids of users or groups; the inviter when there are none.
    pub sponsors: Vec<Uuid>,
}

/// Who gets a copy of the mail.
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
    /// The guest.
    pub user: UserId,
    /// The address as invited.
    pub address: String,
    /// The secret in the redeem link.
    pub ticket: String,
    /// Where redemption ends.
    pub redirect_url: String,
    /// The user who invited; none for an application.
    pub inviter: Option<UserId>,
    /// Whether the service was asked to send the mail.
    pub message_sent: bool,
    /// Whether the guest object was there before.
    pub repeated: bool,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Replaced by a later invitation of the same guest.
    #[serde(default)]
    pub superseded: bool,
}

/// Every invitation, oldest first, found by id and by guest without walking through all.
#[derive(Debug, Clone, Default)]
pub(super) struct Invitations {
    all: Vec<(TenantId, Invitation)>,
    places: BTreeMap<InvitationId, usize>,
    latest: BTreeMap<(TenantId, UserId), usize>,
}

/// Where they are found follows from them.
impl PartialEq for Invitations {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Invitations {
    /// Adds one. It replaces the links of the earlier ones of the same guest.
    pub(super) fn keep(&mut self, tenant: TenantId, invitation: Invitation) {
        let place = self.all.len();
        self.places.insert(invitation.id, place);
        let earlier = self.latest.insert((tenant, invitation.user), place);
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
        let (into, invitation) = self.invitations.all.get(*self.invitations.places.get(&id)?)?;
        (*into == tenant).then_some(invitation)
    }
}
