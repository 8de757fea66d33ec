//! What companies call themselves: the tenant that has the domain of an address shows its name to all others.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use graph::{Graph, GraphError, Refusal, TenantInformation};
use serde::{Deserialize, Serialize};

/// How long a name is good, in milliseconds: companies are seldom called otherwise.
const NAME_TTL: i64 = 24 * 3_600_000;
/// The same of a domain that no tenant has: one may be set up.
const NO_TENANT_TTL: i64 = 3_600_000;
/// The same of a refusal: an administrator may have granted the permission since.
const REFUSAL_TTL: i64 = 300_000;
/// The most domains that are remembered.
const MOST_DOMAINS: usize = 1_000;

/// Tenants of Microsoft's own that domains of public mail lead to, as others have observed. The first is that of personal accounts ("Accounts & tenant
/// profiles (Android)"); of the others no page of its says so. Their name is nobody's company.
const CONSUMER_TENANTS: [&str; 3] = [
    "9188040d-6c67-4c5b-b112-36a304b66dad",
    "9cd80435-793b-4f48-844b-6b3f37d1c1f3",
    "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
];

/// The best known domains of public mail, which are not asked about: whoever has an address there belongs to no company by it.
const PUBLIC_MAIL: [&str; 28] = [
    "163.com",
    "aol.com",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "inbox.lt",
    "laposte.net",
    "live.com",
    "mac.com",
    "mail.com",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rocketmail.com",
    "uol.com.br",
    "web.de",
    "yahoo.com",
    "yandex.ru",
    "ymail.com",
];

/// Why a company has no name for us. Stored with steps: the texts never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NoCompany {
    /// No tenant has the domain, or the one that has it shows no name.
    NoTenant,
    /// Everybody may have an address there.
    PublicMail,
    /// `CrossTenantInformation.ReadBasic.All` is not granted.
    PermissionMissing,
    /// Microsoft does not take the question.
    Refused,
}

impl NoCompany {
    const fn ttl(self) -> i64 {
        match self {
            Self::NoTenant | Self::PublicMail => NO_TENANT_TTL,
            Self::PermissionMissing | Self::Refused => REFUSAL_TTL,
        }
    }
}

/// The name of a company, or why there is none.
pub(crate) type CompanyName = Result<String, NoCompany>;

/// What the directory said last of each domain, with when that was in unix milliseconds, for all shares of this process.
#[derive(Debug, Default)]
pub(crate) struct CompanyCache(Mutex<HashMap<String, (i64, CompanyName)>>);

impl CompanyCache {
    /// The name of the company that has this domain. An error is one that time heals: the same question may be asked again.
    pub(crate) async fn name_of(
        &self,
        application: &Graph,
        domain: &str,
        now: i64,
    ) -> Result<CompanyName, GraphError> {
        let domain = domain.to_ascii_lowercase();
        if PUBLIC_MAIL.contains(&domain.as_str()) {
            return Ok(Err(NoCompany::PublicMail));
        }
        if let Some(known) = self.known(&domain, now) {
            return Ok(known);
        }
        let name = match application.tenant_of_domain(&domain).await {
            Ok(found) => name_in(found),
            Err(error) => Err(no_company_by(error)?),
        };
        self.remember(domain, now, name.clone());
        Ok(name)
    }

    /// What was said of this domain, in small letters, and is still good.
    pub(crate) fn known(&self, domain: &str, now: i64) -> Option<CompanyName> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, name) = known.get(domain)?;
        let ttl = name.as_ref().map_or_else(|why| why.ttl(), |_| NAME_TTL);
        (now.saturating_sub(*at) < ttl).then(|| name.clone())
    }

    fn remember(&self, domain: String, now: i64, name: CompanyName) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_DOMAINS && !known.contains_key(&domain) {
            let oldest = known.iter().min_by_key(|(_, (at, _))| *at).map(|(domain, _)| domain.clone());
            if let Some(oldest) = oldest {
                known.remove(&oldest);
            }
        }
        known.insert(domain, (now, name));
    }
}

fn name_in(found: Option<TenantInformation>) -> CompanyName {
    let found = found.ok_or(NoCompany::NoTenant)?;
    if CONSUMER_TENANTS.iter().any(|own| own.eq_ignore_ascii_case(&found.tenant_id)) {
        return Err(NoCompany::PublicMail);
    }
    let name = found.display_name.map(|name| name.trim().to_owned());
    name.filter(|name| !name.is_empty()).ok_or(NoCompany::NoTenant)
}

/// Why there is no name where Microsoft takes no such question, which is nobody's failure: the domain is as true. The error itself where time heals it.
fn no_company_by(error: GraphError) -> Result<NoCompany, GraphError> {
    // What is no domain name has no tenant.
    if matches!(error, GraphError::Invalid(_)) {
        return Ok(NoCompany::NoTenant);
    }
    // Of a missing permission 401 is told, too.
    let lacks = |refusal: &Refusal| refusal.says_itself("insufficient privileges");
    let why = match error.status() {
        _ if error.is_throttled() => return Err(error),
        Some(403) => NoCompany::PermissionMissing,
        Some(401) if error.refusal().is_some_and(lacks) => NoCompany::PermissionMissing,
        Some(400 | 402 | 405..=407 | 409..=499) => NoCompany::Refused,
        _ => return Err(error),
    };
    tracing::warn!(%error, ?why, "the domain stands for the name of a guest's company");
    Ok(why)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn name_of(id: &str, name: Option<&str>) -> CompanyName {
        name_in(Some(TenantInformation { tenant_id: id.to_owned(), display_name: name.map(str::to_owned) }))
    }

    #[test]
    fn a_company_has_the_name_that_its_tenant_shows() {
        let (own, consumers) =
            ("fab21ca0-7e4a-4e0a-9c5e-0fab21ca0002", "9CD80435-793B-4F48-844B-6B3F37D1C1F3");
        assert_eq!(name_of(own, Some(" Fabrikam ")), Ok("Fabrikam".to_owned()));
        assert_eq!(name_of(own, Some(" ")), Err(NoCompany::NoTenant));
        assert_eq!(name_of(own, None), Err(NoCompany::NoTenant));
        assert_eq!(name_in(None), Err(NoCompany::NoTenant));
        assert_eq!(name_of(consumers, Some("Outlook")), Err(NoCompany::PublicMail));
    }

    #[test]
    fn what_is_known_is_good_for_its_time() {
        let cache = CompanyCache::default();
        for (domain, name, ttl) in [
            ("a.example", Ok("A".to_owned()), NAME_TTL),
            ("b.example", Err(NoCompany::NoTenant), NO_TENANT_TTL),
            ("c.example", Err(NoCompany::PermissionMissing), REFUSAL_TTL),
            ("d.example", Err(NoCompany::Refused), REFUSAL_TTL),
        ] {
            cache.remember(domain.to_owned(), 5, name.clone());
            assert_eq!(cache.known(domain, 5 + ttl - 1), Some(name), "{domain}");
            assert_eq!(cache.known(domain, 5 + ttl), None, "{domain}");
        }
    }

    #[test]
    fn the_oldest_gives_way_where_there_are_too_many() {
        let cache = CompanyCache::default();
        for (at, now) in (0..MOST_DOMAINS).zip(0..) {
            cache.remember(format!("{at}.example"), now, Ok("A".to_owned()));
        }
        cache.remember("0.example".to_owned(), 2_000, Ok("B".to_owned()));
        cache.remember("new.example".to_owned(), 2_000, Ok("C".to_owned()));
        assert_eq!(cache.known("1.example", 2_000), None);
        for kept in ["0.example", "2.example", "new.example"] {
            assert!(cache.known(kept, 2_000).is_some(), "{kept}");
        }
        assert_eq!(cache.0.lock().unwrap().len(), MOST_DOMAINS);
    }

    #[test]
    fn public_mail_is_listed_as_it_is_looked_for() {
        assert!(PUBLIC_MAIL.is_sorted());
        assert!(PUBLIC_MAIL.iter().all(|domain| *domain == domain.to_ascii_lowercase()));
    }

    #[test]
    fn the_texts_of_reasons_stay() {
        let text = r#"["no-tenant","public-mail","permission-missing","refused"]"#;
        let reasons: Vec<NoCompany> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&reasons).unwrap(), text);
    }
}
