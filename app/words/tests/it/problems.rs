use contract::{FieldPath, FixedBy, Language, Problem, ProblemCode, Retried};
use time::macros::datetime;

#[test]
fn every_code_says_what_happened_and_what_to_do_in_every_language() {
    for lang in Language::ALL {
        let mut sentences = std::collections::BTreeSet::new();
        for code in ProblemCode::ALL {
            let localized = words::localize(lang, &Problem::new(*code));
            let advice = localized.advice.unwrap();
            assert!(localized.fields.is_empty());
            for text in [&localized.sentence, &advice] {
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{lang:?} {code:?}: {text}");
                assert!(text.ends_with(['.', '。', '?']), "{lang:?} {code:?}: {text}");
            }
            assert!(
                sentences.insert(localized.sentence.clone()),
                "{lang:?} says twice: {}",
                localized.sentence
            );
        }
    }
}

#[test]
fn no_sentence_speaks_the_machines_language() {
    for code in ProblemCode::ALL {
        let localized = words::localize(Language::English, &Problem::new(*code));
        let text = format!("{} {}", localized.sentence, localized.advice.unwrap()).to_lowercase();
        for word in
            ["user object", "tenant", "policy", "operation", "invalid", "error", "token", "graph", "http"]
        {
            assert!(!text.contains(word), "{code:?} says {word}: {text}");
        }
    }
}

#[test]
fn a_field_gets_its_own_text() {
    let problem = Problem::of_field(FieldPath::ADDRESS, ProblemCode::OwnDomain);
    let localized = words::localize(Language::English, &problem);
    assert_eq!(
        localized.fields,
        [(
            FieldPath::ADDRESS,
            "This address belongs to your own organization. Guests come from outside.".to_owned()
        )]
    );
    // A code that never stands beside a field still says its sentence there.
    let problem = Problem::of_field(FieldPath::ADDRESS, ProblemCode::DirectoryBusy);
    let localized = words::localize(Language::English, &problem);
    assert_eq!(localized.fields, [(FieldPath::ADDRESS, localized.sentence.clone())]);
}

#[test]
fn limits_are_those_of_the_contract() {
    let problem = Problem::of_field(FieldPath::MESSAGE, ProblemCode::MessageTooLong);
    let localized = words::localize(Language::English, &problem);
    assert_eq!(localized.sentence, "The message is longer than 1,500 characters.");
    assert_eq!(localized.fields[0].1, "Use at most 1,500 characters for the message.");
    let problem = Problem::of_field(FieldPath::RECIPIENTS, ProblemCode::TooManyRecipients);
    let localized = words::localize(Language::English, &problem);
    assert_eq!(localized.fields[0].1, "Enter at most 500 people.");
    let localized = words::localize(Language::French, &Problem::new(ProblemCode::NameTooLong));
    assert_eq!(localized.sentence, "Le nom dépasse 256 caractères.");
}

#[test]
fn what_is_tried_again_by_itself_asks_nothing_of_the_person() {
    let retry_at = Some(datetime!(2026-03-01 12:00 UTC));
    let problem = Problem { retry_at, ..Problem::new(ProblemCode::DirectoryBusy) };
    let advice = words::localize(Language::English, &problem).advice.unwrap();
    assert_eq!(advice, "We’ll keep trying. You can close this page.");
}

#[test]
fn who_decides_is_asked_for_although_it_is_looked_at_again() {
    let retry_at = Some(datetime!(2026-03-01 12:00 UTC));
    for (code, expected) in [
        (ProblemCode::PackageApproval, "Ask your administrator who approves it."),
        (
            ProblemCode::PackageUndecided,
            "Ask your administrator to have the request denied, so that nothing is given.",
        ),
    ] {
        let problem = Problem { retry_at, ..Problem::new(code) };
        assert_eq!(words::localize(Language::English, &problem).advice.unwrap(), expected);
    }
}

#[test]
fn of_what_was_refused_for_a_time_the_advice_says_when_to_ask_again() {
    let now = datetime!(2026-03-01 12:00 UTC);
    let advice = |lang, code, seconds: i64| {
        let retry_at = Some(now + time::Duration::seconds(seconds));
        words::localize_at(lang, &Problem { retry_at, ..Problem::new(code) }, now).advice.unwrap()
    };
    for (code, seconds, expected) in [
        (ProblemCode::TooFast, 40, "You can try again in about 40 seconds."),
        (ProblemCode::TooFast, 0, "Wait a minute, then go on."),
        (
            ProblemCode::DayLimit,
            864,
            "People who are already in your directory can still be given access. You can try again in about 15 minutes.",
        ),
        (ProblemCode::DirectoryBusy, 40, "We’ll keep trying. You can close this page."),
        (
            ProblemCode::WaitsForTurn,
            40,
            "The invitation goes out by itself when its turn comes. You can close this page.",
        ),
    ] {
        assert_eq!(advice(Language::English, code, seconds), expected, "{code:?}");
    }
    let chinese = advice(Language::Chinese, ProblemCode::TooFast, 7_000);
    assert_eq!(chinese, "大約 2 小時後可以再試一次。");
}

/// A row of the catalogue in the documentation.
fn row(code: ProblemCode) -> String {
    let by = match code.fixed_by() {
        FixedBy::You => "you",
        FixedBy::Admin => "admin",
        FixedBy::Time => "time",
        FixedBy::Operator => "operator",
    };
    let retried = match code.retried() {
        Retried::Yes => "by itself",
        Retried::ByPerson => "by a person",
        Retried::No => "no",
    };
    let localized = words::localize(Language::English, &Problem::new(code));
    let (sentence, advice) = (localized.sentence, localized.advice.unwrap());
    format!("| `{}` | {by} | {retried} | {sentence} | {advice} |", code.as_str())
}

#[test]
fn the_documented_catalogue_is_the_one_that_is_shown() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/errors.md");
    let document = std::fs::read_to_string(document).unwrap();
    let written: Vec<&str> = document.lines().filter(|line| line.starts_with("| `")).collect();
    let shown: Vec<String> = ProblemCode::ALL.iter().map(|code| row(*code)).collect();
    assert_eq!(written, shown);
}
