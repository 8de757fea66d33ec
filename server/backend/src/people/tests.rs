#![allow(clippy::unwrap_used)]
use serde_json::json;

use super::*;

fn user(value: serde_json::Value) -> User {
    serde_json::from_value(value).unwrap()
}

#[test]
fn every_kind_of_address_counts() {
    let adele = user(json!({
        "id": "1", "displayName": "Adele", "mail": "adele@a.example", "otherMails": ["Other@a.example"],
        "proxyAddresses": ["SMTP:adele@a.example", "smtp:alias@a.example", "x500:/o=x"],
        "userPrincipalName": "upn@a.example", "userType": "Member",
    }));
    for address in ["ADELE@a.example", "other@a.example", " alias@a.example", "upn@a.example"] {
        assert!(has_address(&adele, address), "{address}");
    }
    for address in ["/o=x", "a@a.example", ""] {
        assert!(!has_address(&adele, address), "{address}");
    }
}

#[test]
fn an_address_is_theirs_however_it_is_written() {
    let guest = user(json!({
        "id": "1", "otherMails": ["Ana@bücher.example"], "userType": "Guest",
        "userPrincipalName": "kim.lee_Fabrikam.example#EXT#@contoso.onmicrosoft.com",
    }));
    for address in [
        "ana@xn--bcher-kva.example",
        "ANA@BÜCHER.example",
        "kim.lee@fabrikam.example",
        "Kim.Lee@Fabrikam.Example",
        "kim.lee_fabrikam.example#EXT#@contoso.onmicrosoft.com",
    ] {
        assert!(has_address(&guest, address), "{address}");
    }
    for address in
        ["lee@fabrikam.example", "kim.lee@fabrikam.exampl", "kim@lee_fabrikam.example", "ana@bucher.example"]
    {
        assert!(!has_address(&guest, address), "{address}");
    }
}

#[test]
fn whoever_cannot_sign_in_is_known_to_be_blocked() {
    let of =
        |enabled| person_match(&user(json!({"id": "1", "accountEnabled": enabled})), None).unwrap().blocked;
    assert_eq!(of(json!(false)), Some(ProblemCode::PersonBlocked));
    assert_eq!((of(json!(true)), of(json!(null))), (None, None));
}

#[test]
fn members_come_before_guests_before_pending() {
    let users = [
        user(
            json!({"id": "p", "displayName": "A", "userType": "Guest", "externalUserState": "PendingAcceptance"}),
        ),
        user(json!({"id": "g", "displayName": "B", "userType": "Guest", "externalUserState": "Accepted"})),
        user(json!({"id": "m2", "displayName": "d", "userType": "Member"})),
        user(json!({"id": "m1", "displayName": "C", "userType": "Member"})),
    ];
    let order: Vec<_> = ranked(&users, None).into_iter().map(|found| found.id.to_string()).collect();
    assert_eq!(order, ["m1", "m2", "g", "p"]);
}

#[test]
fn a_guest_without_mail_shows_the_address_that_found_them() {
    let guest = user(json!({
        "id": "g", "otherMails": ["first@b.example", "second@b.example"], "userPrincipalName": "x#EXT#@a.example",
    }));
    let shown = |typed| person_match(&guest, typed).unwrap().address;
    assert_eq!(shown(Some("second@b.example")), "second@b.example");
    assert_eq!(shown(None), "first@b.example");
    assert_eq!(person_match(&guest, None).unwrap().name, "first@b.example");
}

#[test]
fn nobody_is_offered_twice() {
    let users: Vec<_> = (0..20).map(|n| user(json!({"id": format!("{}", n % 10)}))).collect();
    assert_eq!(dedupe(ranked(&users, None)).len(), 10);
}

#[test]
fn whoever_asks_is_offered_nowhere_and_told_so_by_their_own_address_only() {
    let people = |ids: &[&str]| {
        let users: Vec<User> = ids.iter().map(|id| user(json!({"id": id, "userType": "Member"}))).collect();
        ranked(&users, None)
    };
    let adele = EntraUserId::parse("adele").unwrap();
    let found = offered(&adele, people(&["adele", "twin"]), people(&["diego", "adele"]));
    let shown: Vec<_> = found.iter().map(|found| (found.id.as_str(), found.blocked)).collect();
    assert_eq!(shown, [("adele", Some(ProblemCode::Yourself)), ("twin", None), ("diego", None)]);
    assert_eq!(offered(&adele, Vec::new(), people(&["adele"])), []);
}
