//! Members of groups, and why a change of members may be refused ("Add members", "Remove member", Microsoft Graph).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    World,
    effect::{Effect, EventMeta},
    group::{Group, GroupKind},
    ids::{GroupId, TenantId, UserId},
    tenant::Tenant,
    visibility_lag::Api,
};

/// The maximum number of members that one request may add.
pub const MAX_MEMBERS_PER_REQUEST: usize = 20;

/// A direct member of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Member {
    /// A user.
    User(UserId),
    /// Another group.
    Group(GroupId),
}

impl Member {
    /// Its object id.
    pub const fn id(self) -> Uuid {
        match self {
            Self::User(id) => id.0,
            Self::Group(id) => id.0,
        }
    }
}

/// Why a change of members is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MembershipRefused {
    /// No such group.
    #[error("no such group")]
    NoGroup,
    /// No such object, or it is not visible to this API yet.
    #[error("no such object: {0}")]
    NoObject(Uuid),
    /// It is already a member.
    #[error("already a member: {0}")]
    AlreadyMember(Uuid),
    /// It is not a member.
    #[error("not a member: {0}")]
    NotMember(Uuid),
    /// The group is dynamic: a rule decides who is a member.
    #[error("membership follows a rule")]
    FollowsRule,
    /// The group is mail-enabled: Exchange manages it.
    #[error("a mail-enabled security group or distribution list")]
    MailEnabled,
    /// The group is mastered on premises.
    #[error("mastered on premises")]
    OnPremises,
    /// The request adds more members than one request may.
    #[error("too many members at once")]
    TooMany,
}

impl Group {
    /// Whether Graph may change the group at all. It may not where the group is mastered on premises or managed by Exchange.
    pub fn is_writable(&self) -> Result<(), MembershipRefused> {
        if self.on_premises {
            return Err(MembershipRefused::OnPremises);
        }
        if matches!(self.kind, GroupKind::MailEnabledSecurity | GroupKind::Distribution) {
            return Err(MembershipRefused::MailEnabled);
        }
        Ok(())
    }

    /// Whether members can be added and removed.
    pub fn takes_members(&self) -> Result<(), MembershipRefused> {
        self.is_writable()?;
        if self.rule.is_some() { Err(MembershipRefused::FollowsRule) } else { Ok(()) }
    }

    /// Whether this is a direct member.
    pub fn has(&self, member: Member) -> bool {
        match member {
            Member::User(user) => self.members.contains(&user),
            Member::Group(group) => self.nested.contains(&group),
        }
    }

    /// Adds and removes members.
    pub(super) fn change_members(&mut self, added: &[Member], removed: &[Member]) {
        for member in added {
            match *member {
                Member::User(user) => self.members.insert(user),
                Member::Group(group) => self.nested.insert(group),
            };
        }
        for member in removed {
            match member {
                Member::User(user) => self.members.remove(user),
                Member::Group(group) => self.nested.remove(group),
            };
        }
    }
}

impl Tenant {
    /// The groups that an object is in, directly or through other groups.
    pub fn transitive_groups(&self, member: Member) -> BTreeSet<GroupId> {
        let mut found = BTreeSet::new();
        let mut open = vec![member];
        while let Some(member) = open.pop() {
            let around = self.groups.values().filter(|group| group.has(member)).map(|group| group.id);
            open.extend(around.filter(|group| found.insert(*group)).map(Member::Group));
        }
        found
    }

    /// Everything that is in a group, directly or through other groups.
    pub fn transitive_members(&self, group: &Group) -> BTreeSet<Member> {
        let mut found = BTreeSet::new();
        let mut open = vec![group];
        while let Some(group) = open.pop() {
            found.extend(group.members.iter().copied().map(Member::User));
            let inside = group.nested.iter().filter(|id| found.insert(Member::Group(**id)));
            open.extend(inside.filter_map(|id| self.groups.get(id)));
        }
        found
    }

    /// The object with this id, if a group can have it as a member.
    pub fn member_object(&self, id: Uuid, now: time::OffsetDateTime) -> Option<Member> {
        if self.groups.contains_key(&GroupId(id)) {
            return Some(Member::Group(GroupId(id)));
        }
        let user = self.user(UserId(id))?;
        user.is_visible_to(Api::GroupReference, now).then_some(Member::User(user.id))
    }
}

impl World {
    /// Adds members to a group: all of them or none.
    pub fn add_members(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        group: GroupId,
        ids: &[Uuid],
    ) -> Result<(), MembershipRefused> {
        let directory = self.tenant(tenant).ok_or(MembershipRefused::NoGroup)?;
        let target = directory.groups.get(&group).ok_or(MembershipRefused::NoGroup)?;
        target.takes_members()?;
        if ids.len() > MAX_MEMBERS_PER_REQUEST {
            return Err(MembershipRefused::TooMany);
        }
        let mut added = Vec::new();
        let mut seen = BTreeSet::new();
        for &id in ids {
            let member = directory.member_object(id, meta.now).ok_or(MembershipRefused::NoObject(id))?;
            if target.has(member) || !seen.insert(member) || member == Member::Group(group) {
                return Err(MembershipRefused::AlreadyMember(id));
            }
            added.push(member);
        }
        if !added.is_empty() {
            self.append(meta, Effect::MembersChanged { tenant, group, added, removed: Vec::new() });
        }
        Ok(())
    }

    /// Removes a member from a group.
    pub fn remove_member(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        group: GroupId,
        id: Uuid,
    ) -> Result<(), MembershipRefused> {
        let directory = self.tenant(tenant).ok_or(MembershipRefused::NoGroup)?;
        let target = directory.groups.get(&group).ok_or(MembershipRefused::NoGroup)?;
        target.takes_members()?;
        let member = [Member::User(UserId(id)), Member::Group(GroupId(id))]
            .into_iter()
            .find(|member| target.has(*member))
            .ok_or(MembershipRefused::NotMember(id))?;
        self.append(meta, Effect::MembersChanged { tenant, group, added: Vec::new(), removed: vec![member] });
        Ok(())
    }
}
