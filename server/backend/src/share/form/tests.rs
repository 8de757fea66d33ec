#![allow(clippy::unwrap_used)]
use contract::{AskedAttribute, TypedAttribute};

use super::*;

fn roles() -> Vec<RoleName> {
    vec![RoleName::parse("reader").unwrap(), RoleName::parse("contributor").unwrap()]
}

fn form() -> ShareForm {
    ShareForm {
        item: "plan".to_owned(),
        address: " Ana@Fabrikam.example ".to_owned(),
        role: "reader".to_owned(),
        key: "k1".to_owned(),
        ..ShareForm::default()
    }
}

#[test]
fn a_good_form() {
    let typed = ShareForm {
        name: "  Ana\u{7} Ünal ".to_owned(),
        message: "Hello\r\nthere\u{0}".to_owned(),
        language: "lt".to_owned(),
        ..form()
    };
    let validated = parse(&typed, &roles(), Language::French, &[]).unwrap();
    assert_eq!(validated.address.unwrap().as_str(), "Ana@fabrikam.example");
    assert_eq!(validated.name.as_deref(), Some("Ana Ünal"));
    assert_eq!(validated.message.as_deref(), Some("Hello\nthere"));
    assert_eq!((validated.language, validated.person), (Language::Lithuanian, None));
    assert_eq!(parse(&form(), &roles(), Language::French, &[]).unwrap().language, Language::French);
}

#[test]
fn everything_wrong_is_said_at_once() {
    let typed = ShareForm {
        address: "ana".to_owned(),
        person: "<b>".to_owned(),
        role: "owner".to_owned(),
        name: "x".repeat(NAME_LIMIT + 1),
        message: "x".repeat(MESSAGE_LIMIT + 1),
        language: "de".to_owned(),
        ..form()
    };
    let problem = parse(&typed, &roles(), Language::English, &[]).unwrap_err();
    for (field, code) in [
        (FieldPath::ADDRESS, ProblemCode::AddressMalformed),
        (FieldPath::ROLE, ProblemCode::RoleUnknown),
        (FieldPath::NAME, ProblemCode::NameTooLong),
        (FieldPath::MESSAGE, ProblemCode::MessageTooLong),
        (FieldPath::LANGUAGE, ProblemCode::BadForm),
    ] {
        assert_eq!(problem.about(&field), Some(code), "{field:?}");
    }
    assert_eq!(problem.code, ProblemCode::AddressMalformed);
}

#[test]
fn what_was_pasted_goes_where_it_belongs() {
    let pasted = |address: &str, name: &str| {
        let form = ShareForm { address: address.to_owned(), name: name.to_owned(), ..form() };
        let ShareForm { address, name, .. } = normalised(form);
        (address, name)
    };
    let text = str::to_owned;
    let kim = "\"Lee, Kim\" <KIM@Bücher.example>;";
    assert_eq!(pasted(kim, " "), (text("KIM@xn--bcher-kva.example"), text("Lee, Kim")));
    assert_eq!(pasted(kim, "Kim"), (text("KIM@xn--bcher-kva.example"), text("Kim")), "typed before pasted");
    assert_eq!(
        pasted(" Kim Lee ", ""),
        (text(" Kim Lee "), text("")),
        "what is no address stays as it was typed"
    );
    let once = normalised(ShareForm { address: text(kim), ..form() });
    assert_eq!(normalised(once.clone()), once);
}

#[test]
fn nothing_about_the_address_stops_who_was_chosen() {
    for address in ["", "no address", "a@b.example; c@d.example"] {
        let typed = ShareForm { address: address.to_owned(), ..form() };
        assert!(parse(&typed, &roles(), Language::English, &[]).is_err(), "{address}");
        let chosen = ShareForm { person: "0b9b8f6a-4f0e-4d3b-9a57-0f4b1f1f8d11".to_owned(), ..typed };
        let validated = parse(&chosen, &roles(), Language::English, &[]).unwrap();
        assert_eq!((validated.address, validated.person.is_some()), (None, true), "{address}");
    }
    let unreadable = ShareForm { person: "<b>".to_owned(), ..form() };
    assert_eq!(
        parse(&unreadable, &roles(), Language::English, &[]).unwrap().person,
        None,
        "the address is meant"
    );
}

#[test]
fn what_the_form_asks_for_is_said_beside_its_field_while_nobody_is_chosen() {
    let city: AttributeName = "city".parse().unwrap();
    let asked = AskedAttribute { name: city.to_string(), label: None, required: false, longest: 8 };
    let asked = [(&city, asked)];
    let typed = |value: &str| ShareForm {
        attributes: vec![TypedAttribute { name: "city".to_owned(), value: value.to_owned() }],
        ..form()
    };
    let validated = parse(&typed(" Vilnius "), &roles(), Language::English, &asked).unwrap();
    assert_eq!(validated.attributes, BTreeMap::from([(city.clone(), "Vilnius".to_owned())]));
    let problem = parse(&typed("Marijampolė"), &roles(), Language::English, &asked).unwrap_err();
    assert_eq!(problem.about(&FieldPath::ATTRIBUTES.at(0)), Some(ProblemCode::TextTooLong));
    let person = "0b9b8f6a-4f0e-4d3b-9a57-0f4b1f1f8d11".to_owned();
    let chosen = ShareForm { person, ..typed("Marijampolė") };
    let validated = parse(&chosen, &roles(), Language::English, &asked).unwrap();
    assert!(validated.attributes.is_empty(), "what does not fit is not written");
}

#[test]
fn limits_count_characters_and_one_for_a_line_end() {
    let fits = |name: &str, message: &str| {
        parse(
            &ShareForm { name: name.to_owned(), message: message.to_owned(), ..form() },
            &roles(),
            Language::English,
            &[],
        )
        .is_ok()
    };
    assert!(fits(&"ü".repeat(NAME_LIMIT), &format!("{}\r\nx", "字".repeat(MESSAGE_LIMIT - 2))));
    assert!(!fits("", &format!("{}\r\nx", "字".repeat(MESSAGE_LIMIT - 1))));
}

#[test]
fn a_form_without_a_key_did_not_come_from_us() {
    let typed = ShareForm { key: String::new(), ..form() };
    assert_eq!(
        parse(&typed, &roles(), Language::English, &[]).unwrap_err(),
        Problem::new(ProblemCode::BadForm)
    );
}

#[test]
fn the_hash_tells_contents_apart_not_keys() {
    assert_eq!(hash(&form()), hash(&ShareForm { key: "other".to_owned(), ..form() }));
    let shifted = ShareForm { name: "a".to_owned(), message: "b".to_owned(), ..form() };
    let other = ShareForm { name: "ab".to_owned(), ..form() };
    assert_ne!(hash(&shifted), hash(&other));
    let with = |name: &str, value: &str| {
        let attributes = vec![TypedAttribute { name: name.to_owned(), value: value.to_owned() }];
        hash(&ShareForm { attributes, ..form() })
    };
    assert_eq!(with("city", ""), hash(&form()), "nothing was typed");
    assert_ne!(with("city", "Vilnius"), hash(&form()));
    assert_ne!(with("city", "Vilnius"), with("state", "Vilnius"));
}
