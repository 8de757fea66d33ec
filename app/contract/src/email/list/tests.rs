#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::EmailAddress;
use super::super::tests::{FORMS_OF_KIM, KIM, addresses, anything, pasted};
use super::*;

const ANA: &str = "ana@fabrikam.example";

/// Each entry as it would be shown: `Name <address>`, or what was typed behind a question mark.
fn shown(text: &str) -> Vec<String> {
    let entry = |entry: ListedMailbox| match entry.mailbox {
        Ok(Mailbox { address, name: None }) => address.into(),
        Ok(Mailbox { address, name: Some(name) }) => format!("{name} <{}>", address.as_str()),
        Err(_) => format!("? {}", entry.text),
    };
    parse_address_list(text).into_iter().map(entry).collect()
}

fn reasons(text: &str) -> Vec<Option<ParseEmailError>> {
    parse_address_list(text).into_iter().map(|entry| entry.mailbox.err()).collect()
}

fn canonicals(text: &str) -> Vec<Option<String>> {
    let canonical = |entry: ListedMailbox| entry.mailbox.ok().map(|mailbox| mailbox.address.canonical());
    parse_address_list(text).into_iter().map(canonical).collect()
}

#[test]
fn whatever_separates_two_people_they_are_two() {
    for separator in [
        ",", ", ", " ,", ";", "; ", ";;", ",;", " ", "  ", "\t", "\n", "\r\n", "\n\n", ",\n", ";\r\n",
        "\n\t", "\u{a0}", "\u{3000}", "，", "；", "、", "﹐", "،", "؛", "\u{2028}", "\u{0b}", "\u{85}",
        ">, <", ">;<", "\", \"",
    ] {
        let text = format!("{KIM}{separator}{ANA}");
        let found: Vec<_> = canonicals(&text).into_iter().flatten().collect();
        assert_eq!(found, [KIM, ANA], "{text:?}");
    }
}

#[test]
fn names_stay_with_their_addresses() {
    let both = ["Kim Lee <kim@woodgrove.example>", "Ana Novak <ana@fabrikam.example>"];
    for text in [
        "Kim Lee <kim@woodgrove.example>, Ana Novak <ana@fabrikam.example>",
        "Kim Lee <kim@woodgrove.example>; Ana Novak <ana@fabrikam.example>;",
        "Kim Lee <kim@woodgrove.example>\r\nAna Novak <ana@fabrikam.example>\r\n",
        "Kim Lee <kim@woodgrove.example> Ana Novak <ana@fabrikam.example>",
        "Kim Lee <kim@woodgrove.example>Ana Novak <ana@fabrikam.example>",
        "\"Kim Lee\" <kim@woodgrove.example>,\"Ana Novak\" <ana@fabrikam.example>",
        "Kim Lee <mailto:kim@woodgrove.example>; Ana Novak [mailto:ana@fabrikam.example]",
        "Kim Lee (kim@woodgrove.example), ana@fabrikam.example (Ana Novak)",
        "Kim Lee ＜kim＠woodgrove.example＞；Ana Novak ＜ana＠fabrikam.example＞",
        "Kim Lee\tkim@woodgrove.example\nAna Novak\tana@fabrikam.example\n",
        "kim@woodgrove.example\tKim Lee\r\nana@fabrikam.example\tAna Novak",
    ] {
        assert_eq!(shown(text), both, "{text:?}");
    }
    let both = ["Lee, Kim <kim@woodgrove.example>", "Novak, Ana <ana@fabrikam.example>"];
    for text in [
        "\"Lee, Kim\" <kim@woodgrove.example>, \"Novak, Ana\" <ana@fabrikam.example>",
        "\"Lee, Kim\" <kim@woodgrove.example>,\"Novak, Ana\" <ana@fabrikam.example>",
        "Lee, Kim <kim@woodgrove.example>; Novak, Ana <ana@fabrikam.example>",
        "Lee, Kim <kim@woodgrove.example>, Novak, Ana <ana@fabrikam.example>",
        "“Lee, Kim” <kim@woodgrove.example>, “Novak, Ana” <ana@fabrikam.example>",
        "'Lee, Kim' <kim@woodgrove.example>\n'Novak, Ana' <ana@fabrikam.example>",
        "\"Lee, Kim\" <kim@woodgrove.example> \"Novak, Ana\" <ana@fabrikam.example>",
        "Lee, Kim\tkim@woodgrove.example\nNovak, Ana\tana@fabrikam.example",
    ] {
        assert_eq!(shown(text), both, "{text:?}");
    }
}

#[test]
fn what_stands_beside_an_address_does_not_hide_another() {
    for (text, expected) in [
        (
            "Kim Lee (Woodgrove, Ltd) <kim@woodgrove.example>, ana@fabrikam.example",
            vec!["Kim Lee (Woodgrove, Ltd) <kim@woodgrove.example>", ANA],
        ),
        (
            "\"Kim \\\"K, L\\\" Lee\" <kim@woodgrove.example>; ana@fabrikam.example",
            vec!["Kim \"K, L\" Lee <kim@woodgrove.example>", ANA],
        ),
        ("\"kim@woodgrove.example, ana@fabrikam.example\"", vec![KIM, ANA]),
        ("<kim@woodgrove.example; ana@fabrikam.example>", vec![KIM, ANA]),
        ("(kim@woodgrove.example, ana@fabrikam.example)", vec![KIM, ANA]),
        ("\"kim@woodgrove.example, ana@fabrikam.example", vec![KIM, ANA]),
        ("<kim@woodgrove.example, <ana@fabrikam.example", vec![KIM, ANA]),
        ("kim@woodgrove.example (, ana@fabrikam.example", vec![KIM, ANA]),
        (
            "12\" disc, kim@woodgrove.example, 7\" disc, ana@fabrikam.example",
            vec!["? 12\" disc", KIM, "? 7\" disc", ANA],
        ),
        (
            "Kim <kim@woodgrove.example> (external) ana@fabrikam.example",
            vec!["Kim <kim@woodgrove.example>", "? (external)", ANA],
        ),
        (
            "kim@woodgrove.example Ana Novak <ana@fabrikam.example>",
            vec![KIM, "Ana Novak <ana@fabrikam.example>"],
        ),
        ("To: kim@woodgrove.example; Cc: ana@fabrikam.example", vec![KIM, ANA]),
        ("Team: kim@woodgrove.example, ana@fabrikam.example;", vec![KIM, ANA]),
        ("- kim@woodgrove.example\n- ana@fabrikam.example", vec![KIM, ANA]),
        ("• kim@woodgrove.example • ana@fabrikam.example", vec![KIM, ANA]),
        ("> kim@woodgrove.example\n> ana@fabrikam.example", vec![KIM, ANA]),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn a_link_may_have_several() {
    for text in [
        "mailto:kim@woodgrove.example,ana@fabrikam.example",
        "MAILTO:kim@woodgrove.example;ana@fabrikam.example",
        "mailto:kim@woodgrove.example, ana@fabrikam.example",
        "mailto:kim%40woodgrove.example,ana%40fabrikam.example",
        "mailto:kim@woodgrove.example%2Cana@fabrikam.example",
        "mailto:kim%40woodgrove.example%2c%61na%40fabrikam.example",
        "mailto:kim@woodgrove.example%3Bana@fabrikam.example",
        "mailto:kim@woodgrove.example,%61na@fabrikam.example?subject=Plan,%20draft&cc=x@y.example,z@y.example",
        "<mailto:kim@woodgrove.example,ana@fabrikam.example>",
        "mailto:kim@woodgrove.example; mailto:ana@fabrikam.example",
        "mailto:kim@woodgrove.example?subject=a,b;ana@fabrikam.example",
    ] {
        assert_eq!(shown(text), [KIM, ANA], "{text:?}");
    }
    assert_eq!(shown("mailto:,;?subject=x"), ["? mailto:", "? ?subject=x"]);
}

#[test]
fn the_row_of_a_table_is_one_person() {
    for (text, expected) in [
        ("Lee\tKim\tkim@woodgrove.example\tWoodgrove", vec![KIM]),
        ("1\tKim Lee <kim@woodgrove.example>\tWoodgrove", vec!["Kim Lee <kim@woodgrove.example>"]),
        ("\tkim@woodgrove.example\t", vec![KIM]),
        ("kim@woodgrove.example\tana@fabrikam.example", vec![KIM, ANA]),
        ("Kim\tkim@woodgrove.example\tAna\tana@fabrikam.example", vec!["? Kim", KIM, "? Ana", ANA]),
        (
            "Name\tAddress\nKim\tkim@woodgrove.example",
            vec!["? Name", "? Address", "Kim <kim@woodgrove.example>"],
        ),
        ("Lee\tKim\tkim@woodgrove", vec!["? Lee\tKim\tkim@woodgrove"]),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
    assert_eq!(
        parse_address_list(" Lee\tKim\tkim@woodgrove.example ")[0].text,
        "Lee\tKim\tkim@woodgrove.example"
    );
}

#[test]
fn what_is_no_address_keeps_its_place_its_text_and_its_reason() {
    use ParseEmailError::{Malformed, Several};
    for (text, expected, why) in [
        ("Kim Lee, ana@fabrikam.example", vec!["? Kim Lee", ANA], vec![Some(Malformed), None]),
        ("kim@woodgrove.example; Ana Novak", vec![KIM, "? Ana Novak"], vec![None, Some(Malformed)]),
        (
            " kim@ ,  a ,ana@fabrikam.example",
            vec!["? kim@", "? a", ANA],
            vec![Some(Malformed), Some(Malformed), None],
        ),
        (
            "write to kim@woodgrove.example or ana@fabrikam.example",
            vec!["? write to", KIM, "? or", ANA],
            vec![Some(Malformed), None, Some(Malformed), None],
        ),
        // Which of the two is meant, nobody knows.
        (
            "kim@woodgrove.example <ana@fabrikam.example>",
            vec!["? kim@woodgrove.example <ana@fabrikam.example>"],
            vec![Some(Several)],
        ),
        (
            "ana@fabrikam.example kim@woodgrove.example <ana@fabrikam.example>",
            vec![ANA, "? kim@woodgrove.example <ana@fabrikam.example>"],
            vec![None, Some(Several)],
        ),
        ("Kim Lee kim@woodgrove.example", vec!["? Kim Lee kim@woodgrove.example"], vec![Some(Malformed)]),
        ("\"kim lee\"@woodgrove.example,", vec!["? \"kim lee\"@woodgrove.example"], vec![Some(Malformed)]),
        (
            "\"kim,lee\"@woodgrove.example;ana@fabrikam.example",
            vec!["? \"kim,lee\"@woodgrove.example", ANA],
            vec![Some(Malformed), None],
        ),
        ("kim@@woodgrove.example", vec!["? kim@@woodgrove.example"], vec![Some(Malformed)]),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
        assert_eq!(reasons(text), why, "{text:?}");
    }
    for text in ["", "  ", ";", " , ;\n\t", "<>", "\u{200b}", "\"\"", "- ;•"] {
        assert_eq!(parse_address_list(text), [], "{text:?}");
    }
}

/// A line of a header is an entry like any other: it is seen, and nothing of it ends a header.
#[test]
fn tricks_with_headers_are_seen() {
    for text in [
        "kim@woodgrove.example\r\nBcc: ana@fabrikam.example",
        "kim@woodgrove.example\nBcc:ana@fabrikam.example",
        "Kim\r\n <kim@woodgrove.example>",
        "kim@woodgrove.example\0\r\n\r\nana@fabrikam.example",
    ] {
        for entry in parse_address_list(text) {
            let Ok(mailbox) = entry.mailbox else { continue };
            assert!(!mailbox.address.as_str().contains(char::is_control), "{text:?}");
            assert!(!mailbox.name.unwrap_or_default().contains(char::is_control), "{text:?}");
        }
    }
    assert_eq!(shown("kim@woodgrove.example\r\nBcc: ana@fabrikam.example"), [KIM, ANA]);
}

#[test]
fn whoever_is_on_the_list_already_is_recognised() {
    let list = parse_address_list(
        "kim@woodgrove.example, Kim Lee <KIM@Woodgrove.Example>, ana@bücher.example, nobody, nobody, \
         ana@xn--bcher-kva.example, k\u{ad}im@woodgrove.example kim+x@woodgrove.example",
    );
    let repeats: Vec<_> = list.iter().map(|entry| entry.repeats).collect();
    assert_eq!(repeats, [None, Some(0), None, None, None, Some(2), Some(0), None]);
    assert_eq!(list[1].text, "Kim Lee <KIM@Woodgrove.Example>", "as it was typed");
    assert_eq!(list[6].text, "k\u{ad}im@woodgrove.example");
}

#[test]
fn one_person_on_the_list_is_who_they_are_alone() {
    for text in FORMS_OF_KIM {
        let list = parse_address_list(text);
        assert!(!list.is_empty(), "{text:?}");
        for entry in list.into_iter().filter(|entry| entry.repeats.is_none()) {
            let mailbox = entry.mailbox.unwrap_or_else(|error| panic!("{text:?}: {error}"));
            assert_eq!((mailbox.address.as_str(), mailbox.name), (KIM, None), "{text:?}");
        }
    }
}

/// An address of so many characters, three hundred and twenty at most; whether it is one is another question.
fn long(number: usize, length: usize) -> String {
    let local = format!("{number:03}{}", "k".repeat(61));
    let mut domain = format!("{}.", "w".repeat(60)).repeat(5);
    domain.truncate(length - local.len() - 1 - "example".len());
    format!("{local}@{domain}example")
}

#[test]
fn five_hundred_long_ones_keep_their_order_and_are_judged_each() {
    for separator in [", ", ";", "\n", " "] {
        let typed: Vec<_> =
            (0..500).map(|number| long(number, if number % 2 == 0 { 250 } else { 320 })).collect();
        let list = parse_address_list(&typed.join(separator));
        assert_eq!(list.len(), 500);
        for (number, (entry, typed)) in list.iter().zip(&typed).enumerate() {
            assert_eq!(&entry.text, typed);
            assert_eq!(entry.mailbox.is_ok(), number % 2 == 0, "{typed}");
            assert_eq!(entry.repeats, None);
        }
    }
}

/// A quarter of a mebibyte of what makes a parser look ahead or back again and again: a second or two. Were the time quadratic, it would be minutes.
#[test]
fn no_list_takes_long() {
    for piece in [
        "<",
        "(",
        "[<(",
        "\"",
        "\" ",
        "\"\\",
        "@",
        "@ ",
        "<@",
        "<@ ",
        "<@>",
        ",",
        "a,",
        "a, b <c@d>",
        "a\t",
        "a;",
        "%40",
        "mailto:",
        "mailto:a@b,",
        "＜＠",
        "\u{202a}",
        "k@a.example,\"",
        "k@a.example (",
    ] {
        let text = piece.repeat(256 * 1024 / piece.len());
        let started = Instant::now();
        let list = parse_address_list(&text);
        assert!(started.elapsed() < Duration::from_secs(15), "{piece}: {:?}", started.elapsed());
        let found = list.iter().map(|entry| entry.text.matches('@').count()).sum::<usize>();
        assert_eq!(found, text.matches('@').count(), "{piece}");
    }
}

/// Several addresses, each as it may be pasted, with separators between them, and without them.
fn lists() -> impl Strategy<Value = (Vec<String>, String)> {
    let separators = [",", ", ", ";", "; ", "\n", "\r\n", "\t", "、"].map(str::to_owned).to_vec();
    let one = addresses().prop_flat_map(|address| {
        let text = pasted(&address);
        (Just(address), text)
    });
    let entry = (one, prop::sample::select(separators));
    prop::collection::vec(entry, 2..9).prop_map(|entries| {
        let plain: Vec<String> = entries.iter().map(|((address, _), _)| address.clone()).collect();
        let text = entries.into_iter().map(|((_, text), separator)| text + &separator).collect::<String>();
        (plain, text)
    })
}

fn canonical(address: &str) -> Option<String> {
    Mailbox::parse(address).ok().map(|mailbox| mailbox.address.canonical())
}

proptest! {
    #[test]
    fn all_are_found_in_their_order((plain, text) in lists()) {
        let expected: Vec<_> = plain.iter().map(|address| canonical(address)).collect();
        prop_assert_eq!(canonicals(&text), expected);
    }

    #[test]
    fn spaces_are_enough_between_addresses(plain in prop::collection::vec(addresses(), 1..9)) {
        let expected: Vec<_> = plain.iter().map(|address| canonical(address)).collect();
        prop_assert_eq!(canonicals(&plain.join(" ")), expected);
    }

    #[test]
    fn a_list_of_one_is_the_one(text in addresses().prop_flat_map(|address| pasted(&address))) {
        let list = parse_address_list(&text);
        prop_assert_eq!(list.len(), 1);
        prop_assert_eq!(&list[0].mailbox, &Mailbox::parse(&text));
    }

    #[test]
    fn nothing_that_was_typed_is_lost(parts in prop::collection::vec((anything(), "[ ,;\n\t]?"), 0..7)) {
        let text: String = parts.into_iter().map(|(part, separator)| part + &separator).collect();
        let list = parse_address_list(&text);
        let mut rest = text.as_str();
        for entry in &list {
            let at = rest.find(&entry.text);
            prop_assert!(at.is_some(), "{:?} is not typed, or not in its place", entry.text);
            rest = &rest[at.unwrap_or_default() + entry.text.len()..];
        }
        let count = |text: &str| text.matches('@').count();
        prop_assert_eq!(list.iter().map(|entry| count(&entry.text)).sum::<usize>(), count(&text));
        for (place, entry) in list.iter().enumerate() {
            prop_assert!(!entry.text.trim().is_empty());
            prop_assert_ne!(&entry.mailbox, &Err(ParseEmailError::Missing));
            prop_assert!(entry.repeats.is_none_or(|first| first < place && list[first].repeats.is_none()));
        }
    }

    #[test]
    fn what_was_read_is_read_the_same_again(text in anything()) {
        let found: Vec<_> = canonicals(&text).into_iter().flatten().collect();
        let again: Vec<_> = canonicals(&found.join("; ")).into_iter().flatten().collect();
        prop_assert_eq!(again, found);
    }

    #[test]
    fn normal_forms_come_back_in_their_order(
        typed in prop::collection::vec(addresses(), 1..9),
        separator in prop::sample::select(vec![",", ", ", ";", "; ", "\n", "\r\n", " "]),
    ) {
        let normal = |typed: &String| Mailbox::parse(typed).unwrap().address;
        let all: Vec<_> = typed.iter().map(normal).collect();
        let text = all.iter().map(EmailAddress::as_str).collect::<Vec<_>>().join(separator);
        let list = parse_address_list(&text);
        prop_assert_eq!(list.len(), all.len());
        for (place, (entry, address)) in list.iter().zip(&all).enumerate() {
            let read = entry.mailbox.as_ref().unwrap();
            prop_assert_eq!((read.address.as_str(), read.name.as_ref()), (address.as_str(), None));
            prop_assert_eq!(&entry.text, address.as_str());
            let first = all.iter().position(|one| one.canonical() == address.canonical());
            prop_assert_eq!(entry.repeats, first.filter(|first| *first != place));
        }
    }
}
