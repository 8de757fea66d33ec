//! The rate limits, kept in the database: what a bucket holds there, the rule decides on. A bucket says under which limit it was stored, for an
//! administrator may have set another one since.

use std::collections::HashMap;

use contract::Caller;
use storage::rate_limits::{self, BucketKey, BucketRow};
use storage::{Storage, StorageError, Tx};

use crate::rules::Decision;
use crate::rules::limits::{LimitKind, RateLimits};
use crate::rules::pace::{GuestPace, Standing};
use crate::rules::rate_limit::RateLimit;

/// Whose bucket of which limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bucket<'a> {
    kind: LimitKind,
    tenant: &'a str,
    subject: &'a str,
}

impl<'a> Bucket<'a> {
    /// A person's.
    pub(crate) const fn of_person(kind: LimitKind, tenant: &'a str, user: &'a str) -> Self {
        Self { kind, tenant, subject: user }
    }

    /// The caller's.
    pub(crate) fn of_caller(kind: LimitKind, caller: &'a Caller) -> Self {
        Self::of_person(kind, caller.tenant.as_str(), caller.user.as_str())
    }

    /// A tenant's.
    pub(crate) const fn of_tenant(kind: LimitKind, tenant: &'a str) -> Self {
        Self { kind, tenant, subject: "" }
    }

    /// That of a network outside.
    pub(crate) const fn of_network(kind: LimitKind, network: &'a str) -> Self {
        Self { kind, tenant: "", subject: network }
    }

    const fn key(&self) -> BucketKey<'a> {
        BucketKey { name: self.kind.as_str(), tenant: self.tenant, subject: self.subject }
    }
}

/// A stored bucket as this limit has it: it may have been stored under another one.
fn held_to(limit: RateLimit, row: BucketRow) -> BucketRow {
    let before = RateLimit { interval: row.interval_ms, burst: row.burst };
    let full_at = limit.take_over(before, row.full_at, row.taken_at);
    let (interval_ms, burst) = (limit.interval, limit.burst);
    BucketRow { full_at, noted_until: row.noted_until.min(full_at), interval_ms, burst, ..row }
}

/// The same after taking `count` at `now`.
fn less(limit: RateLimit, row: BucketRow, count: usize, now: i64) -> BucketRow {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    BucketRow { full_at: limit.after(row.full_at, now, count), taken_at: now, ..row }
}

/// Whether the bucket holds at least one at `now`, in unix milliseconds. Nothing is taken.
pub(crate) async fn look(
    storage: &Storage,
    limits: &RateLimits,
    bucket: Bucket<'_>,
    now: i64,
) -> Result<Decision, StorageError> {
    let limit = limits.of(bucket.kind);
    if limit.is_off() {
        return Ok(Decision::Allow);
    }
    let row = held_to(limit, rate_limits::load(storage, bucket.key()).await?);
    Ok(limit.decide(row.full_at, now))
}

/// How far the caller, and their tenant, may invite new guests. Nothing is taken. One statement, and none where there is no limit.
pub(crate) async fn guest_pace(
    storage: &Storage,
    limits: &RateLimits,
    caller: &Caller,
) -> Result<GuestPace, StorageError> {
    let kinds =
        [LimitKind::Guests, LimitKind::TenantGuests, LimitKind::GuestsOfDay, LimitKind::TenantGuestsOfDay];
    let names: Vec<_> =
        kinds.into_iter().filter(|kind| !limits.of(*kind).is_off()).map(LimitKind::as_str).collect();
    let rows = if names.is_empty() {
        HashMap::new()
    } else {
        rate_limits::load_each(storage, (caller.tenant.as_str(), caller.user.as_str()), &names).await?
    };
    let [own, tenant, own_day, tenant_day] = kinds.map(|kind| {
        let limit = limits.of(kind);
        let row = rows.get(kind.as_str()).copied().unwrap_or_default();
        Standing { limit, full_at: held_to(limit, row).full_at }
    });
    Ok(GuestPace { own, tenant, own_day, tenant_day })
}

/// Takes `count`, with the transaction, if the bucket holds at least one.
pub(crate) async fn take(
    tx: &mut Tx,
    limits: &RateLimits,
    bucket: Bucket<'_>,
    count: usize,
    now: i64,
) -> Result<Decision, StorageError> {
    take_if(tx, limits, bucket, (count, 1), now).await
}

/// Takes `count`, with the transaction, if the bucket holds them all; of more than it can hold, if it is full.
pub(crate) async fn take_all(
    tx: &mut Tx,
    limits: &RateLimits,
    bucket: Bucket<'_>,
    count: usize,
    now: i64,
) -> Result<Decision, StorageError> {
    take_if(tx, limits, bucket, (count, count), now).await
}

/// Takes `count`, if the bucket holds at least `least`.
async fn take_if(
    tx: &mut Tx,
    limits: &RateLimits,
    bucket: Bucket<'_>,
    (count, least): (usize, usize),
    now: i64,
) -> Result<Decision, StorageError> {
    let limit = limits.of(bucket.kind);
    if limit.is_off() || count == 0 {
        return Ok(Decision::Allow);
    }
    let row = held_to(limit, rate_limits::lock(tx, bucket.key()).await?);
    let decision = limit.decide_all(row.full_at, now, i64::try_from(least).unwrap_or(i64::MAX));
    if decision.is_allowed() {
        rate_limits::store(tx, bucket.key(), less(limit, row, count, now)).await?;
    }
    Ok(decision)
}

/// Takes one, with the transaction, whether the bucket holds one or not. When it is its turn: now, or later.
pub(crate) async fn take_turn(
    tx: &mut Tx,
    limits: &RateLimits,
    bucket: Bucket<'_>,
    now: i64,
) -> Result<i64, StorageError> {
    let limit = limits.of(bucket.kind);
    if limit.is_off() {
        return Ok(now);
    }
    let row = held_to(limit, rate_limits::lock(tx, bucket.key()).await?);
    rate_limits::store(tx, bucket.key(), less(limit, row, 1, now)).await?;
    Ok(limit.next_at(row.full_at, now))
}

/// Takes one in a transaction of its own. The first refusal of a burst is noted by `note`; whoever goes on asking costs one reading statement each time.
pub(crate) async fn take_or_note(
    storage: &Storage,
    limits: &RateLimits,
    bucket: Bucket<'_>,
    now: i64,
    note: impl AsyncFnOnce(&mut Tx) -> Result<(), StorageError>,
) -> Result<Decision, StorageError> {
    take_several_or_note(storage, limits, (bucket, 1), now, note).await
}

/// The same of several, if the bucket holds at least one.
pub(crate) async fn take_several_or_note(
    storage: &Storage,
    limits: &RateLimits,
    (bucket, count): (Bucket<'_>, usize),
    now: i64,
    note: impl AsyncFnOnce(&mut Tx) -> Result<(), StorageError>,
) -> Result<Decision, StorageError> {
    let limit = limits.of(bucket.kind);
    if limit.is_off() {
        return Ok(Decision::Allow);
    }
    let seen = held_to(limit, rate_limits::load(storage, bucket.key()).await?);
    let decision = limit.decide(seen.full_at, now);
    if !decision.is_allowed() && now < seen.noted_until {
        return Ok(decision);
    }
    let mut tx = storage.begin().await?;
    let mut row = held_to(limit, rate_limits::lock(&mut tx, bucket.key()).await?);
    let decision = limit.decide(row.full_at, now);
    if decision.is_allowed() {
        row = less(limit, row, count, now);
    } else if now < row.noted_until {
        return Ok(decision);
    } else {
        // The burst is over when the bucket is full again.
        row.noted_until = row.full_at;
    }
    rate_limits::store(&mut tx, bucket.key(), row).await?;
    if !decision.is_allowed() {
        note(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(decision)
}
