//! The error catalogue in words.

use contract::{FieldPath, Language, MESSAGE_LIMIT, NAME_LIMIT, Problem, ProblemCode};

use crate::text::fill;
use crate::{number, problems, role};

/// A problem as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What happened, and what it means.
    pub sentence: String,
    /// What to do now.
    pub advice: Option<String>,
    /// What stands beside which field.
    pub fields: Vec<(FieldPath, String)>,
}

/// What one code says. Placeholders are not filled yet.
struct Line {
    sentence: &'static str,
    advice: &'static str,
    /// Only for codes that can stand beside a field.
    field: Option<&'static str>,
}

/// Each code and its texts. A code without a line does not compile, nor does a line without its texts.
macro_rules! lines {
    ($($code:ident: $texts:ident($sentence:ident $(, $field:ident)?);)*) => {
        fn line(lang: Language, code: ProblemCode) -> Line {
            match code {
                $(ProblemCode::$code => Line {
                    sentence: problems::$texts::$sentence(lang),
                    advice: problems::$texts::advice(lang),
                    field: lines!(@optional $(problems::$texts::$field(lang))?),
                },)*
            }
        }
    };
    (@optional) => { None };
    (@optional $text:expr) => { Some($text) };
}

lines! {
    SignInNeeded: sign_in_needed(sentence);
    SessionLapsed: session_lapsed(sentence);
    SignInFailed: sign_in_failed(sentence);
    SignInStale: sign_in_stale(sentence);
    SignInDeclined: sign_in_declined(sentence);
    NotAllowed: not_allowed(sentence);
    NotFound: not_found(sentence);
    BadForm: bad_form(sentence);
    ForeignForm: foreign_form(sentence);
    TooLarge: too_large(sentence);
    AddressMissing: address_missing(sentence, field);
    AddressMalformed: address_malformed(sentence, field);
    AddressRefused: address_refused(sentence, field);
    AddressOfGroup: address_of_group(sentence, field);
    AddressTaken: address_taken(sentence, field);
    OwnDomain: own_domain(sentence, field);
    RoleUnknown: role_unknown(sentence, field);
    NameTooLong: name_too_long(sentence_text, field_text);
    MessageTooLong: message_too_long(sentence_text, field_text);
    ValueMissing: value_missing(sentence, field);
    ValueOutOfRange: value_out_of_range(sentence, field);
    ValueRepeated: value_repeated(sentence, field);
    ChoosePerson: choose_person(sentence, field);
    PersonGone: person_gone(sentence, field);
    PersonBlocked: person_blocked(sentence, field);
    AlreadyInside: already_inside(sentence, field);
    Yourself: yourself(sentence, field);
    RoleAboveOwn: role_above_own(sentence, field);
    AlreadyShared: already_shared(sentence, field_text);
    PolicyForbids: policy_forbids(sentence);
    DomainBlocked: domain_blocked(sentence, field);
    CrossTenantBlocked: cross_tenant_blocked(sentence, field);
    SuspiciousActivity: suspicious_activity(sentence);
    QuotaExceeded: quota_exceeded(sentence);
    PermissionMissing: permission_missing(sentence);
    SignInAgain: sign_in_again(sentence);
    DirectoryBusy: directory_busy(sentence);
    DirectoryTrouble: directory_trouble(sentence);
    DirectoryUnreachable: directory_unreachable(sentence);
    DirectoryRefused: directory_refused(sentence);
    NotVisibleYet: not_visible_yet(sentence);
    OutcomeUnknown: outcome_unknown(sentence);
    KeyReused: key_reused(sentence);
    NoLink: no_link(sentence);
    TooFast: too_fast(sentence);
    Internal: internal(sentence);
}

/// Puts a problem into words. The reference id is not in them: pages show it apart, so that it can be copied.
pub fn say(lang: Language, problem: &Problem) -> Said {
    let own = line(lang, problem.code);
    // What is tried again by itself needs nothing from the person.
    let advice = if problem.retry_at.is_some() { problems::retrying(lang) } else { own.advice };
    let beside = problem.fields.iter().map(|about| {
        let line = line(lang, about.code);
        (about.field.clone(), filled(lang, about.code, problem, line.field.unwrap_or(line.sentence)))
    });
    Said {
        sentence: filled(lang, problem.code, problem, own.sentence),
        advice: Some(advice.to_owned()),
        fields: beside.collect(),
    }
}

/// Fills in the limit or the role that the texts of a code name.
fn filled(lang: Language, code: ProblemCode, problem: &Problem, text: &str) -> String {
    let limit = match code {
        ProblemCode::NameTooLong => NAME_LIMIT,
        ProblemCode::MessageTooLong => MESSAGE_LIMIT,
        ProblemCode::AlreadyShared => {
            let role = problem.role.as_ref().map(|name| role(lang, name)).unwrap_or_default();
            return fill(text, &[("role", &role)]);
        }
        _ => return text.to_owned(),
    };
    fill(text, &[("limit", &number(lang, limit as u64))])
}
