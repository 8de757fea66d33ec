//! Descriptions of permissions for the consent page ("Microsoft Graph permissions reference").

/// The description of a permission, if there is one.
pub(super) fn words(name: &str) -> Option<&'static str> {
    Some(match name {
        "openid" => "Sign you in",
        "profile" => "View your basic profile",
        "email" => "View your email address",
        "offline_access" => "Maintain access to data you have given it access to",
        "User.Read" => "Sign you in and read your profile",
        "User.ReadWrite" => "Read and change your profile",
        "User.ReadBasic.All" => "Read all users' basic profiles",
        "User.Read.All" => "Read all users' full profiles",
        "User.ReadWrite.All" => "Read and change all users' full profiles",
        "User.Invite.All" => "Invite guests to the organization",
        "Directory.Read.All" => "Read directory data",
        "Directory.ReadWrite.All" => "Read and change directory data",
        "Group.Read.All" => "Read all groups",
        "Group.ReadWrite.All" => "Read and change all groups",
        "GroupMember.Read.All" => "Read the members of groups",
        "GroupMember.ReadWrite.All" => "Read and change the members of groups",
        "AppRoleAssignment.ReadWrite.All" => "Manage app roles and who holds them",
        "Application.Read.All" => "Read applications",
        "Application.ReadWrite.All" => "Read and change all applications",
        "CrossTenantInformation.ReadBasic.All" => "Read the names of other organizations",
        "AuditLog.Read.All" => "Read audit log data",
        "Mail.Send" => "Send mail as you",
        "Organization.Read.All" => "Read information about the organization",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_applications_ask_for_first_has_words() {
        for name in ["openid", "profile", "email", "offline_access", "User.Read"] {
            assert!(words(name).is_some(), "{name}");
        }
        assert_eq!(words("nonsense"), None);
    }
}
