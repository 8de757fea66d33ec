//! How long things may take, and how fast people may go on.

use std::ops::RangeInclusive;

use contract::{FieldPath, FieldProblem, ProblemCode, SettingUnit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::Duration;

use crate::config::Config;
use crate::rules::limits::{LimitKind, RateLimits};
use crate::rules::rate_limit::RateLimit;
use crate::settings::field::FieldSpec;
use crate::settings::section::{FixedSetting, Section};

const VISIBILITY_BUDGET_SECONDS: RangeInclusive<u32> = 0..=60 * 60;
const RETRY_MINUTES: RangeInclusive<u32> = 1..=7 * 24 * 60;
/// The configuration that decides limits.
const VARIABLE: &str = "VESTIBULE_LIMITS";

/// The rate limits that are settings, in the order of the page: their fields, and what they limit.
const RATES: [(&str, LimitKind); 6] = [
    ("shares", LimitKind::Shares),
    ("guests", LimitKind::Guests),
    ("guests_of_day", LimitKind::GuestsOfDay),
    ("tenant_guests", LimitKind::TenantGuests),
    ("tenant_guests_of_day", LimitKind::TenantGuestsOfDay),
    ("look_ups", LimitKind::LookUps),
];

/// How long things may take, and how fast people may go on. A rate limit is stored as it is written: `10 + 2/min`, `100/day`, `off`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// How long a guest who may have been made is looked for before "not found" counts, in seconds: an hour at most.
    pub visibility_budget_seconds: u32,
    /// How long a step that time may heal is tried again before a person is asked, in minutes: from one to those of seven days.
    pub retry_minutes: u32,
    /// Forms that share something, and clicks on Try again: of each person.
    pub shares: RateLimit,
    /// Invitations of new guests: of each person. The next ones wait for their turn.
    pub guests: RateLimit,
    /// The same in a day: more are refused.
    pub guests_of_day: RateLimit,
    /// Invitations of new guests: of the whole tenant. The next ones wait for their turn.
    pub tenant_guests: RateLimit,
    /// The same in a day: more are refused.
    pub tenant_guests_of_day: RateLimit,
    /// Looking people up while somebody types: of each person.
    pub look_ups: RateLimit,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            visibility_budget_seconds: 120,
            retry_minutes: 6 * 60,
            shares: LimitKind::Shares.default_limit(),
            guests: LimitKind::Guests.default_limit(),
            guests_of_day: LimitKind::GuestsOfDay.default_limit(),
            tenant_guests: LimitKind::TenantGuests.default_limit(),
            tenant_guests_of_day: LimitKind::TenantGuestsOfDay.default_limit(),
            look_ups: LimitKind::LookUps.default_limit(),
        }
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

    /// The rate limits, each with what it limits.
    pub fn rates(&self) -> [(LimitKind, RateLimit); RATES.len()] {
        [
            (LimitKind::Shares, self.shares),
            (LimitKind::Guests, self.guests),
            (LimitKind::GuestsOfDay, self.guests_of_day),
            (LimitKind::TenantGuests, self.tenant_guests),
            (LimitKind::TenantGuestsOfDay, self.tenant_guests_of_day),
            (LimitKind::LookUps, self.look_ups),
        ]
    }

    /// The fields by which one person may do more than their whole tenant may, where either limit is another one than `before`. Both hold, so nothing
    /// breaks; but nobody means it.
    pub fn newly_above_tenant(&self, before: &Self) -> Vec<&'static str> {
        let above = self.pairs().into_iter().zip(before.pairs()).filter(|(pair, before)| {
            let (_, of_person, of_tenant) = *pair;
            pair != before && of_person.exceeds(of_tenant)
        });
        above.map(|((field, ..), _)| field).collect()
    }

    /// The limits that a person and their tenant both have: the person's field, the person's limit, and the tenant's.
    const fn pairs(&self) -> [(&'static str, RateLimit, RateLimit); 2] {
        [
            ("guests", self.guests, self.tenant_guests),
            ("guests_of_day", self.guests_of_day, self.tenant_guests_of_day),
        ]
    }
}

impl Section for Limits {
    const NAME: &'static str = "limits";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"guests":"20 + 4/min","guests_of_day":"200/day","look_ups":"off","retry_minutes":5,"shares":"120 + 1/s","tenant_guests":"30 + 10/min","tenant_guests_of_day":"1000/day","visibility_budget_seconds":60}"#;

    fn fields() -> Vec<FieldSpec> {
        let times = [
            FieldSpec::number("visibility_budget_seconds", SettingUnit::Seconds, VISIBILITY_BUDGET_SECONDS),
            FieldSpec::number("retry_minutes", SettingUnit::Minutes, RETRY_MINUTES),
        ];
        let rate = |(field, kind)| match kind {
            LimitKind::GuestsOfDay | LimitKind::TenantGuestsOfDay => FieldSpec::rate_of_day(field),
            _ => FieldSpec::rate(field),
        };
        times.into_iter().chain(RATES.map(rate)).collect()
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

    /// A limit that the configuration names.
    fn fixed_by(config: &Config) -> Vec<FixedSetting> {
        fixed_to(&config.limits)
    }
}

fn fixed_to(limits: &RateLimits) -> Vec<FixedSetting> {
    let fixed = |(field, kind)| {
        let value = json!(limits.named(kind)?);
        Some(FixedSetting { section: Limits::NAME, field, value, by: VARIABLE })
    };
    RATES.into_iter().filter_map(fixed).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn limit(text: &str) -> RateLimit {
        RateLimit::parse(text).unwrap()
    }

    #[test]
    fn each_rate_limit_is_the_field_that_it_is_called() {
        for (changed, (field, kind)) in RATES.into_iter().enumerate() {
            let limits: Limits = serde_json::from_value(json!({ field: "3 + 1/h" })).unwrap();
            for (place, (of, rate)) in limits.rates().into_iter().enumerate() {
                assert_eq!(of, RATES[place].1);
                let expected = if place == changed { limit("3 + 1/h") } else { of.default_limit() };
                assert_eq!(rate, expected, "{field}");
            }
            assert_eq!(kind.as_str().replace('-', "_"), field);
        }
    }

    #[test]
    fn what_the_configuration_names_is_fixed() {
        assert_eq!(fixed_to(&RateLimits::default()), []);
        let named = RateLimits::parse("guests = 20 + 4/min, strangers = off").unwrap();
        let fixed = FixedSetting {
            section: "limits",
            field: "guests",
            value: json!("20 + 4/min"),
            by: "VESTIBULE_LIMITS",
        };
        assert_eq!(fixed_to(&named), [fixed]);
        assert_eq!(fixed_to(&RateLimits::OFF).len(), RATES.len());
    }

    #[test]
    fn one_person_is_not_to_do_more_than_all() {
        let before = Limits::default();
        let many = Limits { guests_of_day: limit("1001/day"), ..before.clone() };
        assert_eq!(many.newly_above_tenant(&before), ["guests_of_day"]);
        let fast =
            Limits { guests: limit("10 + 1/s"), tenant_guests_of_day: limit("50/day"), ..many.clone() };
        assert_eq!(fast.newly_above_tenant(&before), ["guests", "guests_of_day"]);
        let free = Limits { guests: limit("off"), guests_of_day: limit("off"), ..fast.clone() };
        assert!(free.newly_above_tenant(&before).is_empty(), "the limit of all is enough");
        let later = Limits { retry_minutes: 5, ..fast.clone() };
        assert!(later.newly_above_tenant(&fast).is_empty(), "nobody touched them");
        assert_eq!(later.newly_above_tenant(&many), ["guests", "guests_of_day"], "each pair by itself");
        let lower = Limits { tenant_guests: limit("1/day"), ..fast.clone() };
        assert_eq!(lower.newly_above_tenant(&fast), ["guests"], "the other one of the pair counts, too");
    }

    #[test]
    fn each_field_has_its_range() {
        let wrong = |visibility_budget_seconds, retry_minutes| {
            let wrong = Limits { visibility_budget_seconds, retry_minutes, ..Limits::default() }.validate();
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
