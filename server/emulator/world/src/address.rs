//! E-mail addresses as the invitation service reads them.

/// Characters which "invitation resource type" (Microsoft Graph) forbids in an address, besides `+`.
const FORBIDDEN: &str = "~!#$%^&*()=[]{}\\/|;:\"<>?, \t\r\n";

/// The form in which two addresses are compared: trimmed, lower case.
pub fn canonical(address: &str) -> String {
    address.trim().to_lowercase()
}

/// The part after the last `@`, in lower case; empty when there is none.
pub fn domain(address: &str) -> String {
    address.rsplit_once('@').map(|(_, domain)| canonical(domain)).unwrap_or_default()
}

/// The part before the last `@`.
pub fn local(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(local, _)| local)
}

/// Whether the address may be invited. `plus` tells whether `a+b@c` may: the documentation says no, the service is not known.
pub fn well_formed(address: &str, plus: bool) -> bool {
    let Some((local, host)) = address.split_once('@') else { return false };
    let clean = |part: &str| {
        !part.is_empty() && !part.chars().any(|c| FORBIDDEN.contains(c) || c == '@' || c.is_control())
    };
    let edges = |part: &str| !part.starts_with(['.', '-']) && !part.ends_with(['.', '-']);
    clean(local)
        && clean(host)
        && edges(local)
        && edges(host)
        && (plus || !local.contains('+'))
        && !host.contains('+')
        && host.contains('.')
        && !host.contains("..")
        && address.len() <= 320
}
