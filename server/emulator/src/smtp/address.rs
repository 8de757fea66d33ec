//! Addresses of an envelope ("Command Argument Syntax", RFC 5321, section 4.1.2; beyond ASCII as RFC 6531 says).

/// Octets of a path without its angle brackets (RFC 5321, section 4.5.3.1.3).
const MAX_PATH: usize = 254;
/// Octets before the `@` (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// Where the angle bracket is that ends a path; one within quotation marks does not.
pub(super) fn end(path: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    path.char_indices().find_map(|(at, c)| {
        let ends = c == '>' && !quoted;
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}

/// The sender: an address, or nothing.
pub(super) fn sender(path: &str) -> Option<&str> {
    (path.is_empty() || is_mailbox(path)).then_some(path)
}

/// A recipient: an address, or the postmaster of this server.
pub(super) fn recipient(path: &str) -> Option<&str> {
    (path.eq_ignore_ascii_case("postmaster") || is_mailbox(path)).then_some(path)
}

fn is_mailbox(path: &str) -> bool {
    let Some((local, domain)) = path.rsplit_once('@') else { return false };
    path.len() <= MAX_PATH && local.len() <= MAX_LOCAL && is_local(local) && is_domain(domain)
}

fn is_local(local: &str) -> bool {
    if let Some(text) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return !text.chars().any(char::is_control);
    }
    local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom))
}

fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii() && !c.is_control()
}

fn is_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return literal.strip_prefix("IPv6:").unwrap_or(literal).parse::<std::net::IpAddr>().is_ok();
    }
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii() && !c.is_control();
    domain.split('.').all(|label| {
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(inner)
    })
}
