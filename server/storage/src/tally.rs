//! The changes of counts that a transaction has made and not yet stored.

use std::collections::{BTreeMap, BTreeSet};

/// What a transaction has changed and not yet stored.
#[derive(Default)]
pub(crate) struct Tally {
    /// By tenant, inviter and state: how many more invitations.
    pub(crate) invitations: BTreeMap<(String, String, String), i64>,
    /// By tenant and item.
    pub(crate) items: BTreeMap<(String, String), AccessChange>,
    /// The people, by tenant and id, whose pages show something else from now on.
    pub(crate) changed: BTreeSet<(String, String)>,
}

/// What has changed about who has access to an item.
#[derive(Default)]
pub(crate) struct AccessChange {
    /// How many more people.
    pub(crate) people: i64,
    /// The newest access that was given, unix milliseconds.
    pub(crate) last: Option<i64>,
    /// Whether older access was revoked or got a new time: then the last time of sharing must be read from the rows.
    pub(crate) is_older_gone: bool,
}

impl Tally {
    /// An inviter has so many more invitations in a state. Where one less makes up for one more, something else of an invitation has changed.
    pub(crate) fn add_invitations(&mut self, (tenant, inviter): (&str, &str), state: &str, more: i64) {
        self.changed.insert((tenant.into(), inviter.into()));
        *self.invitations.entry((tenant.into(), inviter.into(), state.into())).or_default() += more;
    }

    /// Access was given to somebody who had none, or once more to somebody who had some.
    pub(crate) fn add_access(&mut self, tenant: &str, item: &str, since: i64, is_new: bool) {
        let shared = self.items.entry((tenant.into(), item.into())).or_default();
        shared.people += i64::from(is_new);
        shared.last = shared.last.max(Some(since));
        shared.is_older_gone |= !is_new;
    }

    /// Somebody's access was taken away.
    pub(crate) fn remove_access(&mut self, tenant: &str, item: &str) {
        let shared = self.items.entry((tenant.into(), item.into())).or_default();
        shared.people -= 1;
        shared.is_older_gone = true;
    }
}
