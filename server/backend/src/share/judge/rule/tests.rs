use contract::TypedRecipient;

use super::*;

const SELF: &str = "adele";

fn id(text: &str) -> EntraUserId {
    EntraUserId::parse(text).unwrap()
}

fn person(name: &str, standing: UserStatus) -> PersonMatch {
    PersonMatch {
        id: id(name),
        name: name.to_owned(),
        address: format!("{name}@fabrikam.example"),
        company: None,
        standing,
        blocked: None,
    }
}

fn guest(name: &str) -> PersonMatch {
    person(name, UserStatus::Guest)
}

fn blocked(name: &str) -> PersonMatch {
    PersonMatch { blocked: Some(ProblemCode::PersonBlocked), ..guest(name) }
}

fn pending(name: &str) -> PersonMatch {
    person(name, UserStatus::Pending)
}

/// What is said of somebody typed as this, of whom the directory says that; Grady and Joni are readers already.
fn verdict_of(typed: &TypedRecipient, found: Found) -> Verdict {
    let role = |name: &str| RoleName::parse(name).unwrap();
    let roles = RoleHierarchy::new(&[role("reader"), role("owner")]);
    let existing = HashMap::from([(id("grady"), role("reader")), (id("joni"), role("reader"))]);
    let (sharer, reader) = (id(SELF), role("reader"));
    let facts = Facts { sharer: &sharer, role: &reader, roles: &roles, existing: &existing };
    facts.verdict(&Entry::of(typed), found)
}

fn verdict(text: &str, found: Found) -> Verdict {
    verdict_of(&TypedRecipient::of_text(text), found)
}

fn refused(field: FieldPath, code: ProblemCode, shown: Vec<PersonMatch>) -> Verdict {
    Verdict::Rejected(Problem::of_field(field, code), shown)
}

fn has_it(shown: PersonMatch) -> Verdict {
    let problem = Problem::of_field(FieldPath::ADDRESS, ProblemCode::AlreadyShared);
    Verdict::Rejected(Problem { role: RoleName::parse("reader").ok(), ..problem }, vec![shown])
}

const ANA: &str = "ana@fabrikam.example";

#[test]
fn whoever_is_not_there_is_new_if_they_can_be_invited() {
    let nobody = || Found::Owners(Vec::new());
    assert_eq!(verdict(ANA, nobody()), Verdict::New);
    for (text, code) in [
        ("gr\u{430}dy.archie@fabrikam.example", ProblemCode::AddressMixedScripts),
        ("kim@woodgr\u{43e}ve.example", ProblemCode::AddressMixedScripts),
        ("r&d@contoso.example", ProblemCode::AddressRefused),
        ("joni_northwind.example#EXT#@contoso.example", ProblemCode::AddressRefused),
    ] {
        assert_eq!(verdict(text, nobody()), refused(FieldPath::ADDRESS, code, Vec::new()), "{text}");
        let known = Found::Owners(vec![guest("ana")]);
        assert_eq!(verdict(text, known), Verdict::Ambiguous(vec![guest("ana")]), "whoever has it is meant");
    }
}

#[test]
fn what_is_no_address_is_refused_beside_it() {
    for (text, code) in [("", ProblemCode::AddressMissing), ("kim", ProblemCode::AddressMalformed)] {
        let found = Found::Unreadable(code);
        assert_eq!(verdict(text, found), refused(FieldPath::ADDRESS, code, Vec::new()));
    }
    let gone = refused(FieldPath::PERSON, ProblemCode::PersonGone, Vec::new());
    assert_eq!(verdict("kim", Found::Gone), gone);
}

#[test]
fn nobody_is_bound_by_an_address_alone() {
    for owners in [
        vec![guest("ana")],
        vec![guest("ana"), guest("eve")],
        vec![guest("ana"), blocked("eve")],
        vec![pending("ana")],
    ] {
        assert_eq!(verdict(ANA, Found::Owners(owners.clone())), Verdict::Ambiguous(owners));
    }
}

#[test]
fn whoever_can_never_come_is_shown_with_the_reason() {
    let all = vec![blocked("ana"), blocked("eve")];
    let expected = refused(FieldPath::ADDRESS, ProblemCode::PersonBlocked, all.clone());
    assert_eq!(verdict(ANA, Found::Owners(all)), expected);
    let expected = refused(FieldPath::ADDRESS, ProblemCode::PersonBlocked, vec![blocked("ana")]);
    assert_eq!(verdict(ANA, Found::Chosen(blocked("ana"))), expected);
}

#[test]
fn nobody_shares_with_themselves() {
    let yourself = || refused(FieldPath::ADDRESS, ProblemCode::Yourself, Vec::new());
    assert_eq!(verdict(ANA, Found::Owners(vec![guest(SELF)])), yourself());
    assert_eq!(verdict(ANA, Found::Chosen(guest(SELF))), yourself());
    let others = Found::Owners(vec![guest(SELF), guest("ana")]);
    assert_eq!(
        verdict(ANA, others),
        Verdict::Ambiguous(vec![guest("ana")]),
        "an address may be that of others too"
    );
}

#[test]
fn whoever_has_it_already_is_refused_unless_they_are_invited_again() {
    assert_eq!(verdict(ANA, Found::Chosen(guest("ana"))), Verdict::Selected(guest("ana")));
    for found in [Found::Chosen(guest("grady")), Found::Owners(vec![guest("grady")])] {
        assert_eq!(verdict(ANA, found), has_it(guest("grady")));
    }
    let again = TypedRecipient { resend: true, ..TypedRecipient::of_text(ANA) };
    assert_eq!(verdict_of(&again, Found::Chosen(pending("joni"))), Verdict::Selected(pending("joni")));
    assert_eq!(
        verdict(ANA, Found::Chosen(pending("joni"))),
        has_it(pending("joni")),
        "nobody asked for that"
    );
    assert_eq!(
        verdict_of(&again, Found::Chosen(guest("grady"))),
        has_it(guest("grady")),
        "whoever has come stays"
    );
    let both = vec![guest("grady"), guest("ana")];
    assert_eq!(
        verdict(ANA, Found::Owners(both.clone())),
        Verdict::Ambiguous(both),
        "the other one may be meant"
    );
}

#[test]
fn without_an_answer_it_is_found_out_in_the_background() {
    let again = TypedRecipient { resend: true, ..TypedRecipient::of_text(ANA) };
    let chosen = TypedRecipient { person: "grady".to_owned(), ..TypedRecipient::of_text(ANA) };
    let lapsed = || Found::Failed(Problem::new(ProblemCode::SignInAgain));
    for found in [|| Found::Unanswered, lapsed] {
        assert_eq!(verdict(ANA, found()), Verdict::Unanswered(None));
        assert_eq!(verdict_of(&chosen, found()), Verdict::Unanswered(Some(id("grady"))));
    }
    let unreachable = Verdict::Rejected(Problem::new(ProblemCode::DirectoryUnreachable), Vec::new());
    assert_eq!(
        verdict_of(&again, Found::Unanswered),
        unreachable,
        "only the directory knows of a guest to invite again"
    );
    let sign_in = Verdict::Rejected(Problem::new(ProblemCode::SignInAgain), Vec::new());
    assert_eq!(verdict_of(&again, lapsed()), sign_in);
    let trouble = Problem::new(ProblemCode::DirectoryTrouble);
    assert_eq!(verdict(ANA, Found::Failed(trouble.clone())), Verdict::Rejected(trouble, Vec::new()));
}
