//! Who is a member of a group, and what stands in the way of changing it ("Add members", "Remove member", Microsoft Graph).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    World,
    effect::{Cause, Effect},
    group::{Group, Kind},
    ids::{GroupId, TenantId, UserId},
    late::Api,
    tenant::Tenant,
};

/// Members that one request may add.
pub const MOST_AT_ONCE: usize = 20;

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
    /// No such object, or this part of the service does not see it yet.
    #[error("no such object: {0}")]
    NoObject(Uuid),
    /// A member already.
    #[error("already a member: {0}")]
    AlreadyMember(Uuid),
    /// Not a member.
    #[error("not a member: {0}")]
    NotMember(Uuid),
    /// A rule decides who is a member.
    #[error("membership follows a rule")]
    FollowsRule,
    /// Exchange owns the group.
    #[error("a mail-enabled security group or distribution list")]
    MailEnabled,
    /// The group is mastered on premises.
    #[error("mastered on premises")]
    OnPremises,
    /// More members than one request may add.
    #[error("too many members at once")]
    TooMany,
}

impl Group {
    /// Whether Graph may change the group at all: others own what is mastered on premises, and what Exchange has made.
    pub fn is_writable(&self) -> Result<(), MembershipRefused> {
        if self.on_premises {
            return Err(MembershipRefused::OnPremises);
        }
        if matches!(self.kind, Kind::MailEnabledSecurity | Kind::Distribution) {
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

    /// Takes members in and lets members go.
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
    /// The object of this id that a group may refer to.
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
        cause: &Cause,
        tenant: TenantId,
        group: GroupId,
        ids: &[Uuid],
    ) -> Result<(), MembershipRefused> {
        let directory = self.tenant(tenant).ok_or(MembershipRefused::NoGroup)?;
        let target = directory.groups.get(&group).ok_or(MembershipRefused::NoGroup)?;
        target.takes_members()?;
        if ids.len() > MOST_AT_ONCE {
            return Err(MembershipRefused::TooMany);
        }
        let mut added = Vec::new();
        let mut seen = BTreeSet::new();
        for &id in ids {
            let member = directory.member_object(id, cause.now).ok_or(MembershipRefused::NoObject(id))?;
            if target.has(member) || !seen.insert(member) || member == Member::Group(group) {
                return Err(MembershipRefused::AlreadyMember(id));
            }
            added.push(member);
        }
        if !added.is_empty() {
            self.record(cause, Effect::MembersChanged { tenant, group, added, removed: Vec::new() });
        }
        Ok(())
    }

    /// Removes a member from a group.
    pub fn remove_member(
        &mut self,
        cause: &Cause,
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
        self.record(
            cause,
            Effect::MembersChanged { tenant, group, added: Vec::new(), removed: vec![member] },
        );
        Ok(())
    }
}
