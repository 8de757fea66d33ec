use contract::RecipientKind;

use super::*;

fn judged(light: Light) -> JudgedRecipient {
    JudgedRecipient {
        typed: TypedRecipient::of_text("pat"),
        key: "pat".to_owned(),
        kind: RecipientKind::Unreadable,
        light,
        person: None,
        candidates: Vec::new(),
        problem: None,
        repeats: None,
        outside: false,
        company: String::new(),
        existing_role: None,
        starts_at: None,
    }
}

#[test]
fn a_form_that_came_back_shows_the_administrators_texts_where_they_are_fixed() {
    let defaults = |is_fixed: bool, language| FormDefaults {
        mail_way: MailWay::Own,
        options: FormOptions { fixed_language: is_fixed, fixed_message: is_fixed, ..FormOptions::default() },
        language,
        message: Some("Welcome.".to_owned()),
        asked: Vec::new(),
        unassigned_roles: Vec::new(),
    };
    let french = Some(Language::French);
    for (is_fixed, typed, language, shown) in [
        (true, ("", ""), french, ("Welcome.", "fr")),
        (true, ("Hello", "lt"), french, ("Welcome.", "fr")),
        (true, ("Hello", "lt"), None, ("Welcome.", "en")),
        (false, ("Hello", "lt"), french, ("Hello", "lt")),
        (false, ("", ""), french, ("", "fr")),
    ] {
        let (message, tag) = typed;
        let mut form =
            ShareForm { message: message.to_owned(), language: tag.to_owned(), ..ShareForm::default() };
        settle_texts(&mut form, &defaults(is_fixed, language), Language::English);
        assert_eq!((form.message.as_str(), form.language.as_str()), shown, "{is_fixed} {typed:?}");
    }
}

#[test]
fn only_what_has_to_be_typed_otherwise_stays_in_the_field() {
    assert!(stays_in_field(&judged(Light::Red)));
    assert!(!stays_in_field(&judged(Light::Green)));
}

#[test]
fn who_has_to_be_typed_otherwise_keeps_their_name() {
    let address = "pat@contoso.example";
    let only = TypedRecipient { name: "Pat Lee".to_owned(), ..TypedRecipient::of_text(address) };
    for (typed, shown) in [
        (("", ""), (address, "Pat Lee")),
        (("", "P. Lee"), (address, "P. Lee")),
        (("Pat Lee <pat@contoso.example>", ""), ("Pat Lee <pat@contoso.example>", "")),
    ] {
        let (field, name) = typed;
        let mut form = ShareForm { address: field.to_owned(), name: name.to_owned(), ..ShareForm::default() };
        put_into_field(&mut form, &only);
        assert_eq!((form.address.as_str(), form.name.as_str()), shown, "{typed:?}");
    }
}

#[test]
fn whoever_has_no_place_in_one_form_stays_in_the_field() {
    let numbered = |count: usize| -> Vec<_> {
        (0..count).map(|at| TypedRecipient::of_text(&format!("guest{at}@fabrikam.example"))).collect()
    };
    let mut all = numbered(RECIPIENTS_LIMIT + 2);
    all[RECIPIENTS_LIMIT + 1].name = "Lee, Kim".to_owned();
    let mut typed = ShareForm { address: "pat".to_owned(), ..ShareForm::default() };
    leave_in_field(&mut typed, &mut all);
    assert_eq!(all, numbered(RECIPIENTS_LIMIT));
    let left = "pat, guest500@fabrikam.example, \"Lee, Kim\" <guest501@fabrikam.example>";
    assert_eq!(typed.address, left);
    leave_in_field(&mut typed, &mut all);
    assert_eq!((all.len(), typed.address.as_str()), (RECIPIENTS_LIMIT, left), "these have one");
}

#[test]
fn whoever_is_chosen_in_the_field_becomes_a_recipient() {
    let mut typed = ShareForm {
        address: "joni@northwind.example".to_owned(),
        person: "joni".to_owned(),
        resend: "1".to_owned(),
        ..ShareForm::default()
    };
    let chosen = chosen_in_field(&mut typed).unwrap();
    assert_eq!((chosen.person.as_str(), chosen.resend), ("joni", true));
    assert!(typed.address.is_empty() && typed.person.is_empty());
    assert!(chosen_in_field(&mut typed).is_none());
}

#[test]
fn a_problem_of_a_recipient_is_known_by_its_field() {
    for field in ["address", "person", "recipients[3].address"] {
        assert!(is_of_recipient(field), "{field}");
    }
    for field in ["role", "message", "recipients", "until"] {
        assert!(!is_of_recipient(field), "{field}");
    }
}
