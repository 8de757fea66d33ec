//! What is said of a share before it is sent.

use contract::{
    DroppedOption, EntraUserId, FieldPath, JudgedRecipient, Language, Light, MailWay, PersonMatch,
    PlannedEffects, PlannedMail, Problem, ProblemCode, RecipientKind, RoleName, SafeUrl, SharePlan, StepKind,
    TypedRecipient, UserStatus,
};
use time::{Duration, OffsetDateTime};

const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

fn judged(kind: RecipientKind, light: Light) -> JudgedRecipient {
    JudgedRecipient {
        typed: TypedRecipient::of_text("pat@northwind.example"),
        key: "pat@northwind.example".to_owned(),
        kind,
        light,
        person: None,
        candidates: Vec::new(),
        problem: None,
        repeats: None,
        outside: true,
        company: String::new(),
        existing_role: None,
        starts_at: None,
    }
}

fn red(code: ProblemCode) -> JudgedRecipient {
    let problem = Some(Problem::of_field(FieldPath::ADDRESS, code));
    JudgedRecipient { problem, ..judged(RecipientKind::Unreadable, Light::Red) }
}

#[test]
fn each_kind_of_recipient_has_a_sentence_of_its_own() {
    for lang in Language::ALL {
        let said = RecipientKind::ALL.map(|kind| words::recipient(lang, &judged(kind, Light::Green), NOW));
        for (at, sentence) in said.iter().enumerate() {
            assert!(!sentence.is_empty() && !sentence.contains('{'), "{lang:?}: {sentence}");
            let twins = said.iter().filter(|other| *other == sentence).count();
            // A member and a guest who has accepted get the same.
            let is_known = matches!(RecipientKind::ALL[at], RecipientKind::Member | RecipientKind::Guest);
            assert_eq!(twins, if is_known { 2 } else { 1 }, "{lang:?}: {sentence}");
        }
    }
}

#[test]
fn why_somebody_cannot_be_sent_to_is_said_with_what_to_do() {
    let lang = Language::English;
    let mistyped = words::recipient(lang, &red(ProblemCode::AddressMalformed), NOW);
    assert!(mistyped.contains("name@company.com"), "{mistyped}");
    let shared = red(ProblemCode::AlreadyShared);
    let role = Some(RoleName::parse("reader").unwrap());
    let problem = shared.problem.clone().map(|problem| Problem { role, ..problem });
    let shared = words::recipient(lang, &JudgedRecipient { problem, ..shared }, NOW);
    assert!(shared.contains("Reader"), "{shared}");
}

#[test]
fn trouble_is_said_in_a_few_words_and_only_where_there_is_some() {
    for lang in Language::ALL {
        for kind in RecipientKind::ALL {
            assert_eq!(words::recipient_trouble(lang, &judged(kind, Light::Amber)), "");
            let said = words::recipient_trouble(lang, &judged(kind, Light::Red));
            assert!(!said.is_empty() && said.chars().count() <= 24, "{lang:?}: {said}");
        }
        let of_domain = words::recipient_trouble(lang, &red(ProblemCode::DomainBlocked));
        assert_eq!(words::recipient_trouble(lang, &red(ProblemCode::CrossTenantBlocked)), of_domain);
        assert_ne!(words::recipient_trouble(lang, &red(ProblemCode::PersonBlocked)), of_domain);
        let yours = words::recipient_trouble(lang, &red(ProblemCode::Yourself));
        assert_ne!(yours, words::recipient_trouble(lang, &red(ProblemCode::AddressMalformed)));
        let under_way = words::recipient_trouble(lang, &red(ProblemCode::AlreadyUnderWay));
        assert!(under_way.chars().count() <= 24, "{lang:?}: {under_way}");
        assert_ne!(under_way, words::recipient_trouble(lang, &red(ProblemCode::AlreadyShared)));
    }
}

#[test]
fn who_waits_for_their_turn_is_told_about_when() {
    let starts_at = Some(NOW + Duration::minutes(5));
    let waiting = JudgedRecipient { starts_at, ..judged(RecipientKind::New, Light::Amber) };
    let said = words::recipient(Language::English, &waiting, NOW);
    assert!(said.contains("guest") && said.contains("5 minutes"), "{said}");
    // As it is judged: nothing is sent yet, and nobody is told to close the page.
    let problem = Some(Problem { retry_at: starts_at, ..Problem::new(ProblemCode::WaitsForTurn) });
    let judged_so = JudgedRecipient { problem, ..waiting };
    assert_eq!(words::recipient(Language::English, &judged_so, NOW), said);
    assert!(!said.contains("close"), "{said}");
    let later = JudgedRecipient { starts_at: Some(NOW + Duration::hours(3)), ..judged_so };
    for lang in Language::ALL {
        let said = words::recipient(lang, &later, NOW);
        assert!(said.contains('3') && !said.contains('{'), "{lang:?}: {said}");
    }
}

#[test]
fn whoever_is_being_invited_is_said_before_sending_what_happens_then() {
    let joins = judged(RecipientKind::Invited, Light::Amber);
    let told = JudgedRecipient { problem: Some(Problem::new(ProblemCode::BeingInvited)), ..joins.clone() };
    for lang in Language::ALL {
        assert_eq!(words::recipient(lang, &told, NOW), words::recipient(lang, &joins, NOW), "{lang:?}");
    }
}

#[test]
fn a_guest_who_is_invited_again_reads_that_the_earlier_link_dies() {
    let person = PersonMatch {
        id: EntraUserId::parse("joni").unwrap(),
        name: "Joni".to_owned(),
        address: "joni@northwind.example".to_owned(),
        company: None,
        standing: UserStatus::Pending,
        blocked: None,
    };
    let once = JudgedRecipient { person: Some(person), ..judged(RecipientKind::Pending, Light::Green) };
    let typed = TypedRecipient { resend: true, ..once.typed.clone() };
    let again = JudgedRecipient { typed, ..once.clone() };
    for lang in Language::ALL {
        assert_ne!(words::recipient(lang, &once, NOW), words::recipient(lang, &again, NOW));
    }
}

fn effects(count: u32, groups: &[&str], mail_way: Option<MailWay>) -> PlannedEffects {
    let names = groups.iter().map(|name| (*name).to_owned()).collect();
    let steps = vec![(StepKind::FindPerson, Vec::new()), (StepKind::JoinGroup, names)];
    PlannedEffects { count, steps, mail_way }
}

fn plan(for_new: Option<PlannedEffects>, for_known: Option<PlannedEffects>) -> SharePlan {
    SharePlan {
        recipients: Vec::new(),
        problem: None,
        for_new,
        for_known,
        until: None,
        landing: SafeUrl::parse("https://app.contoso.example/plans/1").unwrap(),
        mails: Vec::new(),
        later: None,
        dropped: Vec::new(),
    }
}

#[test]
fn a_plan_says_who_gets_what_and_where_they_land() {
    let role = RoleName::parse("reader").unwrap();
    let both = plan(
        Some(effects(2, &["Partners"], Some(MailWay::Microsoft))),
        Some(effects(1, &["Partners"], None)),
    );
    let lines = words::plan_lines(Language::English, &both, Some(&role), "Vestibule");
    let expected = [
        "2 people are invited as guests.",
        "1 person from your directory gets access.",
        "Role: Reader",
        "Groups (everyone): Partners",
        "Microsoft sends new guests the invitation email.",
        "People from your directory get no email: copy the link for them afterwards.",
        "Everyone lands here: https://app.contoso.example/plans/1",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn the_last_day_of_access_is_said_in_words() {
    // The end of the last day of 2026.
    let until = Some(OffsetDateTime::from_unix_timestamp(1_798_761_600).unwrap());
    let share = || plan(Some(effects(1, &[], Some(MailWay::Microsoft))), None);
    let lines = words::plan_lines(Language::English, &SharePlan { until, ..share() }, None, "Vestibule");
    assert_eq!(lines[1], "Last day of access: 31 December 2026 (UTC)");
    for lang in Language::ALL {
        let without = words::plan_lines(lang, &share(), None, "Vestibule");
        let mut with = words::plan_lines(lang, &SharePlan { until, ..share() }, None, "Vestibule");
        let said = with.remove(1);
        assert_eq!(with, without, "{lang:?}");
        assert!(said.contains("31") && said.contains("2026") && !said.contains('{'), "{lang:?}: {said}");
    }
    let nobody = SharePlan { until, ..plan(None, None) };
    assert_eq!(
        words::plan_lines(Language::English, &nobody, None, "Vestibule").len(),
        1,
        "nobody gets access"
    );
}

#[test]
fn what_differs_is_said_of_each() {
    let both = plan(
        Some(effects(2, &["Partners", "Guests"], Some(MailWay::Own))),
        Some(effects(1, &[], Some(MailWay::Own))),
    );
    let lines = words::plan_lines(Language::English, &both, None, "Vestibule");
    assert!(lines.contains(&"Groups (new guests): Partners, Guests".to_owned()), "{lines:?}");
    let mails = lines.iter().filter(|line| line.contains("email")).count();
    assert_eq!(mails, 1, "{lines:?}");
}

#[test]
fn who_becomes_a_sponsor_of_known_guests_is_said_once() {
    let with_sponsor = |count| {
        let mut effects = effects(count, &[], None);
        effects.steps.push((StepKind::AddSponsor, vec!["megan.bowen@contoso.example".to_owned()]));
        effects
    };
    // Of guests who are invited again there is an audience of its own.
    let known = || Some(with_sponsor(1));
    for lang in Language::ALL {
        for share in [plan(None, known()), plan(known(), None), plan(known(), known())] {
            let lines = words::plan_lines(lang, &share, None, "Vestibule");
            let said = lines.iter().filter(|line| line.contains("megan.bowen@contoso.example")).count();
            assert_eq!(said, 1, "{lang:?}: {lines:?}");
        }
    }
}

#[test]
fn whoever_joins_an_invitation_gets_no_second_mail() {
    let joins = || judged(RecipientKind::Invited, Light::Amber);
    let said = |recipients: Vec<JudgedRecipient>, count| {
        let share =
            SharePlan { recipients, ..plan(Some(effects(count, &[], Some(MailWay::Microsoft))), None) };
        words::plan_lines(Language::English, &share, None, "Vestibule")
    };
    let alone = said(vec![joins()], 1);
    assert_eq!(alone[0], "1 person gets access with an invitation that is on its way already.");
    assert!(!alone.iter().any(|line| line.contains("email")), "{alone:?}");
    let twice = JudgedRecipient { repeats: Some(0), ..joins() };
    let both = said(vec![joins(), judged(RecipientKind::New, Light::Green), twice], 2);
    let expected = [
        "1 person is invited as a guest.",
        "1 person gets access with an invitation that is on its way already.",
    ];
    assert_eq!(both[..2], expected);
    assert!(both.iter().any(|line| line.contains("email")), "{both:?}");
}

#[test]
fn that_nobody_gets_anything_is_said_unless_the_form_has_a_problem() {
    for lang in Language::ALL {
        assert_eq!(words::plan_lines(lang, &plan(None, None), None, "Vestibule").len(), 1, "{lang:?}");
        let problem = Some(Problem::of_field(FieldPath::MESSAGE, ProblemCode::MessageTooLong));
        let wrong = SharePlan { problem, ..plan(None, None) };
        assert!(words::plan_lines(lang, &wrong, None, "Vestibule").is_empty(), "{lang:?}");
    }
}

#[test]
fn of_each_mail_it_is_said_to_whom_it_goes() {
    let mail = |to_new, subject: &str| PlannedMail {
        to_new,
        language: Language::French,
        subject: subject.to_owned(),
        text: String::new(),
    };
    for lang in Language::ALL {
        let mails = [mail(true, ""), mail(true, "Subject"), mail(false, "Subject")];
        let said = mails.each_ref().map(|mail| words::plan_mail(lang, mail));
        assert!(said[0].contains("Microsoft"), "{lang:?}: {said:?}");
        assert!(said[0] != said[1] && said[1] != said[2] && !said[2].is_empty(), "{lang:?}: {said:?}");
    }
}

#[test]
fn nobody_gets_a_copy_whoever_would_have_written() {
    let share = SharePlan { dropped: vec![DroppedOption::CopyWithoutMail], ..plan(None, None) };
    for lang in Language::ALL {
        let said = words::plan_warnings(lang, &share, NOW);
        assert!(said.iter().all(|line| !line.contains("Microsoft")), "{said:?}");
    }
}

#[test]
fn whatever_is_left_out_is_said_in_every_language() {
    let dropped = vec![
        DroppedOption::MessageWithoutMailbox,
        DroppedOption::CopyWithoutMail,
        DroppedOption::LanguageWithoutMail,
        DroppedOption::NameOfKnown,
        DroppedOption::SponsorOfKnown,
        DroppedOption::SponsorOfMembers,
    ];
    let later = Some((40, NOW + Duration::hours(2)));
    let share = SharePlan { dropped, later, ..plan(None, None) };
    for lang in Language::ALL {
        let said = words::plan_warnings(lang, &share, NOW);
        assert_eq!(said.len(), 7, "{lang:?}");
        assert!(said[0].contains("40") && said[0].contains('2'), "{}", said[0]);
        assert!(said.iter().all(|line| !line.contains('{')), "{said:?}");
    }
}

#[test]
fn of_several_who_wait_the_last_is_named_and_of_one_it_alone() {
    let said = |lang, count, wait: Duration| {
        let share = SharePlan { later: Some((count, NOW + wait)), ..plan(None, None) };
        words::plan_warnings(lang, &share, NOW).remove(0)
    };
    let english = |count, wait| said(Language::English, count, wait);
    let soon = Duration::seconds(20);
    assert_eq!(english(1, soon), "1 invitation waits for its turn. It goes out in a moment.");
    assert_eq!(english(2, soon), "2 invitations wait for their turn. The last one goes out in a moment.");
    assert!(english(1, Duration::minutes(5)).ends_with(" It goes out in about 5 minutes."));
    assert!(english(21, Duration::hours(2)).ends_with(" The last one goes out in about 2 hours."));
    for lang in Language::ALL {
        let last = words::plan::last_soon(lang);
        for count in [1, 2, 21] {
            assert_eq!(said(lang, count, soon).contains(last), count > 1, "{lang:?} {count}");
            for wait in [Duration::minutes(5), Duration::hours(2)] {
                let text = said(lang, count, wait);
                assert!(!text.contains('{') && text != said(lang, count, soon), "{lang:?}: {text}");
            }
        }
    }
}
