//! The changes of objects, from the ledger.

use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;
use world::{
    World,
    change::{ObjectChange, ObjectKind},
    effect::{Effect, LedgerEntry},
    group::Group,
    membership::Member,
    tenant::Tenant,
};

/// The changes of one kind of objects in a tenant.
pub(super) struct LedgerChanges<'a> {
    pub(super) world: &'a World,
    pub(super) tenant: &'a Tenant,
    pub(super) kind: ObjectKind,
}

impl<'a> LedgerChanges<'a> {
    /// The object of this kind that an entry changed.
    fn of(&self, entry: &LedgerEntry) -> Option<ObjectChange> {
        let object_change = entry.effect.object_change()?;
        (object_change.tenant == self.tenant.id && object_change.kind == self.kind).then_some(object_change)
    }

    /// The sequence number of the last effect that is visible at this time. A new user that is not visible yet holds back everything after it.
    pub(super) fn last_visible_seq(&self, at: OffsetDateTime) -> u64 {
        let unseen = |entry: &LedgerEntry| match &entry.effect {
            Effect::UserCreated { user, .. } => user.visible_from > at || entry.at > at,
            _ => entry.at > at,
        };
        let known = self.world.ledger().iter().take_while(|entry| !unseen(entry));
        known.last().map_or(0, |entry| entry.seq)
    }

    /// The objects that changed after an effect, in the order of their last change; the last effect examined; and whether there are more.
    pub(super) fn since(&self, seen: u64, at: OffsetDateTime, most: usize) -> (Vec<Uuid>, u64, bool) {
        let end = self.last_visible_seq(at).max(seen);
        let mut ids: Vec<Uuid> = Vec::new();
        let mut until = end;
        for entry in self.between(seen, end) {
            let Some(object_change) = self.of(entry) else { continue };
            let known = ids.iter().position(|id| *id == object_change.id);
            if known.is_none() && ids.len() == most {
                until = entry.seq - 1;
                break;
            }
            if let Some(known) = known {
                ids.remove(known);
            }
            ids.push(object_change.id);
        }
        (ids, until, until < end)
    }

    fn between(&self, seen: u64, until: u64) -> impl Iterator<Item = &'a LedgerEntry> + use<'a> {
        self.world.ledger().iter().filter(move |entry| entry.seq > seen && entry.seq <= until)
    }

    /// Adds the members added to and removed from groups (`members@delta`), except for deleted groups.
    pub(super) fn add_members(&self, rows: &mut [Value], seen: u64, until: u64) {
        for entry in self.between(seen, until) {
            let Effect::MembersChanged { tenant, group, added, removed } = &entry.effect else {
                continue;
            };
            let id = json!(group);
            let own = |row: &&mut Value| {
                *tenant == self.tenant.id && row["id"] == id && row.get("@removed").is_none()
            };
            let Some(row) = rows.iter_mut().find(own) else { continue };
            let came = added.iter().map(|member| described(*member));
            let went = removed.iter().map(|member| {
                let mut gone = described(*member);
                gone["@removed"] = json!({ "reason": "deleted" });
                gone
            });
            let news: Vec<Value> = came.chain(went).collect();
            match row.get_mut("members@delta").and_then(Value::as_array_mut) {
                Some(known) => {
                    known.retain(|old| news.iter().all(|new| new["id"] != old["id"]));
                    known.extend(news);
                }
                None => row["members@delta"] = news.into(),
            }
        }
    }
}

fn described(member: Member) -> Value {
    match member {
        Member::User(id) => json!({ "@odata.type": "#microsoft.graph.user", "id": id }),
        Member::Group(id) => json!({ "@odata.type": "#microsoft.graph.group", "id": id }),
    }
}

/// All members of a group, for the first pages.
pub(super) fn members(group: &Group) -> Value {
    let users = group.members.iter().map(|id| Member::User(*id));
    users.chain(group.nested.iter().map(|id| Member::Group(*id))).map(described).collect()
}
