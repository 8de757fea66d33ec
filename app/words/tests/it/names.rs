use contract::{KindName, Language, RoleName, StepKind, StepState, UserStatus};

#[test]
fn known_roles_and_kinds_are_translated() {
    let reader = RoleName::parse("reader").unwrap();
    assert_eq!(words::role(Language::Lithuanian, &reader), "Skaitytojas");
    assert_eq!(words::role_hint(Language::English, &reader), Some("Can view"));
    assert_eq!(words::role_allows(Language::English, &reader), "You can view this item.");
    let folder = KindName::parse("folder").unwrap();
    assert_eq!(words::kind(Language::French, &folder), "Dossier");
}

#[test]
fn unknown_ones_are_shown_as_they_are_with_a_capital() {
    let auditor = RoleName::parse("external-auditor").unwrap();
    assert_eq!(words::role(Language::French, &auditor), "External-auditor");
    assert_eq!(words::role_hint(Language::French, &auditor), None);
    assert_eq!(words::role_allows(Language::English, &auditor), "Your role on this item: External-auditor.");
    let kind = KindName::parse("ticket").unwrap();
    assert_eq!(words::kind(Language::Chinese, &kind), "Ticket");
}

#[test]
fn badges_and_steps_differ_from_each_other() {
    for lang in Language::ALL {
        let mut badges = [UserStatus::Member, UserStatus::Guest, UserStatus::Pending]
            .map(|s| words::user_status(lang, s))
            .to_vec();
        badges.sort_unstable();
        badges.dedup();
        assert_eq!(badges.len(), 3, "{lang:?}");
        let states = [
            StepState::Open,
            StepState::Working,
            StepState::Done,
            StepState::Waiting,
            StepState::Stopped,
            StepState::Failed,
        ];
        let mut texts: Vec<&str> = states.iter().map(|state| words::step_state(lang, *state)).collect();
        for kind in StepKind::ALL {
            texts.extend(states.iter().map(|state| words::step_now(lang, kind, *state)));
            assert_eq!(words::step(lang, kind), words::step_now(lang, kind, StepState::Open));
        }
        let all = texts.len();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), all, "{lang:?}");
    }
}
