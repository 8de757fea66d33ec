//! Roles that people have cannot be taken out: nobody would know what those people may do.

use std::collections::BTreeSet;

use contract::{FieldPath, HeldRole, KindName, RoleName};
use serde_json::Value;
use storage::access::{OfKinds, any_holder, count_holders};
use storage::{Storage, StorageError};

use crate::settings::Section as _;
use crate::settings::any_section::AnySection;
use crate::settings::sections::Roles;

/// A role that is not offered any more on items of some kinds.
struct Vanishing {
    field: FieldPath,
    /// `None` for all kinds but `named`.
    kind: Option<KindName>,
    role: RoleName,
}

/// The roles that are in `before` and not in `after`, as far as somebody has them at `now`, in unix milliseconds.
pub(super) async fn held(
    (storage, now): (&Storage, i64),
    of: &dyn AnySection,
    before: &Value,
    after: &Value,
) -> Result<Vec<HeldRole>, StorageError> {
    let roles = |value: &Value| serde_json::from_value::<Roles>(value.clone()).ok();
    let (Some(before), Some(after)) = (roles(before), roles(after)) else { return Ok(Vec::new()) };
    if of.name() != Roles::NAME {
        return Ok(Vec::new());
    }
    let named: Vec<_> = named(&before, &after).into_iter().cloned().collect();
    let mut all = Vec::new();
    for Vanishing { field, kind, role } in vanishing(&before, &after) {
        let kinds = kind
            .as_ref()
            .map_or(OfKinds::OtherThan(&named), |kind| OfKinds::These(std::slice::from_ref(kind)));
        let Some(holder) = any_holder(storage, (&role, now), kinds).await? else { continue };
        let count = count_holders(storage, (&role, now), kinds).await?;
        let count = u64::try_from(count).unwrap_or_default();
        all.push(HeldRole { field, role, kind, count, person: holder.name, item_title: holder.item_title });
    }
    Ok(all)
}

fn named<'a>(before: &'a Roles, after: &'a Roles) -> BTreeSet<&'a KindName> {
    before.kinds.keys().chain(after.kinds.keys()).collect()
}

/// Every role that a kind loses: those that are named, and all others together.
fn vanishing(before: &Roles, after: &Roles) -> Vec<Vanishing> {
    let mut all = Vec::new();
    let mut lost = |field: FieldPath, kind: Option<&KindName>, (was, is): (&[RoleName], &[RoleName])| {
        for role in was.iter().filter(|role| !is.contains(role)) {
            all.push(Vanishing { field: field.clone(), kind: kind.cloned(), role: role.clone() });
        }
    };
    let kinds = FieldPath::known("kinds");
    for kind in named(before, after) {
        let place = after.kinds.keys().position(|known| known == kind);
        let field = place.map_or_else(|| kinds.clone(), |at| kinds.at(at).join(&FieldPath::known("roles")));
        lost(field, Some(kind), (before.of_kind(kind), after.of_kind(kind)));
    }
    let others = (before.other_kinds.roles.as_slice(), after.other_kinds.roles.as_slice());
    lost(FieldPath::known("other_kinds.roles"), None, others);
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::settings::sections::KindRoles;

    fn roles(kinds: &[(&str, &[&str])], others: &[&str]) -> Roles {
        let list =
            |names: &[&str]| KindRoles::of(names.iter().map(|name| RoleName::parse(name).unwrap()).collect());
        let kinds: BTreeMap<_, _> =
            kinds.iter().map(|(kind, roles)| (KindName::parse(kind).unwrap(), list(roles))).collect();
        Roles { kinds, other_kinds: list(others) }
    }

    fn lost(before: &Roles, after: &Roles) -> Vec<(String, String, String)> {
        let told = |lost: Vanishing| {
            let kind = lost.kind.map(|kind| kind.to_string()).unwrap_or_default();
            (lost.field.to_string(), kind, lost.role.to_string())
        };
        vanishing(before, after).into_iter().map(told).collect()
    }

    fn told(field: &str, kind: &str, role: &str) -> (String, String, String) {
        (field.to_owned(), kind.to_owned(), role.to_owned())
    }

    #[test]
    fn a_role_vanishes_where_its_kind_no_longer_has_it() {
        let before =
            roles(&[("document", &["reader", "editor"]), ("folder", &["reader"])], &["reader", "owner"]);
        assert!(lost(&before, &before).is_empty());
        let after = roles(&[("document", &["reader"]), ("folder", &["reader"])], &["owner"]);
        let expected =
            [told("kinds[0].roles", "document", "editor"), told("other_kinds.roles", "", "reader")];
        assert_eq!(lost(&before, &after), expected);
        // A kind that comes or goes changes its roles for those of the others, or the other way round.
        let without = roles(&[("folder", &["reader"])], &["reader", "owner"]);
        assert_eq!(lost(&before, &without), [told("kinds", "document", "editor")]);
        let own = roles(
            &[("drawing", &["reader"]), ("document", &["reader", "editor"]), ("folder", &["reader"])],
            &["reader", "owner"],
        );
        assert_eq!(lost(&before, &own), [told("kinds[1].roles", "drawing", "owner")]);
    }
}
