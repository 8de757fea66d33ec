//! The shipped languages.

use serde::{Deserialize, Serialize};

use crate::UnknownVariant;

/// A language in which every page, mail and error is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Lithuanian.
    #[serde(rename = "lt")]
    Lithuanian,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Brazilian Portuguese.
    #[serde(rename = "pt-BR")]
    Portuguese,
    /// Traditional Chinese as written in Taiwan.
    #[serde(rename = "zh-TW")]
    Chinese,
}

impl TryFrom<String> for Language {
    type Error = UnknownVariant;
    /// Takes the tags that [`Language::tag`] gives, and no other.
    fn try_from(tag: String) -> Result<Self, UnknownVariant> {
        Self::ALL.into_iter().find(|language| language.tag() == tag).ok_or(UnknownVariant("Language"))
    }
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::English, Self::Lithuanian, Self::French, Self::Portuguese, Self::Chinese];

    /// The BCP 47 tag, for the `lang` attribute and for Graph's `messageLanguage`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Lithuanian => "lt",
            Self::French => "fr",
            Self::Portuguese => "pt-BR",
            Self::Chinese => "zh-TW",
        }
    }

    /// The language's own name for itself, as a language menu shows it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Lithuanian => "Lietuvių",
            Self::French => "Français",
            Self::Portuguese => "Português (Brasil)",
            Self::Chinese => "繁體中文",
        }
    }

    /// The shipped language for a tag: `pt-PT` gives Portuguese, `fr-CA` French. Simplified Chinese is another script and is not shipped.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase();
        match tag.split('-').next()? {
            "en" => Some(Self::English),
            "lt" => Some(Self::Lithuanian),
            "fr" => Some(Self::French),
            "pt" => Some(Self::Portuguese),
            "zh" => {
                let traditional = tag.split('-').any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
                traditional.then_some(Self::Chinese)
            }
            _ => None,
        }
    }

    /// The best shipped language for an `Accept-Language` header (RFC 9110, section 12.5.4); English when none fits.
    pub fn negotiate(header: &str) -> Self {
        let mut best = (0.0_f32, Self::English);
        for part in header.split(',').take(32) {
            let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            // Spaces are allowed around the semicolon, and the name is written in either case (section 12.4.2).
            let weight = weight.trim().split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("q"));
            let quality = weight.and_then(|(_, value)| value.parse::<f32>().ok()).unwrap_or(0.0);
            if let Some(language) = Self::from_tag(tag).filter(|_| quality > best.0 && quality <= 1.0) {
                best = (quality, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiates() {
        for (header, language) in [
            ("lt", Language::Lithuanian),
            ("de, fr;q=0.8, en;q=0.9", Language::English),
            ("pt-PT,pt;q=0.9", Language::Portuguese),
            ("zh-CN, zh-Hant;q=0.5", Language::Chinese),
            ("zh-CN", Language::English),
            ("", Language::English),
            ("fr;q=nan, lt;q=0.1", Language::Lithuanian),
            ("fr; q=0.8 , lt ; q=0.9", Language::Lithuanian),
            ("fr;q=0.8, lt;\tQ=0.9", Language::Lithuanian),
            ("fr; q=0, *;q=0.1", Language::English),
            ("lt;level=1", Language::English),
        ] {
            assert_eq!(Language::negotiate(header), language, "{header}");
        }
    }

    #[test]
    fn tags_come_back() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }
}
