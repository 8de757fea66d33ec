//! Who is let in by our application. Where "user assignment required" is set, Microsoft signs in only whoever is assigned to it, by a role or as a
//! direct member of a group that has one (AADSTS50105 for everybody else).

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use contract::{KindName, RoleName, UnassignedRole};
use graph::GraphError;
use tokio::sync::Mutex;

use super::Directory;
use crate::settings::Settings;
use crate::settings::sections::{Grants, RoleGrants, RoleWay};

/// How long an answer is good, in milliseconds; also that there was none.
const GOOD_FOR: i64 = 300_000;
/// How long a page waits for it: it is a remark, and the page is as good without it.
const TIMEOUT: Duration = Duration::from_secs(1);

/// What assigns people to our application, where only those are let in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// The object id of the application's service principal.
    application: String,
    /// The object ids of the groups that have a role of it; none where they were not read.
    groups: Option<HashSet<String>>,
}

impl Assignment {
    /// Whether what a role brings may assign a new guest. What is not known for sure is not held against it.
    fn may_come_with(&self, grants: Option<&RoleGrants>) -> bool {
        let Some(grants) = grants else { return false };
        let is_own = |id: &str| id.eq_ignore_ascii_case(&self.application);
        let has_role = |id: &str| {
            self.groups
                .as_ref()
                .is_none_or(|groups| groups.iter().any(|group| group.eq_ignore_ascii_case(id)))
        };
        grants.app_role.as_ref().is_some_and(|role| is_own(role.application.as_str()))
            || grants.all_groups().into_iter().any(|group| has_role(group.id.as_str()))
    }

    /// Whether a role lets a new guest in who gets in by this way, as far as anybody knows: what an access package holds, it does not say.
    fn lets_in(&self, way: &RoleWay, grants: Option<&RoleGrants>) -> bool {
        way.way.is_package() || self.may_come_with(grants)
    }

    /// Those of these roles that assign nobody on items of a kind.
    pub(crate) fn missing(&self, settings: &Settings, kind: &KindName, roles: &[RoleName]) -> Vec<RoleName> {
        let lacks =
            |role: &&RoleName| !self.lets_in(&settings.way_in(kind, role), settings.grants.of(kind, role));
        roles.iter().filter(lacks).cloned().collect()
    }

    /// All roles that assign nobody, by kind.
    pub(crate) fn missing_anywhere(&self, settings: &Settings) -> Vec<UnassignedRole> {
        let Settings { grants, roles, ways, .. } = settings;
        let named = roles.kinds.keys().chain(grants.kinds.keys()).chain(ways.kinds.keys());
        let named: BTreeSet<&KindName> = named.collect();
        let of_kind = |kind: &KindName| {
            let missing = self.missing(settings, kind, settings.roles_of(kind)).into_iter();
            missing.map(|role| UnassignedRole { kind: Some(kind.clone()), role }).collect::<Vec<_>>()
        };
        let lacks =
            |role: &&RoleName| !self.lets_in(&settings.way_in_elsewhere(role), grants.other_kinds.get(*role));
        let of_others = roles.other_kinds.roles.iter().filter(lacks);
        let of_others = of_others.map(|role| UnassignedRole { kind: None, role: role.clone() });
        named.into_iter().flat_map(of_kind).chain(of_others).collect()
    }
}

/// The last answer, with when it was given, in unix milliseconds.
type CacheEntry = (i64, Option<Arc<Assignment>>);

/// What the directory said last, for all pages of this process.
#[derive(Debug, Default)]
pub(crate) struct AssignmentCache(Mutex<Option<CacheEntry>>);

impl AssignmentCache {
    /// What assigns people to our application; none where it lets in everybody, and where that cannot be told. One page asks, and others wait for it.
    pub(crate) async fn current(
        &self,
        directory: &dyn Directory,
        grants: &Grants,
        now: i64,
    ) -> Option<Arc<Assignment>> {
        let mut last = self.0.lock().await;
        if let Some((at, answer)) = &*last
            && now.saturating_sub(*at) < GOOD_FOR
        {
            return answer.clone();
        }
        let answer = match tokio::time::timeout(TIMEOUT, read(directory, grants)).await {
            Ok(Ok(answer)) => answer.map(Arc::new),
            Ok(Err(error)) => {
                tracing::debug!(%error, "whether users have to be assigned to the application cannot be read");
                None
            }
            Err(_) => None,
        };
        *last = Some((now, answer.clone()));
        answer
    }
}

async fn read(directory: &dyn Directory, grants: &Grants) -> Result<Option<Assignment>, GraphError> {
    let graph = directory.as_application();
    let own = graph.service_principal_of(&directory.client_id()).await?;
    if own.assignment_required != Some(true) {
        return Ok(None);
    }
    // Everybody who has a role is listed, so that is asked only where it matters.
    let groups = if grants.join_groups() {
        let found = graph.groups_with_app_roles(&own.id).await?;
        Some(found.into_iter().map(|assigned| assigned.principal_id).collect())
    } else {
        None
    };
    Ok(Some(Assignment { application: own.id, groups }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn assignment(groups: Option<&[&str]>) -> Assignment {
        let groups = groups.map(|groups| groups.iter().map(ToString::to_string).collect());
        Assignment { application: "OWN".to_owned(), groups }
    }

    fn role(name: &str) -> RoleName {
        RoleName::parse(name).unwrap()
    }

    fn grants() -> Grants {
        let app_role = |application: &str| json!({ "app_role": { "application": application, "application_name": "", "role": "r", "name": "" } });
        let group = json!({ "groups": [{ "id": "g1", "name": "Team" }] });
        let roles =
            json!({ "reader": {}, "editor": app_role("own"), "owner": app_role("other"), "guest": group });
        serde_json::from_value(json!({ "kinds": { "document": roles } })).unwrap()
    }

    #[test]
    fn a_role_assigns_by_a_role_of_ours_or_by_a_group_that_has_one() {
        let document = KindName::parse("document").unwrap();
        let roles = ["reader", "editor", "owner", "guest", "unknown"].map(role);
        let settings = Settings { grants: grants(), ..Settings::default() };
        let missing = |groups: Option<&[&str]>| assignment(groups).missing(&settings, &document, &roles);
        assert_eq!(missing(Some(&["G1"])), ["reader", "owner", "unknown"].map(role));
        assert_eq!(missing(Some(&["g2"])), ["reader", "owner", "guest", "unknown"].map(role));
        assert_eq!(
            missing(None),
            ["reader", "owner", "unknown"].map(role),
            "nobody knows what the group has"
        );
    }

    #[test]
    fn the_roles_of_every_kind_are_looked_at() {
        let roles = json!({ "kinds": { "document": { "roles": ["reader", "editor"] } }, "other_kinds": { "roles": ["reader"] } });
        let settings = Settings {
            grants: grants(),
            roles: serde_json::from_value(roles).unwrap(),
            ..Settings::default()
        };
        let missing = assignment(None).missing_anywhere(&settings);
        let expected = [Some("document"), None].map(|kind| UnassignedRole {
            kind: kind.map(|kind| KindName::parse(kind).unwrap()),
            role: role("reader"),
        });
        assert_eq!(missing, expected);
    }

    #[test]
    fn what_an_access_package_brings_is_not_held_against_a_role() {
        let link = "https://myaccess.microsoft.com/@contoso.example#/access-packages/acce5500-0001-4a57-8c11-5c0e10f0c001";
        let assigned = json!({ "way": "package-assigned", "package_link": link, "policy": "acce5500-0002-4a57-8c11-5c0e10f0c002" });
        let mailed = json!({ "way": "package-by-mail", "package_link": link });
        let ways = json!({
            "kinds": { "drawing": { "roles": { "reader": { "way": "sign-up" } } } },
            "other_kinds": { "reader": assigned, "editor": mailed },
        });
        let roles = json!({ "other_kinds": { "roles": ["reader", "editor"] } });
        let of = |mail_way: &str| {
            let settings = Settings {
                roles: serde_json::from_value(roles.clone()).unwrap(),
                ways: serde_json::from_value(ways.clone()).unwrap(),
                inviting: serde_json::from_value(json!({ "mail_way": mail_way })).unwrap(),
                ..Settings::default()
            };
            let missing = assignment(None).missing_anywhere(&settings).into_iter();
            missing.map(|of| (of.kind.map(|kind| kind.to_string()), of.role)).collect::<Vec<_>>()
        };
        let drawing = ["reader", "editor"].map(|name| (Some("drawing".to_owned()), role(name)));
        assert_eq!(of("own"), drawing, "a sign-up brings nothing, nor does a role without a way");
        let invited = (None::<String>, role("editor"));
        assert_eq!(of("microsoft"), [&drawing[..], &[invited]].concat(), "nobody writes of the package");
    }
}
