//! Ids of the groups, units, roles and access packages of the seed `contoso`, for tests and other crates.

use uuid::{Uuid, uuid};
use world::ids::{GroupId, UnitId};

/// A security group for guests.
pub const PROJECT: GroupId = GroupId(uuid!("62090000-0001-4a57-8c11-5c0e10f0c001"));
/// A Microsoft 365 group.
pub const MARKETING: GroupId = GroupId(uuid!("62090000-0002-4a57-8c11-5c0e10f0c002"));
/// A dynamic group of all guests.
pub const ALL_GUESTS: GroupId = GroupId(uuid!("62090000-0003-4a57-8c11-5c0e10f0c003"));
/// A role-assignable group.
pub const HELPERS: GroupId = GroupId(uuid!("62090000-0004-4a57-8c11-5c0e10f0c004"));
/// A mail-enabled security group.
pub const SALES: GroupId = GroupId(uuid!("62090000-0005-4a57-8c11-5c0e10f0c005"));
/// A distribution list.
pub const ALL_COMPANY: GroupId = GroupId(uuid!("62090000-0006-4a57-8c11-5c0e10f0c006"));
/// A group that is mastered on premises.
pub const WAREHOUSE: GroupId = GroupId(uuid!("62090000-0007-4a57-8c11-5c0e10f0c007"));
/// A dynamic group of everybody from one company, which nobody is in at first.
pub const PARTNERS: GroupId = GroupId(uuid!("62090000-0008-4a57-8c11-5c0e10f0c008"));
/// The dynamic administrative unit of all guests.
pub const GUESTS: UnitId = UnitId(uuid!("a0a00000-0001-4a57-8c11-5c0e10f0c001"));
/// A custom role that may update guests.
pub const GUEST_EDITOR: Uuid = uuid!("c0570000-0001-4a57-8c11-5c0e10f0c001");
/// A custom role that may change members of groups.
pub const GROUP_UPDATER: Uuid = uuid!("c0570000-0002-4a57-8c11-5c0e10f0c002");
/// A custom role that may assign users and groups to applications.
pub const ASSIGNER: Uuid = uuid!("c0570000-0003-4a57-8c11-5c0e10f0c003");
/// The app role of the application's administrators.
pub const ADMIN_ROLE: Uuid = uuid!("a0010000-0001-4a57-8c11-5c0e10f0c001");
/// An access package for guests of the project.
pub const PROJECT_ACCESS: Uuid = uuid!("acce5500-0001-4a57-8c11-5c0e10f0c001");
/// Its policy for direct assignment.
pub const DIRECT_POLICY: Uuid = uuid!("acce5500-0002-4a57-8c11-5c0e10f0c002");
/// Its policy for requests by users.
pub const SELF_POLICY: Uuid = uuid!("acce5500-0003-4a57-8c11-5c0e10f0c003");
