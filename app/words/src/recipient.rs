//! What is said of a recipient of a share before it is sent.

use contract::{JudgedRecipient, Language, Light, Problem, ProblemCode, RecipientKind};
use time::OffsetDateTime;

use crate::when::{Units, whole_units};
use crate::{app, localize_at, role, share};

/// What happens to them; or why they cannot be sent to, and what to do.
pub fn recipient(lang: Language, judged: &JudgedRecipient, now: OffsetDateTime) -> String {
    if let Some(problem) = judged.problem.as_ref().filter(|problem| !is_only_waited_for(problem.code)) {
        return beside(lang, problem, now);
    }
    let said = of_kind(lang, judged);
    match judged.starts_at.filter(|at| *at > now) {
        Some(at) => app::two_sentences(lang, &said, &goes_out(lang, at, now)),
        None => said,
    }
}

/// Whether the texts of the problem are for whoever has sent already: that nothing needs to be done, and the page may be closed.
const fn is_only_waited_for(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::BeingInvited | ProblemCode::WaitsForTurn)
}

/// When the invitation goes out, about.
fn goes_out(lang: Language, at: OffsetDateTime, now: OffsetDateTime) -> String {
    match whole_units(at, now) {
        Units::Seconds(_) => share::people::out_soon(lang).to_owned(),
        Units::Minutes(count) => share::people::out_minutes(lang, count),
        Units::Hours(count) => share::people::out_hours(lang, count),
    }
}

/// What happens to somebody of this kind.
fn of_kind(lang: Language, judged: &JudgedRecipient) -> String {
    match judged.kind {
        RecipientKind::New => share::people::new(lang).to_owned(),
        RecipientKind::Invited => share::people::invited(lang).to_owned(),
        RecipientKind::Pending if judged.typed.resend => share::people::resends(lang).to_owned(),
        RecipientKind::Pending => share::people::pending(lang).to_owned(),
        RecipientKind::Member | RecipientKind::Guest => match &judged.existing_role {
            Some(held) => share::people::raised(lang, &role(lang, held)),
            None => share::people::known(lang).to_owned(),
        },
        RecipientKind::Unanswered => share::people::unanswered(lang).to_owned(),
        RecipientKind::Ambiguous => share::people::choose(lang).to_owned(),
        RecipientKind::Unreadable => share::people::unreadable(lang).to_owned(),
    }
}

/// The text that stands beside a field says what to do; without one the advice does.
fn beside(lang: Language, problem: &Problem, now: OffsetDateTime) -> String {
    let localized = localize_at(lang, problem, now);
    let own = localized.fields.into_iter().next().map(|(_, text)| text);
    match own.filter(|text| *text != localized.sentence) {
        Some(text) => text,
        None => match localized.advice.filter(|advice| !advice.is_empty()) {
            Some(advice) => app::two_sentences(lang, &localized.sentence, &advice),
            None => localized.sentence,
        },
    }
}

/// Why they cannot be sent to, in a few words; empty where they can.
pub fn recipient_trouble(lang: Language, judged: &JudgedRecipient) -> &'static str {
    if judged.light != Light::Red {
        return "";
    }
    let code = judged.problem.as_ref().map(|problem| {
        let own = problem.fields.first().map(|about| about.code);
        own.unwrap_or(problem.code)
    });
    match (code, judged.kind) {
        (Some(ProblemCode::AlreadyShared), _) => share::trouble::has_access(lang),
        (Some(ProblemCode::AlreadyUnderWay), _) => share::trouble::under_way(lang),
        (Some(ProblemCode::Yourself), _) => share::trouble::yourself(lang),
        (Some(ProblemCode::RecipientRepeated), _) => share::trouble::repeated(lang),
        (
            Some(
                ProblemCode::DomainBlocked
                | ProblemCode::CrossTenantBlocked
                | ProblemCode::OwnDomain
                | ProblemCode::PolicyForbids,
            ),
            _,
        ) => share::trouble::not_allowed(lang),
        (
            Some(ProblemCode::AddressMalformed | ProblemCode::AddressRefused | ProblemCode::AddressMissing),
            _,
        )
        | (None, RecipientKind::Unreadable) => share::trouble::address(lang),
        (_, RecipientKind::Ambiguous) => share::trouble::choose(lang),
        _ => share::trouble::other(lang),
    }
}
