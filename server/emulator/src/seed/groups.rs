//! What Contoso has besides people: a group of each kind, a unit for its guests, app roles, an access package.

use std::collections::BTreeSet;

use uuid::{Uuid, uuid};

use super::{
    contoso::{ADMIN_APP_ROLE, VESTIBULE},
    people::{ADELE, MEGAN, SEEDED},
};
use crate::world::{
    app_role::{AppRole, AppRoleAssignment, Principal},
    directory_role::CustomRole,
    entitlement::{AccessPackage, AccessPolicy, Grant},
    group::{Group, Kind},
    ids::{GroupId, UnitId, UserId},
    rule::Rule,
    tenant::Tenant,
    unit::Unit,
};

/// A security group that guests may join.
pub const PROJECT: GroupId = GroupId(uuid!("62090000-0001-4a57-8c11-5c0e10f0c001"));
/// A Microsoft 365 group.
pub const MARKETING: GroupId = GroupId(uuid!("62090000-0002-4a57-8c11-5c0e10f0c002"));
/// A group of all guests, by rule.
pub const ALL_GUESTS: GroupId = GroupId(uuid!("62090000-0003-4a57-8c11-5c0e10f0c003"));
/// A group that directory roles can be assigned to.
pub const HELPERS: GroupId = GroupId(uuid!("62090000-0004-4a57-8c11-5c0e10f0c004"));
/// A mail-enabled security group.
pub const SALES: GroupId = GroupId(uuid!("62090000-0005-4a57-8c11-5c0e10f0c005"));
/// A distribution list.
pub const ALL_COMPANY: GroupId = GroupId(uuid!("62090000-0006-4a57-8c11-5c0e10f0c006"));
/// A group that is mastered on premises.
pub const WAREHOUSE: GroupId = GroupId(uuid!("62090000-0007-4a57-8c11-5c0e10f0c007"));
/// The administrative unit of all guests, by rule.
pub const GUESTS: UnitId = UnitId(uuid!("a0a00000-0001-4a57-8c11-5c0e10f0c001"));
/// A custom role that may update what guests are.
pub const GUEST_EDITOR: Uuid = uuid!("c0570000-0001-4a57-8c11-5c0e10f0c001");
/// The app role of the application's administrators.
pub const ADMIN_ROLE: Uuid = uuid!("a0010000-0001-4a57-8c11-5c0e10f0c001");
/// An access package for guests of the project.
pub const PROJECT_ACCESS: Uuid = uuid!("acce5500-0001-4a57-8c11-5c0e10f0c001");
/// Its policy for direct assignment.
pub const DIRECT_POLICY: Uuid = uuid!("acce5500-0002-4a57-8c11-5c0e10f0c002");
/// Its policy for people who ask for themselves.
pub const SELF_POLICY: Uuid = uuid!("acce5500-0003-4a57-8c11-5c0e10f0c003");

const GUEST_RULE: &str = "(user.userType -eq \"Guest\")";

/// What the custom role allows, as the documentation of scoped updating names it.
const EDITOR_ACTIONS: [&str; 7] = [
    "microsoft.directory/users/basic/update",
    "microsoft.directory/users/jobInfo/update",
    "microsoft.directory/users/contactInfo/update",
    "microsoft.directory/users/extensionProperties/update",
    "microsoft.directory/users/usageLocation/update",
    "microsoft.directory/users/manager/update",
    "microsoft.directory/users/standard/read",
];

/// The app roles of the application.
pub(super) fn app_roles() -> Vec<AppRole> {
    let role = |id, value: &str, name: &str| AppRole {
        id,
        value: value.to_owned(),
        display_name: name.to_owned(),
        for_applications: false,
    };
    vec![role(ADMIN_ROLE, ADMIN_APP_ROLE, "Administrators of Vestibule")]
}

/// Puts everything into the tenant. Rules take their members in when the world is made.
pub(super) fn furnish(tenant: &mut Tenant) {
    let rule = Rule::new(GUEST_RULE, true);
    let mut groups = groups();
    for group in &mut groups {
        if group.id == ALL_GUESTS {
            group.rule.clone_from(&rule);
        }
    }
    tenant.groups = groups.map(|group| (group.id, group)).into();
    let unit = Unit {
        id: GUESTS,
        display_name: "Guests".to_owned(),
        description: Some("Everybody from outside".to_owned()),
        visibility: None,
        members: BTreeSet::new(),
        rule,
    };
    tenant.units.insert(unit.id, unit);
    let editor = CustomRole {
        id: GUEST_EDITOR,
        display_name: "Guest Attribute Editor".to_owned(),
        description: Some("Updates what guests are".to_owned()),
        enabled: true,
        actions: EDITOR_ACTIONS.map(str::to_owned).into(),
    };
    tenant.custom_roles.insert(editor.id, editor);
    tenant.app_role_assignments.push(AppRoleAssignment {
        number: uuid!("a5510000-0001-4a57-8c11-5c0e10f0c001"),
        principal: Principal::User(UserId(MEGAN.id)),
        resource: VESTIBULE,
        role: ADMIN_ROLE,
        created: SEEDED,
    });
    let package = access_package();
    tenant.entitlement.packages.insert(package.id, package);
}

fn groups() -> [Group; 7] {
    let group = |id, name: &str, kind, nickname: &str| Group {
        kind,
        mail_nickname: nickname.to_owned(),
        mail: Kind::mail_enabled(kind).then(|| format!("{nickname}@contoso.example")),
        ..Group::new(id, name, SEEDED)
    };
    let mut project = group(PROJECT, "Project Falcon", Kind::Security, "falcon");
    project.description = Some("Everybody who works on Falcon".to_owned());
    project.owners = [UserId(ADELE.id)].into();
    let mut marketing = group(MARKETING, "Marketing", Kind::Unified, "marketing");
    marketing.visibility = Some("Private".to_owned());
    marketing.owners = [UserId(ADELE.id)].into();
    let mut helpers = group(HELPERS, "Directory helpers", Kind::Security, "helpers");
    helpers.assignable_to_role = true;
    let mut warehouse = group(WAREHOUSE, "Warehouse", Kind::Security, "warehouse");
    warehouse.on_premises = true;
    [
        project,
        marketing,
        group(ALL_GUESTS, "All guests", Kind::Security, "guests"),
        helpers,
        group(SALES, "Sales", Kind::MailEnabledSecurity, "sales"),
        group(ALL_COMPANY, "All company", Kind::Distribution, "all.company"),
        warehouse,
    ]
}

fn access_package() -> AccessPackage {
    let policy = |id, name: &str, self_service, approval| AccessPolicy {
        id,
        display_name: name.to_owned(),
        self_service,
        approval,
    };
    AccessPackage {
        id: PROJECT_ACCESS,
        display_name: "Falcon for guests".to_owned(),
        description: "What somebody from outside needs to work on Falcon".to_owned(),
        policies: vec![
            policy(DIRECT_POLICY, "Assigned by administrators", false, false),
            policy(SELF_POLICY, "Asked for by people", true, false),
        ],
        grants: vec![Grant::Group(PROJECT)],
        created: SEEDED,
    }
}
