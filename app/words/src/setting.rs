//! The sections of the settings, their fields, and what differs.

use contract::{Language, SectionName, SettingChange, SettingPart, SettingUnit, SettingValue};

use crate::text::pick;
use crate::{SECTION_TEXTS, number, settings};

/// The texts of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettingTexts {
    /// What it is called.
    pub label: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// What the button says that adds an entry; of lists only.
    pub add: Option<&'static str>,
    /// What is typed into a new entry; of lists only.
    pub entry: Option<&'static str>,
}

/// The texts of an option of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionTexts {
    /// What it is called.
    pub label: &'static str,
    /// What it means, where the name alone does not say.
    pub help: Option<&'static str>,
}

/// The text of a section under this key, such as `shares.label` of the limits. Which texts there are, the locales say: a field needs no line here.
fn section_text(lang: Language, section: &SectionName, key: &str) -> Option<&'static str> {
    let key = format!("{section}.{key}");
    let at = SECTION_TEXTS.binary_search_by_key(&key.as_str(), |(own, _)| *own).ok()?;
    SECTION_TEXTS.get(at).map(|(_, texts)| pick(lang, *texts))
}

/// What holds for other kinds is called what it is within a kind.
fn within_a_kind(key: &str) -> Option<String> {
    key.strip_prefix("other_kinds_").map(|field| format!("kinds_roles_{field}"))
}

/// The name of a section; one without texts is shown by its own name.
pub fn section_name(lang: Language, section: &SectionName) -> &str {
    section_text(lang, section, "name").unwrap_or_else(|| section.as_str())
}

/// What a section is about, in a sentence.
pub fn section_lead(lang: Language, section: &SectionName) -> &'static str {
    section_text(lang, section, "lead").unwrap_or_default()
}

/// The texts of a field of a section; `None` for a field without texts. A list has two more than other fields.
pub fn setting(lang: Language, section: &SectionName, key: &str) -> Option<SettingTexts> {
    if section.as_str() == "mail" {
        return of_own_mail(lang, key);
    }
    let of = |key: &str| {
        let part = |name: &str| section_text(lang, section, &format!("{key}.{name}"));
        Some(SettingTexts {
            label: part("label")?,
            help: part("help")?,
            add: part("add"),
            entry: part("entry"),
        })
    };
    of(key).or_else(|| of(&within_a_kind(key)?))
}

/// The texts of an option of a field, with hyphens as underscores; `None` for one without texts.
pub fn setting_option(lang: Language, section: &SectionName, key: &str, option: &str) -> Option<OptionTexts> {
    if let ("inviting", "language", Some(language)) =
        (section.as_str(), key, Language::try_from(option.to_owned()).ok())
    {
        return Some(OptionTexts { label: language.own_name(), help: None });
    }
    let of_role = within_a_kind(key);
    let (key, option) = (of_role.as_deref().unwrap_or(key), option.replace('-', "_"));
    let part = |name: &str| section_text(lang, section, &format!("{key}.{option}.{name}"));
    Some(OptionTexts { label: part("label")?, help: part("help") })
}

/// The texts of our own mail: each language is a heading, with the same two fields below.
fn of_own_mail(lang: Language, key: &str) -> Option<SettingTexts> {
    use settings::sections::mail;
    let texts = |label, help| Some(SettingTexts { label, help, add: None, entry: None });
    let heading = |language: &Language| language.tag().to_ascii_lowercase().replace('-', "_");
    if let Some(language) = Language::ALL.iter().find(|language| heading(language) == key) {
        return texts(language.own_name(), mail::language::help(lang));
    }
    match key.rsplit_once('_')?.1 {
        "subject" => texts(mail::subject::label(lang), mail::subject::help_text(lang)),
        "text" => texts(mail::text::label(lang), mail::text::help_text(lang)),
        _ => None,
    }
}

/// The name of a field that differs, with the entries on its path: "dashboard: Roles". Where a field stands under a heading of its own, that comes first.
pub fn setting_name(lang: Language, change: &SettingChange) -> String {
    let SettingChange { section, key, entries, .. } = change;
    let label = |key: &str| setting(lang, section, key).map(|texts| texts.label.to_owned());
    let own = label(key).unwrap_or_else(|| key.clone());
    // Names of roles alone do not say that they are of all other kinds.
    let of_others = key.strip_prefix("other_kinds_").and_then(|_| label("other_kinds"));
    let above = || key.rsplit_once('_').and_then(|(above, _)| label(above)).filter(|_| entries.is_empty());
    let heading = of_others.or_else(above);
    let above = heading.into_iter().chain(entries.iter().cloned());
    above
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .fold(own, |label, entry| settings::in_entry(lang, &entry, &label))
}

/// What a field was, in words.
pub fn setting_before(lang: Language, change: &SettingChange) -> String {
    setting_value(lang, &change.section, &change.key, change.before.as_ref())
}

/// What a field becomes, in words. Of one secret in the place of another nothing else can be said.
pub fn setting_after(lang: Language, change: &SettingChange) -> String {
    if let (Some(SettingValue::Secret(_)), Some(SettingValue::Secret(_))) = (&change.before, &change.after) {
        return settings::secret::changed(lang).to_owned();
    }
    setting_value(lang, &change.section, &change.key, change.after.as_ref())
}

/// The value of a field in words; what is not there, too.
pub fn setting_value(
    lang: Language,
    section: &SectionName,
    key: &str,
    value: Option<&SettingValue>,
) -> String {
    match value {
        None => settings::nothing(lang).to_owned(),
        Some(SettingValue::Number { amount, unit }) => amount_of(lang, *amount, *unit),
        Some(SettingValue::Text(text) | SettingValue::Choice(text)) if text.is_empty() => {
            settings::nothing(lang).to_owned()
        }
        Some(SettingValue::Choice(option)) => {
            setting_option(lang, section, key, option).map_or(option.as_str(), |texts| texts.label).to_owned()
        }
        Some(SettingValue::Text(text)) => text.clone(),
        Some(SettingValue::Switch(true)) => settings::on(lang).to_owned(),
        Some(SettingValue::Switch(false)) => settings::off(lang).to_owned(),
        Some(SettingValue::Secret(_)) => settings::secret::set(lang).to_owned(),
        Some(SettingValue::List(all)) => {
            let list = all.iter().cloned().reduce(|list, next| settings::and_next(lang, &list, &next));
            list.unwrap_or_else(|| settings::nothing(lang).to_owned())
        }
        Some(SettingValue::Entries(all)) => {
            let entries = all.iter().map(|entry| entry_in_words(lang, section, key, entry));
            let list = entries.reduce(|list, next| settings::and_next_entry(lang, &list, &next));
            list.unwrap_or_else(|| settings::none(lang).to_owned())
        }
    }
}

/// An entry in words: what is in its first field, then what the others add.
fn entry_in_words(lang: Language, section: &SectionName, key: &str, entry: &[SettingPart]) -> String {
    let in_words = |part: &SettingPart| {
        let key = format!("{key}_{}", part.field);
        match &part.value {
            SettingValue::Switch(false) => None,
            SettingValue::Switch(true) => setting(lang, section, &key).map(|texts| texts.label.to_owned()),
            SettingValue::List(all) if all.is_empty() => None,
            SettingValue::Text(text) if text.is_empty() => None,
            value => Some(setting_value(lang, section, &key, Some(value))),
        }
    };
    let mut parts = entry.iter().filter_map(in_words);
    let first = parts.next().unwrap_or_default();
    let rest = parts.reduce(|list, next| settings::and_next(lang, &list, &next));
    rest.map_or_else(|| first.clone(), |rest| settings::in_entry(lang, &first, &rest))
}

/// A number with what it counts: "6 minutes".
pub fn amount_of(lang: Language, amount: u64, unit: SettingUnit) -> String {
    match unit {
        SettingUnit::Count => number(lang, amount),
        SettingUnit::Seconds => settings::seconds(lang, amount),
        SettingUnit::Minutes => settings::minutes(lang, amount),
        SettingUnit::Days => settings::days(lang, amount),
    }
}

/// What a number counts, to stand behind its field; `None` where that goes without saying.
pub const fn unit_of(lang: Language, unit: SettingUnit) -> Option<&'static str> {
    match unit {
        SettingUnit::Count => None,
        SettingUnit::Seconds => Some(settings::unit_seconds(lang)),
        SettingUnit::Minutes => Some(settings::unit_minutes(lang)),
        SettingUnit::Days => Some(settings::unit_days(lang)),
    }
}
