//! Groups of a tenant: security groups, Microsoft 365 groups, dynamic groups, and groups that other systems own ("group resource type").

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    World,
    effect::{Effect, EventMeta},
    ids::{GroupId, TenantId, UserId},
    rule::Rule,
    tenant::Tenant,
};

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Its object id.
    pub id: GroupId,
    /// `displayName`.
    pub display_name: String,
    /// Users that are direct members.
    pub members: BTreeSet<UserId>,
    /// Groups that are direct members.
    #[serde(default)]
    pub nested: BTreeSet<GroupId>,
    /// Owners.
    #[serde(default)]
    pub owners: BTreeSet<UserId>,
    /// `description`.
    #[serde(default)]
    pub description: Option<String>,
    /// `mail`.
    #[serde(default)]
    pub mail: Option<String>,
    /// `mailNickname`.
    #[serde(default)]
    pub mail_nickname: String,
    /// `visibility`.
    #[serde(default)]
    pub visibility: Option<String>,
    /// The kind of group.
    #[serde(default)]
    pub kind: GroupKind,
    /// Whether a Microsoft 365 group is also security-enabled; the other kinds do not use this.
    #[serde(default)]
    pub also_security: bool,
    /// Whether directory roles can be assigned to it (`isAssignableToRole`).
    #[serde(default)]
    pub assignable_to_role: bool,
    /// Whether it is mastered on premises (`onPremisesSyncEnabled`).
    #[serde(default)]
    pub on_premises: bool,
    /// The rule of a dynamic group (`membershipRule`); none where members are assigned.
    #[serde(default)]
    pub rule: Option<Rule>,
    /// `createdDateTime`.
    #[serde(default = "long_ago", with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
}

/// Kinds of groups, which `groupTypes`, `mailEnabled` and `securityEnabled` express in Graph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GroupKind {
    /// A security group.
    #[default]
    Security,
    /// A Microsoft 365 group.
    Unified,
    /// A mail-enabled security group.
    MailEnabledSecurity,
    /// A distribution list.
    Distribution,
}

impl GroupKind {
    /// `mailEnabled`.
    pub const fn mail_enabled(self) -> bool {
        !matches!(self, Self::Security)
    }
}

const fn long_ago() -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH
}

impl Group {
    /// A security group without members.
    pub fn new(id: GroupId, display_name: &str, created: OffsetDateTime) -> Self {
        Self {
            id,
            display_name: display_name.to_owned(),
            members: BTreeSet::new(),
            nested: BTreeSet::new(),
            owners: BTreeSet::new(),
            description: None,
            mail: None,
            mail_nickname: id.0.simple().to_string()[..10].to_owned(),
            visibility: None,
            kind: GroupKind::Security,
            also_security: false,
            assignable_to_role: false,
            on_premises: false,
            rule: None,
            created,
        }
    }

    /// `securityEnabled`.
    pub const fn security_enabled(&self) -> bool {
        match self.kind {
            GroupKind::Security | GroupKind::MailEnabledSecurity => true,
            GroupKind::Unified => self.also_security,
            GroupKind::Distribution => false,
        }
    }
}

/// Changes of a group; absent properties stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GroupChanges {
    /// New display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// New mail nickname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_nickname: Option<String>,
    /// New description; an empty one clears it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// New visibility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    /// New rule of a dynamic group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
}

impl Group {
    /// Applies the changes.
    pub(super) fn change(&mut self, changes: GroupChanges) {
        if let Some(name) = changes.display_name {
            self.display_name = name;
        }
        if let Some(nickname) = changes.mail_nickname {
            self.mail_nickname = nickname;
        }
        if let Some(description) = changes.description {
            self.description = Some(description).filter(|text| !text.is_empty());
        }
        if changes.visibility.is_some() {
            self.visibility = changes.visibility;
        }
        if changes.rule.is_some() {
            self.rule = changes.rule;
        }
    }
}

impl World {
    /// Creates a security group with these members.
    pub fn create_group(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        display_name: &str,
        members: BTreeSet<UserId>,
    ) -> GroupId {
        let id = GroupId(self.new_id());
        let group = Group { members, ..Group::new(id, display_name, meta.now) };
        self.add_group(meta, tenant, group);
        id
    }

    /// An id for a new group.
    pub fn new_group_id(&self) -> GroupId {
        GroupId(self.new_id())
    }

    /// Creates this group.
    pub fn add_group(&mut self, meta: &EventMeta, tenant: TenantId, group: Group) {
        self.append(meta, Effect::GroupCreated { tenant, group: Box::new(group) });
    }

    /// Changes properties of a group. Without such a group it does nothing.
    pub fn change_group(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        group: GroupId,
        changes: GroupChanges,
    ) {
        if self.tenant(tenant).is_some_and(|directory| directory.groups.contains_key(&group)) {
            self.append(meta, Effect::GroupChanged { tenant, group, changes: Box::new(changes) });
        }
    }

    /// Deletes a group. False when there is none.
    pub fn delete_group(&mut self, meta: &EventMeta, tenant: TenantId, group: GroupId) -> bool {
        let known = self.tenant(tenant).is_some_and(|directory| directory.groups.contains_key(&group));
        if known {
            self.append(meta, Effect::GroupDeleted { tenant, group });
        }
        known
    }
}

impl Tenant {
    /// Whether a group has this mail address.
    pub fn has_group_address(&self, address: &str) -> bool {
        let same = |own: &String| own.eq_ignore_ascii_case(address.trim());
        self.group_addresses.iter().any(same)
            || self.groups.values().filter_map(|group| group.mail.as_ref()).any(same)
    }

    /// The groups a user is a direct member of.
    pub fn groups_of(&self, user: UserId) -> Vec<GroupId> {
        self.groups.values().filter(|group| group.members.contains(&user)).map(|group| group.id).collect()
    }
}
