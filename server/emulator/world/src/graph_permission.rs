//! The permissions of Microsoft Graph that this emulator knows, with the ids that Graph's service principal publishes ("Microsoft Graph permissions
//! reference").

use uuid::{Uuid, uuid};

/// A permission of Microsoft Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GraphPermission {
    /// Its name, e.g. `User.Read.All`.
    pub name: &'static str,
    /// Its id as a delegated permission (`oauth2PermissionScopes`); none where an application cannot act for a user with it.
    pub delegated: Option<Uuid>,
    /// Its id as an application permission (`appRoles`); none where an application cannot hold it by itself.
    pub application: Option<Uuid>,
}

const fn of_people(name: &'static str, delegated: Uuid) -> GraphPermission {
    GraphPermission { name, delegated: Some(delegated), application: None }
}

const fn of_applications(name: &'static str, application: Uuid) -> GraphPermission {
    GraphPermission { name, delegated: None, application: Some(application) }
}

const fn of_both(name: &'static str, delegated: Uuid, application: Uuid) -> GraphPermission {
    GraphPermission { name, delegated: Some(delegated), application: Some(application) }
}

/// The permissions this Graph knows.
pub const PERMISSIONS: [GraphPermission; 42] = [
    of_people("openid", uuid!("37f7f235-527c-4136-accd-4a02d197296e")),
    of_people("profile", uuid!("14dad69e-099b-42c9-810b-d002981feec1")),
    of_people("email", uuid!("64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0")),
    of_people("offline_access", uuid!("7427e0e9-2fba-42fe-b0c0-848c9e6a8182")),
    of_people("User.Read", uuid!("e1fe6dd8-ba31-4d61-89e7-88639da4683d")),
    of_people("User.ReadWrite", uuid!("b4e74841-8e56-480b-be8b-910348b18b4c")),
    of_both(
        "User.ReadBasic.All",
        uuid!("b340eb25-3456-403f-be2f-af7a0d370277"),
        uuid!("97235f07-e226-4f63-ace3-39588e11d3a1"),
    ),
    of_both(
        "User.Read.All",
        uuid!("a154be20-db9c-4678-8ab7-66f6cc099a59"),
        uuid!("df021288-bdef-4463-88db-98f22de89214"),
    ),
    of_both(
        "User.ReadWrite.All",
        uuid!("204e0828-b5ca-4ad8-b9f3-f32a958e7cc4"),
        uuid!("741f803b-c850-494e-b5df-cde7c675a1ca"),
    ),
    of_both(
        "User.Invite.All",
        uuid!("63dd7cd9-b489-4adf-a28c-ac38b9a0f962"),
        uuid!("09850681-111b-4a89-9bed-3f2cae46d706"),
    ),
    of_both(
        "User-Mail.ReadWrite.All",
        uuid!("6166886a-9576-433b-8544-658177bdef1d"),
        uuid!("280d0935-0796-47d1-8d26-273470a3f17a"),
    ),
    of_both(
        "User-Phone.ReadWrite.All",
        uuid!("e29d5979-5b06-4a7f-ae24-6a9348d2e1ff"),
        uuid!("86ceff06-c822-49ff-989a-d912845ffe69"),
    ),
    of_both(
        "User.EnableDisableAccount.All",
        uuid!("f92e74e7-2563-467f-9dd0-902688cb5863"),
        uuid!("3011c876-62b7-4ada-afa2-506cbbecc68c"),
    ),
    of_both(
        "Directory.Read.All",
        uuid!("06da0dbc-49e2-44d2-8312-53f166ab848a"),
        uuid!("7ab1d382-f21e-4acd-a863-ba3e13f7da61"),
    ),
    of_both(
        "Directory.ReadWrite.All",
        uuid!("c5366453-9fb0-48a5-a156-24f0c49a4b84"),
        uuid!("19dbc75e-c2e2-444c-a770-ec69d8559fc7"),
    ),
    of_both(
        "GroupMember.ReadWrite.All",
        uuid!("f81125ac-d3b7-4573-a3b2-7099cc39df9e"),
        uuid!("dbaae8cf-10b5-4b86-a4a1-f871c94c6695"),
    ),
    of_both(
        "AppRoleAssignment.ReadWrite.All",
        uuid!("84bccea3-f856-4a8a-967b-dbe0a3d53a64"),
        uuid!("06b708a9-e830-4db3-a914-8e69da51d44f"),
    ),
    of_both(
        "Application.Read.All",
        uuid!("c79f8feb-a9db-4090-85f9-90d820caa0eb"),
        uuid!("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"),
    ),
    of_both(
        "AdministrativeUnit.Read.All",
        uuid!("3361d15d-be43-4de6-b441-3c746d05163d"),
        uuid!("134fd756-38ce-4afd-ba33-e9623dbe66c2"),
    ),
    of_both(
        "AdministrativeUnit.ReadWrite.All",
        uuid!("7b8a2d34-6b3f-4542-a343-54651608ad81"),
        uuid!("5eb59dd3-1da2-4329-8733-9dabdc435916"),
    ),
    of_both(
        "CrossTenantInformation.ReadBasic.All",
        uuid!("81594d25-e88e-49cf-ac8c-fecbff49f994"),
        uuid!("cac88765-0581-4025-9725-5ebc13f729ee"),
    ),
    of_both(
        "EntitlementManagement.Read.All",
        uuid!("5449aa12-1393-4ea2-a7c7-d0e06c1a56b2"),
        uuid!("c74fd47d-ed3c-45c3-9a9e-b8676de685d2"),
    ),
    of_both(
        "EntitlementManagement.ReadWrite.All",
        uuid!("ae7a573d-81d7-432b-ad44-4ed5c9d89038"),
        uuid!("9acd699f-1e81-4958-b001-93b1d2506e19"),
    ),
    of_people("EntitlementMgmt-SubjectAccess.ReadWrite", uuid!("e9fdcbbb-8807-410f-b9ec-8d5468c7c2ac")),
    of_applications("Group.Create", uuid!("bf7b1a76-6e77-406b-b258-bf5c7720e98f")),
    of_both(
        "Group.Read.All",
        uuid!("5f8c59db-677d-491f-a6b8-5f174b11ec1d"),
        uuid!("5b567255-7703-4780-807c-7be8301ae99b"),
    ),
    of_both(
        "Group.ReadWrite.All",
        uuid!("4e46008b-f24c-477d-8fff-7bb4ec7aafe0"),
        uuid!("62a82d76-70ea-41e2-9197-370581804d09"),
    ),
    // Unverified: these two ids, which Microsoft's list of permissions lacks.
    of_both(
        "Group.ReadBasic.All",
        uuid!("9c0e0e57-0001-4c11-a0f0-000000000d01"),
        uuid!("9c0e0e57-0001-4c11-a0f0-000000000a01"),
    ),
    of_both(
        "GroupMember.Read.All",
        uuid!("bc024368-1153-4739-b217-4326f2e966d0"),
        uuid!("98830695-27a2-44f7-8c18-0c3ebc9698f6"),
    ),
    // Unverified: these two ids, which Microsoft's list of permissions lacks.
    of_both(
        "GroupMember.ReadBasic.All",
        uuid!("9c0e0e57-0002-4c11-a0f0-000000000d02"),
        uuid!("9c0e0e57-0002-4c11-a0f0-000000000a02"),
    ),
    of_both(
        "Organization.Read.All",
        uuid!("4908d5b9-3fb2-4b1e-9336-1888b7937185"),
        uuid!("498476ce-e0fe-48b0-b801-37ba7e2685c6"),
    ),
    of_both(
        "Policy.Read.All",
        uuid!("572fea84-0151-49b2-9301-11cb16974376"),
        uuid!("246dd0d5-5bd0-4def-940b-0421030a5b68"),
    ),
    of_both(
        "Policy.ReadWrite.Authorization",
        uuid!("edd3c878-b384-41fd-95ad-e7407dd775be"),
        uuid!("fb221be6-99f2-473f-bd32-01c6a0e9ca3b"),
    ),
    of_both(
        "RoleManagement.Read.Directory",
        uuid!("741c54c3-0c1e-44a1-818b-3f97ab4e8c83"),
        uuid!("483bed4a-2ad3-4361-a73b-c83ccdbdc53c"),
    ),
    of_both(
        "RoleManagement.ReadWrite.Directory",
        uuid!("d01b97e9-cbc0-49fe-810a-750afd5527a3"),
        uuid!("9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"),
    ),
    of_both(
        "Policy.ReadWrite.AuthenticationFlows",
        uuid!("edb72de9-4252-4d03-a925-451deef99db7"),
        uuid!("25f85f3c-f66c-4205-8cd5-de92dd7f0cec"),
    ),
    of_both(
        "User.DeleteRestore.All",
        uuid!("4bb440cd-2cf2-4f90-8004-aa2acd2537c5"),
        uuid!("eccc023d-eccf-4e7b-9683-8813ab36cecc"),
    ),
    of_both(
        "User-PasswordProfile.ReadWrite.All",
        uuid!("56760768-b641-451f-8906-e1b8ab31bca7"),
        uuid!("cc117bb9-00cf-4eb8-b580-ea2a878fe8f7"),
    ),
    of_both(
        "User.ManageIdentities.All",
        uuid!("637d7bec-b31e-4deb-acc9-24275642a2c9"),
        uuid!("c529cfca-c91b-489c-af2b-d92990b66ce6"),
    ),
    of_both(
        "Application.ReadWrite.All",
        uuid!("bdfbf15f-ee85-4955-8675-146e8e5296b5"),
        uuid!("1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"),
    ),
    of_both(
        "AuditLog.Read.All",
        uuid!("e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20"),
        uuid!("b0afded3-3588-46d8-8b3d-9842eff778da"),
    ),
    of_both(
        "Mail.Send",
        uuid!("e383f46e-2787-4529-855e-0e479a3ffac0"),
        uuid!("b633e1c5-b582-4048-a93e-9f11b44c7e96"),
    ),
];

/// Delegated permissions this Graph knows.
pub fn delegated() -> impl Iterator<Item = &'static str> {
    PERMISSIONS.iter().filter(|own| own.delegated.is_some()).map(|own| own.name)
}

/// Application permissions this Graph knows.
pub fn application() -> impl Iterator<Item = &'static str> {
    PERMISSIONS.iter().filter(|own| own.application.is_some()).map(|own| own.name)
}
