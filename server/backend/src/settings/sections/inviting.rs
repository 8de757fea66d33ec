//! How people are told what was shared with them, and what may be chosen of that.

use std::ops::RangeInclusive;

use contract::{
    EmailAddress, FieldPath, FieldProblem, FormDefaults, FormOptions, Language, MESSAGE_LIMIT, MailWay,
    ProblemCode, SettingUnit, UntilOption,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::config::Config;
use crate::settings::field::FieldSpec;
use crate::settings::section::{FixedSetting, Section};

/// The longest address that is taken, in characters (RFC 5321, section 4.5.3.1.3).
const ADDRESS_LIMIT: usize = 254;
/// Ten years.
const DAYS: RangeInclusive<u32> = 0..=3_650;
/// The configuration that decides whether guests can have sponsors.
const CLOUD_VARIABLE: &str = "VESTIBULE_ENTRA_CLOUD";

/// How people are told, and what the form begins with and offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of the page, and stored under its name")]
pub struct Inviting {
    /// Who writes to the person, unless another way is chosen.
    pub mail_way: MailWay,
    /// Whoever shares may choose that Microsoft writes. So the next three, each with its way.
    pub choose_microsoft: bool,
    /// The same of the organisation's mail server.
    pub choose_own: bool,
    /// The same of the inviter's mailbox.
    pub choose_inviter: bool,
    /// The same of a link that the inviter passes on.
    pub choose_link: bool,
    /// The language of the mail that the form begins with.
    pub language: LanguageChoice,
    /// Whether that is the language of every mail.
    pub fixed_language: bool,
    /// The message that the form begins with.
    pub message: Option<String>,
    /// Whether that is every message; none is sent where it is empty.
    pub fixed_message: bool,
    /// Who gets a copy of every mail.
    pub cc: Option<String>,
    /// Whether whoever shares may name somebody who gets a copy, where `cc` names nobody.
    pub copies: bool,
    /// Whether whoever shares may name a sponsor of the guests.
    pub sponsors: bool,
    /// After how many days access ends unless another day is typed: ten years at most; 0 if it does not end by itself.
    pub default_days: u32,
    /// The most days that may be given: ten years at most; 0 if there is no limit.
    pub longest_days: u32,
}

/// A language of the mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageChoice {
    /// That of the inviter's pages.
    #[default]
    Inviter,
    /// Always this one.
    #[serde(untagged)]
    Always(Language),
}

impl Inviting {
    /// What the share form begins with, but for what it asks of guests.
    pub fn form_defaults(&self) -> FormDefaults {
        let language = match self.language {
            LanguageChoice::Inviter => None,
            LanguageChoice::Always(language) => Some(language),
        };
        FormDefaults {
            mail_way: self.mail_way,
            options: self.form_options(),
            language,
            message: self.message.clone(),
            asked: Vec::new(),
            unassigned_roles: Vec::new(),
        }
    }

    /// What the share form offers.
    pub fn form_options(&self) -> FormOptions {
        FormOptions {
            mail_ways: self.mail_ways(),
            fixed_language: self.fixed_language,
            fixed_message: self.fixed_message,
            copy: self.copies && self.cc.is_none(),
            fixed_copy: self.cc.as_deref().and_then(|cc| EmailAddress::parse(cc).ok()),
            sponsor: self.sponsors,
            until: UntilOption { default_days: self.usual_days(), longest_days: self.longest_days },
        }
    }

    /// Who may write to the person: the usual one first.
    pub fn mail_ways(&self) -> Vec<MailWay> {
        let may_choose = |way: &MailWay| *way != self.mail_way && self.offers(*way);
        [self.mail_way].into_iter().chain(MailWay::ALL.into_iter().filter(may_choose)).collect()
    }

    /// Whether somebody may be written to in this way.
    pub fn offers(&self, way: MailWay) -> bool {
        let may_be_chosen = match way {
            MailWay::Microsoft => self.choose_microsoft,
            MailWay::Own => self.choose_own,
            MailWay::Inviter => self.choose_inviter,
            MailWay::Link => self.choose_link,
        };
        way == self.mail_way || may_be_chosen
    }

    /// Who writes where this way was chosen: the usual one where it was not, or may not be.
    pub fn mail_way_of(&self, chosen: Option<MailWay>) -> MailWay {
        chosen.filter(|way| self.offers(*way)).unwrap_or(self.mail_way)
    }

    /// After how many days access ends where no day is typed: what may last no longer ends in the end.
    fn usual_days(&self) -> u32 {
        if self.default_days == 0 { self.longest_days } else { self.default_days }
    }

    /// The field that lets people choose a way.
    pub fn field_of(&self, way: MailWay) -> &'static str {
        match way {
            way if way == self.mail_way => "mail_way",
            MailWay::Microsoft => "choose_microsoft",
            MailWay::Own => "choose_own",
            MailWay::Inviter => "choose_inviter",
            MailWay::Link => "choose_link",
        }
    }
}

impl Default for Inviting {
    fn default() -> Self {
        Self {
            mail_way: MailWay::Microsoft,
            choose_microsoft: false,
            choose_own: false,
            choose_inviter: false,
            choose_link: false,
            language: LanguageChoice::Inviter,
            fixed_language: false,
            message: None,
            fixed_message: false,
            cc: None,
            copies: true,
            sponsors: false,
            default_days: 0,
            longest_days: 0,
        }
    }
}

/// The names of the ways.
const WAYS: &[&str] =
    &[MailWay::Microsoft.as_str(), MailWay::Own.as_str(), MailWay::Inviter.as_str(), MailWay::Link.as_str()];
/// The names of the languages to choose from; `inviter` is none of them.
const LANGUAGES: &[&str] = &[
    "inviter",
    Language::ALL[0].tag(),
    Language::ALL[1].tag(),
    Language::ALL[2].tag(),
    Language::ALL[3].tag(),
    Language::ALL[4].tag(),
];

impl Section for Inviting {
    const NAME: &'static str = "inviting";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"mail_way":"own","choose_microsoft":true,"choose_own":false,"choose_inviter":true,"choose_link":false,"language":"fr","fixed_language":true,"message":"Hello","fixed_message":false,"cc":"office@contoso.example","copies":false,"sponsors":true,"default_days":90,"longest_days":365}"#;

    fn fields() -> Vec<FieldSpec> {
        vec![
            FieldSpec::choice("mail_way", WAYS),
            FieldSpec::toggle("choose_microsoft"),
            FieldSpec::toggle("choose_own"),
            FieldSpec::toggle("choose_inviter"),
            FieldSpec::toggle("choose_link"),
            FieldSpec::choice("language", LANGUAGES),
            FieldSpec::toggle("fixed_language"),
            FieldSpec::long_text("message", MESSAGE_LIMIT),
            FieldSpec::toggle("fixed_message"),
            FieldSpec::optional_text("cc", ADDRESS_LIMIT),
            FieldSpec::toggle("copies"),
            FieldSpec::toggle("sponsors"),
            FieldSpec::number("default_days", SettingUnit::Days, DAYS),
            FieldSpec::number("longest_days", SettingUnit::Days, DAYS),
        ]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let message = self.message.as_deref().unwrap_or_default();
        let too_long = message.chars().count() > MESSAGE_LIMIT;
        let message = too_long.then_some(("message", ProblemCode::TextTooLong));
        let cc = self.cc.as_deref().and_then(|cc| EmailAddress::parse(cc).err());
        let cc = cc.map(|wrong| ("cc", wrong.into()));
        let is_above = self.longest_days != 0 && self.default_days > self.longest_days;
        let days =
            [("default_days", self.default_days, is_above), ("longest_days", self.longest_days, false)];
        let days = days.into_iter().filter(|(_, days, is_above)| *is_above || !DAYS.contains(days));
        let days = days.map(|(field, ..)| (field, ProblemCode::ValueOutOfRange));
        let wrong = message.into_iter().chain(cc).chain(days);
        wrong.map(|(field, code)| FieldProblem { field: FieldPath::known(field), code }).collect()
    }

    fn fixed_by(config: &Config) -> Vec<FixedSetting> {
        let has_sponsors = config.entra.as_ref().is_none_or(|entra| entra.cloud.has_sponsors());
        no_sponsors(has_sponsors)
    }
}

/// Where guests have no sponsors nobody can name one.
fn no_sponsors(has_sponsors: bool) -> Vec<FixedSetting> {
    if has_sponsors {
        return Vec::new();
    }
    vec![FixedSetting { section: Inviting::NAME, field: "sponsors", value: json!(false), by: CLOUD_VARIABLE }]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_texts_of_what_is_chosen_stay() {
        let inviting: Inviting = serde_json::from_str(Inviting::SAMPLE).unwrap();
        assert_eq!(serde_json::to_string(&inviting).unwrap(), Inviting::SAMPLE);
        let stored = r#"{"mail_way":"microsoft","choose_microsoft":false,"choose_own":false,"choose_inviter":false,"choose_link":false,"language":"inviter","fixed_language":false,"message":null,"fixed_message":false,"cc":null,"copies":true,"sponsors":false,"default_days":0,"longest_days":0}"#;
        assert_eq!(serde_json::to_string(&Inviting::default()).unwrap(), stored);
        // As it was before anything could be chosen.
        let stored = r#"{"mail_way":"own","language":"fr","message":"Hello","cc":"office@contoso.example"}"#;
        let before: Inviting = serde_json::from_str(stored).unwrap();
        assert_eq!(before.mail_ways(), [MailWay::Own]);
        assert!(!before.fixed_language && !before.fixed_message && !before.sponsors);
        assert_eq!(serde_json::from_str::<Inviting>("{}").unwrap(), Inviting::default());
        assert!(serde_json::from_str::<Inviting>(r#"{"language":"xx"}"#).is_err());
    }

    #[test]
    fn every_language_can_be_chosen() {
        let mut tags = Language::ALL.map(Language::tag).to_vec();
        tags.insert(0, "inviter");
        assert_eq!(tags, LANGUAGES);
    }

    #[test]
    fn a_message_that_no_form_takes_is_refused() {
        let long = Inviting { message: Some("x".repeat(MESSAGE_LIMIT + 1)), ..Inviting::default() };
        assert_eq!(long.validate().len(), 1);
        let nobody = Inviting { cc: Some("nobody".to_owned()), ..Inviting::default() };
        assert_eq!(nobody.validate()[0].code, ProblemCode::AddressMalformed);
    }

    #[test]
    fn the_usual_way_comes_first_and_one_alone_is_fixed() {
        let ways = |inviting: Inviting| inviting.form_options().mail_ways;
        assert_eq!(ways(Inviting::default()), [MailWay::Microsoft]);
        let own = Inviting { mail_way: MailWay::Own, choose_own: true, ..Inviting::default() };
        assert_eq!(ways(own.clone()), [MailWay::Own]);
        let all = Inviting { choose_microsoft: true, choose_inviter: true, choose_link: true, ..own.clone() };
        assert_eq!(ways(all), [MailWay::Own, MailWay::Microsoft, MailWay::Inviter, MailWay::Link]);
        for (chosen, expected) in [(None, MailWay::Own), (Some(MailWay::Link), MailWay::Own)] {
            assert_eq!(own.mail_way_of(chosen), expected);
        }
        let link = Inviting { choose_link: true, ..own };
        assert_eq!(link.mail_way_of(Some(MailWay::Link)), MailWay::Link);
        let fields = MailWay::ALL.map(|way| link.field_of(way));
        assert_eq!(fields, ["choose_microsoft", "mail_way", "choose_inviter", "choose_link"]);
    }

    #[test]
    fn a_copy_that_the_settings_name_is_the_only_one() {
        let named = Inviting { cc: Some("office@contoso.example".to_owned()), ..Inviting::default() };
        let options = named.form_options();
        assert!(!options.copy && options.fixed_copy.is_some());
        let options = Inviting::default().form_options();
        assert!(options.copy && options.fixed_copy.is_none());
        assert!(!Inviting { copies: false, ..Inviting::default() }.form_options().copy);
    }

    #[test]
    fn what_may_last_no_longer_ends_in_the_end() {
        for (default_days, longest_days, usual) in [(0, 0, 0), (30, 0, 30), (0, 90, 90), (30, 90, 30)] {
            let inviting = Inviting { default_days, longest_days, ..Inviting::default() };
            assert_eq!(inviting.form_options().until, UntilOption { default_days: usual, longest_days });
            assert!(inviting.validate().is_empty());
        }
        for (default_days, longest_days, field) in
            [(91, 90, "default_days"), (3_651, 0, "default_days"), (0, 3_651, "longest_days")]
        {
            let wrong = Inviting { default_days, longest_days, ..Inviting::default() }.validate();
            let wrong: Vec<_> = wrong.iter().map(|wrong| (wrong.field.as_str(), wrong.code)).collect();
            assert_eq!(wrong, [(field, ProblemCode::ValueOutOfRange)]);
        }
    }

    #[test]
    fn where_guests_have_no_sponsors_nobody_names_one() {
        assert_eq!(no_sponsors(true), []);
        let fixed = no_sponsors(false);
        assert_eq!((fixed[0].field, &fixed[0].value), ("sponsors", &json!(false)));
    }
}
