//! How somebody new gets in, by kind of item and role. Whoever the directory knows already gets in as ever.

use std::collections::BTreeMap;

use contract::{DirectoryObjectId, FieldPath, FieldProblem, KindName, ProblemCode, RoleName, SafeUrl};
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use crate::settings::field::FieldSpec;
use crate::settings::section::Section;

/// The most kinds with ways of their own.
const MOST_KINDS: usize = 50;
/// The most roles of a kind.
const MOST_ROLES: usize = 20;
/// The longest link of an access package, in characters.
const LONGEST_LINK: usize = 300;
/// The longest id, in characters.
const LONGEST_ID: usize = 36;
/// Where My Access is: in the global cloud, and in that of the United States' government.
const MY_ACCESS: [&str; 2] = ["myaccess.microsoft.com", "myaccess.microsoft.us"];

/// The ways in. A kind that is not named has those of every other kind, and a role that is not named is given by invitation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ways {
    /// The kinds that have ways of their own.
    pub kinds: BTreeMap<KindName, KindWays>,
    /// The ways of every other kind.
    pub other_kinds: BTreeMap<RoleName, RoleWay>,
}

/// The ways of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KindWays {
    /// By role.
    pub roles: BTreeMap<RoleName, RoleWay>,
}

/// The way of a role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleWay {
    /// Which.
    pub way: WayIn,
    /// The access package, by its address in My Access ("Share link to request an access package in entitlement management").
    pub package_link: Option<String>,
    /// The id of the package's policy by which it is assigned, where we do that.
    pub policy: Option<String>,
}

/// An access package that we assign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignedPackage {
    /// Its id.
    pub package: DirectoryObjectId,
    /// The id of the policy by which it is assigned.
    pub policy: DirectoryObjectId,
}

/// How somebody new gets in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WayIn {
    /// They are invited ("Create invitation").
    #[default]
    Invitation,
    /// A mail of ours leads them to our own sign-in, where they sign up ("Self-service sign-up for External ID").
    SignUp,
    /// A mail of ours leads them to My Access, where they ask for an access package that makes them a guest.
    PackageByMail,
    /// We assign an access package to their address, which makes them a guest.
    PackageAssigned,
}

impl WayIn {
    /// Its stable text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::SignUp => "sign-up",
            Self::PackageByMail => "package-by-mail",
            Self::PackageAssigned => "package-assigned",
        }
    }

    /// Whether an access package makes them a guest, which may bring whatever else it holds.
    pub const fn is_package(self) -> bool {
        matches!(self, Self::PackageByMail | Self::PackageAssigned)
    }

    /// Whether nobody hears of it but by a mail of ours.
    pub const fn needs_mail(self) -> bool {
        matches!(self, Self::SignUp | Self::PackageByMail)
    }
}

/// The names of the ways.
const WAYS: &[&str] = &[
    WayIn::Invitation.as_str(),
    WayIn::SignUp.as_str(),
    WayIn::PackageByMail.as_str(),
    WayIn::PackageAssigned.as_str(),
];

/// The address of an access package in My Access, and the package's id, if that is what the text is.
fn package_of(link: &str) -> Option<(SafeUrl, DirectoryObjectId)> {
    let (safe, url) = (SafeUrl::parse(link).ok()?, Url::parse(link).ok()?);
    // Only on this machine, where the emulator stands for it, it is anything but https.
    let is_known = url.scheme() == "http" || url.host_str().is_some_and(|host| MY_ACCESS.contains(&host));
    let place = url.fragment().unwrap_or_else(|| url.path());
    let (_, package) = place.rsplit_once("/access-packages/")?;
    let names_tenant = url.path().split('/').any(|part| part.len() > 1 && part.starts_with('@'));
    let package = id_of(package).filter(|_| is_known && names_tenant)?;
    Some((safe, package))
}

/// The id, if the text is one as Microsoft writes them.
fn id_of(text: &str) -> Option<DirectoryObjectId> {
    let is_id = text.len() == LONGEST_ID && Uuid::parse_str(text).is_ok();
    DirectoryObjectId::parse(text).ok().filter(|_| is_id)
}

impl RoleWay {
    fn linked(&self) -> Option<(SafeUrl, DirectoryObjectId)> {
        self.package_link.as_deref().and_then(package_of)
    }

    /// The access package that the person asks for, where that is the way.
    pub fn asked_package(&self) -> Option<SafeUrl> {
        let linked = self.linked().filter(|_| self.way == WayIn::PackageByMail);
        linked.map(|(link, _)| link)
    }

    /// The access package that we assign, where that is the way.
    pub fn assigned_package(&self) -> Option<AssignedPackage> {
        let (_, package) = self.linked().filter(|_| self.way == WayIn::PackageAssigned)?;
        Some(AssignedPackage { package, policy: self.policy.as_deref().and_then(id_of)? })
    }

    /// Whether it has what its way needs.
    pub fn is_complete(&self) -> bool {
        self.wrong().is_empty()
    }

    /// What makes no sense, by the name of its field.
    fn wrong(&self) -> Vec<(&'static str, ProblemCode)> {
        let check = |text: &Option<String>, is_good: bool, malformed| match text {
            _ if is_good => None,
            None => Some(ProblemCode::ValueMissing),
            Some(_) => Some(malformed),
        };
        let link = check(&self.package_link, self.linked().is_some(), ProblemCode::PackageLinkMalformed);
        let has_policy = self.policy.as_deref().and_then(id_of).is_some();
        let policy = check(&self.policy, has_policy, ProblemCode::IdMalformed);
        let link = link.map(|code| ("package_link", code));
        let policy = policy.map(|code| ("policy", code));
        match self.way {
            WayIn::Invitation | WayIn::SignUp => Vec::new(),
            WayIn::PackageByMail => link.into_iter().collect(),
            WayIn::PackageAssigned => link.into_iter().chain(policy).collect(),
        }
    }
}

impl Ways {
    /// The way of a role on items of a kind; none where nothing is set.
    pub fn of(&self, kind: &KindName, role: &RoleName) -> Option<&RoleWay> {
        self.kinds.get(kind).map_or(&self.other_kinds, |own| &own.roles).get(role)
    }

    /// The fields whose way needs a mail of ours.
    pub fn with_mail(&self) -> Vec<FieldPath> {
        let needing = self.all().into_iter().filter(|(_, own)| own.way.needs_mail());
        needing.map(|(place, _)| place.join(&FieldPath::known("way"))).collect()
    }

    /// Every way, and where it is.
    pub(crate) fn all(&self) -> Vec<(FieldPath, &RoleWay)> {
        let mut found = Vec::new();
        for (index, own) in self.kinds.values().enumerate() {
            let place = FieldPath::known("kinds").at(index).join(&FieldPath::known("roles"));
            found.extend(own.roles.values().enumerate().map(|(index, own)| (place.at(index), own)));
        }
        let place = FieldPath::known("other_kinds");
        found.extend(self.other_kinds.values().enumerate().map(|(index, own)| (place.at(index), own)));
        found
    }
}

impl Section for Ways {
    const NAME: &'static str = "ways";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"kinds":{"document":{"roles":{"reader":{"package_link":null,"policy":null,"way":"sign-up"}}}},"other_kinds":{"reader":{"package_link":"https://myaccess.microsoft.com/@contoso.com#/access-packages/acce5500-0001-4a57-8c11-5c0e10f0c001","policy":null,"way":"package-by-mail"}}}"#;

    fn fields() -> Vec<FieldSpec> {
        let way = || {
            vec![
                FieldSpec::choice("way", WAYS),
                FieldSpec::optional_text("package_link", LONGEST_LINK),
                FieldSpec::optional_text("policy", LONGEST_ID),
            ]
        };
        let kind = vec![FieldSpec::map("roles", MOST_ROLES, way())];
        vec![FieldSpec::map("kinds", MOST_KINDS, kind), FieldSpec::map("other_kinds", MOST_ROLES, way())]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let mut wrong = Vec::new();
        for (place, own) in self.all() {
            let field = |name| place.join(&FieldPath::known(name));
            wrong.extend(
                own.wrong().into_iter().map(|(name, code)| FieldProblem { field: field(name), code }),
            );
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn kind(name: &str) -> KindName {
        KindName::parse(name).unwrap()
    }

    fn role(name: &str) -> RoleName {
        RoleName::parse(name).unwrap()
    }

    const STORED: &str = r#"{"kinds":{"document":{"roles":{"reader":{"way":"sign-up","package_link":null,"policy":null}}},"drawing":{"roles":{}}},"other_kinds":{"reader":{"way":"invitation","package_link":null,"policy":null},"owner":{"way":"package-by-mail","package_link":"https://myaccess.microsoft.com/@contoso.com#/access-packages/acce5500-0001-4a57-8c11-5c0e10f0c001","policy":null}}}"#;

    #[test]
    fn what_is_stored_stays_readable() {
        let ways: Ways = serde_json::from_str(STORED).unwrap();
        assert_eq!(
            serde_json::to_value(&ways).unwrap(),
            serde_json::from_str::<serde_json::Value>(STORED).unwrap()
        );
        assert_eq!(serde_json::from_str::<Ways>("{}").unwrap(), Ways::default());
        assert_eq!(ways.validate(), []);
        let all = [WayIn::Invitation, WayIn::SignUp, WayIn::PackageByMail, WayIn::PackageAssigned];
        for (way, name) in all.into_iter().zip(WAYS) {
            assert_eq!(serde_json::to_value(way).unwrap(), *name);
        }
    }

    #[test]
    fn a_kind_with_ways_of_its_own_has_none_of_the_others() {
        let ways: Ways = serde_json::from_str(STORED).unwrap();
        let way = |of: &str, name: &str| ways.of(&kind(of), &role(name)).map(|own| own.way);
        assert_eq!(way("document", "reader"), Some(WayIn::SignUp));
        assert_eq!((way("document", "owner"), way("drawing", "owner")), (None, None));
        assert_eq!(way("folder", "owner"), Some(WayIn::PackageByMail));
    }

    #[test]
    fn a_package_has_the_link_that_the_admin_center_shows() {
        const ID: &str = "acce5500-0001-4a57-8c11-5c0e10f0c001";
        let problems = |way, link: Option<&str>| {
            let own = RoleWay { way, package_link: link.map(str::to_owned), policy: Some(ID.to_owned()) };
            let ways = Ways { other_kinds: [(role("reader"), own)].into(), ..Ways::default() };
            ways.validate().into_iter().map(|wrong| (wrong.field.to_string(), wrong.code)).collect::<Vec<_>>()
        };
        let wrong = |code| vec![("other_kinds[0].package_link".to_owned(), code)];
        for link in [
            format!("https://myaccess.microsoft.com/@contoso.com#/access-packages/{ID}"),
            format!("https://myaccess.microsoft.us/@contoso.onmicrosoft.us#/access-packages/{ID}"),
            format!("http://localhost:8400/myaccess/@contoso.example/access-packages/{ID}"),
        ] {
            assert!(problems(WayIn::PackageByMail, Some(&link)).is_empty(), "{link}");
        }
        for link in [
            format!("https://myaccess.example/@contoso.com#/access-packages/{ID}"),
            format!("https://myaccess.microsoft.com/#/access-packages/{ID}"),
            format!("http://myaccess.microsoft.com/@contoso.com#/access-packages/{ID}"),
            "https://myaccess.microsoft.com/@contoso.com#/access-packages/7".to_owned(),
            "https://myaccess.microsoft.com/@contoso.com".to_owned(),
            "javascript:alert(1)".to_owned(),
        ] {
            let expected = wrong(ProblemCode::PackageLinkMalformed);
            assert_eq!(problems(WayIn::PackageByMail, Some(&link)), expected, "{link}");
            assert!(problems(WayIn::SignUp, Some(&link)).is_empty(), "it is kept, and used for nothing");
        }
        assert_eq!(problems(WayIn::PackageByMail, None), wrong(ProblemCode::ValueMissing));
        let link = format!("https://myaccess.microsoft.com/@contoso.com#/access-packages/{ID}");
        let own = |policy: Option<&str>| RoleWay {
            way: WayIn::PackageAssigned,
            package_link: Some(link.clone()),
            policy: policy.map(str::to_owned),
        };
        let good = own(Some(ID)).assigned_package().unwrap();
        assert_eq!((good.package.as_str(), good.policy.as_str()), (ID, ID));
        assert!(own(Some(ID)).asked_package().is_none() && own(Some(ID)).wrong().is_empty());
        for (policy, code) in [(None, ProblemCode::ValueMissing), (Some("7"), ProblemCode::IdMalformed)] {
            assert_eq!(own(policy).wrong(), [("policy", code)]);
            assert!(own(policy).assigned_package().is_none());
        }
    }

    #[test]
    fn what_needs_a_mail_is_named_where_it_stands() {
        let ways: Ways = serde_json::from_str(STORED).unwrap();
        let found: Vec<_> = ways.with_mail().iter().map(ToString::to_string).collect();
        assert_eq!(found, ["kinds[0].roles[0].way", "other_kinds[0].way"]);
    }
}
