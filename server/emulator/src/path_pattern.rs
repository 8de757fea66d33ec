//! Path patterns.

/// Whether `path` matches `pattern`: `*` matches anything within a segment, `**` anything.
pub(crate) fn fits(pattern: &str, path: &str) -> bool {
    fits_bytes(pattern.as_bytes(), path.as_bytes())
}

fn fits_bytes(pattern: &[u8], path: &[u8]) -> bool {
    match pattern {
        [] => path.is_empty(),
        [b'*', b'*', rest @ ..] => (0..=path.len()).any(|taken| fits_bytes(rest, &path[taken..])),
        [b'*', rest @ ..] => {
            let segment = path.iter().position(|&byte| byte == b'/').unwrap_or(path.len());
            (0..=segment).any(|taken| fits_bytes(rest, &path[taken..]))
        }
        [first, rest @ ..] => path.first() == Some(first) && fits_bytes(rest, &path[1..]),
    }
}
