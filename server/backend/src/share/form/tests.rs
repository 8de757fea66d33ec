#![allow(clippy::unwrap_used)]
use contract::{AskedAttribute, TypedAttribute};

use super::super::options::ShareOptions;

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

/// Without options.
fn parse(
    form: &ShareForm,
    roles: &[RoleName],
    own: Language,
    asked: &AskedAttributes<'_>,
) -> Result<ValidatedShare, Problem> {
    super::parse(form, roles, own, asked, (ShareOptions::default(), Vec::new()))
}

fn line(text: &str, name: &str) -> String {
    TypedRecipient { name: name.to_owned(), ..TypedRecipient::of_text(text) }.line()
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
    let [ana] = validated.recipients.as_slice() else { panic!("{validated:?}") };
    assert_eq!((ana.text.as_str(), ana.name.as_str()), (" Ana@Fabrikam.example ", "Ana Ünal"));
    assert_eq!(validated.name.as_deref(), Some("Ana Ünal"));
    assert_eq!(validated.message.as_deref(), Some("Hello\nthere"));
    assert_eq!((validated.language, ana.person.as_str()), (Language::Lithuanian, ""));
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
        let [only] = validated.recipients.as_slice() else { panic!("{validated:?}") };
        assert_eq!((only.text.as_str(), only.person.as_str()), (address, chosen.person.as_str()));
    }
    let unreadable = ShareForm { person: "<b>".to_owned(), ..form() };
    let validated = parse(&unreadable, &roles(), Language::English, &[]).unwrap();
    assert_eq!(validated.recipients[0].person, "", "the address is meant");
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

#[test]
fn a_form_is_the_same_whether_a_browser_sends_it_or_a_script() {
    let with = |message: &str| ShareForm { message: message.to_owned(), ..form() };
    assert_eq!(hash(&with("Hello\r\nKim")), hash(&with("Hello\nKim")));
    assert_ne!(hash(&with("Hello\nKim")), hash(&with("Hello\n\nKim")));
}

const JONI: &str = "0b9b8f6a-4f0e-4d3b-9a57-0f4b1f1f8d11";

#[test]
fn hashes_of_earlier_versions_are_what_they_were() {
    // Worked out by another program from the description above.
    let first = ShareForm {
        address: "ana@fabrikam.example".to_owned(),
        name: "Ana Novak".to_owned(),
        message: "Hello".to_owned(),
        language: "en".to_owned(),
        ..form()
    };
    assert_eq!(hash(&first), "gsU5h_Wi5asoMVwE1j_JcCQNVzta523TC7HdVEfo8a0");
    let again = ShareForm { resend: "1".to_owned(), ..first };
    assert_eq!(hash(&again), "hkD87LRg1nu3HpMttwPryMZLOdNKuwZ_RpFZ9CF4lIM");
    let attributes = vec![TypedAttribute { name: "city".to_owned(), value: "Vilnius".to_owned() }];
    let asked = ShareForm { attributes, ..again };
    assert_eq!(hash(&asked), "KsPQYSKF95TiAb9yndr62mYMRYEP2q5AnXZIcqq0_HA");
    assert_eq!(hash(&normalised(asked.clone())), hash(&asked));
}

#[test]
fn what_is_new_in_a_form_makes_another_one() {
    let filled = || "x".to_owned();
    let forms = [
        form(),
        ShareForm { recipients: vec![filled()], ..form() },
        ShareForm { recipients: vec![filled(), filled()], ..form() },
        ShareForm { leave_out: filled(), ..form() },
        ShareForm { copy: filled(), ..form() },
        ShareForm { mail_way: filled(), ..form() },
        ShareForm { sponsor: filled(), ..form() },
        ShareForm { until: filled(), ..form() },
    ];
    let hashes: std::collections::BTreeSet<_> = forms.iter().map(hash).collect();
    assert_eq!(hashes.len(), forms.len());
}

#[test]
fn one_recipient_is_the_same_form_whichever_way_it_came() {
    let joni = TypedRecipient {
        person: JONI.to_owned(),
        resend: true,
        ..TypedRecipient::of_text("Joni <joni@northwind.example>")
    };
    let by_line = normalised(ShareForm { recipients: vec![joni.line()], address: String::new(), ..form() });
    let by_field = normalised(ShareForm {
        address: "Joni <joni@northwind.example>".to_owned(),
        person: JONI.to_owned(),
        resend: "1".to_owned(),
        ..form()
    });
    assert_eq!(by_line, by_field);
    assert_eq!((by_line.address.as_str(), by_line.name.as_str()), ("joni@northwind.example", "Joni"));
    assert!(by_line.recipients.is_empty());
    assert_eq!(hash(&by_line), hash(&by_field));
    let typed = recipients(&by_line);
    assert_eq!(typed.len(), 1);
    assert!(typed[0].resend && typed[0].person == JONI && typed[0].name == "Joni");
    // The name of the form counts before the one beside the address.
    let named = ShareForm { recipients: vec![joni.line()], name: "J.".to_owned(), ..by_line };
    assert_eq!(normalised(ShareForm { address: String::new(), person: String::new(), ..named }).name, "J.");
}

#[test]
fn several_have_a_line_each_and_what_is_in_the_field_comes_last() {
    let typed = ShareForm {
        recipients: vec![line("Kim@Bücher.example", ""), line("", ""), line("no address", "")],
        address: "Ana Novak <ana@fabrikam.example>; pat@northwind.example; nonsense".to_owned(),
        name: "For somebody".to_owned(),
        resend: "1".to_owned(),
        ..form()
    };
    let form = normalised(typed);
    assert_eq!(
        form.recipients,
        [
            line("Kim@xn--bcher-kva.example", ""),
            line("no address", ""),
            line("ana@fabrikam.example", "Ana Novak"),
            line("pat@northwind.example", ""),
            line("nonsense", ""),
        ]
    );
    assert_eq!((form.address.as_str(), form.person.as_str(), form.resend.as_str()), ("", "", ""));
    assert_eq!(form.name, "For somebody");
    assert_eq!(normalised(form.clone()), form);
    assert_eq!(recipients(&form).len(), 5);
    assert!(parse(&form, &roles(), Language::English, &[]).is_ok(), "each is judged by itself");
}

#[test]
fn whoever_was_chosen_is_not_lost_with_a_text_that_is_no_list() {
    let chosen = |address: &str| {
        let form = ShareForm { address: address.to_owned(), person: JONI.to_owned(), ..form() };
        recipients(&normalised(form)).into_iter().map(|typed| typed.person).collect::<Vec<_>>()
    };
    for address in ["", "no address", "one; two"] {
        assert_eq!(chosen(address), [JONI], "{address}");
    }
    assert_eq!(chosen("a@b.example; c@d.example"), ["", ""], "others are meant by now");
}

#[test]
fn what_was_judged_goes_back_into_the_form() {
    let one = normalised(ShareForm { person: JONI.to_owned(), resend: "1".to_owned(), ..form() });
    let turned_away = with_recipients(one.clone(), &[TypedRecipient::of_text(&one.address)]);
    assert_eq!(turned_away, ShareForm { person: String::new(), resend: String::new(), ..one });
    let lines = vec![line("a@b.example", ""), line("c@d.example", "")];
    let many = normalised(ShareForm { recipients: lines, address: String::new(), ..form() });
    let chosen = TypedRecipient { person: JONI.to_owned(), ..TypedRecipient::of_text("a@b.example") };
    let back = with_recipients(many, &[chosen.clone(), TypedRecipient::of_text("c@d.example")]);
    assert_eq!(recipients(&back)[0], chosen);
}

#[test]
fn a_form_has_one_recipient_at_least_and_so_many_at_most() {
    let of = |count: usize| {
        let recipients = (0..count).map(|n| line(&format!("guest-{n}@fabrikam.example"), "")).collect();
        let form = normalised(ShareForm { recipients, address: String::new(), ..form() });
        parse(&form, &roles(), Language::English, &[])
    };
    assert_eq!(of(0).unwrap_err().about(&FieldPath::ADDRESS), Some(ProblemCode::AddressMissing));
    assert_eq!(of(RECIPIENTS_LIMIT).unwrap().recipients.len(), RECIPIENTS_LIMIT);
    let problem = of(RECIPIENTS_LIMIT + 1).unwrap_err();
    assert_eq!(problem.about(&FieldPath::RECIPIENTS), Some(ProblemCode::TooManyRecipients));
}

#[test]
fn a_name_beside_an_address_has_the_same_limit() {
    let of = |name: &str| {
        let recipients = vec![line("a@b.example", "Ana"), line("c@d.example", name)];
        parse(&ShareForm { recipients, address: String::new(), ..form() }, &roles(), Language::English, &[])
    };
    let named = of(" Kim\u{7} ").unwrap().recipients;
    assert_eq!(named.iter().map(|typed| typed.name.as_str()).collect::<Vec<_>>(), ["Ana", "Kim"]);
    let problem = of(&"x".repeat(NAME_LIMIT + 1)).unwrap_err();
    let field = FieldPath::known("recipients[1].name");
    assert_eq!(problem.about(&field), Some(ProblemCode::NameTooLong));
}
