use super::*;

#[test]
fn what_is_edited_reads_as_mail_programs_write_it() {
    for (name, address, text) in [
        ("", "pat@northwind.example", "pat@northwind.example"),
        ("Pat Lee", "pat@northwind.example", "Pat Lee <pat@northwind.example>"),
        ("Lee, Pat", "pat@northwind.example", "\"Lee, Pat\" <pat@northwind.example>"),
        ("Pat \"the\" Lee", "pat@northwind.example", "\"Pat \\\"the\\\" Lee\" <pat@northwind.example>"),
    ] {
        assert_eq!(written(name, address), text);
    }
}

#[test]
fn the_domain_is_said_once() {
    for (outside, of, name, address, said) in [
        (true, "northwind.example", "pat@northwind.example", "", ""),
        (true, "Northwind Traders", "pat@northwind.example", "", "Northwind Traders"),
        (true, "northwind.example", "Pat Lee", "pat@northwind.example", "northwind.example"),
        (true, "example", "pat@northwind.example", "", "example"),
        (false, "Contoso", "Adele Vance", "adele.vance@contoso.example", ""),
    ] {
        assert_eq!(company(outside, of, name, address), said, "{name} {of}");
    }
}

#[test]
fn what_nobody_has_judged_has_no_light() {
    let chip = unjudged_chip(&TypedRecipient::of_text("PAT@northwind.example"));
    assert_eq!((chip.light.as_str(), chip.name.as_str()), ("", "PAT@northwind.example"));
    assert_eq!(chip.key, "pat@northwind.example");
    let named = TypedRecipient { name: "Pat".to_owned(), ..TypedRecipient::of_text("pat@northwind.example") };
    let chip = unjudged_chip(&named);
    assert_eq!((chip.name.as_str(), chip.address.as_str()), ("Pat", "pat@northwind.example"));
    assert_eq!(TypedRecipient::parse(&chip.line), named);
}

#[test]
fn a_wish_for_a_new_invitation_can_be_taken_back_also_where_it_cannot_be_fulfilled() {
    let pending = |light, resend| JudgedRecipient {
        typed: TypedRecipient {
            person: "joni".to_owned(),
            resend,
            ..TypedRecipient::of_text("joni@northwind.example")
        },
        key: "joni".to_owned(),
        kind: RecipientKind::Pending,
        light,
        person: None,
        candidates: Vec::new(),
        problem: None,
        repeats: None,
        outside: true,
        company: String::new(),
        existing_role: None,
        starts_at: None,
    };
    let line = Some("joni\tresend\t\tjoni@northwind.example".to_owned());
    for (light, resend, expected) in [
        (Light::Amber, false, &line),
        (Light::Amber, true, &line),
        (Light::Red, true, &line),
        (Light::Red, false, &None),
    ] {
        assert_eq!(&resend_line(&pending(light, resend)), expected, "{light:?} {resend}");
    }
    let guest = JudgedRecipient { kind: RecipientKind::Guest, ..pending(Light::Red, true) };
    assert_eq!(resend_line(&guest), None);
}
