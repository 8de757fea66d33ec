//! The redeem link: like the real one, an address within an address.

use world::{
    ids::{InvitationId, TenantId},
    invitation::Invitation,
};

/// The parsed redeem link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RedeemLink {
    pub(super) tenant: TenantId,
    pub(super) invitation: InvitationId,
    pub(super) ticket: String,
}

/// `inviteRedeemUrl` at this origin. Its `user` is the invitation's id, not the guest's.
pub fn link(origin: &str, tenant: TenantId, invitation: &Invitation) -> String {
    let inner = format!(
        "https://invitations.microsoft.com/redeem/?tenant={tenant}&user={}&ticket={}&ver=2.0",
        invitation.id, invitation.ticket
    );
    let query = serde_urlencoded::to_string([("rd", inner)]).unwrap_or_default();
    format!("{origin}/redeem?{query}")
}

impl RedeemLink {
    /// Parses the inner address.
    pub(super) fn read(rd: &str) -> Option<Self> {
        let url = url::Url::parse(rd).ok()?;
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value);
        Some(Self {
            tenant: value("tenant")?.parse().ok()?,
            invitation: value("user")?.parse().ok()?,
            ticket: value("ticket")?.into_owned(),
        })
    }
}
