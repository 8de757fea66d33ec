//! Inviting somebody from outside ("Create invitation").

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::client::Graph;
use crate::error::GraphError;
use crate::recipient::{Recipient, within_objects};

/// An invitation to be sent. The invited person always becomes a guest.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewInvitation {
    /// `invitedUserEmailAddress`
    #[serde(rename = "invitedUserEmailAddress")]
    pub address: String,
    /// `inviteRedirectUrl`: where the browser goes after redemption
    #[serde(rename = "inviteRedirectUrl")]
    pub redirect_url: Url,
    /// `invitedUserDisplayName`; replaced by the home tenant's at redemption
    #[serde(rename = "invitedUserDisplayName", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `sendInvitationMessage`: whether Microsoft sends its mail
    pub send_invitation_message: bool,
    /// `invitedUserMessageInfo`
    #[serde(rename = "invitedUserMessageInfo", skip_serializing_if = "Option::is_none")]
    pub message: Option<InvitationMessage>,
    /// `invitedUserSponsors`: the object id of who answers for the guest; the inviter where none is named. Not in every cloud, and meant for new guests only
    #[serde(
        rename = "invitedUserSponsors",
        skip_serializing_if = "Option::is_none",
        serialize_with = "one_object"
    )]
    pub sponsor: Option<String>,
    invited_user_type: &'static str,
}

/// What Microsoft's mail says ("invitedUserMessageInfo resource type").
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitationMessage {
    /// `customizedMessageBody`, plain text; dropped by Microsoft when the application is the inviter
    #[serde(rename = "customizedMessageBody", skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// `messageLanguage`, such as `en-US`: selects the template
    #[serde(rename = "messageLanguage", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `ccRecipients`: Graph takes one at most
    #[serde(
        rename = "ccRecipients",
        skip_serializing_if = "Option::is_none",
        serialize_with = "one_recipient"
    )]
    pub cc: Option<Recipient>,
}

#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn one_recipient<S: serde::Serializer>(cc: &Option<Recipient>, serializer: S) -> Result<S::Ok, S::Error> {
    within_objects(cc, serializer)
}

#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn one_object<S: serde::Serializer>(id: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(id.iter().map(|id| serde_json::json!({ "id": id })))
}

impl NewInvitation {
    /// An invitation without mail: the caller passes the redeem link on.
    pub fn new(address: impl Into<String>, redirect_url: Url) -> Self {
        Self {
            address: address.into(),
            redirect_url,
            display_name: None,
            send_invitation_message: false,
            message: None,
            sponsor: None,
            invited_user_type: "Guest",
        }
    }
}

impl std::fmt::Debug for NewInvitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewInvitation")
            .field("send_invitation_message", &self.send_invitation_message)
            .finish_non_exhaustive()
    }
}

/// An invitation as Graph answered it. Graph keeps none: this is the only time to read it.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "InvitationResponse")]
pub struct Invitation {
    /// `id`: the ticket's, not the guest's
    pub id: String,
    /// `invitedUser.id`: the guest's object id, the same one if the guest existed
    pub invited_user_id: String,
    /// `inviteRedeemUrl`
    pub redeem_url: SecretString,
    /// `status`
    pub status: InvitationStatus,
}

/// `status` of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationStatus {
    /// `PendingAcceptance`: what Graph answers in practice
    PendingAcceptance,
    /// `Completed`
    Completed,
    /// `InProgress`
    InProgress,
    /// `Error`: its causes are not documented
    Error,
    /// Nothing, or a value that we do not know.
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InvitationResponse {
    id: String,
    invite_redeem_url: SecretString,
    invited_user: InvitedUser,
    #[serde(default)]
    status: serde_json::Value,
}

#[derive(Deserialize)]
struct InvitedUser {
    #[serde(deserialize_with = "crate::json::id")]
    id: String,
}

impl From<InvitationResponse> for Invitation {
    fn from(answered: InvitationResponse) -> Self {
        let status = match answered.status.as_str() {
            Some("PendingAcceptance") => InvitationStatus::PendingAcceptance,
            Some("Completed") => InvitationStatus::Completed,
            Some("InProgress") => InvitationStatus::InProgress,
            Some("Error") => InvitationStatus::Error,
            _ => InvitationStatus::Other,
        };
        Self {
            id: answered.id,
            invited_user_id: answered.invited_user.id,
            redeem_url: answered.invite_redeem_url,
            status,
        }
    }
}

impl Graph {
    /// Invites: creates the guest, or gives an existing one a new link that replaces the old. Sent once and never
    /// repeated here, for a repeat may send a second mail; see [`GraphError::outcome_unknown`].
    pub async fn invite(&self, new: &NewInvitation) -> Result<Invitation, GraphError> {
        self.write(&self.post("/invitations", &["invitations"], new)?).await?.decode()
    }
}

#[cfg(test)]
mod tests;
