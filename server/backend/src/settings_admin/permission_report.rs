//! What Microsoft has granted of what the settings in force need: told from the steps, from the application's own token, and from the consents of people.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use contract::{
    Caller, Granted, KindName, Language, NeededRole, PermissionReport, PermissionStatus, RoleName, StepKind,
};

use crate::app_state::AppState;
use crate::directory::{DelegatedGrants, read_probe};
use crate::pipeline::{Permission, PlanInput, ScopedRole, plan, step_list, step_of};
use crate::settings::Settings;
use crate::share::options::{ShareOptions, Sponsor};

/// What the settings pages search with.
const SEARCHES: [&str; 2] = ["GroupMember.Read.All", "Application.Read.All"];
/// By which the directory tells what people have agreed to: the report is better with it, and nothing fails without it.
const CONSENTS: &str = "Directory.Read.All";
/// A kind of item that no setting names.
const ANY_OTHER_KIND: &str = "any-other-kind";

/// The permissions that have others within them ("Microsoft Graph permissions reference", "Delete a user").
const BROADER: [(&str, &[&str]); 6] = [
    ("User.Read.All", &["User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]),
    ("User.ReadWrite.All", &["Directory.ReadWrite.All"]),
    ("User.DeleteRestore.All", &["User.ReadWrite.All"]),
    (
        "GroupMember.Read.All",
        &["GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All"],
    ),
    ("GroupMember.ReadWrite.All", &["Group.ReadWrite.All", "Directory.ReadWrite.All"]),
    ("Application.Read.All", &["Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]),
];

/// What is granted as these settings need it, for whoever asks; nobody's own token is looked at where that is an operator at the command line.
pub(crate) async fn report(app: &AppState, caller: Option<&Caller>, settings: &Settings) -> PermissionReport {
    let own = tokio::time::timeout(app.patience, app.directory.application_permissions());
    let looks_up = settings.permissions.looks_up_as_person();
    let person = caller.map(|caller| (&caller.tenant, &caller.user));
    let of_people = app.directory.delegated_grants(person, looks_up);
    let of_people = tokio::time::timeout(app.patience, of_people);
    let (own, of_people) = tokio::join!(own, of_people);
    let is_reached = own.is_ok() && of_people.is_ok();
    let mut report = report_of(settings, own.ok().flatten().as_deref(), &of_people.unwrap_or_default());
    if is_reached {
        // What was shown until then stays.
        let _ = tokio::time::timeout(app.patience, try_reads(app, &mut report)).await;
    }
    report
}

/// Of what the token does not tell, a harmless read may show that it is granted.
async fn try_reads(app: &AppState, report: &mut PermissionReport) {
    let application = app.directory.as_application();
    let is_open = |granted: Granted| matches!(granted, Granted::No | Granted::Unknown);
    let own = report.needed.iter_mut().filter(|status| !status.is_delegated);
    for status in own.filter(|status| is_open(status.granted)) {
        if read_probe::shows(&application, &status.name).await {
            status.granted = Granted::Yes;
        }
    }
}

fn report_of(
    settings: &Settings,
    granted: Option<&[String]>,
    of_people: &DelegatedGrants,
) -> PermissionReport {
    let planned = planned(settings);
    let mut needed = needed_by_steps(settings, &planned);
    for name in SEARCHES {
        if needed.iter().all(|known| known.name != name || known.is_delegated) {
            needed.push(status(name, false));
        }
    }
    add_optional(&mut needed, settings, &planned);
    add_needed_to_undo(&mut needed, &planned);
    for status in needed.iter_mut().filter(|status| status.is_delegated) {
        status.granted = delegated(&status.name, of_people);
    }
    for status in needed.iter_mut().filter(|status| !status.is_delegated) {
        status.granted = match granted {
            Some(granted) if covering(&status.name).any(|name| granted.iter().any(|own| own == name)) => {
                Granted::Yes
            }
            Some(_) => Granted::No,
            None => Granted::Unknown,
        };
    }
    let may_lack = |status: &PermissionStatus| status.only_to_undo || status.is_optional;
    for status in needed.iter_mut().filter(|status| may_lack(status) && status.granted == Granted::No) {
        status.granted = Granted::Optional;
    }
    let used: Vec<_> = needed.iter().filter(|status| !status.is_delegated).collect();
    let has = |name: &str| granted.is_some_and(|granted| granted.iter().any(|own| own == name));
    // What has more within it is needed only in the place of what is not granted by itself.
    let stands_for = |status: &PermissionStatus, own: &str| {
        status.name == own || (!has(&status.name) && covering(&status.name).any(|name| name == own))
    };
    let is_unneeded =
        |own: &&String| own.as_str() != CONSENTS && !used.iter().any(|status| stands_for(status, own));
    let roles = roles_in_place(settings, &planned);
    // Even where something that is needed is within it: a role, and a permission to read, are meant to do.
    let is_replaced =
        |own: &&String| stands_in_place_of(&roles, own) && used.iter().all(|status| status.name != **own);
    let (replaced, rest): (Vec<_>, Vec<_>) = granted.into_iter().flatten().partition(is_replaced);
    let unneeded = rest.into_iter().filter(is_unneeded).cloned().collect();
    let replaced = replaced.into_iter().cloned().collect();
    let roles = roles.into_iter().map(needed_role).collect();
    PermissionReport { needed, roles, replaced, unneeded }
}

/// The roles that these steps need by these settings.
fn roles_in_place(settings: &Settings, planned: &HashSet<StepKind>) -> Vec<(StepKind, ScopedRole)> {
    let steps = step_list().map(|step| step.kind).filter(|kind| planned.contains(kind));
    steps.filter_map(|kind| role_in_place(settings, kind).map(|role| (kind, role))).collect()
}

/// Whether one of these roles stands in the place of the application permission of this name.
fn stands_in_place_of(roles: &[(StepKind, ScopedRole)], name: &str) -> bool {
    let mut instead_of = roles.iter().flat_map(|(_, role)| role.instead_of);
    instead_of.any(|permission| named(*permission) == (name, false))
}

/// The role that stands in the place of a step's permissions by these settings.
fn role_in_place(settings: &Settings, step: StepKind) -> Option<ScopedRole> {
    let step = step_of(step);
    let role = step.scoped_role().filter(|_| settings.permissions.is_scoped())?;
    let needed = step.permissions_with(settings);
    // Nobody is added to a group that a rule fills.
    role.instead_of.iter().any(|own| needed.contains(own)).then_some(role)
}

fn needed_role((step, role): (StepKind, ScopedRole)) -> NeededRole {
    let allows = role.allows.iter().map(ToString::to_string).collect();
    NeededRole { step, allows, scope: role.scope }
}

/// Whether people have agreed to a permission, or an administrator for all of them. A token shows what one person has: what it lacks, others may have, and
/// what is only asked for when it is needed may be granted all the same.
fn delegated(name: &str, of_people: &DelegatedGrants) -> Granted {
    let has = |granted: &[String]| covering(name).any(|name| granted.iter().any(|own| own == name));
    match &of_people.for_everybody {
        Some(granted) if has(granted) => Granted::Yes,
        _ if has(&of_people.for_some) => Granted::ForSome,
        None if of_people.refused.iter().any(|own| own == name) => Granted::No,
        Some(_) => Granted::No,
        None => Granted::Unknown,
    }
}

/// The permission itself, and those that have it within them.
pub(crate) fn covering(name: &str) -> impl Iterator<Item = &str> {
    let broader = BROADER.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, broader)| broader);
    std::iter::once(name).chain(broader.iter().copied())
}

fn status(name: &str, is_delegated: bool) -> PermissionStatus {
    let (name, steps, granted) = (name.to_owned(), Vec::new(), Granted::Unknown);
    PermissionStatus { name, is_delegated, steps, only_to_undo: false, is_optional: false, granted }
}

/// The name, and whether it is delegated.
const fn named(permission: Permission) -> (&'static str, bool) {
    match permission {
        Permission::Delegated(name) => (name, true),
        Permission::Application(name) => (name, false),
    }
}

/// What these steps need.
fn needed_by_steps(settings: &Settings, planned: &HashSet<StepKind>) -> Vec<PermissionStatus> {
    let mut needed: Vec<PermissionStatus> = Vec::new();
    for step in step_list().filter(|step| planned.contains(&step.kind)) {
        let instead_of = role_in_place(settings, step.kind).map_or(&[][..], |role| role.instead_of);
        let of_step = step_of(step.kind).permissions_with(settings).iter();
        for permission in of_step.filter(|permission| !instead_of.contains(permission)) {
            let (name, is_delegated) = named(*permission);
            let known =
                needed.iter().position(|known| known.name == name && known.is_delegated == is_delegated);
            let at = known.unwrap_or_else(|| {
                needed.push(status(name, is_delegated));
                needed.len() - 1
            });
            if let Some(status) = needed.get_mut(at) {
                status.steps.push(step.kind);
            }
        }
    }
    needed
}

/// What these steps use besides, and do without.
fn add_optional(needed: &mut Vec<PermissionStatus>, settings: &Settings, planned: &HashSet<StepKind>) {
    for step in step_list().filter(|step| planned.contains(&step.kind)) {
        for permission in step_of(step.kind).optional_permissions_with(settings) {
            let (name, is_delegated) = named(*permission);
            let is_known =
                needed.iter().any(|known| known.name == name && known.is_delegated == is_delegated);
            if !is_known {
                let (steps, status) = (vec![step.kind], status(name, is_delegated));
                needed.push(PermissionStatus { steps, is_optional: true, ..status });
            }
        }
    }
}

/// What undoing these steps needs beside that.
fn add_needed_to_undo(needed: &mut Vec<PermissionStatus>, planned: &HashSet<StepKind>) {
    for step in step_list().filter(|step| planned.contains(&step.kind)) {
        for permission in step.undo_permissions {
            let (name, is_delegated) = named(*permission);
            let known =
                needed.iter_mut().find(|known| known.name == name && known.is_delegated == is_delegated);
            match known {
                Some(known) if known.only_to_undo => known.steps.push(step.kind),
                Some(_) => {}
                None => {
                    let (steps, status) = (vec![step.kind], status(name, is_delegated));
                    needed.push(PermissionStatus { steps, only_to_undo: true, ..status });
                }
            }
        }
    }
}

/// The steps of any share, whatever it is about.
fn planned(settings: &Settings) -> HashSet<StepKind> {
    let named = settings.roles.kinds.keys().chain(settings.grants.kinds.keys());
    let named = named.chain(settings.ways.kinds.keys());
    let named = named.chain(settings.attributes.rules.iter().flat_map(|rule| &rule.kinds)).cloned();
    let kinds: BTreeSet<_> = named.chain(KindName::parse(ANY_OTHER_KIND)).collect();
    // Somebody may choose any way that they may, and name whom they may.
    let ways = settings.inviting.mail_ways().into_iter();
    let sponsor = settings.inviting.sponsors.then(|| Sponsor::Typed(String::new()));
    let option =
        |way| ShareOptions { mail_way: Some(way), sponsor: sponsor.clone(), ..ShareOptions::default() };
    let options: Vec<_> = ways.map(option).collect();
    let mut steps = HashSet::new();
    for kind in &kinds {
        let granted = settings.grants.kinds.get(kind).unwrap_or(&settings.grants.other_kinds).keys();
        // Somebody may fill in whatever is asked for.
        let asked = settings.attributes.asked(kind).into_iter();
        let typed: BTreeMap<_, _> = asked.map(|(name, asked)| (name.clone(), asked.name)).collect();
        let ways = settings.ways.kinds.get(kind).map_or(&settings.ways.other_kinds, |own| &own.roles).keys();
        let roles: BTreeSet<&RoleName> = settings.roles_of(kind).iter().chain(granted).chain(ways).collect();
        for role in roles {
            for (options, invites) in options.iter().flat_map(|options| [(options, true), (options, false)]) {
                let planned = plan(&PlanInput {
                    settings,
                    kind,
                    role,
                    language: Language::English,
                    reply_to: None,
                    typed: &typed,
                    options,
                    invites,
                    is_new: invites,
                    takes_sponsor: !invites,
                });
                steps.extend(planned.iter().map(|step| step.kind));
            }
        }
    }
    steps
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::RoleScope;
    use serde_json::json;

    use super::*;

    const TO_UNDO: &str = "User.DeleteRestore.All";

    fn told(settings: &Settings, granted: Option<&[&str]>) -> Vec<(String, Granted)> {
        let granted: Option<Vec<String>> = granted.map(|all| all.iter().map(ToString::to_string).collect());
        let report = report_of(settings, granted.as_deref(), &DelegatedGrants::default());
        report.needed.into_iter().map(|status| (status.name, status.granted)).collect()
    }

    fn owned(told: &[(&str, Granted)]) -> Vec<(String, Granted)> {
        told.iter().map(|(name, granted)| ((*name).to_owned(), *granted)).collect()
    }

    #[test]
    fn what_is_switched_on_is_needed_and_what_is_not_seen_is_not_sure() {
        let settings = Settings::default();
        let expected = owned(&[
            ("User.Read.All", Granted::Yes),
            ("User.Invite.All", Granted::Unknown),
            ("GroupMember.Read.All", Granted::No),
            ("Application.Read.All", Granted::Yes),
            (TO_UNDO, Granted::Optional),
        ]);
        assert_eq!(told(&settings, Some(&["User.Read.All", "Directory.Read.All"]))[..2], expected[..2]);
        assert_eq!(told(&settings, Some(&["User.Read.All", "Application.ReadWrite.All"])), expected);
        assert!(told(&settings, None).iter().all(|(_, granted)| *granted == Granted::Unknown));
        let unneeded = |granted: &[&str]| {
            let granted: Vec<_> = granted.iter().map(ToString::to_string).collect();
            report_of(&settings, Some(&granted), &DelegatedGrants::default()).unneeded
        };
        let granted = ["Mail.Send", "User.Read.All", "User.ReadWrite.All", "Group.Read.All"];
        assert_eq!(unneeded(&granted), ["Mail.Send"], "guests are deleted by one of them");
        let granted = [&granted[..], &[TO_UNDO]].concat();
        assert_eq!(unneeded(&granted), ["Mail.Send", "User.ReadWrite.All"]);
    }

    #[test]
    fn what_only_undoing_needs_and_what_the_report_asks_for_is_neither_missing_nor_superfluous() {
        let with = |granted: &[&str]| {
            let granted: Vec<_> = granted.iter().map(ToString::to_string).collect();
            let report = report_of(&Settings::default(), Some(&granted), &DelegatedGrants::default());
            let row = report.needed.into_iter().find(|status| status.name == TO_UNDO).unwrap();
            assert!(row.only_to_undo && row.steps == [StepKind::SendInvitation], "{row:?}");
            (row.granted, report.unneeded)
        };
        assert_eq!(with(&["User.Read.All"]), (Granted::Optional, Vec::new()));
        assert_eq!(with(&["User.Read.All", "User.ReadWrite.All"]), (Granted::Yes, Vec::new()));
        let all = ["User.Read.All", "Application.Read.All", "GroupMember.Read.All", CONSENTS, TO_UNDO];
        assert_eq!(with(&all), (Granted::Yes, Vec::new()));
        assert_eq!(with(&[&all[..], &["Mail.Send"]].concat()).1, ["Mail.Send"]);
    }

    #[test]
    fn names_of_companies_take_a_permission_that_is_optional() {
        const COMPANIES: &str = "CrossTenantInformation.ReadBasic.All";
        let settings = |from: &str, way: &str| {
            let rules = json!({ "rules": [{ "attribute": "companyName", "from": from }] });
            Settings {
                attributes: serde_json::from_value(rules).unwrap(),
                permissions: serde_json::from_value(json!({ "way": way })).unwrap(),
                ..Settings::default()
            }
        };
        let of = |settings: &Settings, granted: Option<&[&str]>| {
            let granted: Option<Vec<_>> = granted.map(|all| all.iter().map(ToString::to_string).collect());
            let report = report_of(settings, granted.as_deref(), &DelegatedGrants::default());
            let row = report.needed.into_iter().find(|status| status.name == COMPANIES);
            let row = row.map(|row| (row.granted, row.is_optional, row.is_delegated, row.steps));
            (row, report.unneeded)
        };
        let row = |granted| Some((granted, true, false, vec![StepKind::SetAttributes]));
        for way in ["application", "scoped"] {
            let named = settings("partner-company", way);
            assert_eq!(of(&named, Some(&["User.Read.All"])), (row(Granted::Optional), Vec::new()), "{way}");
            assert_eq!(of(&named, Some(&[COMPANIES])), (row(Granted::Yes), Vec::new()), "{way}");
            assert_eq!(of(&named, None), (row(Granted::Unknown), Vec::new()), "{way}");
            let broader = of(&named, Some(&["Directory.ReadWrite.All"])).0;
            assert_eq!(broader, row(Granted::Optional), "it is within no other, {way}");
            let domain = settings("partner-domain", way);
            assert_eq!(of(&domain, Some(&[COMPANIES])), (None, vec![COMPANIES.to_owned()]), "{way}");
        }
    }

    #[test]
    fn sponsors_of_known_guests_take_a_permission_that_is_optional_where_they_may_be_named() {
        const ADDS: &str = "User.ReadWrite.All";
        let of = |sponsors: bool, granted: &[&str]| {
            let inviting = serde_json::from_value(json!({ "sponsors": sponsors })).unwrap();
            let settings = Settings { inviting, ..Settings::default() };
            let granted: Vec<_> = granted.iter().map(ToString::to_string).collect();
            let report = report_of(&settings, Some(&granted), &DelegatedGrants::default());
            let row = report.needed.into_iter().find(|status| status.name == ADDS);
            (row.map(|row| (row.granted, row.is_optional, row.is_delegated, row.steps)), report.unneeded)
        };
        let row = |granted| Some((granted, true, false, vec![StepKind::AddSponsor]));
        assert_eq!(of(true, &["User.Read.All"]), (row(Granted::Optional), Vec::new()));
        assert_eq!(of(true, &["User.Read.All", TO_UNDO, ADDS]), (row(Granted::Yes), Vec::new()));
        let nobody_named = of(false, &["User.Read.All", TO_UNDO, ADDS]);
        assert_eq!(nobody_named, (None, vec![ADDS.to_owned()]));
    }

    #[test]
    fn mail_needs_a_permission_only_where_it_is_the_inviters() {
        let with = |way: &str| {
            let inviting = serde_json::from_value(json!({ "mail_way": way })).unwrap();
            told(&Settings { inviting, ..Settings::default() }, Some(&[]))
        };
        let mail = ("Mail.Send".to_owned(), Granted::Unknown);
        assert!(with("inviter").contains(&mail));
        for way in ["microsoft", "own", "link"] {
            assert!(!with(way).contains(&mail), "{way}");
        }
        let inviting = serde_json::from_value(json!({ "choose_inviter": true })).unwrap();
        let settings = Settings { inviting, ..Settings::default() };
        assert!(told(&settings, Some(&[])).contains(&mail), "somebody may choose it");
    }

    fn grants(for_everybody: Option<&[&str]>, for_some: &[&str]) -> DelegatedGrants {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        DelegatedGrants {
            for_everybody: for_everybody.map(owned),
            for_some: owned(for_some),
            refused: vec!["User.Read.All".to_owned()],
        }
    }

    #[test]
    fn what_people_have_agreed_to_is_told_as_far_as_it_is_seen() {
        let invite = "User.Invite.All";
        for (of_people, expected) in [
            (grants(Some(&["User.Read", invite]), &[]), Granted::Yes),
            (grants(Some(&["User.Read"]), &[invite]), Granted::ForSome),
            (grants(Some(&["User.Read"]), &["Mail.Send"]), Granted::No),
            (grants(None, &[invite]), Granted::ForSome),
            (grants(None, &["User.Read"]), Granted::Unknown),
        ] {
            assert_eq!(delegated(invite, &of_people), expected, "{of_people:?}");
        }
        assert_eq!(delegated("User.Read.All", &grants(None, &[])), Granted::No, "the authority has said so");
        let broader = grants(Some(&["Directory.Read.All"]), &[]);
        assert_eq!(delegated("User.Read.All", &broader), Granted::Yes, "it is within that");
        let report = report_of(&Settings::default(), Some(&[]), &grants(Some(&[invite]), &[]));
        let told = report.needed.iter().find(|status| status.name == invite).unwrap();
        assert_eq!(told.granted, Granted::Yes);
    }

    #[test]
    fn look_ups_need_the_permission_of_whoever_does_them() {
        let with = |who: &str| {
            let permissions = serde_json::from_value(json!({ "look_ups": who })).unwrap();
            let settings = Settings { permissions, ..Settings::default() };
            let report = report_of(&settings, Some(&[]), &grants(Some(&["User.Read.All"]), &[]));
            let told = report.needed.into_iter().filter(|status| status.name == "User.Read.All");
            told.map(|status| (status.is_delegated, status.steps, status.granted)).collect::<Vec<_>>()
        };
        let both = vec![StepKind::FindPerson, StepKind::SendInvitation];
        assert_eq!(with("application"), [(false, both, Granted::No)]);
        let own = (true, vec![StepKind::FindPerson], Granted::Yes);
        let rest = (false, vec![StepKind::SendInvitation], Granted::No);
        assert_eq!(with("person"), [own, rest]);
    }

    #[test]
    fn a_step_of_a_single_kind_counts() {
        let rules =
            json!({ "rules": [{ "attribute": "city", "from": "partner-domain", "kinds": ["drawing"] }] });
        let mut settings =
            Settings { attributes: serde_json::from_value(rules).unwrap(), ..Settings::default() };
        let of = |settings: &Settings| {
            let told = told(settings, Some(&["User.Read.All"]));
            told.into_iter().find(|(name, _)| name == "User.ReadWrite.All").map(|(_, granted)| granted)
        };
        assert_eq!(of(&settings), Some(Granted::No));
        settings.permissions = serde_json::from_value(json!({ "way": "scoped" })).unwrap();
        assert_eq!(of(&settings), None, "a role stands in its place");
        let asked = json!({ "rules": [{ "attribute": "city", "from": { "asked": {} } }] });
        let asked = Settings { attributes: serde_json::from_value(asked).unwrap(), ..Settings::default() };
        assert_eq!(of(&asked), Some(Granted::No), "whether anything was typed yet or not");
        assert_eq!(of(&Settings::default()), None);
    }

    /// Everything that a role can stand in the place of, by roles or by permissions.
    fn with_everything(way: &str) -> Settings {
        let link = "https://myaccess.microsoft.com/@contoso.example#/access-packages/acce5500-0001-4a57-8c11-5c0e10f0c001";
        let package = json!({ "way": "package-assigned", "package_link": link, "policy": "acce5500-0002-4a57-8c11-5c0e10f0c002" });
        let app_role =
            json!({ "application": "a1", "application_name": "Planner", "role": "r1", "name": "Reader" });
        let reader = json!({
            "groups": [{ "id": "g1", "name": "Falcon" }], "app_role": app_role, "attributes": { "city": "Vilnius" },
        });
        Settings {
            grants: serde_json::from_value(json!({ "other_kinds": { "reader": reader } })).unwrap(),
            ways: serde_json::from_value(json!({ "other_kinds": { "reader": package } })).unwrap(),
            permissions: serde_json::from_value(json!({ "way": way })).unwrap(),
            ..Settings::default()
        }
    }

    #[test]
    fn with_custom_roles_each_is_named_and_the_permission_in_whose_place_it_stands_is_beyond_need() {
        let broad = [
            "User.Read.All",
            "User.ReadWrite.All",
            "GroupMember.ReadWrite.All",
            "AppRoleAssignment.ReadWrite.All",
            "Application.Read.All",
            "EntitlementManagement.ReadWrite.All",
            "Mail.Send",
        ];
        let granted = broad.map(str::to_owned);
        let of = |way: &str| {
            let report = report_of(&with_everything(way), Some(&granted), &DelegatedGrants::default());
            let own = report.needed.iter().filter(|status| !status.is_delegated && !status.only_to_undo);
            assert!(own.clone().all(|status| status.granted == Granted::Yes), "{way}: {report:?}");
            let needed: BTreeSet<_> = own.map(|status| status.name.clone()).collect();
            (needed, report)
        };
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        let (needed, report) = of("application");
        assert_eq!(needed, names(&[&broad[..6], &["GroupMember.Read.All"]].concat()));
        assert_eq!((report.roles, report.replaced), (Vec::new(), Vec::new()));
        assert_eq!(report.unneeded, ["Mail.Send"]);

        let (needed, report) = of("scoped");
        let reading = names(&["User.Read.All", "GroupMember.Read.All", "Application.Read.All"]);
        assert_eq!(needed, reading, "what is read is read by permissions");
        let roles: Vec<_> = report.roles.iter().map(|role| (role.step, role.scope)).collect();
        assert_eq!(
            roles,
            [
                (StepKind::RequestAccessPackage, RoleScope::Catalog),
                (StepKind::SetAttributes, RoleScope::Unit),
                (StepKind::JoinGroup, RoleScope::Group),
                (StepKind::GrantAppRole, RoleScope::Application),
            ]
        );
        assert_eq!(report.roles[2].allows, ["microsoft.directory/groups/members/update"]);
        assert_eq!(report.replaced, [broad[1], broad[2], broad[3], broad[5]]);
        assert_eq!(report.unneeded, ["Mail.Send"]);
    }

    #[test]
    fn who_is_in_a_group_that_a_rule_fills_is_only_read() {
        let (adds, reads) = ("GroupMember.ReadWrite.All", "GroupMember.Read.All");
        let of = |way: &str, by_rule: &[bool]| {
            let group =
                |by_rule: &bool| json!({ "id": format!("g{by_rule}"), "name": "Falcon", "by_rule": by_rule });
            let groups: Vec<_> = by_rule.iter().map(group).collect();
            let other_kinds = json!({ "other_kinds": { "reader": { "groups": groups } } });
            let settings = Settings {
                grants: serde_json::from_value(other_kinds).unwrap(),
                permissions: serde_json::from_value(json!({ "way": way })).unwrap(),
                ..Settings::default()
            };
            let report = report_of(&settings, Some(&[]), &DelegatedGrants::default());
            let steps = |name: &str| {
                let found = report.needed.iter().find(|status| status.name == name);
                found.map(|status| (status.steps.clone(), status.granted))
            };
            (steps(adds), steps(reads), report.roles.len())
        };
        let (step, searching) =
            (Some((vec![StepKind::JoinGroup], Granted::No)), Some((Vec::<StepKind>::new(), Granted::No)));
        assert_eq!(of("application", &[false]), (step.clone(), searching.clone(), 0));
        assert_eq!(of("application", &[true, false]), (step.clone(), searching.clone(), 0));
        assert_eq!(of("application", &[true]), (None, step.clone(), 0), "nobody is added");
        assert_eq!(of("scoped", &[false]), (None, searching, 1));
        assert_eq!(of("scoped", &[true, false]), (None, step.clone(), 1), "no role lets it read");
        assert_eq!(of("scoped", &[true]), (None, step, 0), "nor is one needed");
    }

    #[test]
    fn a_role_that_nothing_needs_is_not_named_and_its_permission_is_superfluous() {
        let permissions = serde_json::from_value(json!({ "way": "scoped" })).unwrap();
        let settings = Settings { permissions, ..Settings::default() };
        let granted = ["User.Read.All", "AppRoleAssignment.ReadWrite.All"].map(str::to_owned);
        let report = report_of(&settings, Some(&granted), &DelegatedGrants::default());
        assert_eq!((report.roles, report.replaced), (Vec::new(), Vec::new()));
        assert_eq!(report.unneeded, ["AppRoleAssignment.ReadWrite.All"]);
        let of = |name: &str| report.needed.iter().find(|status| status.name == name).unwrap().granted;
        assert_eq!(of("GroupMember.Read.All"), Granted::No, "no role stands in the place of a search");
    }
}
