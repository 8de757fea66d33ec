//! Rules: whether a share may go out. Every rule is a pure function of plain data, so that picker, plan, share and job ask the same one.

pub mod holding;
pub mod joining;
pub mod limits;
pub mod pace;
pub mod rate_limit;
pub mod roles;
pub mod sharing;

use contract::Problem;

/// What a rule answers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// It may go on.
    Allow,
    /// It may not; the problem says why and who can mend it.
    Deny(Problem),
}

impl Decision {
    /// Denies unless `holds`.
    pub(crate) fn unless(holds: bool, problem: impl FnOnce() -> Problem) -> Self {
        if holds { Self::Allow } else { Self::Deny(problem()) }
    }

    /// This decision if it denies, else the next rule's.
    pub fn and_then(self, next: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Allow => next(),
            Self::Deny(problem) => Self::Deny(problem),
        }
    }

    /// Whether it may go on.
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allow)
    }

    /// Why it may not go on, if so.
    pub fn denial(self) -> Option<Problem> {
        match self {
            Self::Allow => None,
            Self::Deny(problem) => Some(problem),
        }
    }

    /// The same for `?`.
    pub fn into_result(self) -> Result<(), Problem> {
        self.denial().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use contract::ProblemCode;

    use super::*;

    #[test]
    fn the_first_denial_counts() {
        let deny = |code| Decision::Deny(Problem::new(code));
        let (first, second) = (deny(ProblemCode::NotAllowed), deny(ProblemCode::TooFast));
        assert_eq!(first.clone().and_then(|| second.clone()), first);
        assert_eq!(Decision::Allow.and_then(|| second.clone()), second);
        assert!(Decision::Allow.and_then(|| Decision::Allow).is_allowed() && !second.is_allowed());
        assert_eq!(Decision::Allow.into_result(), Ok(()));
        assert_eq!(first.clone().into_result().err(), first.denial());
    }
}
