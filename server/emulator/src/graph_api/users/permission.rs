//! Permissions to read users.

/// Permissions to read any user.
pub(in crate::graph_api) const READ: [&str; 5] = [
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// The permissions that cover every property.
pub(in crate::graph_api) const READ_ALL: [&str; 4] =
    ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
