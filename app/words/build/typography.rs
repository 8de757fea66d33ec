//! What a careful typesetter would mark.

use super::fault::Fault;
use super::locale::Locale;

const NO_BREAK: [char; 2] = ['\u{a0}', '\u{202f}'];
/// ASCII marks that Chinese has a full-width form of.
const HALF_WIDTH: &str = ",;:!?()";

/// Every mark against a language's texts.
pub fn faults(locale: &Locale) -> Vec<Fault> {
    let mut faults = Vec::new();
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
            faults.extend(marks.map(|says| Fault::new(&locale.file, key, says)));
        }
    }
    faults
}

fn everywhere(text: &str) -> Vec<&'static str> {
    let mut says = Vec::new();
    let rules: [(bool, &str); 6] = [
        (text.contains('\''), "has a straight apostrophe: use ’"),
        (text.contains('"'), "has straight quotation marks: use the language's own"),
        (text.contains("..."), "has three full stops: use …"),
        (text.contains("  "), "has two spaces in a row"),
        (text.trim() != text, "begins or ends with a space"),
        (text.contains(['`', '\n', '\t']), "has a back tick, a tab or a line end"),
    ];
    says.extend(rules.into_iter().filter(|(broken, _)| *broken).map(|(_, rule)| rule));
    says
}

/// No-break space before ; : ! ? and inside « »; a colon between digits (a time) or in an address stands as it is.
fn french(chars: &[char]) -> Vec<String> {
    let at = |index: Option<usize>| index.and_then(|index| chars.get(index)).copied();
    let mut says = Vec::new();
    for (index, mark) in chars.iter().enumerate() {
        let before = at(index.checked_sub(1));
        let after = at(index.checked_add(1));
        let technical = *mark == ':' && matches!(after, Some('/' | '0'..='9' | '{'));
        if ";:!?»".contains(*mark) && !technical && !before.is_some_and(|c| NO_BREAK.contains(&c)) {
            says.push(format!("has no no-break space before {mark}"));
        }
        if *mark == '«' && !after.is_some_and(|c| NO_BREAK.contains(&c)) {
            says.push("has no no-break space after «".to_owned());
        }
        if matches!(mark, '“' | '”') {
            says.push("has English quotation marks: use « »".to_owned());
        }
    }
    says
}

/// Full-width marks beside Chinese characters, and corner brackets for quotations.
fn chinese(chars: &[char]) -> Vec<String> {
    let wide = |index: usize| chars.get(index).is_some_and(|c| is_ideographic(*c));
    let mut says = Vec::new();
    for (index, mark) in chars.iter().enumerate() {
        let beside = wide(index + 1) || index.checked_sub(1).is_some_and(wide);
        if HALF_WIDTH.contains(*mark) && beside {
            says.push(format!("has a half-width {mark} beside Chinese"));
        }
        if *mark == '.' && index.checked_sub(1).is_some_and(wide) {
            says.push("ends a Chinese sentence with a half-width full stop".to_owned());
        }
        if matches!(mark, '“' | '”') {
            says.push("has English quotation marks: use 「」".to_owned());
        }
    }
    says
}

/// Quotation marks are „low and “high.
fn lithuanian(chars: &[char]) -> Vec<String> {
    let count = |mark: char| chars.iter().filter(|c| **c == mark).count();
    let mut says = Vec::new();
    if count('”') > 0 {
        says.push("has English quotation marks: use „ “".to_owned());
    }
    if count('„') != count('“') {
        says.push("opens and closes „ “ unequally often".to_owned());
    }
    says
}

fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
