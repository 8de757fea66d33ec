//! What steps have learned, as their rows have it.

use contract::StepKind;
use serde::de::DeserializeOwned;
use storage::invitations::StepRow;

use crate::stored::{CorruptRow, from_json};

const STEP: &str = "step";

/// What a step of this kind has learned; the default if there is no such step.
pub(crate) fn facts_of<T: DeserializeOwned + Default>(
    steps: &[StepRow],
    kind: StepKind,
) -> Result<T, CorruptRow> {
    steps.iter().find(|step| step.kind == kind).map_or_else(|| Ok(T::default()), facts_in)
}

/// What a step has learned.
pub(super) fn facts_in<T: DeserializeOwned + Default>(step: &StepRow) -> Result<T, CorruptRow> {
    step.facts.as_deref().map_or_else(|| Ok(T::default()), |facts| from_json(STEP, facts))
}
