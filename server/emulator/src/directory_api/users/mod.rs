//! `/users`

mod changes;
pub(super) mod defined;
mod delete;
mod expand;
pub(super) mod extensions;
mod get;
mod index;
mod list;
mod patch;
mod property;
mod shape;
pub(super) mod sponsors;
pub(super) mod superior;
pub(super) mod target;

pub(super) use delete::delete;
pub(super) use get::{entity, get};
pub(super) use list::{count, list};
pub(super) use patch::patch;
pub(super) use property::{DELETED, Entity, PEOPLE, USERS};
pub(super) use shape::{View, may_follow_all};

/// Permissions that let one read any user.
pub(super) const READ: [&str; 5] = [
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Those of them that cover every property.
pub(super) const READ_ALL: [&str; 4] =
    ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
