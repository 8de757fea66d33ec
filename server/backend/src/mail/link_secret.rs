//! The secret of a link in a mail of ours: it is in the mail only, and the database knows a digest.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What the database knows of a secret.
pub(crate) fn digest(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, secret.as_bytes()))
}

/// Whether the secret is that of one of these digests.
pub(crate) fn is_any_of(secret: &str, digests: &[String]) -> bool {
    let own = digest(secret);
    digests.iter().any(|known| verify_slices_are_equal(known.as_bytes(), own.as_bytes()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_its_digest_alone() {
        let digests = [digest("one"), digest("two")];
        assert!(is_any_of("two", &digests) && is_any_of("one", &digests));
        for wrong in ["three", "", &digests[0]] {
            assert!(!is_any_of(wrong, &digests), "{wrong}");
        }
        assert!(!is_any_of("one", &[]));
    }
}
