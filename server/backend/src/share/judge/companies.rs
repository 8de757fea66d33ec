//! What is said of where somebody from outside comes from, as far as that is known without a request.

use contract::{Caller, EmailAddress, UserStatus};

use crate::app_state::AppState;
use crate::people::is_guest_sign_in_name;
use crate::share::judgement::Verdict;

/// Of somebody from outside: the company by the directory, by what companies call themselves, or else the domain.
pub(super) fn of(
    app: &AppState,
    caller: &Caller,
    address: Option<&EmailAddress>,
    verdict: &Verdict,
) -> String {
    let by_domain = |domain: String| app.known_company(&domain).unwrap_or(domain);
    let typed = address.map(EmailAddress::domain);
    match (verdict.person(), verdict) {
        (Some(person), _) if person.standing == UserStatus::Member => String::new(),
        (Some(person), _) => {
            let company = person.company.as_deref().map(str::trim).filter(|company| !company.is_empty());
            let own = Some(&person.address).filter(|address| !is_guest_sign_in_name(address));
            let own = own.and_then(|address| domain_of(address));
            company.map(str::to_owned).or_else(|| own.or(typed).map(by_domain)).unwrap_or_default()
        }
        (None, Verdict::New | Verdict::Joins) => typed.map(by_domain).unwrap_or_default(),
        (None, Verdict::Unanswered(_)) => {
            let home = caller.address.as_deref().and_then(domain_of);
            typed.filter(|domain| home.as_ref() != Some(domain)).map(by_domain).unwrap_or_default()
        }
        (None, Verdict::Selected(_) | Verdict::Ambiguous(_) | Verdict::Rejected(..)) => String::new(),
    }
}

fn domain_of(address: &str) -> Option<String> {
    EmailAddress::parse(address).ok().map(|address| address.domain())
}
