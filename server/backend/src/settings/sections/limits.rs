//! How long things may take.

use std::ops::RangeInclusive;

use contract::{FieldPath, FieldProblem, ProblemCode, SettingUnit};
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::settings::field::FieldSpec;
use crate::settings::section::Section;

const VISIBILITY_BUDGET_SECONDS: RangeInclusive<u32> = 0..=60 * 60;
const RETRY_MINUTES: RangeInclusive<u32> = 1..=7 * 24 * 60;

/// How long things may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// How long a guest who may have been made is looked for before "not found" counts, in seconds: an hour at most.
    pub visibility_budget_seconds: u32,
    /// How long a step that time may heal is tried again before a person is asked, in minutes: from one to those of seven days.
    pub retry_minutes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { visibility_budget_seconds: 120, retry_minutes: 6 * 60 }
    }
}

impl Limits {
    /// How long a guest who may have been made is looked for.
    pub fn visibility_budget(&self) -> Duration {
        Duration::seconds(self.visibility_budget_seconds.into())
    }

    /// How long a step is tried again.
    pub fn retry_limit(&self) -> Duration {
        Duration::minutes(self.retry_minutes.into())
    }
}

impl Section for Limits {
    const NAME: &'static str = "limits";

    fn fields() -> Vec<FieldSpec> {
        vec![
            FieldSpec::number("visibility_budget_seconds", SettingUnit::Seconds, VISIBILITY_BUDGET_SECONDS),
            FieldSpec::number("retry_minutes", SettingUnit::Minutes, RETRY_MINUTES),
        ]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let fields = [
            ("visibility_budget_seconds", self.visibility_budget_seconds, VISIBILITY_BUDGET_SECONDS),
            ("retry_minutes", self.retry_minutes, RETRY_MINUTES),
        ];
        let wrong = fields.into_iter().filter(|(_, value, range)| !range.contains(value));
        let code = ProblemCode::ValueOutOfRange;
        wrong.map(|(field, ..)| FieldProblem { field: FieldPath::known(field), code }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_its_range() {
        let wrong = |visibility_budget_seconds, retry_minutes| {
            let wrong = Limits { visibility_budget_seconds, retry_minutes }.validate();
            assert!(wrong.iter().all(|wrong| wrong.code == ProblemCode::ValueOutOfRange));
            wrong.into_iter().map(|wrong| wrong.field.to_string()).collect::<Vec<_>>()
        };
        assert!(wrong(0, 1).is_empty() && wrong(3600, 10_080).is_empty());
        assert_eq!(wrong(3601, 1), ["visibility_budget_seconds"]);
        assert_eq!(wrong(0, 0), ["retry_minutes"]);
        assert_eq!(wrong(3601, 10_081), ["visibility_budget_seconds", "retry_minutes"]);
    }

    #[test]
    fn durations_are_in_the_units_that_the_names_say() {
        let limits = Limits::default();
        assert_eq!(limits.visibility_budget(), Duration::seconds(120));
        assert_eq!(limits.retry_limit(), Duration::hours(6));
    }
}
