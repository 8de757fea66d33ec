//! The body of an invitation. As in `OData`, an unknown property is refused.

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;
use world::{invitation, invitation::InvitationRequest};

use crate::graph_api::error::GraphError;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct InvitationBody {
    invited_user_email_address: Option<String>,
    invite_redirect_url: Option<String>,
    invited_user_display_name: Option<String>,
    send_invitation_message: Option<bool>,
    invited_user_message_info: Option<MessageInfoBody>,
    invited_user_type: Option<String>,
    reset_redemption: Option<bool>,
    invited_user: Option<InvitedUserBody>,
    invited_user_sponsors: Option<Vec<SponsorBody>>,
    #[serde(rename = "invitedUserSponsors@odata.bind")]
    bound_sponsors: Option<Vec<String>>,
    #[serde(rename = "@odata.type")]
    _odata_type: Option<Value>,
    // Read-only properties.
    id: Option<Value>,
    status: Option<Value>,
    invite_redeem_url: Option<Value>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MessageInfoBody {
    customized_message_body: Option<String>,
    message_language: Option<String>,
    cc_recipients: Option<Vec<RecipientBody>>,
    #[serde(rename = "@odata.type")]
    _odata_type: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RecipientBody {
    email_address: Option<EmailAddressBody>,
    #[serde(rename = "@odata.type")]
    _odata_type: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EmailAddressBody {
    name: Option<String>,
    address: Option<String>,
    #[serde(rename = "@odata.type")]
    _odata_type: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InvitedUserBody {
    id: Option<String>,
    #[serde(rename = "@odata.type")]
    _odata_type: Option<Value>,
}

/// A sponsor: by its id, or by its address in Graph.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SponsorBody {
    id: Option<String>,
    #[serde(rename = "@odata.id")]
    address: Option<String>,
    #[serde(rename = "@odata.type")]
    _odata_type: Option<Value>,
}

fn refuse(message: &str) -> GraphError {
    GraphError::bad_request(message)
}

/// Reads the body.
pub(super) fn read(body: &[u8]) -> Result<InvitationRequest, GraphError> {
    let body = writable(body)?;
    let required = |value: Option<String>, name: &str| {
        value
            .filter(|value| !value.trim().is_empty())
            .ok_or_else(|| refuse(&format!("Required property '{name}' is missing or empty.")))
    };
    let user = match body.invited_user.and_then(|user| user.id) {
        Some(id) => {
            Some(id.parse().map_err(|_| refuse("The value of 'invitedUser/id' is not a valid GUID."))?)
        }
        None => None,
    };
    let reset_redemption = body.reset_redemption.unwrap_or(false);
    if reset_redemption && user.is_none() {
        return Err(refuse("The property 'invitedUser/id' is required when 'resetRedemption' is true."));
    }
    let named = body.invited_user_sponsors.unwrap_or_default().into_iter().map(|one| one.id.or(one.address));
    let bound = body.bound_sponsors.unwrap_or_default().into_iter().map(Some);
    let sponsors = named.chain(bound).map(sponsor).collect::<Result<Vec<_>, _>>()?;
    let info = body.invited_user_message_info.unwrap_or_default();
    let as_member = match body.invited_user_type.as_deref() {
        None | Some("Guest") => false,
        Some("Member") => true,
        Some(_) => return Err(refuse("The value of 'invitedUserType' is not valid.")),
    };
    let text = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    Ok(InvitationRequest {
        address: required(body.invited_user_email_address, "invitedUserEmailAddress")?,
        redirect_url: with_path(required(body.invite_redirect_url, "inviteRedirectUrl")?),
        display_name: text(body.invited_user_display_name),
        send_message: body.send_invitation_message.unwrap_or(false),
        message: text(info.customized_message_body),
        language: text(info.message_language),
        cc: copies(info.cc_recipients),
        as_member,
        user,
        reset_redemption,
        sponsors,
    })
}

/// The body, if it has only writable properties.
fn writable(body: &[u8]) -> Result<InvitationBody, GraphError> {
    let body: InvitationBody = serde_json::from_slice(body).map_err(|error| {
        let text = error.to_string();
        match text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) {
            Some(name) => refuse(&format!(
                "The property '{name}' does not exist on type 'microsoft.graph.invitation'. Make sure to only use property names that are defined by the type."
            )),
            None => refuse("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."),
        }
    })?;
    let read_only =
        [("id", &body.id), ("status", &body.status), ("inviteRedeemUrl", &body.invite_redeem_url)];
    match read_only.iter().find(|(_, value)| value.is_some()) {
        Some((name, _)) => Err(refuse(&format!("Property '{name}' is read-only and cannot be set."))),
        None => Ok(body),
    }
}

fn sponsor(named: Option<String>) -> Result<Uuid, GraphError> {
    let id = named.as_deref().and_then(|named| named.rsplit('/').next()?.parse().ok());
    id.ok_or_else(|| refuse("A value of 'invitedUserSponsors' does not name a user or a group by its id."))
}

/// Entries without an address are ignored: clients may send back the all-null entry of an answer.
fn copies(recipients: Option<Vec<RecipientBody>>) -> Vec<invitation::Recipient> {
    let address = |one: RecipientBody| {
        let mail = one.email_address?;
        let address = mail.address.filter(|address| !address.trim().is_empty())?;
        Some(invitation::Recipient { name: mail.name, address })
    };
    recipients.unwrap_or_default().into_iter().filter_map(address).collect()
}

/// Adds `/` to an address without a path, as the service does.
fn with_path(url: String) -> String {
    match url.split_once("://") {
        Some((_, rest)) if !rest.contains(['/', '?', '#']) => format!("{url}/"),
        _ => url,
    }
}
