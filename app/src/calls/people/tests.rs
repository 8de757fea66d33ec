#![allow(clippy::unwrap_used)]

use contract::EntraUserId;

use super::*;

const EN: Language = Language::English;

fn person(name: &str, standing: UserStatus) -> PersonMatch {
    PersonMatch {
        id: EntraUserId::parse("p1").unwrap(),
        name: name.to_owned(),
        address: "r&d@northwind.example".to_owned(),
        company: None,
        standing,
        blocked: None,
    }
}

fn blocked(code: ProblemCode) -> PersonMatch {
    PersonMatch { blocked: Some(code), ..person("Joni Sherman", UserStatus::Pending) }
}

fn people(count: usize) -> PeopleFound {
    let one = FoundPerson { person: person("Grady Archie", UserStatus::Guest), existing_role: None };
    PeopleFound { matches: vec![one; count], ..PeopleFound::default() }
}

fn new(address: &str, name: Option<&str>) -> NewAddress {
    NewAddress {
        address: EmailAddress::parse(address).unwrap(),
        name: name.map(str::to_owned),
        is_being_invited: false,
        refused: None,
    }
}

fn only_new(new: NewAddress) -> PeopleFound {
    PeopleFound { new: Some(new), ..PeopleFound::default() }
}

/// Badge, look and outcome of somebody.
fn shown(person: &PersonMatch, role: Option<&str>) -> (String, String, String) {
    let role = role.map(|role| RoleName::parse(role).unwrap());
    let shown = person_response(EN, person, role.as_ref());
    (shown.badge, shown.standing, shown.outcome)
}

#[test]
fn badge_and_outcome_by_what_somebody_is_and_has() {
    use UserStatus::{Guest, Member, Pending};
    let pending = "hasn’t accepted an earlier invitation yet";
    for (person, role, badge, standing, outcome) in [
        (person("Alex", Member), None, "Member", "member", "gets access at once"),
        (person("Grady", Guest), None, "Guest", "guest", "gets access at once"),
        (person("Joni", Pending), None, "Invited", "pending", pending),
        (person("Alex", Member), Some("reader"), "Has access as Reader", "member", "has access already"),
        (person("Joni", Pending), Some("owner"), "Has access as Owner", "pending", pending),
        (blocked(ProblemCode::PersonBlocked), Some("reader"), "Blocked", "blocked", ""),
        (blocked(ProblemCode::Yourself), None, "You", "blocked", ""),
    ] {
        let expected = (badge.to_owned(), standing.to_owned(), outcome.to_owned());
        assert_eq!(shown(&person, role), expected, "{person:?} {role:?}");
    }
}

#[test]
fn whoever_is_blocked_has_the_reason_with_them() {
    let free = candidate_response(EN, &person("Joni", UserStatus::Pending));
    assert_eq!((free.blocked.as_str(), free.outside), ("", true));
    let blocked = candidate_response(EN, &blocked(ProblemCode::DomainBlocked));
    assert!(blocked.blocked.contains("doesn’t allow guests from this domain"), "{}", blocked.blocked);
    assert!(!candidate_response(EN, &person("Alex", UserStatus::Member)).outside);
}

#[test]
fn whoever_is_picked_is_bound_by_their_id_whatever_their_address_is() {
    let shown = candidate_response(EN, &person("Joni Sherman", UserStatus::Pending));
    assert_eq!((shown.id.as_str(), shown.key.as_str()), ("p1", "p1"));
    let picked = TypedRecipient::parse(&shown.line);
    assert_eq!((picked.person.as_str(), picked.text.as_str()), ("p1", "r&d@northwind.example"));
    assert!(picked.name.is_empty() && !picked.resend);
    assert_eq!((shown.address.as_str(), shown.initials.as_str()), ("r&d@northwind.example", "JS"));
    let nameless = person("r&d@northwind.example", UserStatus::Guest);
    assert_eq!(candidate_response(EN, &nameless).address, "", "it is not said twice");
}

#[test]
fn a_new_address_is_the_last_row_with_the_name_that_stood_beside_it() {
    let beside = new("PAT@Bücher.example", Some("Lee, Pat"));
    let said =
        response(EN, "\"Lee, Pat\" <PAT@Bücher.example>", &PeopleFound { new: Some(beside), ..people(1) });
    assert_eq!(said.matches.len(), 2);
    let row = said.matches.last().unwrap();
    assert_eq!((row.id.as_str(), row.key.as_str()), ("", "pat@xn--bcher-kva.example"));
    assert_eq!((row.name.as_str(), row.address.as_str()), ("Lee, Pat", "PAT@xn--bcher-kva.example"));
    assert_eq!((row.standing.as_str(), row.badge.as_str()), ("new", "New"));
    assert!(row.outside && row.blocked.is_empty());
    let picked = TypedRecipient::parse(&row.line);
    assert_eq!((picked.text.as_str(), picked.name.as_str()), ("PAT@xn--bcher-kva.example", "Lee, Pat"));
    assert!(picked.person.is_empty());

    let bare = response(EN, "pat@x.example", &only_new(new("pat@x.example", None)));
    assert_eq!((bare.matches[0].name.as_str(), bare.matches[0].address.as_str()), ("pat@x.example", ""));
    assert_eq!(TypedRecipient::parse(&bare.matches[0].line), TypedRecipient::of_text("pat@x.example"));
}

#[test]
fn whoever_joins_an_invitation_is_told_before_they_send() {
    for lang in Language::ALL {
        let joins = NewAddress { is_being_invited: true, ..new("pat@northwind.example", None) };
        let said = response(lang, "pat@northwind.example", &only_new(joins));
        assert_eq!(said.matches[0].outcome, picker::outcome_joins(lang));
        assert_eq!(said.matches[0].standing, "invited", "it can be picked all the same");
        assert_eq!(said.announcement, picker::joins_result(lang, "pat@northwind.example"));
    }
}

#[test]
fn nothing_is_promised_for_what_cannot_be_invited() {
    for (address, code, remark) in [
        ("p\u{430}t@northwind.example", ProblemCode::AddressMixedScripts, "another alphabet"),
        ("r&d@northwind.example", ProblemCode::AddressRefused, "Microsoft doesn’t accept"),
    ] {
        let refused = NewAddress { refused: Some(code), ..new(address, None) };
        let said = response(EN, address, &only_new(refused));
        assert!(said.matches.is_empty(), "{address}");
        assert!(said.remark.contains(remark), "{}", said.remark);
        assert_eq!(said.announcement, said.remark);
    }
}

#[test]
fn the_live_region_says_what_matters() {
    let recent = |count| PeopleFound { are_recent: true, ..people(count) };
    let exact_only = || PeopleFound { exact_only: true, ..PeopleFound::default() };
    let nobody = "Nobody found. Type a full email address to invite someone new.";
    let more = "More people match: keep typing.";
    let exact = "Type the full email address: only then is a person shown.";
    for (text, found, remark, announcement) in [
        ("gr", people(1), "", "1 person found."),
        ("gr", people(3), "", "3 people found."),
        (
            "g",
            PeopleFound { has_more: true, ..people(8) },
            more,
            "8 people found. More people match: keep typing.",
        ),
        ("gr", PeopleFound::default(), nobody, nobody),
        ("a@x.example; b@x.example", PeopleFound::default(), "", ""),
        ("", recent(2), "", "2 people you shared with recently."),
        ("", recent(0), "", ""),
        ("", exact_only(), exact, exact),
        ("gr", exact_only(), exact, exact),
        (
            "pat@x.example",
            only_new(new("pat@x.example", None)),
            "",
            "pat@x.example is new and gets an invitation.",
        ),
        (
            "pat@x.example",
            PeopleFound { new: Some(new("pat@x.example", None)), ..people(1) },
            "",
            "1 person found. pat@x.example is new and gets an invitation.",
        ),
    ] {
        let said = response(EN, text, &found);
        assert_eq!((said.remark.as_str(), said.announcement.as_str()), (remark, announcement), "{text}");
    }
}

#[test]
fn recent_people_stand_below_a_heading() {
    for lang in Language::ALL {
        let recent = PeopleFound { are_recent: true, ..people(1) };
        assert_eq!(response(lang, "", &recent).heading, picker::recent(lang));
        assert_eq!(response(lang, "", &PeopleFound { are_recent: true, ..people(0) }).heading, "");
        assert_eq!(response(lang, "g", &people(1)).heading, "");
    }
}
