//! The error catalogue: puts problems into words.

use contract::{FieldPath, Language, MESSAGE_LIMIT, NAME_LIMIT, Problem, ProblemCode, RECIPIENTS_LIMIT};
use time::OffsetDateTime;

use crate::text::fill;
use crate::when::{Units, whole_units};
use crate::{app, number, problem_line, problems, role};

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

/// The texts of one code, with unfilled placeholders. The build says which they are.
pub(crate) struct Line {
    pub(crate) sentence: &'static str,
    pub(crate) advice: &'static str,
    /// The text beside a field, only for codes that have one.
    pub(crate) field: Option<&'static str>,
}

/// Puts a problem into words. The reference id is not part of them: pages show it separately, so that it can be copied.
pub fn localize(lang: Language, problem: &Problem) -> LocalizedProblem {
    let own = problem_line(lang, problem.code);
    // The person need not do anything about what is retried automatically. An approval does not come by itself, nor does a refusal.
    let is_retried = problem.retry_at.is_some() && !opens_again(problem.code);
    let has_own = matches!(
        problem.code,
        ProblemCode::WaitsForTurn | ProblemCode::PackageApproval | ProblemCode::PackageUndecided
    );
    let advice = if is_retried && !has_own { problems::retrying(lang) } else { own.advice };
    let beside = problem.fields.iter().map(|about| {
        let line = problem_line(lang, about.code);
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
        ProblemCode::TooManyRecipients => RECIPIENTS_LIMIT,
        ProblemCode::AlreadyShared => {
            let role = problem.role.as_ref().map(|name| role(lang, name)).unwrap_or_default();
            return fill(text, &[("role", &role)]);
        }
        _ => return fill(text, &[("subject", problem.reason.as_deref().unwrap_or("…"))]),
    };
    fill(text, &[("limit", &number(lang, limit as u64))])
}
