//! `/users`

mod get;
mod list;
mod patch;
mod property;
mod shape;

pub(super) use get::{entity, get};
pub(super) use list::{count, list};
pub(super) use patch::patch;
pub(super) use property::{Identity, Property, Value as Field};

/// Permissions that let one read any user.
const READ: [&str; 5] = [
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Those of them that cover every property.
const READ_ALL: [&str; 4] =
    ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
