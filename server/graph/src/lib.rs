#![doc = include_str!("../README.md")]

mod access_packages;
mod address;
mod app_roles;
mod batch;
mod call;
mod client;
mod effect;
mod error;
mod extensions;
mod filter;
mod groups;
mod invitations;
mod json;
mod mail;
mod page;
mod permissions;
mod recipient;
mod search;
mod send;
mod service_principals;
mod sponsors;
mod tenants;
mod token;
mod users;

pub use access_packages::AssignmentTarget;
pub use access_packages::assignment::{
    Assignment, AssignmentRequest, AssignmentState, RequestState, Subject,
};
pub use access_packages::package::{AccessPackage, AllowedTargets, AssignmentPolicy};
pub use app_roles::{AppRoleAssigned, AppRoleAssignment, NO_APP_ROLE, PrincipalType};
pub use client::{Graph, GraphClient};
pub use effect::Effect;
pub use error::{Detail, GraphError, Outcome, Refusal};
pub use extensions::ExtensionProperty;
pub use extensions::extension_type::{ExtensionType, WrongValue};
pub use filter::{Collection, Filter, Property};
pub use groups::group::{Group, GroupKind, Membership, NotJoinable};
pub use invitations::{Invitation, InvitationMessage, InvitationStatus, NewInvitation};
pub use mail::{MailBody, MailRefusal, NewMail};
pub use permissions::{ConsentType, DelegatedPermissions, MICROSOFT_GRAPH};
pub use recipient::Recipient;
pub use send::http_client::{fresh_http_client, http_client};
pub use send::retry::RetryPolicy;
pub use send::retry_after::MAX_RETRY_AFTER;
pub use service_principals::{AppRole, ServicePrincipal};
pub use sponsors::MAX_SPONSORS;
pub use tenants::TenantInformation;
pub use token::{TokenError, TokenProvider};
pub use users::attribute_name::{AttributeError, AttributeKind, AttributeName};
pub use users::attribute_value::AttributeValue;
pub use users::attributes::UserAttributes;
pub use users::change::UserChange;
pub use users::guest_name;
pub use users::user::{ExternalUserState, User, UserType};
