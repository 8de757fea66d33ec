//! Letters: whose they are, and what they look like ("Unicode Security Mechanisms", Unicode Technical Standard 39).

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_security::{MixedScript as _, RestrictionLevel, RestrictionLevelDetection as _, skeleton};

/// Letters, digits and what stands above them; no sign, no picture.
pub(super) fn may_stand_in_address(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Without case. A sigma at the end of a word is a sigma.
pub(super) fn caseless(text: &str) -> String {
    text.to_lowercase().nfkc().collect::<String>().replace('ς', "σ")
}

/// Whether letters of several alphabets stand together, other than those that one language writes together.
pub(super) fn mixes_scripts(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| !c.is_ascii_punctuation()).collect();
    letters.detect_restriction_level() > RestrictionLevel::HighlyRestrictive
        && !letters.as_str().is_single_script()
}

/// Whether a text without a Latin letter could be taken for one in Latin letters alone.
pub(super) fn looks_latin(text: &str) -> bool {
    let is_latin = |c: char| c.is_ascii_alphabetic();
    !text.is_ascii()
        && !text.chars().any(is_latin)
        && skeleton(text).all(|c| c.is_ascii())
        && skeleton(text).any(is_latin)
}
