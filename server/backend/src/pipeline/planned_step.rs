//! A step of a plan.

use contract::StepKind;
use serde_json::Value;

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// Which step.
    pub kind: StepKind,
    /// What it is to do, where the settings say that: JSON of the step's own shape.
    pub intent: Option<Value>,
}
