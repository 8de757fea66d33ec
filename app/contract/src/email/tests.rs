#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::*;

pub(super) const KIM: &str = "kim@woodgrove.example";
const ANA: &str = "ana@bücher.example";

fn parsed(text: &str) -> Result<(String, Option<String>), ParseEmailError> {
    Mailbox::parse(text).map(|mailbox| (mailbox.address.as_str().to_owned(), mailbox.name))
}

fn invitable(text: &str) -> Result<(), NotInvitable> {
    EmailAddress::parse(text).unwrap().check_invitable()
}

/// What people paste when they mean `kim@woodgrove.example`, without a name.
pub(super) const FORMS_OF_KIM: [&str; 66] = [
    "kim@woodgrove.example",
    " kim@woodgrove.example ",
    "\tkim@woodgrove.example\r\n",
    "kim@woodgrove.example\n\n",
    "kim@woodgrove.example\u{a0}",
    "\u{3000}kim@woodgrove.example\u{3000}",
    "kim@Woodgrove.EXAMPLE",
    "kim@woodgrove.example;",
    "kim@woodgrove.example,",
    "kim@woodgrove.example.",
    "kim@woodgrove.example:",
    "kim@woodgrove.example>",
    "kim@woodgrove.example)",
    "kim@woodgrove.example!",
    "kim@woodgrove.example?",
    "kim@woodgrove.example…",
    "kim@woodgrove.example /",
    "kim@woodgrove.example; ",
    "; kim@woodgrove.example",
    ", kim@woodgrove.example",
    "<kim@woodgrove.example>",
    "<kim@woodgrove.example",
    "<<kim@woodgrove.example>>",
    "<kim@woodgrove.example>;",
    "> kim@woodgrove.example",
    "(kim@woodgrove.example)",
    "[kim@woodgrove.example]",
    "{kim@woodgrove.example}",
    "'kim@woodgrove.example'",
    "'kim@woodgrove.example",
    "kim@woodgrove.example'",
    "\"kim@woodgrove.example\"",
    "\"kim@woodgrove.example",
    "kim@woodgrove.example\"",
    "“kim@woodgrove.example”",
    "‘kim@woodgrove.example’",
    "„kim@woodgrove.example“",
    "«kim@woodgrove.example»",
    "`kim@woodgrove.example`",
    "**kim@woodgrove.example**",
    "• kim@woodgrove.example",
    "- kim@woodgrove.example",
    "– kim@woodgrove.example",
    "| kim@woodgrove.example |",
    "mailto:kim@woodgrove.example",
    "MAILTO:kim@woodgrove.example",
    "mailto:kim@woodgrove.example?subject=Hello%20there&cc=ana@fabrikam.example",
    "mailto:kim%40woodgrove.example",
    "<mailto:kim@woodgrove.example>",
    "SMTP:kim@woodgrove.example",
    "sip:kim@woodgrove.example",
    "E-Mail: kim@woodgrove.example",
    "To: kim@woodgrove.example",
    "邮箱：kim@woodgrove.example",
    "kim@woodgrove.example<mailto:kim@woodgrove.example>",
    "kim@woodgrove.example <kim@woodgrove.example>",
    "'kim@woodgrove.example' <kim@woodgrove.example>",
    "kim@woodgrove.example; kim@woodgrove.example",
    "kim@woodgrove.example KIM@woodgrove.example",
    "ｋｉｍ@woodgrove.example",
    "kim＠woodgrove．example",
    "kim@woodgrove。example",
    "kim @woodgrove.example",
    "kim@ woodgrove.example",
    "k\u{ad}im@wood\u{200b}grove.example",
    "\u{202a}kim@woodgrove.example\u{202c}\u{feff}",
];

#[test]
fn whatever_means_kim_is_kim() {
    for text in FORMS_OF_KIM {
        let address = EmailAddress::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(address.as_str(), KIM, "{text:?}");
        assert_eq!(Mailbox::parse(text).unwrap().name, None, "{text:?}");
        assert_eq!(address.check_invitable(), Ok(()), "{text:?}");
    }
}

#[test]
fn a_name_beside_the_address_is_kept() {
    for (text, name) in [
        ("Kim Lee <kim@woodgrove.example>", "Kim Lee"),
        ("\"Kim Lee\" <kim@woodgrove.example>", "Kim Lee"),
        ("'Kim Lee' <kim@woodgrove.example>", "Kim Lee"),
        ("“Kim Lee” <kim@woodgrove.example>", "Kim Lee"),
        ("\"Lee, Kim\" <kim@woodgrove.example>", "Lee, Kim"),
        ("Lee, Kim <kim@woodgrove.example>", "Lee, Kim"),
        ("\"Kim \\\"K\\\" Lee\" <kim@woodgrove.example>", "Kim \"K\" Lee"),
        ("Kim Lee<kim@woodgrove.example>", "Kim Lee"),
        ("Kim Lee <kim@woodgrove.example>;", "Kim Lee"),
        ("Kim Lee <kim@woodgrove.example> ,", "Kim Lee"),
        ("Kim Lee <kim@woodgrove.example", "Kim Lee"),
        ("Kim Lee <mailto:kim@woodgrove.example>", "Kim Lee"),
        ("Kim Lee [mailto:kim@woodgrove.example]", "Kim Lee"),
        ("Kim Lee (kim@woodgrove.example)", "Kim Lee"),
        ("Kim Lee (kim@woodgrove.example);", "Kim Lee"),
        ("kim@woodgrove.example (Kim Lee)", "Kim Lee"),
        ("Kim Lee (Woodgrove) <kim@woodgrove.example>", "Kim Lee (Woodgrove)"),
        ("Kim Lee <kim@woodgrove.example> (external)", "Kim Lee"),
        ("From: Kim Lee <kim@woodgrove.example>", "Kim Lee"),
        ("Kim\u{a0}Lee\u{200b} ＜kim＠woodgrove.example＞", "Kim Lee"),
        ("Kim Lee\tkim@woodgrove.example", "Kim Lee"),
        ("kim@woodgrove.example\tKim Lee", "Kim Lee"),
        ("  Kim   Lee  <kim@woodgrove.example>", "Kim Lee"),
        ("李金 <kim@woodgrove.example>", "李金"),
        ("O'Brien, Kim <kim@woodgrove.example>", "O'Brien, Kim"),
        ("Dr. Kim Lee, PhD <kim@woodgrove.example>", "Dr. Kim Lee, PhD"),
    ] {
        assert_eq!(parsed(text), Ok((KIM.to_owned(), Some(name.to_owned()))), "{text:?}");
    }
}

#[test]
fn addresses_keep_what_is_theirs() {
    for (text, address) in [
        ("Ana.Novak@fabrikam.example", "Ana.Novak@fabrikam.example"),
        ("o'neil@fabrikam.example", "o'neil@fabrikam.example"),
        ("o’neil@fabrikam.example", "o'neil@fabrikam.example"),
        ("anne‐marie@fabrikam.example", "anne-marie@fabrikam.example"),
        ("x+y@fabrikam.example", "x+y@fabrikam.example"),
        ("_kim_@fabrikam.example", "_kim_@fabrikam.example"),
        ("a@b.c.d.example", "a@b.c.d.example"),
        ("Ana.Ünal@fabrikam.example", "Ana.Ünal@fabrikam.example"),
        ("u\u{308}nal@fabrikam.example", "ünal@fabrikam.example"),
        ("王小明@fabrikam.example", "王小明@fabrikam.example"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@BÜCHER.example", "ana@xn--bcher-kva.example"),
        ("ana@bu\u{308}cher.example", "ana@xn--bcher-kva.example"),
        ("ana@XN--BCHER-KVA.example", "ana@xn--bcher-kva.example"),
        ("ana@straße.example", "ana@xn--strae-oqa.example"),
        ("kim@例え.テスト", "kim@xn--r8jz45g.xn--zckzah"),
        ("r&d@contoso.example", "r&d@contoso.example"),
        ("kim_woodgrove.example#EXT#@contoso.example", "kim_woodgrove.example#EXT#@contoso.example"),
    ] {
        assert_eq!(parsed(text), Ok((address.to_owned(), None)), "{text:?}");
    }
}

#[test]
fn several_people_are_not_one() {
    for text in [
        "kim@woodgrove.example; ana@fabrikam.example",
        "kim@woodgrove.example, ana@fabrikam.example",
        "kim@woodgrove.example ana@fabrikam.example",
        "kim@woodgrove.example\nana@fabrikam.example",
        "kim@woodgrove.example;ana@fabrikam.example;",
        "Kim Lee <kim@woodgrove.example>; Ana Novak <ana@fabrikam.example>",
        "Kim Lee <kim@woodgrove.example>, Ana Novak <ana@fabrikam.example>",
        "Kim Lee <kim@woodgrove.example> Ana Novak <ana@fabrikam.example>",
        "\"Lee, Kim\" <kim@woodgrove.example>, \"Novak, Ana\" <ana@fabrikam.example>",
        "Kim Lee; ana@fabrikam.example",
        "kim@woodgrove.example; Ana Novak",
        "kim@woodgrove.example <ana@fabrikam.example>",
        "write to kim@woodgrove.example or ana@fabrikam.example",
        "kim@woodgrove.example；ana@fabrikam.example",
    ] {
        assert_eq!(parsed(text), Err(ParseEmailError::Several), "{text:?}");
    }
}

#[test]
fn what_is_no_address_is_none() {
    for text in [
        "a",
        "Kim Lee",
        "a@b",
        "@woodgrove.example",
        "kim@",
        "kim@@woodgrove.example",
        "kim@woodgrove@example.com",
        "kim lee@woodgrove.example",
        "Kim Lee kim@woodgrove.example",
        "kim:lee@woodgrove.example",
        "kim@woodgrove,example",
        "kim@wood grove.example",
        "kim@-woodgrove.example",
        "kim@woodgrove..example",
        ".kim@woodgrove.example",
        "kim.@woodgrove.example",
        "kim..lee@woodgrove.example",
        "kim@[192.0.2.1]",
        "kim@192.0.2.1",
        "kim@wood_grove.example",
        "\"kim lee\"@woodgrove.example",
        "kim\\@woodgrove.example",
        "kim😀@woodgrove.example",
        "kim@xn--a.example",
        "a(b)c@woodgrove.example",
        "Kim <>",
        "https://woodgrove.example/kim",
        "kim@woodgrove.example/inbox",
        "R&D",
    ] {
        assert_eq!(parsed(text), Err(ParseEmailError::Malformed), "{text:?}");
    }
    let long = format!("{}@woodgrove.example", "k".repeat(65));
    assert_eq!(parsed(&long), Err(ParseEmailError::Malformed));
    for text in ["", "  ", "\u{200b}", "\u{3000}", ";", "<>"] {
        assert_eq!(parsed(text), Err(ParseEmailError::Missing), "{text:?}");
    }
}

#[test]
fn what_cannot_be_seen_is_no_part_of_an_address() {
    for text in [
        "k\0im@woodgrove.example",
        "kim\u{7f}@woodgrove.example",
        "\u{2066}kim@woodgrove.example\u{2069}",
        "kim@woodgrove.example\u{202e}",
        "\u{200f}kim@woodgrove.example",
        "kim\u{200d}@woodgrove.example",
        "kim@wood\u{2060}grove.example",
        "\u{feff}kim@woodgrove.example",
        "ｋｉｍ＠ｗｏｏｄｇｒｏｖｅ．ｅｘａｍｐｌｅ",
    ] {
        assert_eq!(parsed(text), Ok((KIM.to_owned(), None)), "{text:?}");
    }
}

#[test]
fn longer_than_any_mailbox_is_no_address() {
    let name = |length: usize| "k".repeat(length);
    for text in [
        format!("{}@woodgrove.example", name(65)),
        format!("kim@{}.example", name(64)),
        format!("{}@{}.example", name(64), vec![name(60); 5].join(".")),
        format!("Kim Lee <{}@woodgrove.example>", name(320)),
        format!("{}@woodgrove.example", name(100_000)),
    ] {
        assert!(parsed(&text).is_err(), "{} characters", text.len());
    }
}

#[test]
fn a_header_behind_an_address_is_another_address() {
    for text in [
        "kim@woodgrove.example\r\nBcc: ana@fabrikam.example",
        "kim@woodgrove.example\nCc: ana@fabrikam.example",
    ] {
        assert_eq!(parsed(text), Err(ParseEmailError::Several), "{text:?}");
    }
}

#[test]
fn what_microsoft_refuses_is_known_before() {
    for text in [
        "r&d@contoso.example",
        "a#b@contoso.example",
        "a!b@contoso.example",
        "a=b@contoso.example",
        "a/b@contoso.example",
        "{a}b@contoso.example",
        "-kim@contoso.example",
        "kim-@contoso.example",
        "joni_northwind.example#EXT#@contoso.example",
    ] {
        assert_eq!(invitable(text), Err(NotInvitable::Refused), "{text:?}");
    }
}

#[test]
fn letters_that_only_look_alike_are_named() {
    for text in [
        // The third letter is Cyrillic.
        "gr\u{430}dy.archie@fabrikam.example",
        "kim@woodgr\u{43e}ve.example",
        // The same in the domain's own form.
        "kim@xn--woodgrve-sbh.example",
        "\u{3ba}im@woodgrove.example",
        // Not one Latin letter: Cyrillic alone.
        "\u{430}\u{441}\u{435}@fabrikam.example",
    ] {
        assert_eq!(invitable(text), Err(NotInvitable::MixedScripts), "{text:?}");
    }
    for text in [
        ANA,
        "王xiaoming@fabrikam.example",
        "ünal@fabrikam.example",
        "иван@пример.рф",
        "kim@例え.テスト",
        "kadın@fabrikam.example",
    ] {
        assert_eq!(invitable(text), Ok(()), "{text:?}");
    }
}

#[test]
fn spellings_of_one_address_have_one_key() {
    for (one, other) in [
        ("Kim@Woodgrove.example", KIM),
        (ANA, "ANA@xn--bcher-kva.example"),
        ("ÜNAL@fabrikam.example", "u\u{308}nal@fabrikam.example"),
        ("ΝΙΚΟΣ@fabrikam.example", "νικος@fabrikam.example"),
    ] {
        let [one, other] = [one, other].map(|text| EmailAddress::parse(text).unwrap());
        assert_eq!(one.canonical(), other.canonical());
    }
    // As the first release stored it.
    assert_eq!(EmailAddress::parse("Ana.Novak+x@B.Example").unwrap().canonical(), "ana.novak+x@b.example");
    assert_ne!(
        EmailAddress::parse("straße@fabrikam.example").unwrap().canonical(),
        EmailAddress::parse("strasse@fabrikam.example").unwrap().canonical(),
        "two mailboxes"
    );
}

#[test]
fn the_directory_is_asked_for_both_forms_of_a_domain() {
    let spellings = |text| EmailAddress::parse(text).unwrap().spellings();
    assert_eq!(spellings(KIM), [KIM]);
    assert_eq!(spellings("ana@xn--bcher-kva.example"), ["ana@xn--bcher-kva.example", ANA]);
}

/// Somebody's address, with more of what matters here than chance would bring.
pub(super) fn addresses() -> impl Strategy<Value = String> {
    let local = "[a-zA-Zäöß王И][a-zA-Z0-9äöß王И]{0,8}([.+_'-][a-zA-Z0-9é]{1,6}){0,2}";
    let domain = "[a-z0-9ü][a-z0-9üæ]{0,8}(-[a-z0-9]{1,4})?\\.(example|co\\.example|рф)";
    (local, domain).prop_map(|(local, domain)| format!("{local}@{domain}"))
}

/// What a copy catches around an address.
pub(super) fn pasted(address: &str) -> impl Strategy<Value = String> + use<> {
    let fullwidth = address.replace('@', "＠").replace('.', "．");
    let hidden = address.replace('@', "\u{200b}@\u{2060}");
    let decomposed = address.nfd().collect::<String>();
    let upper = address.rsplit_once('@').map(|(local, domain)| format!("{local}@{}", domain.to_uppercase()));
    let forms = [address.to_owned(), fullwidth, hidden, decomposed, upper.unwrap_or_default()];
    let ends = [
        ("", ""),
        ("<", ">"),
        ("\"", "\""),
        ("'", ""),
        ("mailto:", ""),
        ("Kim Lee <", ">;"),
        ("\"Lee, Kim\" <", ">"),
        ("Kim Lee (", ")"),
        (" ", " ;"),
        ("", " (Kim Lee)"),
        ("\u{202a}", "\u{202c}."),
    ];
    let (forms, ends) = (prop::sample::select(forms.to_vec()), prop::sample::select(ends.to_vec()));
    (forms, ends).prop_map(|(address, (before, after))| format!("{before}{address}{after}"))
}

/// Anything, with what makes addresses.
pub(super) fn anything() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("@".to_owned()),
        Just(".example".to_owned()),
        Just("<".to_owned()),
        Just(">".to_owned()),
        Just("'".to_owned()),
        Just("\u{200d}".to_owned()),
        Just("xn--".to_owned()),
        addresses(),
        "[a-z.]{1,4}",
        any::<String>(),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..7).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn two_forms_of_one_address_are_one((address, text) in addresses().prop_flat_map(|address| {
        let pasted = pasted(&address);
        (Just(address), pasted)
    })) {
        let [plain, pasted] = [&address, &text].map(|text| EmailAddress::parse(text).unwrap());
        prop_assert_eq!(plain.canonical(), pasted.canonical());
        prop_assert_eq!(plain.as_str(), pasted.as_str());
    }

    #[test]
    fn normalising_twice_changes_nothing(text in anything()) {
        let Ok(address) = EmailAddress::parse(&text) else { return Ok(()) };
        for again in address.spellings() {
            let again = EmailAddress::parse(&again).unwrap();
            prop_assert_eq!(&again, &address);
        }
        let canonical = EmailAddress::parse(&address.canonical()).unwrap();
        prop_assert_eq!(canonical.canonical(), address.canonical());
    }

    #[test]
    fn what_is_shown_hides_nothing(text in anything()) {
        let Ok(mailbox) = Mailbox::parse(&text) else { return Ok(()) };
        let shown = mailbox.address.as_str();
        let (local, domain) = shown.rsplit_once('@').unwrap();
        prop_assert!(domain.is_ascii() && domain.contains('.') && !local.is_empty());
        prop_assert!(!shown.contains(|c: char| c.is_control() || c.is_whitespace() || "<>,;\"()".contains(c)));
        prop_assert!(local.chars().all(|c| c.is_ascii_graphic() || letters::may_stand_in_address(c)));
        prop_assert_eq!(shown.nfkc().collect::<String>(), shown);
        let is_hidden = |c: char| {
            c.is_control()
                || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
                || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
        };
        prop_assert!(mailbox.name.is_none_or(|name| !name.contains(is_hidden)));
    }
}
