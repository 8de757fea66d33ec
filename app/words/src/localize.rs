//! The error catalogue: puts problems into words.

use contract::{FieldPath, Language, MESSAGE_LIMIT, NAME_LIMIT, Problem, ProblemCode};
use time::OffsetDateTime;

use crate::text::fill;
use crate::when::{Units, whole_units};
use crate::{app, number, problems, role};

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalizedProblem {
    /// What happened and what it means.
    pub sentence: String,
    /// What to do now.
    pub advice: Option<String>,
    /// The text beside each field.
    pub fields: Vec<(FieldPath, String)>,
}

/// The texts of one code, with unfilled placeholders.
struct Line {
    sentence: &'static str,
    advice: &'static str,
    /// The text beside a field, only for codes that have one.
    field: Option<&'static str>,
}

/// Maps each code to its texts. A code without a line does not compile, nor does a line without its texts.
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
    SignedOut: signed_out(sentence);
    SomebodyElse: somebody_else(sentence);
    AccountUnchecked: account_unchecked(sentence);
    SignInFailed: sign_in_failed(sentence);
    SignInStale: sign_in_stale(sentence);
    SignInDeclined: sign_in_declined(sentence);
    ConsentDeclined: consent_declined(sentence);
    ConsentMissing: consent_missing(sentence);
    NotAssigned: not_assigned(sentence);
    AccountUnknown: account_unknown(sentence);
    SignInBlocked: sign_in_blocked(sentence);
    NotAllowed: not_allowed(sentence);
    NotFound: not_found(sentence);
    BadForm: bad_form(sentence);
    ForeignForm: foreign_form(sentence);
    TooLarge: too_large(sentence);
    AddressMissing: address_missing(sentence, field);
    AddressMalformed: address_malformed(sentence, field);
    AddressSeveral: address_several(sentence, field);
    AddressMixedScripts: address_mixed_scripts(sentence, field);
    AddressRefused: address_refused(sentence, field);
    AddressOfGroup: address_of_group(sentence, field);
    AddressTaken: address_taken(sentence, field);
    AccountTaken: account_taken(sentence, field);
    OwnDomain: own_domain(sentence, field);
    RoleUnknown: role_unknown(sentence, field);
    NameTooLong: name_too_long(sentence_text, field_text);
    MessageTooLong: message_too_long(sentence_text, field_text);
    ValueMissing: value_missing(sentence, field);
    MoreAsked: more_asked(sentence, field);
    ValueOutOfRange: value_out_of_range(sentence, field);
    ValueRefused: value_refused(sentence, field);
    ValueRepeated: value_repeated(sentence, field);
    NumberMalformed: number_malformed(sentence, field);
    RateMalformed: rate_malformed(sentence, field);
    LimitAboveTenant: limit_above_tenant(sentence, field);
    TextTooLong: text_too_long(sentence, field);
    NameMalformed: name_malformed(sentence, field);
    ListTooLong: list_too_long(sentence, field);
    AttributeUnknown: attribute_unknown(sentence, field);
    AttributeUndefined: attribute_undefined(sentence, field);
    AttributeMultiValued: attribute_multi_valued(sentence, field);
    BooleanMalformed: boolean_malformed(sentence, field);
    TimeMalformed: time_malformed(sentence, field);
    LandingMalformed: landing_malformed(sentence, field);
    LandingUnknown: landing_unknown(sentence, field);
    ColorMalformed: color_malformed(sentence, field);
    MarkUnreadable: mark_unreadable(sentence, field);
    MarkTooLarge: mark_too_large(sentence, field);
    MarkUnknown: mark_unknown(sentence, field);
    SettingsChanged: settings_changed(sentence);
    SecretAgain: secret_again(sentence, field);
    HostMalformed: host_malformed(sentence, field);
    HostLocal: host_local(sentence, field);
    MailServerInUse: mail_server_in_use(sentence, field);
    RoleInUse: role_in_use(sentence, field);
    ChoosePerson: choose_person(sentence, field);
    PersonGone: person_gone(sentence, field);
    PersonBlocked: person_blocked(sentence, field);
    AlreadyInside: already_inside(sentence, field);
    Yourself: yourself(sentence, field);
    RoleAboveOwn: role_above_own(sentence, field);
    AlreadyShared: already_shared(sentence, field_text);
    AlreadyUnderWay: already_under_way(sentence, field);
    PolicyForbids: policy_forbids(sentence);
    DomainBlocked: domain_blocked(sentence, field);
    CrossTenantBlocked: cross_tenant_blocked(sentence, field);
    SuspiciousActivity: suspicious_activity(sentence);
    QuotaExceeded: quota_exceeded(sentence);
    OwnQuotaExceeded: own_quota_exceeded(sentence);
    ItemRefused: item_refused(sentence);
    PermissionMissing: permission_missing(sentence);
    LookUpConsentMissing: look_up_consent_missing(sentence);
    SignInAgain: sign_in_again(sentence);
    DirectoryBusy: directory_busy(sentence);
    DirectoryTrouble: directory_trouble(sentence);
    DirectoryUnreachable: directory_unreachable(sentence);
    DirectoryRefused: directory_refused(sentence);
    NotVisibleYet: not_visible_yet(sentence);
    OutOfScope: out_of_scope(sentence);
    GroupPending: group_pending(sentence_text);
    AttributeRefused: attribute_refused(sentence_text, field);
    GroupGone: group_gone(sentence_text, field);
    GroupDynamic: group_dynamic(sentence_text, field);
    GroupRoleAssignable: group_role_assignable(sentence_text, field);
    GroupMailEnabled: group_mail_enabled(sentence_text, field);
    GroupOnPremises: group_on_premises(sentence_text, field);
    GroupByHand: group_by_hand(sentence_text, field);
    AppRoleGone: app_role_gone(sentence_text, field);
    GroupWithoutAppRole: group_without_app_role(sentence_text, field);
    MailServerMissing: mail_server_missing(sentence, field);
    MailServerBusy: mail_server_busy(sentence);
    MailServerRefuses: mail_server_refuses(sentence);
    MailRefused: mail_refused(sentence);
    MailUnconfirmed: mail_unconfirmed(sentence);
    SignUpPending: sign_up_pending(sentence);
    SignUpUnconfirmed: sign_up_unconfirmed(sentence);
    SignUpUnsent: sign_up_unsent(sentence);
    WayNeedsMail: way_needs_mail(sentence, field);
    PackageLinkMalformed: package_link_malformed(sentence, field);
    PackagePending: package_pending(sentence);
    PackageApproval: package_approval(sentence);
    PackageDenied: package_denied(sentence);
    PackageFailed: package_failed(sentence);
    PackageGone: package_gone(sentence, field);
    PackageUnknown: package_unknown(sentence);
    PackageNotEnded: package_not_ended(sentence);
    IdMalformed: id_malformed(sentence, field);
    PlaceholderUnknown: placeholder_unknown(sentence, field);
    PlaceholderMissing: placeholder_missing(sentence, field);
    BeingInvited: being_invited(sentence);
    OutcomeUnknown: outcome_unknown(sentence);
    KeyReused: key_reused(sentence);
    NoLink: no_link(sentence);
    TooFast: too_fast(sentence);
    WaitsForTurn: waits_for_turn(sentence);
    DayLimit: day_limit(sentence);
    Internal: internal(sentence);
}

/// Puts a problem into words. The reference id is not part of them: pages show it separately, so that it can be copied.
pub fn localize(lang: Language, problem: &Problem) -> LocalizedProblem {
    let own = line(lang, problem.code);
    // The person need not do anything about what is retried automatically. An approval does not come by itself.
    let is_retried = problem.retry_at.is_some() && !opens_again(problem.code);
    let has_own = matches!(problem.code, ProblemCode::WaitsForTurn | ProblemCode::PackageApproval);
    let advice = if is_retried && !has_own { problems::retrying(lang) } else { own.advice };
    let beside = problem.fields.iter().map(|about| {
        let line = line(lang, about.code);
        (about.field.clone(), filled(lang, about.code, problem, line.field.unwrap_or(line.sentence)))
    });
    let sentence = match (problem.code, &problem.reason) {
        (ProblemCode::DirectoryRefused, Some(reason)) => {
            problems::directory_refused::sentence_with_reason(lang, reason)
        }
        _ => filled(lang, problem.code, problem, own.sentence),
    };
    LocalizedProblem { sentence, advice: Some(advice.to_owned()), fields: beside.collect() }
}

/// The same at a moment: of what was refused and may be asked for again later, the advice says when.
pub fn localize_at(lang: Language, problem: &Problem, now: OffsetDateTime) -> LocalizedProblem {
    let localized = localize(lang, problem);
    let Some(at) = problem.retry_at.filter(|at| opens_again(problem.code) && *at > now) else {
        return localized;
    };
    let again = match whole_units(at, now) {
        Units::Seconds(count) => problems::again_seconds(lang, count),
        Units::Minutes(count) => problems::again_minutes(lang, count),
        Units::Hours(count) => problems::again_hours(lang, count),
    };
    let own = localized.advice.filter(|_| problem.code != ProblemCode::TooFast);
    let advice = own.map_or_else(|| again.clone(), |own| app::two_sentences(lang, &own, &again));
    LocalizedProblem { advice: Some(advice), ..localized }
}

/// Whether the time of a problem says when the person may ask again, and not when it is tried again by itself.
const fn opens_again(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::TooFast | ProblemCode::DayLimit | ProblemCode::SuspiciousActivity)
}

/// Fills in the limit, the role, or the name that the problem is about in the texts of a code.
fn filled(lang: Language, code: ProblemCode, problem: &Problem, text: &str) -> String {
    let limit = match code {
        ProblemCode::NameTooLong => NAME_LIMIT,
        ProblemCode::MessageTooLong => MESSAGE_LIMIT,
        ProblemCode::AlreadyShared => {
            let role = problem.role.as_ref().map(|name| role(lang, name)).unwrap_or_default();
            return fill(text, &[("role", &role)]);
        }
        _ => return fill(text, &[("subject", problem.reason.as_deref().unwrap_or("…"))]),
    };
    fill(text, &[("limit", &number(lang, limit as u64))])
}
