//! The options of a share: who gets a copy, who writes, who answers for the guests, until when access lasts.

pub(crate) mod sponsor;

use contract::{
    EmailAddress, EntraUserId, FieldPath, FieldProblem, FormOptions, MailWay, ProblemCode, ShareForm,
    UntilOption,
};
use serde::{Deserialize, Serialize};
use time::{Date, Month};

use crate::settings::Settings;
use crate::settings::sections::{Inviting, LanguageChoice};

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// The Julian day on which unix time begins.
const UNIX_EPOCH_DAY: i32 = 2_440_588;

/// What the form said besides recipients, role and message, as far as the settings let it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShareOptions {
    /// Who gets a copy of the mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<EmailAddress>,
    /// Who writes; `None` for the usual way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_way: Option<MailWay>,
    /// Who answers for the guests; `None` for the inviter, as far as guests are new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<Sponsor>,
    /// When access ends, in unix milliseconds: at 24:00 UTC of its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}

/// Who answers for the guests. The texts are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sponsor {
    /// As they were typed: an address or an object id. Nobody has looked them up, so nobody is named to Microsoft.
    Typed(String),
    /// A member of the tenant, who was there when the form was accepted.
    Member(EntraUserId),
}

impl ShareOptions {
    /// Whether nothing was said.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Who writes by these settings.
    pub(crate) fn mail_way(&self, inviting: &Inviting) -> MailWay {
        inviting.mail_way_of(self.mail_way)
    }

    /// Who gets a copy by these settings: they come first, for Microsoft takes one address only.
    pub(crate) fn copy(&self, inviting: &Inviting) -> Option<String> {
        inviting.cc.clone().or_else(|| self.copy.clone().map(String::from))
    }

    /// The form with these options in its fields, so that it can be sent again.
    pub(crate) fn filled_in(&self, form: ShareForm) -> ShareForm {
        ShareForm {
            copy: self.copy.clone().map(String::from).unwrap_or_default(),
            mail_way: self.mail_way.map(|way| way.to_string()).unwrap_or_default(),
            sponsor: self.sponsor_text().unwrap_or_default(),
            until: self.until.and_then(last_day_of).unwrap_or_default(),
            ..form
        }
    }

    /// The sponsor as a form has them: as they were typed, or their object id, once they were looked up.
    pub(crate) fn sponsor_text(&self) -> Option<String> {
        self.sponsor.as_ref().map(|sponsor| match sponsor {
            Sponsor::Typed(typed) => typed.clone(),
            Sponsor::Member(id) => id.to_string(),
        })
    }

    /// The sponsor's object id, once they were looked up.
    pub(crate) fn sponsor(&self) -> Option<&EntraUserId> {
        match self.sponsor.as_ref()? {
            Sponsor::Member(id) => Some(id),
            Sponsor::Typed(_) => None,
        }
    }
}

/// What the form offers.
pub(crate) fn offered(settings: &Settings) -> FormOptions {
    settings.inviting.form_options()
}

/// The form with the language and the message that the settings fix, whatever was typed.
pub(crate) fn with_fixed(form: ShareForm, settings: &Settings) -> ShareForm {
    let inviting = &settings.inviting;
    let language = match inviting.language {
        _ if !inviting.fixed_language => form.language,
        LanguageChoice::Inviter => String::new(),
        LanguageChoice::Always(language) => language.tag().to_owned(),
    };
    let message =
        if inviting.fixed_message { inviting.message.clone().unwrap_or_default() } else { form.message };
    ShareForm { language, message, ..form }
}

/// Reads the options of a form, with everything that is wrong about them. What the settings fix, or do not offer, is not read: nobody has seen a field for
/// it. `now` is in unix milliseconds.
///
/// A form without a last day gets the usual one. Whether its field was there does not matter: what may end by itself does, and whoever wants another day
/// says which.
pub(crate) fn parse(form: &ShareForm, settings: &Settings, now: i64) -> (ShareOptions, Vec<FieldProblem>) {
    let offered = offered(settings);
    let mut wrong = Vec::new();
    let mut refuse = |field, code| wrong.push(FieldProblem { field, code });
    let copy = typed(&form.copy, offered.copy).map(EmailAddress::parse).transpose();
    let copy = copy.map_err(|reason| refuse(FieldPath::COPY, reason.into())).ok().flatten();
    let way = typed(&form.mail_way, offered.mail_ways.len() > 1).map(|way| chosen_way(way, &offered));
    let mail_way = way.transpose().map_err(|code| refuse(FieldPath::MAIL_WAY, code)).ok().flatten();
    let sponsor = typed(&form.sponsor, offered.sponsor).map(named_sponsor).transpose();
    let sponsor = sponsor.map_err(|code| refuse(FieldPath::SPONSOR, code)).ok().flatten();
    let until = last_day(&form.until, &offered, now).map_err(|code| refuse(FieldPath::UNTIL, code));
    let until = until.ok().flatten();
    (ShareOptions { copy, mail_way, sponsor, until }, wrong)
}

/// What was typed, if anything was, into a field that there is.
fn typed(text: &str, is_offered: bool) -> Option<&str> {
    Some(text.trim()).filter(|text| is_offered && !text.is_empty())
}

fn chosen_way(text: &str, offered: &FormOptions) -> Result<MailWay, ProblemCode> {
    let way = MailWay::from_text(text).filter(|way| offered.mail_ways.contains(way));
    way.ok_or(ProblemCode::MailWayUnknown)
}

fn named_sponsor(text: &str) -> Result<Sponsor, ProblemCode> {
    let address = EmailAddress::parse(text).map(String::from);
    let named = address.or_else(|_| EntraUserId::parse(text).map(String::from));
    named.map(Sponsor::Typed).map_err(|_| ProblemCode::SponsorUnknown)
}

/// When access ends: after the day that was typed, or the usual number of days from today.
fn last_day(text: &str, offered: &FormOptions, now: i64) -> Result<Option<i64>, ProblemCode> {
    let today = now.div_euclid(DAY_MS);
    let usual = i64::from(offered.until.default_days);
    let day = match typed(text, true) {
        None if usual == 0 => return Ok(None),
        None => today + usual,
        Some(text) => typed_day(text, today)?,
    };
    within(Some(day), offered.until, today)
}

/// When access ends from now on: after the day that was typed, or not by itself where none was. It has ended at `stands` until now, which may stay,
/// however late it is.
pub(crate) fn changed_last_day(
    text: &str,
    offered: UntilOption,
    (stands, now): (Option<i64>, i64),
) -> Result<Option<i64>, ProblemCode> {
    let today = now.div_euclid(DAY_MS);
    let day = typed(text, true).map(|text| typed_day(text, today)).transpose()?;
    let until = day.map(|day| (day + 1) * DAY_MS);
    if until == stands { Ok(until) } else { within(day, offered, today) }
}

/// A day of today or later.
fn typed_day(text: &str, today: i64) -> Result<i64, ProblemCode> {
    day(text).filter(|day| *day >= today).ok_or(ProblemCode::DayMalformed)
}

/// When access ends after this day, or not by itself, if the settings let it last for so long.
fn within(day: Option<i64>, offered: UntilOption, today: i64) -> Result<Option<i64>, ProblemCode> {
    let longest = i64::from(offered.longest_days);
    if longest != 0 && day.is_none_or(|day| day > today + longest) {
        return Err(ProblemCode::DayTooLate);
    }
    Ok(day.map(|day| (day + 1) * DAY_MS))
}

/// The last day of access that ends at this moment, as a form has it.
pub(crate) fn last_day_of(until: i64) -> Option<String> {
    let day = i32::try_from(until.div_euclid(DAY_MS) - 1).ok()?;
    let date = Date::from_julian_day(day.checked_add(UNIX_EPOCH_DAY)?).ok()?;
    Some(date.to_string())
}

/// The number of days from the beginning of unix time to this one, written as browsers send it: `2026-12-31` (HTML Living Standard, "valid date string").
fn day(text: &str) -> Option<i64> {
    let number = |part: &str, digits: usize| {
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| is_number)
    };
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let month = Month::try_from(u8::try_from(number(month, 2)?).ok()?).ok()?;
    let day = u8::try_from(number(day, 2)?).ok()?;
    let date = Date::from_calendar_date(number(year, 4)?.into(), month, day).ok()?;
    Some(i64::from(date.to_julian_day() - UNIX_EPOCH_DAY))
}

#[cfg(test)]
mod tests;
