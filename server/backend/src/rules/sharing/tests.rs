#![allow(clippy::unwrap_used)]

use contract::UserStatus;

use super::*;

fn user(text: &str) -> EntraUserId {
    EntraUserId::parse(text).unwrap()
}

fn role(text: &str) -> RoleName {
    RoleName::parse(text).unwrap()
}

/// `reader` and `owner` are offered; `editor` was, between them.
fn roles() -> RoleHierarchy {
    RoleHierarchy::new(&[role("reader"), role("owner")]).with_earlier(&[role("reader"), role("editor")])
}

fn code(decision: Decision) -> Option<ProblemCode> {
    decision.denial().map(|problem| problem.code)
}

fn of_field(field: FieldPath, code: ProblemCode) -> Decision {
    Decision::Deny(Problem::of_field(field, code))
}

#[test]
fn only_members_share() {
    assert_eq!(may_share(false), Decision::Allow);
    assert_eq!(may_share(true), Decision::Deny(Problem::new(ProblemCode::NotAllowed)));
}

/// Every combination of guest or member, open or closed item, and own role.
#[test]
fn who_sees_an_item_and_how_far_they_reach() {
    let adele = user("adele");
    let nothing: &[&str] = &[];
    let all: &[&str] = &["reader", "editor", "owner", "stranger"];
    for (is_guest, open_to_members, own_role, sees, gives) in [
        (false, true, None, true, all),
        (false, true, Some("reader"), true, all),
        (false, true, Some("stranger"), true, all),
        (false, false, None, false, nothing),
        (false, false, Some("reader"), true, &["reader"]),
        (false, false, Some("editor"), true, &["reader", "editor"]),
        (false, false, Some("owner"), true, &["reader", "editor", "owner"]),
        (false, false, Some("stranger"), true, &["stranger"]),
        (true, true, None, false, all),
        (true, true, Some("reader"), true, all),
        (true, false, None, false, nothing),
        (true, false, Some("owner"), true, &["reader", "editor", "owner"]),
    ] {
        let own_role = own_role.map(role);
        let access = ItemAccess { open_to_members, own_role: own_role.as_ref() };
        let sharer = Sharer { user: &adele, is_guest, access };
        assert_eq!(may_see(&sharer).is_allowed(), sees, "{sharer:?}");
        for role in all {
            let decision = may_give(&access, &roles(), role);
            assert_eq!(decision.is_allowed(), gives.contains(role), "{sharer:?} {role}");
            let denied = of_field(FieldPath::ROLE, ProblemCode::RoleAboveOwn);
            assert!(decision.is_allowed() || decision == denied);
        }
    }
}

#[test]
fn a_new_share_names_a_role_that_is_offered() {
    assert_eq!(is_offered(&roles(), "owner"), Decision::Allow);
    for other in ["editor", "stranger", ""] {
        assert_eq!(is_offered(&roles(), other), of_field(FieldPath::ROLE, ProblemCode::RoleUnknown));
    }
}

#[test]
fn the_first_reason_against_a_share_is_said() {
    let adele = user("adele");
    let reader = role("reader");
    let access = ItemAccess { open_to_members: false, own_role: Some(&reader) };
    let member = Sharer { user: &adele, is_guest: false, access };
    let begin = |sharer: Sharer<'_>, role| code(may_begin(&sharer, &roles(), role));
    assert_eq!(begin(member, "reader"), None);
    assert_eq!(begin(Sharer { is_guest: true, ..member }, "reader"), Some(ProblemCode::NotAllowed));
    assert_eq!(
        begin(Sharer { access: ItemAccess { own_role: None, ..access }, ..member }, "stranger"),
        Some(ProblemCode::NotFound)
    );
    assert_eq!(begin(member, "editor"), Some(ProblemCode::RoleUnknown));
    assert_eq!(begin(member, "owner"), Some(ProblemCode::RoleAboveOwn));
}

#[test]
fn nobody_shares_with_themselves_nor_with_a_blocked_account() {
    let (adele, joni) = (user("adele"), user("joni"));
    let of = |user, blocked| may_receive(&adele, &Recipient { user, blocked, existing_role: None });
    assert_eq!(of(&joni, None), Decision::Allow);
    for why in [ProblemCode::PersonBlocked, ProblemCode::DomainBlocked] {
        assert_eq!(of(&joni, Some(why)), of_field(FieldPath::ADDRESS, why));
        assert_eq!(of(&adele, Some(why)), of_field(FieldPath::ADDRESS, ProblemCode::Yourself));
    }
    assert_eq!(of(&adele, None), of_field(FieldPath::ADDRESS, ProblemCode::Yourself));
}

#[test]
fn whoever_has_as_much_needs_nothing() {
    let joni = user("joni");
    for (has, wanted, needed) in [
        (None, "reader", true),
        (Some("reader"), "reader", false),
        (Some("reader"), "owner", true),
        (Some("owner"), "reader", false),
        (Some("editor"), "reader", false),
        (Some("editor"), "owner", true),
        (Some("reader"), "stranger", false),
        (Some("stranger"), "stranger", false),
        (Some("stranger"), "reader", true),
    ] {
        let has = has.map(role);
        let recipient = Recipient { user: &joni, blocked: None, existing_role: has.as_ref() };
        let decision = is_needed(&recipient, &roles(), wanted);
        let problem = Problem::of_field(FieldPath::ADDRESS, ProblemCode::AlreadyShared);
        let denied = Decision::Deny(Problem { role: has.clone(), ..problem });
        let expected = if needed { Decision::Allow } else { denied };
        assert_eq!(decision, expected, "{has:?} {wanted}");
    }
}

#[test]
fn the_first_reason_against_a_recipient_is_said() {
    let (adele, joni, reader) = (user("adele"), user("joni"), role("reader"));
    let access = ItemAccess { open_to_members: true, own_role: None };
    let sharer = Sharer { user: &adele, is_guest: false, access };
    let blocked = Some(ProblemCode::PersonBlocked);
    let with = |user, blocked, existing_role| {
        let recipient = Recipient { user, blocked, existing_role };
        code(may_receive(sharer.user, &recipient).and_then(|| is_needed(&recipient, &roles(), "reader")))
    };
    assert_eq!(with(&joni, None, None), None);
    assert_eq!(with(&adele, blocked, Some(&reader)), Some(ProblemCode::Yourself));
    assert_eq!(with(&joni, blocked, Some(&reader)), Some(ProblemCode::PersonBlocked));
    assert_eq!(with(&joni, None, Some(&reader)), Some(ProblemCode::AlreadyShared));
}

#[test]
fn a_share_that_was_accepted_outlives_its_role_but_not_the_sharers_reach() {
    let (adele, joni, reader) = (user("adele"), user("joni"), role("reader"));
    let of = |open_to_members, own_role| {
        let access = ItemAccess { open_to_members, own_role };
        Sharer { user: &adele, is_guest: false, access }
    };
    let (open, closed, gone) = (of(true, None), of(false, Some(&reader)), of(false, None));
    let give = |sharer: &Sharer<'_>, role| code(may_still_give(sharer, &joni, &roles(), role));
    for role in ["reader", "editor", "owner", "stranger"] {
        assert_eq!(give(&open, role), None, "{role}");
        assert_eq!(give(&gone, role), Some(ProblemCode::RoleAboveOwn), "{role}");
        let above = (role != "reader").then_some(ProblemCode::RoleAboveOwn);
        assert_eq!(give(&closed, role), above, "{role}");
    }
    assert_eq!(code(may_still_give(&open, &adele, &roles(), "reader")), Some(ProblemCode::Yourself));
}

#[test]
fn an_address_may_have_other_owners_than_the_sharer() {
    let found = |id: &str| PersonMatch {
        id: user(id),
        name: id.to_owned(),
        address: "shared@contoso.example".to_owned(),
        company: None,
        standing: UserStatus::Member,
        blocked: None,
    };
    let adele = user("adele");
    let among = |ids: &[&str]| candidates(&adele, ids.iter().copied().map(found).collect());
    assert_eq!(among(&[]), Ok(Vec::new()));
    assert_eq!(among(&["joni", "adele"]), Ok(vec![found("joni")]));
    let yourself = Problem::of_field(FieldPath::ADDRESS, ProblemCode::Yourself);
    assert_eq!(among(&["adele"]), Err(yourself));
    let blocked = |why| PersonMatch { blocked: Some(why), ..found("joni") };
    let (one, other) = (blocked(ProblemCode::DomainBlocked), blocked(ProblemCode::PersonBlocked));
    assert_eq!(somebody_can_come(&[]), Decision::Allow);
    assert_eq!(somebody_can_come(&[one.clone(), found("grady")]), Decision::Allow);
    assert_eq!(somebody_can_come(&[one, other]), of_field(FieldPath::ADDRESS, ProblemCode::DomainBlocked));
}
