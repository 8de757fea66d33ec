use contract::Language;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::build::LANGUAGES;

#[test]
fn the_build_asks_for_exactly_the_categories_that_cldr_has() {
    for (lang, (tag, asked)) in Language::ALL.into_iter().zip(LANGUAGES) {
        assert_eq!(lang.tag(), tag);
        let locale = Locale::try_from_str(tag).unwrap();
        let rules = PluralRules::try_new_cardinal(locale.into()).unwrap();
        let known: Vec<PluralCategory> = rules.categories().collect();
        let asked: Vec<PluralCategory> =
            asked.iter().map(|name| PluralCategory::get_for_cldr_string(name).unwrap()).collect();
        assert_eq!(known.len(), asked.len(), "{tag}");
        assert!(known.iter().all(|category| asked.contains(category)), "{tag}: {known:?}");
    }
}
