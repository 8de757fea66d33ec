//! Checks the typography of each language.

use super::locale::Locale;
use super::locale_error::LocaleError;

const NO_BREAK: [char; 2] = ['\u{a0}', '\u{202f}'];
/// ASCII marks that Chinese has a full-width form of.
const HALF_WIDTH: &str = ",;:!?()";

/// The typographic errors of a language.
pub fn check(locale: &Locale) -> Vec<LocaleError> {
    let mut errors = Vec::new();
    for (key, text) in &locale.entries {
        for (_, form) in text.forms() {
            let chars: Vec<char> = form.chars().collect();
            let own: fn(&[char]) -> Vec<String> = match locale.tag {
                "fr" => french,
                "zh-TW" => chinese,
                "lt" => lithuanian,
                _ => |_| Vec::new(),
            };
            let marks = everywhere(form).into_iter().map(str::to_owned).chain(own(&chars));
            errors.extend(marks.map(|message| LocaleError::new(&locale.file, key, message)));
        }
    }
    errors
}

fn everywhere(text: &str) -> Vec<&'static str> {
    let mut messages = Vec::new();
    let rules: [(bool, &str); 6] = [
        (text.contains('\''), "has a straight apostrophe: use ’"),
        (text.contains('"'), "has straight quotation marks: use the language's own"),
        (text.contains("..."), "has three full stops: use …"),
        (text.contains("  "), "has two spaces in a row"),
        (text.trim() != text, "begins or ends with a space"),
        (text.contains(['`', '\n', '\t']), "has a back tick, a tab or a line end"),
    ];
    messages.extend(rules.into_iter().filter(|(broken, _)| *broken).map(|(_, rule)| rule));
    messages
}

/// No-break space before ; : ! ? and inside « »; a colon between digits (a time) or in a URL needs none.
fn french(chars: &[char]) -> Vec<String> {
    let at = |index: Option<usize>| index.and_then(|index| chars.get(index)).copied();
    let mut messages = Vec::new();
    for (index, mark) in chars.iter().enumerate() {
        let before = at(index.checked_sub(1));
        let after = at(index.checked_add(1));
        let technical = *mark == ':' && matches!(after, Some('/' | '0'..='9' | '{'));
        if ";:!?»".contains(*mark) && !technical && !before.is_some_and(|c| NO_BREAK.contains(&c)) {
            messages.push(format!("has no no-break space before {mark}"));
        }
        if *mark == '«' && !after.is_some_and(|c| NO_BREAK.contains(&c)) {
            messages.push("has no no-break space after «".to_owned());
        }
        if matches!(mark, '“' | '”') {
            messages.push("has English quotation marks: use « »".to_owned());
        }
    }
    messages
}

/// Full-width marks beside Chinese characters, and corner brackets for quotations.
fn chinese(chars: &[char]) -> Vec<String> {
    let wide = |index: usize| chars.get(index).is_some_and(|c| is_ideographic(*c));
    let mut messages = Vec::new();
    for (index, mark) in chars.iter().enumerate() {
        let beside = wide(index + 1) || index.checked_sub(1).is_some_and(wide);
        if HALF_WIDTH.contains(*mark) && beside {
            messages.push(format!("has a half-width {mark} beside Chinese"));
        }
        if *mark == '.' && index.checked_sub(1).is_some_and(wide) {
            messages.push("ends a Chinese sentence with a half-width full stop".to_owned());
        }
        if matches!(mark, '“' | '”') {
            messages.push("has English quotation marks: use 「」".to_owned());
        }
    }
    messages
}

/// Quotation marks are „low and “high.
fn lithuanian(chars: &[char]) -> Vec<String> {
    let count = |mark: char| chars.iter().filter(|c| **c == mark).count();
    let mut messages = Vec::new();
    if count('”') > 0 {
        messages.push("has English quotation marks: use „ “".to_owned());
    }
    if count('„') != count('“') {
        messages.push("opens and closes „ “ unequally often".to_owned());
    }
    messages
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
