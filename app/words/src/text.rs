//! The functions that the generated functions call.

use contract::Language;

use crate::{number, plural};

/// One text for each language, in the order of [`Language::ALL`].
type Texts<T> = [T; Language::ALL.len()];
/// A category of CLDR and its text.
type Form = (&'static str, &'static str);

const fn index(lang: Language) -> usize {
    match lang {
        Language::English => 0,
        Language::Lithuanian => 1,
        Language::French => 2,
        Language::Portuguese => 3,
        Language::Chinese => 4,
    }
}

/// The text of a language.
pub const fn pick(lang: Language, texts: Texts<&'static str>) -> &'static str {
    texts[index(lang)]
}

/// The plural forms of a language.
pub fn forms(lang: Language, forms: Texts<&'static [Form]>) -> Vec<Form> {
    forms[index(lang)].to_vec()
}

/// The plural form for a number, with filled placeholders. The build has checked that every form exists.
pub fn count(lang: Language, count: u64, forms: &[Form], values: &[(&str, &str)]) -> String {
    let category = plural::category(lang, count);
    let form = forms.iter().find(|(name, _)| *name == category).or(forms.last());
    let number = number(lang, count);
    let mut values = values.to_vec();
    values.push(("count", &number));
    fill(form.map_or("", |(_, text)| text), &values)
}

/// Replaces each `{name}` by its value. Placeholders inside of values are not replaced.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        filled.push_str(before);
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            push_isolated(&mut filled, value);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A right-to-left name must not reorder the sentence around it: first strong isolate and its end (Unicode Standard Annex 9) keep it apart.
fn push_isolated(text: &mut String, value: &str) {
    let apart = value.chars().any(is_right_to_left);
    if apart {
        text.push('\u{2068}');
    }
    text.push_str(value);
    if apart {
        text.push('\u{2069}');
    }
}

/// Whether a character is in one of the blocks that Unicode keeps for right-to-left scripts.
const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_the_order_in_which_languages_are_offered() {
        let found: Vec<usize> = Language::ALL.into_iter().map(index).collect();
        assert_eq!(found, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn fills_each_placeholder_once_and_never_what_came_in() {
        assert_eq!(fill("{a} and {b}, {a}", &[("a", "{b}"), ("b", "2")]), "{b} and 2, {b}");
        assert_eq!(fill("none", &[("a", "1")]), "none");
        assert_eq!(fill("", &[]), "");
    }

    #[test]
    fn keeps_right_to_left_names_apart_and_leaves_others_alone() {
        assert_eq!(fill("Share with {p}.", &[("p", "דנה")]), "Share with \u{2068}דנה\u{2069}.");
        assert_eq!(fill("Share with {p}.", &[("p", "Žygimantas 王")]), "Share with Žygimantas 王.");
    }
}
