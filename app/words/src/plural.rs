//! The plural category of a number (CLDR plural rules, through ICU4X).

use contract::Language;
use icu_locale_core::{Locale, locale};
use icu_plurals::{PluralCategory, PluralRules};

/// The plural category of a whole number in a language: `one`, `few`, `many` or `other`.
pub fn category(lang: Language, count: u64) -> &'static str {
    // The rules of every shipped language are compiled in; a test checks that.
    let category = rules(lang).map_or(PluralCategory::Other, |rules| rules.category_for(count));
    name(category)
}

fn rules(lang: Language) -> Option<PluralRules> {
    PluralRules::try_new_cardinal(locale(lang).into()).ok()
}

const fn locale(lang: Language) -> Locale {
    match lang {
        Language::English => locale!("en"),
        Language::Lithuanian => locale!("lt"),
        Language::French => locale!("fr"),
        Language::Portuguese => locale!("pt-BR"),
        Language::Chinese => locale!("zh-TW"),
    }
}

const fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_own_rules() {
        for lang in Language::ALL {
            assert_eq!(locale(lang).to_string(), lang.tag());
            assert!(rules(lang).is_some());
        }
    }

    #[test]
    fn table() {
        for (lang, count, form) in [
            (Language::English, 0, "other"),
            (Language::English, 1, "one"),
            (Language::English, 21, "other"),
            (Language::Lithuanian, 0, "other"),
            (Language::Lithuanian, 1, "one"),
            (Language::Lithuanian, 2, "few"),
            (Language::Lithuanian, 9, "few"),
            (Language::Lithuanian, 10, "other"),
            (Language::Lithuanian, 11, "other"),
            (Language::Lithuanian, 21, "one"),
            (Language::Lithuanian, 22, "few"),
            (Language::Lithuanian, 101, "one"),
            (Language::Lithuanian, 111, "other"),
            (Language::French, 0, "one"),
            (Language::French, 1, "one"),
            (Language::French, 2, "other"),
            (Language::French, 1_000_000, "many"),
            (Language::Portuguese, 0, "one"),
            (Language::Portuguese, 1, "one"),
            (Language::Portuguese, 2, "other"),
            (Language::Portuguese, 1_000_000, "many"),
            (Language::Chinese, 0, "other"),
            (Language::Chinese, 1, "other"),
            (Language::Chinese, 2, "other"),
        ] {
            assert_eq!(category(lang, count), form, "{lang:?} {count}");
        }
    }
}
