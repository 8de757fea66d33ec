//! Every rate limit there is, in one table. The configuration decides those that it names; of the others, the settings decide those that are about
//! sharing, and the defaults hold for the rest. Strangers, probes and test mails are no settings: the first are asked about before anything is read of
//! the settings, by whoever attacks, and the other two keep an administrator from making trouble with Microsoft, or with a mail server.

use super::rate_limit::RateLimit;

/// How often somebody may do something before they have to wait. The texts are stored, and name the limit in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    /// Forms that share something, give another role or have access last longer, undone changes, and clicks on Try again, whoever they are for: of a person.
    Shares,
    /// Invitations of new guests, of a person: the next ones wait for their turn.
    Guests,
    /// The same in a day: more are refused.
    GuestsOfDay,
    /// Invitations of new guests, of a whole tenant: the next ones wait for their turn.
    TenantGuests,
    /// The same in a day: more are refused.
    TenantGuestsOfDay,
    /// Looking people up while somebody types, or before a form is sent; twenty recipients count as one look-up: of a person.
    LookUps,
    /// Requests of nobody who is signed in that make us store something: of an address, or of a /64 of IPv6.
    Strangers,
    /// Finding out whether Microsoft still blocks a tenant's invitations: of the tenant.
    Probes,
    /// Test mails to oneself, by an administrator.
    TestMails,
}

/// Name and default, in the order of the kinds.
const TABLE: [(LimitKind, &str, RateLimit); 9] = [
    (LimitKind::Shares, "shares", RateLimit { burst: 120, interval: 1_000 }),
    (LimitKind::Guests, "guests", RateLimit { burst: 10, interval: 30_000 }),
    (LimitKind::GuestsOfDay, "guests-of-day", RateLimit { burst: 100, interval: 864_000 }),
    (LimitKind::TenantGuests, "tenant-guests", RateLimit { burst: 30, interval: 6_000 }),
    (LimitKind::TenantGuestsOfDay, "tenant-guests-of-day", RateLimit { burst: 1_000, interval: 86_400 }),
    (LimitKind::LookUps, "look-ups", RateLimit { burst: 60, interval: 500 }),
    (LimitKind::Strangers, "strangers", RateLimit { burst: 300, interval: 200 }),
    (LimitKind::Probes, "probes", RateLimit { burst: 1, interval: 3_600_000 }),
    (LimitKind::TestMails, "test-mails", RateLimit { burst: 5, interval: 720_000 }),
];

impl LimitKind {
    /// Its name, in the configuration and in storage.
    pub const fn as_str(self) -> &'static str {
        TABLE[self as usize].1
    }

    /// What holds where nobody says anything else.
    pub const fn default_limit(self) -> RateLimit {
        TABLE[self as usize].2
    }
}

/// Rate limits: those that are named, and the defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RateLimits([Option<RateLimit>; TABLE.len()]);

impl RateLimits {
    /// None at all: each of them is named, and off.
    pub const OFF: Self = Self([Some(RateLimit::OFF); TABLE.len()]);

    /// One of them.
    pub fn of(&self, kind: LimitKind) -> RateLimit {
        self.named(kind).unwrap_or(kind.default_limit())
    }

    /// One of them, if it is named.
    pub const fn named(&self, kind: LimitKind) -> Option<RateLimit> {
        self.0[kind as usize]
    }

    /// These, but for one.
    #[must_use]
    pub const fn with(mut self, kind: LimitKind, limit: RateLimit) -> Self {
        self.0[kind as usize] = Some(limit);
        self
    }

    /// These, and one more unless it is named already.
    #[must_use]
    pub fn or(self, kind: LimitKind, limit: RateLimit) -> Self {
        if self.named(kind).is_some() { self } else { self.with(kind, limit) }
    }

    /// Reads `guests = 20 + 4/min, look-ups = off`. `off` alone is none at all.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim() == "off" {
            return Ok(Self::OFF);
        }
        let mut parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.try_fold(Self::default(), |limits, part| {
            let (name, value) = part.split_once('=').ok_or_else(|| format!("{part:?} has no ="))?;
            let name = name.trim();
            let known = TABLE.into_iter().find(|(_, known, _)| *known == name);
            let (kind, _, _) = known.ok_or_else(|| format!("{name:?} is no limit"))?;
            let limit = RateLimit::parse(value);
            let limit = limit.ok_or_else(|| format!("{:?} is no rate for {name}", value.trim()))?;
            Ok(limits.with(kind, limit))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_kinds() {
        for (place, (kind, name, limit)) in TABLE.into_iter().enumerate() {
            assert_eq!((kind as usize, kind.as_str()), (place, name));
            assert_eq!(RateLimits::default().of(kind), limit);
        }
    }

    #[test]
    fn what_is_named_is_not_replaced_by_what_comes_second() {
        let (named, second) = (RateLimit { interval: 1, burst: 1 }, RateLimit { interval: 2, burst: 2 });
        let limits = RateLimits::default().with(LimitKind::Guests, named);
        let limits = limits.or(LimitKind::Guests, second).or(LimitKind::Shares, second);
        assert_eq!((limits.of(LimitKind::Guests), limits.of(LimitKind::Shares)), (named, second));
        assert_eq!(RateLimits::OFF.or(LimitKind::Guests, second), RateLimits::OFF);
    }

    #[test]
    fn the_readme_has_the_same_table() {
        let readme = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md"));
        let (_, table) = readme.split_once("| limit | default | of |").unwrap();
        let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
        let rows: Vec<_> = rows.map(|row| row.splitn(4, '|').take(3).collect::<Vec<_>>().join("|")).collect();
        let expected = TABLE.map(|(_, name, limit)| format!("| `{name}` | `{limit}` "));
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_is_named_replaces_the_default() {
        let limits = RateLimits::parse(" guests=20 + 4/min, look-ups = off, ").unwrap();
        assert_eq!(limits.of(LimitKind::Guests), RateLimit { interval: 15_000, burst: 20 });
        assert_eq!(limits.of(LimitKind::LookUps), RateLimit::OFF);
        assert_eq!(limits.named(LimitKind::Shares), None);
        assert_eq!(limits.of(LimitKind::Shares), LimitKind::Shares.default_limit());
        assert_eq!(RateLimits::parse("off"), Ok(RateLimits::OFF));
        for (wrong, said) in [
            ("guests", "\"guests\" has no ="),
            ("guest=1/s", "\"guest\" is no limit"),
            ("guests=fast", "\"fast\" is no rate for guests"),
        ] {
            assert_eq!(RateLimits::parse(wrong), Err(said.to_owned()));
        }
    }
}
