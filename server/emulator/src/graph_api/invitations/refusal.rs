//! The errors of the invitation service, whose codes are shorter than the directory's.

use http::StatusCode;
use world::{
    ids::UserId,
    invite::{InviteRefused, QuotaOwner},
    policy::QuotaWords,
};

use crate::{
    app_state::AppState,
    graph_api::{caller::Caller, error::GraphError},
};

/// The error for a token without the permission. Its status is unverified, therefore a switch.
pub(super) fn without_permission(state: &AppState, caller: &Caller) -> GraphError {
    let status = state.read(|world| {
        world.tenant(caller.tenant).map_or(401, |tenant| tenant.policy.invite_without_permission_status)
    });
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNAUTHORIZED);
    let code = if status == StatusCode::FORBIDDEN { "Forbidden" } else { "Unauthorized" };
    GraphError::new(
        status,
        code,
        format!(
            "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, URL absolute path=/api/{}/invites",
            caller.tenant
        ),
    )
}

/// The status when cross-tenant access refuses. Unverified, therefore a switch.
fn cross_tenant_status(state: &AppState, caller: &Caller) -> StatusCode {
    let status = state.read(|world| {
        world.tenant(caller.tenant).map_or(400, |tenant| tenant.policy.cross_tenant_refusal_status)
    });
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST)
}

/// Whose words say that a quota is used up. Unverified, therefore a switch.
fn quota_words(state: &AppState, caller: &Caller) -> QuotaWords {
    state.read(|world| {
        world.tenant(caller.tenant).map_or(QuotaWords::Directory, |tenant| tenant.policy.quota_words)
    })
}

/// The directory's own refusal, as its other APIs give it.
fn of_directory(of: QuotaOwner) -> GraphError {
    let owner = match of {
        QuotaOwner::Tenant => "Tenant",
        QuotaOwner::Principal => "Principal",
    };
    let message = format!(
        "The directory object quota limit for the {owner} has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota."
    );
    GraphError::new(StatusCode::FORBIDDEN, "Directory_QuotaExceeded", message)
}

/// The error with the service's message. Where that is unknown, the message is the emulator's own (see the parity table).
pub(super) fn explain(state: &AppState, caller: &Caller, refused: &InviteRefused) -> GraphError {
    if *refused == InviteRefused::CrossTenantBlocked {
        let status = cross_tenant_status(state, caller);
        let code = if status == StatusCode::FORBIDDEN { "Forbidden" } else { "BadRequest" };
        return GraphError::new(status, code, sentence(refused));
    }
    if let InviteRefused::Quota(of) = refused
        && quota_words(state, caller) == QuotaWords::Directory
    {
        return of_directory(*of);
    }
    let (status, code) = match refused {
        InviteRefused::SuspiciousActivity
        | InviteRefused::Policy
        | InviteRefused::MemberNeedsAdmin
        | InviteRefused::ResetNotAllowed => (StatusCode::FORBIDDEN, "Forbidden"),
        _ => (StatusCode::BAD_REQUEST, "BadRequest"),
    };
    GraphError::new(status, code, sentence(refused))
}

fn sentence(refused: &InviteRefused) -> String {
    let fixed = match refused {
        InviteRefused::UnknownSponsor(id) => {
            return format!(
                "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
            );
        }
        InviteRefused::AlreadyInDirectory { user, blocked } => return already(user, *blocked),
        InviteRefused::SuspiciousActivity => {
            "Invitations are blocked for this directory due to suspicious activity. Please contact Microsoft support for help."
        }
        InviteRefused::Policy => {
            "Guest invitations not allowed for your company. Contact your company administrator for more details."
        }
        InviteRefused::MemberNeedsAdmin | InviteRefused::ResetNotAllowed => {
            "Generic authorization exception."
        }
        InviteRefused::GroupAddress => "Group email address is not supported.",
        InviteRefused::OwnDomain => {
            "This user cannot be invited because the domain of the user's email address is a verified domain of this directory."
        }
        InviteRefused::AddressNotOnUser => {
            "The email you're using to invite this user doesn't match any emails on the user object. Please add this email to the user object and try again."
        }
        InviteRefused::MalformedAddress => "The Primary SMTP Address is an invalid value",
        InviteRefused::CrossTenantBlocked => {
            "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must configure cross-tenant access settings to allow the invitation."
        }
        other => own_words(other),
    };
    fixed.to_owned()
}

/// The emulator's own messages, for refusals whose real message is unknown.
fn own_words(refused: &InviteRefused) -> &'static str {
    match refused {
        InviteRefused::AddressTaken => {
            "This user cannot be invited because a non-external user already exists with that mail address."
        }
        InviteRefused::DomainBlocked => {
            "This invitation is blocked by the list of allowed or denied domains of this directory."
        }
        InviteRefused::Quota(_) => "QuotaLimitExceeded: the directory object quota has been exceeded.",
        InviteRefused::MalformedRedirect => "The invite redirect URL is not valid.",
        InviteRefused::LongDisplayName => "The display name of the invited user has 256 characters at most.",
        InviteRefused::TooManyCopies => "Only one cc recipient is supported.",
        InviteRefused::MalformedCopy => "The email address of the cc recipient is not valid.",
        InviteRefused::TooManySponsors => "A guest has five sponsors at most.",
        InviteRefused::UnknownUser => "The invited user object was not found.",
        InviteRefused::NothingToReset => "The user is not an external user: there is no redemption to reset.",
        InviteRefused::Synchronized => {
            "A user that is synchronized from on-premises cannot be invited to B2B collaboration."
        }
        _ => "The invitation is not valid.",
    }
}

fn already(user: &UserId, blocked: bool) -> String {
    let rest = if blocked {
        ", but the account is blocked from signing in. Unblock the account to let the user sign in to shared apps and resources."
    } else {
        ". They can use that account to sign in to shared apps and resources."
    };
    format!("The invited user already exists in the directory as object ID: {user}{rest}")
}
