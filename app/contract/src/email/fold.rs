//! What people paste, folded to what they mean.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_security::general_security_profile::{GeneralSecurityProfile as _, IdentifierType};

/// The text in compatibility form ("Unicode Normalization Forms": NFKC), without what nobody can see. Ends of lines and tabs stay: they keep
/// apart what was pasted.
pub(super) fn fold(text: &str) -> String {
    // What is hidden may have kept two letters apart that are one.
    let seen = without_invisible(&text.nfkc().collect::<String>());
    without_invisible(&seen.nfkc().collect::<String>())
}

/// A part of an address, with the signs that word processors put for those of the keyboard.
pub(super) fn fold_signs(text: &str) -> String {
    let sign = |c: char| match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{02BC}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        // The full stop of an input method, in the domain as before the sign.
        '\u{3002}' => '.',
        other => other,
    };
    text.chars().map(sign).collect()
}

fn without_invisible(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| all.get(at)).copied().unwrap_or_default();
    let is_letter = |c: char| !c.is_ascii() && c.is_alphabetic();
    let kept = all.iter().enumerate().filter(|(place, c)| match c {
        // Joiners have a meaning behind the marks and between the letters of some languages.
        '\u{200C}' | '\u{200D}' => {
            let before = at(place.checked_sub(1));
            is_combining_mark(before) || is_letter(before) && is_letter(at(Some(place + 1)))
        }
        _ => !is_invisible(**c),
    });
    kept.map(|(_, c)| *c).collect()
}

fn is_invisible(c: char) -> bool {
    // Marks of direction, selectors and the like, also where the tables of identifiers call them by another name.
    const MARKS: [RangeInclusive<char>; 8] = [
        '\u{00AD}'..='\u{00AD}',
        '\u{061C}'..='\u{061C}',
        '\u{200B}'..='\u{200F}',
        '\u{202A}'..='\u{202E}',
        '\u{2060}'..='\u{206F}',
        '\u{FE00}'..='\u{FE0F}',
        '\u{FEFF}'..='\u{FEFF}',
        '\u{E0000}'..='\u{E0FFF}',
    ];
    match c {
        '\t' | '\n' | '\r' => false,
        // What stands for an object in rich text.
        '\u{FFFC}' => true,
        _ => {
            c.is_control()
                || MARKS.iter().any(|marks| marks.contains(&c))
                || c.identifier_type() == Some(IdentifierType::Default_Ignorable)
        }
    }
}
