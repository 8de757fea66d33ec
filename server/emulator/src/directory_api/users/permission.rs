//! Permissions that let one read users.

/// Permissions that let one read any user.
pub(in crate::directory_api) const READ: [&str; 5] = [
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Those of them that cover every property.
pub(in crate::directory_api) const READ_ALL: [&str; 4] =
    ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
