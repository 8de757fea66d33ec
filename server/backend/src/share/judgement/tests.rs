use super::*;

fn person(name: &str, standing: UserStatus, blocked: bool) -> PersonMatch {
    PersonMatch {
        id: EntraUserId::parse(name).unwrap(),
        name: name.to_owned(),
        address: format!("{name}@fabrikam.example"),
        company: None,
        standing,
        blocked: blocked.then_some(ProblemCode::PersonBlocked),
    }
}

fn judged(verdict: Verdict) -> Judgement {
    Judgement {
        typed: TypedRecipient::of_text("ana@fabrikam.example"),
        address: EmailAddress::parse("ana@fabrikam.example").ok(),
        key: "ana@fabrikam.example".to_owned(),
        verdict,
        repeats: None,
        existing_role: None,
        company: String::new(),
        starts_at: None,
    }
}

fn rejected(code: ProblemCode, shown: Vec<PersonMatch>) -> Verdict {
    Verdict::Rejected(Problem::of_field(FieldPath::ADDRESS, code), shown)
}

#[test]
fn each_verdict_has_its_light_and_kind() {
    let member = || person("alex", UserStatus::Member, false);
    let guest = || person("ana", UserStatus::Guest, false);
    let pending = || person("joni", UserStatus::Pending, false);
    let blocked = || person("eve", UserStatus::Guest, true);
    for (verdict, kind, light, outside) in [
        (Verdict::New, RecipientKind::New, Light::Green, true),
        (Verdict::Joins, RecipientKind::Invited, Light::Amber, true),
        (Verdict::Selected(member()), RecipientKind::Member, Light::Green, false),
        (Verdict::Selected(guest()), RecipientKind::Guest, Light::Green, true),
        (Verdict::Selected(pending()), RecipientKind::Pending, Light::Amber, true),
        (Verdict::Ambiguous(vec![member()]), RecipientKind::Member, Light::Green, false),
        (Verdict::Ambiguous(vec![guest(), blocked()]), RecipientKind::Guest, Light::Green, true),
        (Verdict::Ambiguous(vec![pending()]), RecipientKind::Pending, Light::Amber, true),
        (Verdict::Ambiguous(vec![guest(), member()]), RecipientKind::Ambiguous, Light::Red, false),
        (Verdict::Unanswered(None), RecipientKind::Unanswered, Light::Amber, false),
        (rejected(ProblemCode::AddressMalformed, Vec::new()), RecipientKind::Unreadable, Light::Red, false),
        (rejected(ProblemCode::PersonBlocked, vec![blocked()]), RecipientKind::Guest, Light::Red, true),
        (
            rejected(ProblemCode::PersonBlocked, vec![blocked(), blocked()]),
            RecipientKind::Ambiguous,
            Light::Red,
            false,
        ),
        (rejected(ProblemCode::DayLimit, Vec::new()), RecipientKind::New, Light::Red, true),
        (rejected(ProblemCode::AlreadyUnderWay, Vec::new()), RecipientKind::Invited, Light::Red, true),
        (rejected(ProblemCode::DomainBlocked, Vec::new()), RecipientKind::New, Light::Red, true),
        (rejected(ProblemCode::CrossTenantBlocked, Vec::new()), RecipientKind::New, Light::Red, true),
        (rejected(ProblemCode::OwnDomain, Vec::new()), RecipientKind::New, Light::Red, false),
        (
            rejected(ProblemCode::DomainBlocked, vec![pending(), pending()]),
            RecipientKind::Ambiguous,
            Light::Red,
            false,
        ),
    ] {
        let view = judged(verdict.clone()).view();
        assert_eq!((view.kind, view.light, view.outside), (kind, light, outside), "{verdict:?}");
        assert_eq!(view.problem.is_some(), light == Light::Red || verdict == Verdict::Joins, "{verdict:?}");
        assert_eq!(view.candidates.is_empty(), view.kind != RecipientKind::Ambiguous, "{verdict:?}");
        let bound = view.person.as_ref().map(|person| person.id.to_string()).unwrap_or_default();
        assert_eq!(view.typed.person, bound, "{verdict:?}: whom the chip shows is whom it sends");
    }
}

#[test]
fn whoever_was_seen_is_bound_by_the_chip_and_not_before() {
    let only = judged(Verdict::Ambiguous(vec![person("ana", UserStatus::Pending, false)]));
    let choose = Problem::of_field(FieldPath::PERSON, ProblemCode::ChoosePerson);
    assert_eq!((only.may_go(), only.trouble()), (false, Some(choose)));
    let again = Judgement { typed: TypedRecipient { resend: true, ..only.typed.clone() }, ..only.clone() };
    for judgement in [&only, &again] {
        let typed = judgement.view().typed;
        assert_eq!((typed.person.as_str(), typed.text.as_str()), ("ana", "ana@fabrikam.example"));
        assert!(!typed.resend, "nobody was asked yet whether they are to be invited again");
    }
    let typed = TypedRecipient { person: "ana".to_owned(), resend: true, ..only.typed.clone() };
    let chosen = Judgement {
        verdict: Verdict::Selected(person("ana", UserStatus::Pending, false)),
        typed: typed.clone(),
        ..only
    };
    assert_eq!((chosen.view().typed, chosen.invites(), chosen.may_go()), (typed, true, true));
}

#[test]
fn somebody_without_a_text_is_shown_by_the_directorys_address() {
    let chosen = Judgement {
        typed: TypedRecipient { person: "ana".to_owned(), ..TypedRecipient::default() },
        address: None,
        ..judged(Verdict::Selected(person("ana", UserStatus::Guest, false)))
    };
    assert_eq!(chosen.view().typed.text, "ana@fabrikam.example");
}

#[test]
fn what_is_to_be_known_before_is_amber() {
    let at = OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
    let later = Judgement { starts_at: Some(at), ..judged(Verdict::New) };
    let view = later.view();
    let problem = view.problem.unwrap();
    assert_eq!((view.light, view.starts_at), (Light::Amber, Some(at)));
    assert_eq!((problem.code, problem.retry_at), (ProblemCode::WaitsForTurn, Some(at)));
    let twice = Judgement { repeats: Some(0), ..judged(rejected(ProblemCode::Yourself, Vec::new())) };
    let view = twice.view();
    assert_eq!((view.light, view.repeats), (Light::Amber, Some(0)));
    assert_eq!(view.problem.map(|problem| problem.code), Some(ProblemCode::RecipientRepeated));
    let elsewhere = Judgement { company: "fabrikam.example".to_owned(), ..judged(Verdict::Unanswered(None)) };
    assert!(elsewhere.view().outside, "an address of another domain is hardly a member's");
}
