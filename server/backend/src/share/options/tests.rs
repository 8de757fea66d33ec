#![allow(clippy::unwrap_used)]

use contract::Language;
use serde_json::json;

use super::*;

/// 10 March 2027, half past two in the afternoon.
const NOW: i64 = 1_804_689_000_000;
/// The beginning of that day.
const TODAY: i64 = NOW.div_euclid(DAY_MS) * DAY_MS;

fn settings(inviting: serde_json::Value) -> Settings {
    Settings { inviting: serde_json::from_value(inviting).unwrap(), ..Settings::default() }
}

/// Settings that let everything be chosen.
fn open() -> Settings {
    settings(json!({ "choose_own": true, "choose_link": true, "sponsors": true }))
}

fn wrong(form: &ShareForm, settings: &Settings) -> Vec<(String, ProblemCode)> {
    let (_, wrong) = parse(form, settings, NOW);
    wrong.into_iter().map(|wrong| (wrong.field.to_string(), wrong.code)).collect()
}

fn until(text: &str, settings: &Settings) -> Result<Option<i64>, ProblemCode> {
    let form = ShareForm { until: text.to_owned(), ..ShareForm::default() };
    match parse(&form, settings, NOW) {
        (options, wrong) if wrong.is_empty() => Ok(options.until),
        (_, wrong) => {
            assert_eq!(wrong[0].field, FieldPath::UNTIL);
            Err(wrong[0].code)
        }
    }
}

fn filled() -> ShareForm {
    ShareForm {
        copy: " Office <office@contoso.example> ".to_owned(),
        mail_way: "link".to_owned(),
        sponsor: "Megan.Bowen@contoso.example".to_owned(),
        until: "2027-03-31".to_owned(),
        ..ShareForm::default()
    }
}

#[test]
fn nothing_is_said_by_a_form_in_which_nothing_was_typed() {
    for settings in [Settings::default(), open()] {
        let (options, wrong) = parse(&ShareForm::default(), &settings, NOW);
        assert!(options.is_empty() && wrong.is_empty());
    }
}

#[test]
fn what_was_typed_is_read_and_stored_readably() {
    let (options, wrong) = parse(&filled(), &open(), NOW);
    assert_eq!(wrong, []);
    let stored = r#"{"copy":"office@contoso.example","mail_way":"link","sponsor":{"typed":"Megan.Bowen@contoso.example"},"until":1806537600000}"#;
    assert_eq!(serde_json::to_string(&options).unwrap(), stored);
    assert_eq!(serde_json::from_str::<ShareOptions>(stored).unwrap(), options);
    assert_eq!(options.sponsor(), None, "nobody has looked them up");
    let member = r#"{"sponsor":{"member":"3e9a"}}"#;
    let known: ShareOptions = serde_json::from_str(member).unwrap();
    assert_eq!(known.sponsor().map(EntraUserId::as_str), Some("3e9a"));
    assert_eq!(serde_json::to_string(&known).unwrap(), member);
    assert!(serde_json::from_str::<ShareOptions>("{}").unwrap().is_empty());
}

#[test]
fn a_form_that_is_sent_again_says_the_same() {
    let (options, _) = parse(&filled(), &open(), NOW);
    let again = options.filled_in(ShareForm::default());
    assert_eq!((again.copy.as_str(), again.until.as_str()), ("office@contoso.example", "2027-03-31"));
    assert_eq!(parse(&again, &open(), NOW), (options.clone(), Vec::new()));
    let known =
        ShareOptions { sponsor: Some(Sponsor::Member(EntraUserId::parse("3e9a").unwrap())), ..options };
    assert_eq!(known.filled_in(ShareForm::default()).sponsor, "3e9a");
    assert_eq!(ShareOptions::default().filled_in(filled()), ShareForm::default(), "nothing was said");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_beside_its_field() {
    let form = ShareForm {
        copy: "a@b.example, c@d.example".to_owned(),
        mail_way: "inviter".to_owned(),
        sponsor: "Megan Bowen".to_owned(),
        until: "tomorrow".to_owned(),
        ..ShareForm::default()
    };
    let expected = [
        ("copy", ProblemCode::AddressSeveral),
        ("mail_way", ProblemCode::MailWayUnknown),
        ("sponsor", ProblemCode::SponsorUnknown),
        ("until", ProblemCode::DayMalformed),
    ];
    assert_eq!(wrong(&form, &open()), expected.map(|(field, code)| (field.to_owned(), code)));
    let form = ShareForm { copy: "nobody".to_owned(), mail_way: "pigeon".to_owned(), ..ShareForm::default() };
    let expected = [("copy", ProblemCode::AddressMalformed), ("mail_way", ProblemCode::MailWayUnknown)];
    assert_eq!(wrong(&form, &open()), expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn what_the_settings_fix_is_not_read() {
    let fixed = settings(json!({ "cc": "desk@contoso.example", "mail_way": "own" }));
    let form = ShareForm { copy: "x".to_owned(), sponsor: "y z".to_owned(), ..filled() };
    let (options, wrong) = parse(&form, &fixed, NOW);
    assert_eq!((options.copy.clone(), options.mail_way, options.sponsor.clone()), (None, None, None));
    assert_eq!(wrong, []);
    assert_eq!(options.mail_way(&fixed.inviting), MailWay::Own);
    assert_eq!(options.copy(&fixed.inviting).as_deref(), Some("desk@contoso.example"));
    // An option that was accepted before does not outlive the setting.
    let (before, _) = parse(&filled(), &open(), NOW);
    assert_eq!(before.mail_way(&fixed.inviting), MailWay::Own);
    assert_eq!(before.copy(&fixed.inviting).as_deref(), Some("desk@contoso.example"));
    let nobody = settings(json!({ "copies": false }));
    assert_eq!(parse(&filled(), &nobody, NOW).0.copy, None);
}

#[test]
fn a_day_is_today_or_later_and_access_lasts_until_it_is_over() {
    let free = Settings::default();
    for (text, days) in [("2027-03-10", 1), ("2027-03-11", 2), ("2028-02-29", 357), (" 2027-04-01 ", 23)] {
        assert_eq!(until(text, &free), Ok(Some(TODAY + days * DAY_MS)), "{text}");
    }
    assert!(until("9999-12-31", &free).is_ok());
    for text in [
        "2027-03-09",
        "2027-02-29",
        "2027-13-01",
        "2027-00-01",
        "2027-3-31",
        "+2027-03-31",
        "-2027-03-31",
        "12027-03-31",
        "2027-03-31T00:00",
        "2027-03",
        "31.03.2027",
        "20270331",
        "2027\u{2010}03\u{2010}31",
        "\u{662}027-03-31",
    ] {
        assert_eq!(until(text, &free), Err(ProblemCode::DayMalformed), "{text}");
    }
    assert_eq!(until("", &free), Ok(None));
    assert_eq!(until("  ", &free), Ok(None));
}

#[test]
fn access_ends_as_the_settings_say_where_no_day_is_typed_and_never_later_than_they_say() {
    let of = |default_days: u32, longest_days: u32| {
        settings(json!({ "default_days": default_days, "longest_days": longest_days }))
    };
    let ends = |days: i64| Ok(Some(TODAY + (days + 1) * DAY_MS));
    assert_eq!(until("", &of(7, 0)), ends(7));
    assert_eq!(until("", &of(7, 21)), ends(7));
    assert_eq!(until("", &of(0, 21)), ends(21));
    assert_eq!(until("2027-03-31", &of(7, 21)), ends(21));
    assert_eq!(until("2027-04-01", &of(7, 21)), Err(ProblemCode::DayTooLate));
    assert_eq!(until("2037-04-01", &of(7, 0)), Ok(Some(2_122_243_200_000)));
    assert_eq!(until("2027-03-09", &of(7, 21)), Err(ProblemCode::DayMalformed));
}

#[test]
fn a_last_day_is_moved_as_far_as_the_settings_say_and_what_stands_may_stay() {
    let ends = |days: i64| Some(TODAY + (days + 1) * DAY_MS);
    let moved = |text: &str, longest_days: u32, stands: Option<i64>| {
        changed_last_day(text, UntilOption { default_days: 7, longest_days }, (stands, NOW))
    };
    for (text, longest, stands, expected) in [
        ("2027-03-10", 0, None, Ok(ends(0))),
        ("2027-03-17", 0, ends(2), Ok(ends(7))),
        // Empty is for good, and not the usual day.
        ("", 0, ends(2), Ok(None)),
        (" ", 0, None, Ok(None)),
        ("2027-03-31", 21, None, Ok(ends(21))),
        ("2027-04-01", 21, None, Err(ProblemCode::DayTooLate)),
        ("", 21, ends(2), Err(ProblemCode::DayTooLate)),
        // What was given before the settings said so.
        ("", 21, None, Ok(None)),
        ("2027-04-01", 21, ends(22), Ok(ends(22))),
        ("2027-04-02", 21, ends(22), Err(ProblemCode::DayTooLate)),
        ("2027-03-09", 0, None, Err(ProblemCode::DayMalformed)),
        ("tomorrow", 0, None, Err(ProblemCode::DayMalformed)),
        ("2027-02-30", 0, ends(2), Err(ProblemCode::DayMalformed)),
    ] {
        assert_eq!(moved(text, longest, stands), expected, "{text} {longest} {stands:?}");
    }
    assert_eq!(last_day_of(TODAY + DAY_MS).as_deref(), Some("2027-03-10"));
}

#[test]
fn a_fixed_language_and_message_take_the_place_of_what_was_typed() {
    let form = ShareForm { language: "lt".to_owned(), message: "Mine".to_owned(), ..ShareForm::default() };
    let of = |inviting| with_fixed(form.clone(), &settings(inviting));
    let free = json!({ "language": "fr", "message": "Ours" });
    assert_eq!(of(free), form, "what the form begins with may be changed");
    let fixed =
        of(json!({ "language": "fr", "fixed_language": true, "message": "Ours", "fixed_message": true }));
    assert_eq!((fixed.language.as_str(), fixed.message.as_str()), (Language::French.tag(), "Ours"));
    let none = of(json!({ "fixed_language": true, "fixed_message": true }));
    assert_eq!((none.language.as_str(), none.message.as_str()), ("", ""), "the inviter's own, and none");
}
