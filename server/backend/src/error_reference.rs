//! Reference ids: a source is logged once, and what a person sees carries the id under which it was.

use std::error::Error;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{FixedBy, Problem, ProblemCode, ReferenceId};

use crate::clock::IdSource;

/// Crockford's base 32: no letter that sounds or looks like another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Logs the source and gives the problem with the reference id that joins the two.
pub fn report(ids: &dyn IdSource, code: ProblemCode, source: &dyn Error) -> Problem {
    report_problem(ids, Problem::new(code), source)
}

/// The same for a problem that already says more than its code.
pub fn report_problem(ids: &dyn IdSource, problem: Problem, source: &dyn Error) -> Problem {
    report_text(ids, problem, &chain(source))
}

/// The same where the source is no error value. `text` must hold no secret and no address.
pub fn report_text(ids: &dyn IdSource, problem: Problem, text: &str) -> Problem {
    let reference = new_reference(ids);
    let (code, shown) = (problem.code.as_str(), reference.as_ref().map_or("-", ReferenceId::as_str));
    if problem.code.fixed_by() == FixedBy::Operator {
        tracing::error!(reference = shown, problem = code, source = text, "a problem was shown");
    } else {
        tracing::warn!(reference = shown, problem = code, source = text, "a problem was shown");
    }
    Problem { reference, ..problem }
}

/// A new reference id: ten characters that can be read aloud, fifty random bits.
pub fn new_reference(ids: &dyn IdSource) -> Option<ReferenceId> {
    let bytes = URL_SAFE_NO_PAD.decode(ids.new_secret()).unwrap_or_default();
    let bits = bytes.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let text: String = (0..10)
        .map(|at| char::from(ALPHABET[usize::try_from(bits >> (at * 5) & 31).unwrap_or_default()]))
        .collect();
    ReferenceId::parse(&text).ok()
}

/// The error and what caused it, on one line.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let _ = write!(text, ": {cause}");
        next = cause.source();
    }
    text.replace(|c: char| c.is_control(), " ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::clock::{RandomIds, SeededIds};

    #[derive(Debug, thiserror::Error)]
    #[error("outer")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn a_problem_carries_its_reference() {
        let error = Outer(std::io::Error::other("in\nner"));
        let problem = report(&SeededIds::new(1), ProblemCode::Internal, &error);
        assert_eq!(problem.reference, new_reference(&SeededIds::new(1)));
        assert_eq!(chain(&error), "outer: in ner");
    }

    #[test]
    fn references_are_short_and_different() {
        let (one, other) = (new_reference(&RandomIds).unwrap(), new_reference(&RandomIds).unwrap());
        assert_eq!(one.as_str().len(), 10);
        assert_ne!(one, other);
    }
}
