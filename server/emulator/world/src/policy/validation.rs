//! Validation of a policy.

use super::{FallbackProvider, Policy};

/// The maximum length of the domain lists together, in characters ("Allow or block invites to B2B users from specific organizations").
const MAX_LISTS_LENGTH: usize = 25_000;

impl Policy {
    /// Why this policy is invalid; none when it is valid.
    pub fn validation_error(&self) -> Option<&'static str> {
        let lists = [&self.allowed_domains, &self.blocked_domains];
        if lists.iter().all(|list| !list.is_empty()) {
            return Some("a tenant allows domains or blocks domains, never both");
        }
        // Each entry is counted with its quotes and comma, as the policy's JSON has it.
        let written: usize = lists.iter().flat_map(|list| list.iter()).map(|domain| domain.len() + 3).sum();
        if written > MAX_LISTS_LENGTH {
            return Some("the list of domains is longer than 25,000 characters");
        }
        let domains = lists.iter().flat_map(|list| list.iter()).chain(&self.saml_domains);
        if !domains.into_iter().all(|domain| is_domain(domain)) {
            return Some("allowedDomains, blockedDomains and samlDomains hold domains, such as a.example");
        }
        if self.fallback_identity_provider == FallbackProvider::EmailOneTimePasscode
            && !self.email_one_time_passcode
        {
            return Some("one fallback has to stay on: passcodes are the only one, and off");
        }
        None
    }
}

fn is_domain(text: &str) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    text.contains('.') && text.split('.').all(label)
}
