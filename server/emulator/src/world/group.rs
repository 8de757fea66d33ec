//! Groups of a tenant, as far as tokens tell of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    World,
    effect::{Cause, Effect},
    ids::{GroupId, TenantId, UserId},
    tenant::Tenant,
};

/// A security group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Its object id.
    pub id: GroupId,
    /// `displayName`.
    pub display_name: String,
    /// Direct members.
    pub members: BTreeSet<UserId>,
}

impl World {
    /// Makes a group with these members.
    pub fn create_group(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        display_name: &str,
        members: BTreeSet<UserId>,
    ) -> GroupId {
        let id = GroupId(self.new_id());
        let group = Group { id, display_name: display_name.to_owned(), members };
        self.record(cause, Effect::GroupCreated { tenant, group: Box::new(group) });
        id
    }
}

impl Tenant {
    /// The groups a user is a direct member of.
    pub fn groups_of(&self, user: UserId) -> Vec<GroupId> {
        self.groups.values().filter(|group| group.members.contains(&user)).map(|group| group.id).collect()
    }
}
