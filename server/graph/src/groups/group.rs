//! A group as Graph shows one.

use serde::Deserialize;

use crate::json::{optional_bool, optional_text, texts};

/// What we ask for: what decides whether somebody can be added as a member.
pub(crate) const SELECT: &str = "id,displayName,description,groupTypes,membershipRule,membershipRuleProcessingState,\
isAssignableToRole,mailEnabled,securityEnabled,onPremisesSyncEnabled";

/// A group of the tenant ("group resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "GroupResponse")]
pub struct Group {
    /// The object id.
    pub id: String,
    /// `displayName`
    pub display_name: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// What kind of group it is.
    pub kind: GroupKind,
    /// Who decides who its members are.
    pub membership: Membership,
    /// `isAssignableToRole`: its members may hold a role of the directory
    pub role_assignable: bool,
    /// `onPremisesSyncEnabled`: kept in a directory on premises
    pub on_premises: bool,
}

/// `groupTypes`, `mailEnabled` and `securityEnabled` as one ("Working with groups in Microsoft Graph").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// A security group without mail.
    Security,
    /// A Microsoft 365 group.
    Microsoft365,
    /// A security group with mail, managed in Exchange.
    MailEnabledSecurity,
    /// A distribution list, managed in Exchange.
    Distribution,
    /// Graph did not say enough.
    Unknown,
}

/// Who decides who the members of a group are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// Members are added one by one.
    Assigned,
    /// A rule decides (`groupTypes` has `DynamicMembership`).
    Dynamic {
        /// `membershipRule`
        rule: Option<String>,
        /// `membershipRuleProcessingState`: `On`, or `Paused`
        processing_state: Option<String>,
    },
}

/// Why nobody can be added to a group through Graph, or should not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotJoinable {
    /// A rule decides who is a member, also while it is paused.
    DynamicMembership,
    /// A member may be given a role of the directory: nothing to be done on the way of an invitation.
    RoleAssignable,
    /// Graph does not change what is kept on premises.
    OnPremises,
    /// Mail-enabled security groups and distribution lists are changed in Exchange only.
    MailEnabled,
    /// Graph did not say enough to tell.
    Unknown,
}

impl Group {
    /// Why nobody can be added as a member; none if somebody can ("Add members": security groups and Microsoft 365 groups).
    pub fn not_joinable(&self) -> Option<NotJoinable> {
        if self.on_premises {
            return Some(NotJoinable::OnPremises);
        }
        if self.membership != Membership::Assigned {
            return Some(NotJoinable::DynamicMembership);
        }
        if self.role_assignable {
            return Some(NotJoinable::RoleAssignable);
        }
        match self.kind {
            GroupKind::Security | GroupKind::Microsoft365 => None,
            GroupKind::MailEnabledSecurity | GroupKind::Distribution => Some(NotJoinable::MailEnabled),
            GroupKind::Unknown => Some(NotJoinable::Unknown),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GroupResponse {
    #[serde(deserialize_with = "crate::json::id")]
    id: String,
    #[serde(default, deserialize_with = "optional_text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "optional_text")]
    description: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    group_types: Vec<String>,
    #[serde(default, deserialize_with = "optional_text")]
    membership_rule: Option<String>,
    #[serde(default, deserialize_with = "optional_text")]
    membership_rule_processing_state: Option<String>,
    #[serde(default, deserialize_with = "optional_bool")]
    is_assignable_to_role: Option<bool>,
    #[serde(default, deserialize_with = "optional_bool")]
    mail_enabled: Option<bool>,
    #[serde(default, deserialize_with = "optional_bool")]
    security_enabled: Option<bool>,
    #[serde(default, deserialize_with = "optional_bool")]
    on_premises_sync_enabled: Option<bool>,
}

impl From<GroupResponse> for Group {
    fn from(response: GroupResponse) -> Self {
        let has_type =
            |wanted: &str| response.group_types.iter().any(|found| found.eq_ignore_ascii_case(wanted));
        let kind = match (response.mail_enabled, response.security_enabled) {
            _ if has_type("Unified") => GroupKind::Microsoft365,
            (Some(false), Some(true)) => GroupKind::Security,
            (Some(true), Some(true)) => GroupKind::MailEnabledSecurity,
            (Some(true), Some(false)) => GroupKind::Distribution,
            _ => GroupKind::Unknown,
        };
        let membership = if has_type("DynamicMembership") {
            Membership::Dynamic {
                rule: response.membership_rule,
                processing_state: response.membership_rule_processing_state,
            }
        } else {
            Membership::Assigned
        };
        Self {
            id: response.id,
            display_name: response.display_name,
            description: response.description,
            kind,
            membership,
            // Null stands for no in both.
            role_assignable: response.is_assignable_to_role == Some(true),
            on_premises: response.on_premises_sync_enabled == Some(true),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn who_can_be_joined_and_why_not() {
        for (fields, expected) in [
            (r#""groupTypes":[],"mailEnabled":false,"securityEnabled":true"#, None),
            (r#""groupTypes":["Unified"],"mailEnabled":true,"securityEnabled":false"#, None),
            (r#""groupTypes":["Unified"],"mailEnabled":true,"securityEnabled":true"#, None),
            (r#""groupTypes":[],"mailEnabled":true,"securityEnabled":true"#, Some(NotJoinable::MailEnabled)),
            (r#""groupTypes":[],"mailEnabled":true,"securityEnabled":false"#, Some(NotJoinable::MailEnabled)),
            (
                r#""groupTypes":["DynamicMembership"],"membershipRuleProcessingState":"Paused","mailEnabled":false,"securityEnabled":true"#,
                Some(NotJoinable::DynamicMembership),
            ),
            (
                r#""groupTypes":["Unified","DynamicMembership"],"mailEnabled":true,"securityEnabled":false"#,
                Some(NotJoinable::DynamicMembership),
            ),
            (
                r#""isAssignableToRole":true,"mailEnabled":false,"securityEnabled":true"#,
                Some(NotJoinable::RoleAssignable),
            ),
            (
                r#""isAssignableToRole":true,"groupTypes":["Unified"],"mailEnabled":true,"securityEnabled":true"#,
                Some(NotJoinable::RoleAssignable),
            ),
            (
                r#""onPremisesSyncEnabled":true,"mailEnabled":false,"securityEnabled":true"#,
                Some(NotJoinable::OnPremises),
            ),
            (
                r#""isAssignableToRole":null,"onPremisesSyncEnabled":null,"groupTypes":null,"mailEnabled":false,"securityEnabled":true"#,
                None,
            ),
            (r#""displayName":"Only its name is shown""#, Some(NotJoinable::Unknown)),
            (r#""mailEnabled":false,"securityEnabled":false"#, Some(NotJoinable::Unknown)),
        ] {
            let group: Group = serde_json::from_str(&format!(r#"{{"id":"g",{fields}}}"#)).unwrap();
            assert_eq!(group.not_joinable(), expected, "{fields}");
        }
    }
}
