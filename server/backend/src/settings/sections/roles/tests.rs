#![allow(clippy::unwrap_used)]

use super::*;

fn kind(text: &str) -> KindName {
    KindName::parse(text).unwrap()
}

/// The roles of `document`, and of every other kind.
fn roles(document: &[&str], other_kinds: &[&str]) -> Roles {
    Roles {
        kinds: BTreeMap::from([(kind("document"), KindRoles::of(names(document)))]),
        other_kinds: KindRoles::of(names(other_kinds)),
    }
}

fn ranked(roles: &Roles, of: &str) -> Vec<String> {
    roles.hierarchy_of_kind(&kind(of)).ranked().iter().map(ToString::to_string).collect()
}

#[test]
fn kinds_have_roles() {
    let roles = Roles::default();
    assert_eq!(roles.of_kind(&kind("document")), names(&["reader", "contributor"]));
    assert_eq!(roles.of_kind(&kind("dashboard")), names(&["reader"]));
    assert_eq!(roles.hierarchy_of_kind(&kind("dashboard")).offered(), names(&["reader"]));
}

#[test]
fn each_list_needs_roles_and_each_role_once() {
    let wrong: Vec<_> = roles(&["a", "b", "a"], &[]).validate();
    let wrong: Vec<_> = wrong.iter().map(|wrong| (wrong.field.as_str(), wrong.code)).collect();
    assert_eq!(
        wrong,
        [("other_kinds.roles", ProblemCode::ValueMissing), ("kinds[0].roles[2]", ProblemCode::ValueRepeated)]
    );
    assert!(roles(&["a"], &["a", "b"]).validate().is_empty());
}

#[test]
fn a_role_that_is_taken_out_keeps_its_rank() {
    let first = roles(&["reader", "editor", "owner"], &["reader"]);
    let mut second = roles(&["reader", "owner"], &["reader"]);
    second.carry_over(&first);
    assert_eq!(second.of_kind(&kind("document")), names(&["reader", "owner"]));
    assert_eq!(ranked(&second, "document"), ["reader", "editor", "owner"]);
    assert_eq!(ranked(&second, "other"), ["reader"]);
    // the next change knows it, too
    let mut third = roles(&["owner"], &["reader"]);
    third.carry_over(&second);
    assert_eq!(ranked(&third, "document"), ["reader", "editor", "owner"]);
    // what is offered again is nothing special
    let mut fourth = roles(&["owner", "editor", "reader"], &["reader"]);
    fourth.carry_over(&third);
    assert_eq!(ranked(&fourth, "document"), ["owner", "editor", "reader"]);
    assert!(fourth.kinds[&kind("document")].ranked.is_empty());
}

#[test]
fn kinds_come_and_go_and_ranks_stay() {
    let own = roles(&["reader", "editor"], &["reader", "contributor"]);
    let mut none = Roles { kinds: BTreeMap::new(), ..own.clone() };
    none.carry_over(&own);
    assert_eq!(none.of_kind(&kind("document")), names(&["reader", "contributor"]));
    assert_eq!(ranked(&none, "document"), ["reader", "editor", "contributor"]);
    let mut again = roles(&["guest"], &["reader", "contributor"]);
    again.carry_over(&none);
    assert_eq!(ranked(&again, "document"), ["reader", "editor", "contributor", "guest"]);
}

#[test]
fn an_item_that_changes_its_kind_keeps_the_rank_of_roles_that_were_given() {
    assert_eq!(ranked(&Roles::default(), "dashboard"), ["reader", "contributor"]);
}
