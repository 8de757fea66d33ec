#![allow(clippy::unwrap_used)]

use super::*;
use crate::rules::sharing::ItemAccess;

fn user(text: &str) -> EntraUserId {
    EntraUserId::parse(text).unwrap()
}

fn role(text: &str) -> RoleName {
    RoleName::parse(text).unwrap()
}

/// `reader`, `editor` and `owner` are offered; `visitor` was, below them.
fn roles() -> RoleHierarchy {
    let offered = ["reader", "editor", "owner"].map(role);
    RoleHierarchy::new(&offered).with_earlier(&["visitor", "reader"].map(role))
}

/// What somebody has on the item: a guest, open to members, their own role, an administrator.
type Of = (bool, bool, Option<&'static str>, bool);

fn asked<T>(of: Of, (who, gave): (&str, &str), has: &str, ask: impl Fn(&Changer<'_>, &Held<'_>) -> T) -> T {
    let (is_guest, open_to_members, own, is_administrator) = of;
    let (who, grady, gave, own, has) = (user(who), user("grady"), user(gave), own.map(role), role(has));
    let access = ItemAccess { open_to_members, own_role: own.as_ref() };
    let who = Changer { sharer: Sharer { user: &who, is_guest, access }, is_administrator };
    ask(&who, &Held { user: &grady, role: &has, given_by: &gave })
}

#[test]
fn who_may_end_access_and_what_they_may_give_in_its_place() {
    let all = &["reader", "editor", "owner"][..];
    for (of, who, gave, has, ends, gives) in [
        // Whoever gave it, as far as the item is theirs to give.
        ((false, true, None, false), "adele", "adele", "reader", true, &["editor", "owner"][..]),
        ((false, true, None, false), "adele", "adele", "owner", true, &["reader", "editor"]),
        ((false, false, Some("editor"), false), "adele", "adele", "reader", true, &["editor"]),
        ((false, false, Some("reader"), false), "adele", "adele", "editor", true, &["reader"]),
        ((false, false, Some("reader"), false), "adele", "adele", "reader", true, &[]),
        // A role that is above the person's.
        ((false, false, Some("owner"), false), "diego", "adele", "editor", true, &["reader", "owner"]),
        ((false, false, Some("editor"), false), "diego", "adele", "reader", true, &["editor"]),
        ((false, true, Some("editor"), false), "diego", "adele", "reader", true, &["editor", "owner"]),
        ((false, false, Some("reader"), false), "diego", "adele", "visitor", true, &["reader"]),
        // One that is not.
        ((false, false, Some("editor"), false), "diego", "adele", "editor", false, &[]),
        ((false, false, Some("reader"), false), "diego", "adele", "owner", false, &[]),
        ((false, false, Some("stranger"), false), "diego", "adele", "reader", false, &[]),
        ((false, false, Some("owner"), false), "diego", "adele", "stranger", false, &[]),
        // What is open to all members makes nobody's role reach further.
        ((false, true, None, false), "diego", "adele", "reader", false, &[]),
        ((false, true, Some("reader"), false), "diego", "adele", "reader", false, &[]),
        // An administrator, whether they see the item or not.
        ((false, false, None, true), "megan", "adele", "editor", true, &["reader", "owner"]),
        ((false, true, None, true), "megan", "adele", "stranger", true, all),
        // A guest never.
        ((true, false, Some("owner"), false), "joni", "adele", "reader", false, &[]),
        ((true, true, Some("owner"), true), "joni", "joni", "reader", false, &[]),
        // Their own: only administrators end it, and nobody changes it.
        ((false, true, Some("editor"), false), "grady", "grady", "editor", false, &[]),
        ((false, false, Some("editor"), false), "grady", "adele", "editor", false, &[]),
        ((false, false, Some("editor"), true), "grady", "adele", "editor", true, &[]),
    ] {
        let told = format!("{of:?} {who} {gave} {has}");
        let may = asked(of, (who, gave), has, |who, held| may_end(who, held, &roles()).denial());
        assert_eq!(may.map(|problem| problem.code), (!ends).then_some(ProblemCode::NotAllowed), "{told}");
        let offered = asked(of, (who, gave), has, |who, held| roles_to_offer(who, held, &roles()));
        assert_eq!(offered, gives.iter().map(|name| role(name)).collect::<Vec<_>>(), "{told}");
    }
}

#[test]
fn what_is_wrong_with_a_role_is_said() {
    let code = |of, has, wanted: &str| {
        let denied =
            asked(of, ("adele", "adele"), has, |who, held| may_change(who, held, &roles(), &role(wanted)));
        denied.denial().map(|problem| problem.code)
    };
    let (open, closed) = ((false, true, None, false), (false, false, Some("reader"), false));
    assert_eq!(code(open, "reader", "owner"), None);
    assert_eq!(code(open, "reader", "visitor"), Some(ProblemCode::RoleUnknown), "not offered any more");
    assert_eq!(code(open, "reader", "stranger"), Some(ProblemCode::RoleUnknown));
    assert_eq!(code(closed, "reader", "owner"), Some(ProblemCode::RoleAboveOwn));
    let own = |wanted: &str| {
        let of = (false, true, Some("editor"), true);
        asked(of, ("grady", "adele"), "editor", |who, held| may_change(who, held, &roles(), &role(wanted)))
    };
    for wanted in ["reader", "owner"] {
        let denied = own(wanted).denial().map(|problem| problem.code);
        assert_eq!(denied, Some(ProblemCode::NotAllowed), "{wanted}");
    }
}

#[test]
fn who_may_end_access_moves_its_last_day_and_only_who_may_give_it_has_it_last_longer() {
    let (not_allowed, above) = (Some(ProblemCode::NotAllowed), Some(ProblemCode::RoleAboveOwn));
    for (of, who, gave, has, shorter, longer) in [
        ((false, true, None, false), "adele", "adele", "owner", None, None),
        ((false, false, Some("reader"), false), "adele", "adele", "reader", None, None),
        // What they gave when they had more themselves.
        ((false, false, Some("reader"), false), "adele", "adele", "editor", None, above),
        // A role that is not offered any more.
        ((false, false, Some("reader"), false), "diego", "adele", "visitor", None, None),
        ((false, false, Some("editor"), false), "diego", "adele", "reader", None, None),
        ((false, false, Some("editor"), false), "diego", "adele", "editor", not_allowed, not_allowed),
        ((false, true, None, false), "diego", "adele", "reader", not_allowed, not_allowed),
        // An administrator, whether they see the item or not; but not their own.
        ((false, false, None, true), "megan", "adele", "owner", None, None),
        ((false, false, Some("editor"), true), "grady", "adele", "editor", not_allowed, not_allowed),
        ((true, false, Some("owner"), false), "joni", "adele", "reader", not_allowed, not_allowed),
    ] {
        for (is_longer, expected) in [(false, shorter), (true, longer)] {
            let may = asked(of, (who, gave), has, |who, held| {
                may_move_last_day(who, held, &roles(), is_longer).denial()
            });
            assert_eq!(may.map(|problem| problem.code), expected, "{of:?} {who} {gave} {has} {is_longer}");
        }
    }
}
