#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;

use world::{ids::UserId, seed::SeedSource as _, tenant::role, user::ExternalUserState};

use super::{NAMES, SeedLibrary, contoso, groups};

/// A seed of one's own, in a file of this name.
fn own(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn library(text: &str) -> Result<SeedLibrary, super::SeedError> {
    let (_folder, path) = own("mine.toml", text);
    SeedLibrary::shipped(&["http://localhost:5000/".to_owned()]).with_file(&path)
}

/// What is wrong with a seed, from its line on.
fn wrong(text: &str) -> String {
    let message = library(text).unwrap_err().to_string();
    message.split_once("mine.toml").unwrap().1.trim_start_matches([',', ':', ' ']).to_owned()
}

/// The example of the documentation.
fn example() -> &'static str {
    let page = include_str!("../../docs/seeds.md");
    page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap()
}

#[test]
fn every_shipped_seed_grows_and_has_the_ids_that_others_refer_to() {
    let library = SeedLibrary::shipped(&[]);
    for name in NAMES {
        let seed = library.read(name).unwrap();
        assert_eq!(seed.resource, contoso::CONTOSO, "{name}");
        let tenant = seed.tenants.iter().find(|tenant| tenant.id == seed.resource).unwrap();
        assert!(tenant.groups.contains_key(&groups::WAREHOUSE), "{name}");
    }
    let names: Vec<_> = library.names().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, NAMES);
    assert!(library.names().iter().all(|(_, what)| !what.is_empty()));
    assert!(!library.has("nowhere") && library.load("nowhere").is_none());
}

#[test]
fn the_example_of_the_documentation_is_a_seed() {
    let library = library(example()).unwrap();
    let seed = library.read("mine").unwrap();
    assert_eq!(seed.tenants.len(), 2);
    let tenant = &seed.tenants[0];
    assert_eq!((tenant.id, tenant.display_name.as_str()), (seed.resource, "Litware"));
    let ada = tenant.user_with_address("ada@litware.example").unwrap();
    assert_eq!(ada.directory_roles, [role::GLOBAL_ADMINISTRATOR]);
    let guest = tenant.user_with_address("kim@proseware.example").unwrap();
    assert_eq!(guest.sponsors, [ada.id]);
    assert_eq!(guest.external_user_state, Some(ExternalUserState::Accepted));
    let home = seed.tenants[1].user(UserId(guest.account.unwrap().0)).unwrap();
    assert_eq!(home.user_principal_name, "kim@proseware.example");
    assert!(!tenant.policy.email_one_time_passcode);
    let client = &seed.clients[0];
    assert_eq!(client.redirect_uris, ["http://localhost:5000/auth/callback"]);
    assert_eq!(tenant.app_role_assignments.len(), 1);
    assert_eq!(library.names().last().unwrap().0, "mine");
    assert_eq!(seed.accounts().count(), 2);
}

#[test]
fn a_seed_that_extends_another_adds_to_it_and_replaces_applications_by_name() {
    let seed = library(
        r#"
        description = "Contoso and one more"
        extends = "contoso"
        [[tenants]]
        id = "c0e10f00-7e4a-4e0a-9c5e-0c0470500001"
        policy = { allowInvitesFrom = "none" }
        [[tenants.people]]
        id = "00000000-0000-4000-8000-000000000001"
        userPrincipalName = "one.more@contoso.example"
        [[applications]]
        name = "daemon"
        clientId = "00000000-0000-4000-8000-000000000002"
        "#,
    )
    .unwrap()
    .read("mine")
    .unwrap();
    let tenant = seed.tenants.iter().find(|tenant| tenant.id == contoso::CONTOSO).unwrap();
    assert_eq!(tenant.users.len(), 7);
    assert!(!tenant.policy.allows_invitations_by(None));
    let names: Vec<_> = seed.clients.iter().map(|client| client.name.as_str()).collect();
    assert_eq!(
        names,
        ["vestibule", "daemon", "powerless", "public", "scoped", "attributes", "groups", "approles"]
    );
    assert!(seed.clients[1].application_roles.is_empty());
}

/// One tenant with one person, and more lines.
fn with(more: &str) -> String {
    format!(
        "description = 'x'\n[[tenants]]\nid = '00000000-0000-4000-8000-000000000009'\ndisplayName = 'X'\ndomains = ['x.example']\n\
         initialDomain = 'x.onmicrosoft.com'\n[[tenants.people]]\nid = '00000000-0000-4000-8000-000000000001'\n\
         userPrincipalName = 'a@x.example'\n{more}\n"
    )
}

#[test]
fn each_mistake_is_named_with_its_line() {
    let group = "[[tenants.groups]]\nid = '00000000-0000-4000-8000-000000000003'\ndisplayName = 'g'\n";
    let app = "[[applications]]\nname = 'a'\nclientId = '00000000-0000-4000-8000-000000000004'\n";
    let cases = [
        ("descripton = 'x'".to_owned(), "line 1: unknown field `descripton`"),
        ("description = 'x'\nnonsense".to_owned(), "line 2: "),
        ("description = 'x'".to_owned(), "line 1: a seed has a tenant"),
        ("description = 'x'\n[[tenants]]\nid = 'x'".to_owned(), "line 3: "),
        (
            "description = 'x'\n[[tenants]]\nid = '00000000-0000-4000-8000-000000000009'".to_owned(),
            "line 3: a new tenant has a displayName",
        ),
        (with("jobtitle = 'x'"), "line 10: unknown field `jobtitle`"),
        (with("attributes = { shoeSize = '42' }"), "line 10: unknown variant `shoeSize`"),
        (with("attributes = { usageLocation = 'Lithuania' }"), "line 8: usageLocation cannot be that"),
        (with("invited = 'b@y.example'"), "line 8: a person has a userPrincipalName"),
        (with("directoryRoles = ['Emperor']"), "line 10: there is no built-in role 'Emperor'"),
        (with("sponsors = ['b@x.example']"), "line 10: X has no user 'b@x.example'"),
        (
            with("[[tenants.people]]\nid = '00000000-0000-4000-8000-000000000001'\ninvited = 'b@y.example'"),
            "line 11: 00000000-0000-4000-8000-000000000001 is the id of two people",
        ),
        (with(&format!("{group}membershipRule = 'whoever'")), "line 13: this is no rule"),
        (with(&format!("{group}owners = ['nobody']")), "line 13: X has no user 'nobody'"),
        (with(&format!("{app}delegatedScopes = ['User.Reed']")), "line 13: 'User.Reed' is no permission"),
        (
            with(&format!("{app}tenant = '00000000-0000-4000-8000-000000000005'")),
            "line 13: there is no such tenant",
        ),
        (
            "description = 'x'\nextends = 'crowded'\n[crowd]\ncount = 1\nfirstId = \
             '00000000-0000-4000-8000-000000000000'\ngivenNames = []\nsurnames = ['a']\ndepartments = \
             ['a']\nguestDomains = ['a.example']\notherMailDomain = 'b.example'"
                .replace("crowded", "contoso"),
            "line 6: this list needs an entry",
        ),
    ];
    for (text, message) in cases {
        let said = wrong(&text);
        assert!(said.starts_with(message), "{said}\n{text}");
    }
}

#[test]
fn a_role_that_cannot_be_assigned_names_its_line() {
    let app = "[[applications]]\nname = 'a'\nclientId = '00000000-0000-4000-8000-000000000004'\n";
    let role = "[[tenants.customRoles]]\nid = '00000000-0000-4000-8000-000000000006'\ndisplayName = 'r'\n\
                actions = []\n[[tenants.roleAssignments]]\nrole = ";
    for (assignment, message) in [
        ("'s'\nuser = 'a@x.example'", "line 15: there is no role 's'"),
        ("'r'", "line 15: an application holds a role, or a user does"),
        ("'r'\napplication = 'b'", "line 16: there is no such application"),
        ("'r'\napplication = 'a'\nunit = 'u'", "line 17: X has no unit 'u'"),
        ("'r'\napplication = 'a'\ngroup = 'g'", "line 17: X has no group 'g'"),
        ("'r'\napplication = 'a'\nofApplication = 'b'", "line 17: there is no such application"),
        (
            "'r'\napplication = 'a'\ngroup = 'g'\nunit = 'u'",
            "line 15: a role is for a unit, for a group or for an application",
        ),
        (
            "'Guest Inviter'\nuser = 'a@x.example'",
            "line 15: a person's built-in roles stand in directoryRoles",
        ),
    ] {
        let said = wrong(&with(&format!("{role}{assignment}\n{app}")));
        assert!(said.starts_with(message), "{said}\n{assignment}");
    }
}

#[test]
fn a_policy_that_cannot_be_names_its_line() {
    let before =
        "description = 'x'\nextends = 'contoso'\n[[tenants]]\nid = 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001'\n";
    let said = wrong(&format!("{before}policy = {{ allowInvitesFrom = 'anybody' }}"));
    assert!(said.starts_with("line 5: unknown variant `anybody`"), "{said}");
    let said = wrong(&format!("{before}policy = {{ allowInvitsFrom = 'none' }}"));
    assert!(said.starts_with("line 5: ") && said.contains("allowInvitsFrom"), "{said}");
    let said = wrong(&format!("{before}policy = {{ blockedDomains = ['not a domain'] }}"));
    assert!(said.starts_with("line 5: ") && said.contains("hold domains"), "{said}");
}

#[test]
fn a_file_that_is_not_there_or_takes_a_shipped_name_is_refused() {
    let library = SeedLibrary::shipped(&[]);
    let said = library.clone().with_file("/nowhere/mine.toml".as_ref()).unwrap_err().to_string();
    assert!(said.starts_with("/nowhere/mine.toml: "), "{said}");
    let (_folder, path) = own("contoso.toml", example());
    let said = library.with_file(&path).unwrap_err().to_string();
    assert!(said.ends_with("a shipped seed is named 'contoso': give the file another name"), "{said}");
    let said = wrong("description = 'x'\nextends = 'mine'");
    assert_eq!(said, "extends 'mine', which is no shipped seed");
}
