//! Who is beyond the pace of new guests: said before anything is sent, with an honest time.

use contract::{Caller, GuestsAhead, KindName, Problem, ProblemCode, RECIPIENTS_LIMIT, RoleName};

use crate::app_state::AppState;
use crate::clock::from_ms;
use crate::rate_limiter::guest_pace;
use crate::rules::pace::GuestPace;
use crate::settings::Settings;
use crate::settings::sections::WayIn;
use crate::share::judgement::{Judgement, Verdict};

/// Marks those for whom the day has no room, and, before an item of a kind is shared, those whose turn comes later, behind those who stand before them. One
/// statement, and none where nobody is invited.
pub(super) async fn mark(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    (role, before_sending): (&RoleName, Option<(&KindName, GuestsAhead)>),
    judgements: &mut [Judgement],
) -> Result<(), Problem> {
    if !judgements.iter().any(is_counted) {
        return Ok(());
    }
    let pace = guest_pace(&app.storage, &app.rate_limits(settings), caller).await;
    let mut pace = pace.map_err(|error| app.internal(error))?;
    let turns = match before_sending {
        None => Turns::Unsaid,
        Some((kind, _)) if settings.way_in(kind, role).way == WayIn::Invitation => Turns::OfAll,
        Some(_) => Turns::OfThoseInvitedAgain,
    };
    let ahead = before_sending.map(|(_, ahead)| ahead).unwrap_or_default();
    stand_behind(&mut pace, ahead, app.now(), turns);
    apply(judgements, pace, app.now(), turns);
    Ok(())
}

/// Takes the places of those who stand before. No form has more recipients than one takes.
fn stand_behind(pace: &mut GuestPace, ahead: GuestsAhead, now: i64, turns: Turns) {
    let most = u32::try_from(RECIPIENTS_LIMIT).unwrap_or(u32::MAX);
    let GuestsAhead { new, resent, joining } = ahead;
    let posted = match turns {
        Turns::Unsaid => 0,
        Turns::OfAll => new.saturating_add(resent).min(most),
        Turns::OfThoseInvitedAgain => resent.min(most),
    };
    let all = new.saturating_add(resent).saturating_add(joining).min(most);
    for place in 0..all {
        if pace.day_has_room(now).is_ok() && place < posted {
            pace.turn(now);
        }
    }
}

/// Of whom it is said when their turn comes. Only what is posted takes a turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turns {
    Unsaid,
    OfAll,
    OfThoseInvitedAgain,
}

fn is_counted(judgement: &Judgement) -> bool {
    judgement.may_go() && judgement.invites()
}

fn apply(judgements: &mut [Judgement], mut pace: GuestPace, now: i64, turns: Turns) {
    for judgement in judgements.iter_mut().filter(|judgement| is_counted(judgement)) {
        if let Err(at) = pace.day_has_room(now) {
            let problem = Problem { retry_at: Some(from_ms(at)), ..Problem::new(ProblemCode::DayLimit) };
            let shown = judgement.verdict.person().cloned().into_iter().collect();
            judgement.verdict = Verdict::Rejected(problem, shown);
            continue;
        }
        let is_posted = match judgement.verdict {
            Verdict::New => turns == Turns::OfAll,
            Verdict::Selected(_) => turns != Turns::Unsaid,
            // Whoever joins posts nothing, and of the others nobody knows.
            _ => false,
        };
        if is_posted {
            judgement.starts_at = Some(pace.turn(now)).filter(|at| *at > now).map(from_ms);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{EntraUserId, Light, PersonMatch, TypedRecipient, UserStatus};

    use super::*;
    use crate::rules::pace::Standing;
    use crate::rules::rate_limit::RateLimit;

    const NOW: i64 = 1_700_000_000_000;

    fn judged(key: &str, verdict: Verdict) -> Judgement {
        Judgement {
            typed: TypedRecipient { resend: true, ..TypedRecipient::of_text(key) },
            address: None,
            key: key.to_owned(),
            verdict,
            repeats: None,
            existing_role: None,
            company: String::new(),
            starts_at: None,
        }
    }

    fn person(standing: UserStatus) -> Verdict {
        Verdict::Selected(PersonMatch {
            id: EntraUserId::parse("ana").unwrap(),
            name: "Ana".to_owned(),
            address: "ana@fabrikam.example".to_owned(),
            company: None,
            standing,
            blocked: None,
        })
    }

    fn pace(own: &str, own_day: &str) -> GuestPace {
        let of = |limit: &str| Standing { limit: RateLimit::parse(limit).unwrap(), full_at: 0 };
        GuestPace { own: of(own), tenant: of("off"), own_day: of(own_day), tenant_day: of("off") }
    }

    fn seconds(judgements: &[Judgement]) -> Vec<Option<i64>> {
        let after = |judged: &Judgement| judged.starts_at.map(|at| at.unix_timestamp() - NOW / 1_000);
        judgements.iter().map(after).collect()
    }

    #[test]
    fn only_what_is_posted_waits_for_a_turn() {
        let all = || {
            let verdicts = [
                Verdict::New,
                Verdict::Joins,
                person(UserStatus::Guest),
                person(UserStatus::Pending),
                Verdict::Unanswered(None),
                Verdict::New,
            ];
            verdicts.map(|verdict| judged("key", verdict))
        };
        for (turns, expected) in [
            (Turns::OfAll, [None, None, None, Some(60), None, Some(120)]),
            (Turns::OfThoseInvitedAgain, [None; 6]),
            (Turns::Unsaid, [None; 6]),
        ] {
            let mut judgements = all();
            apply(&mut judgements, pace("1 + 1/min", "off"), NOW, turns);
            assert_eq!(seconds(&judgements), expected);
            assert!(judgements.iter().all(Judgement::may_go));
        }
    }

    #[test]
    fn those_beyond_the_day_are_refused_with_the_time_and_take_no_turn() {
        let mut judgements =
            [Verdict::New, Verdict::New, person(UserStatus::Pending), person(UserStatus::Member)]
                .map(|verdict| judged("key", verdict));
        apply(&mut judgements, pace("1 + 1/min", "1 + 1/h"), NOW, Turns::OfAll);
        let refused: Vec<_> = judgements
            .iter()
            .map(|judged| {
                judged.trouble().map(|problem| (problem.code, problem.retry_at.unwrap().unix_timestamp()))
            })
            .collect();
        let at = |hours: i64| Some((ProblemCode::DayLimit, NOW / 1_000 + hours * 3_600));
        assert_eq!(refused, [None, at(1), at(2), None]);
        assert_eq!(seconds(&judgements), [None; 4]);
        assert_eq!(judgements[2].view().light, Light::Red);
        assert_eq!(judgements[2].view().person.unwrap().name, "Ana", "shown beside the reason");
    }

    #[test]
    fn whoever_is_judged_alone_stands_behind_those_who_stand_before() {
        let said = |ahead: GuestsAhead, own_day: &str, turns: Turns| {
            let mut pace = pace("2 + 1/min", own_day);
            stand_behind(&mut pace, ahead, NOW, turns);
            let mut one = [judged("key", Verdict::New)];
            apply(&mut one, pace, NOW, turns);
            (seconds(&one)[0], one[0].may_go())
        };
        let nobody = GuestsAhead::default();
        for (ahead, own_day, turns, expected) in [
            (nobody, "off", Turns::OfAll, (None, true)),
            (GuestsAhead { new: 1, ..nobody }, "off", Turns::OfAll, (None, true)),
            (GuestsAhead { new: 2, ..nobody }, "off", Turns::OfAll, (Some(60), true)),
            (GuestsAhead { new: 2, resent: 1, ..nobody }, "off", Turns::OfAll, (Some(120), true)),
            (GuestsAhead { joining: 9, ..nobody }, "off", Turns::OfAll, (None, true)),
            (GuestsAhead { new: 9, ..nobody }, "off", Turns::OfThoseInvitedAgain, (None, true)),
            (GuestsAhead { new: 2, joining: 1, ..nobody }, "3 + 1/h", Turns::OfAll, (None, false)),
            (GuestsAhead { new: 2, ..nobody }, "3 + 1/h", Turns::OfAll, (Some(60), true)),
            (GuestsAhead { new: u32::MAX, resent: 1, joining: 1 }, "off", Turns::OfAll, (Some(29_940), true)),
        ] {
            assert_eq!(said(ahead, own_day, turns), expected, "{ahead:?}");
        }
    }

    #[test]
    fn whoever_repeats_another_one_is_not_counted() {
        let mut judgements = [Verdict::New, Verdict::New, Verdict::New].map(|verdict| judged("key", verdict));
        judgements[1].repeats = Some(0);
        apply(&mut judgements, pace("1 + 1/min", "2 + 1/h"), NOW, Turns::OfAll);
        assert_eq!(seconds(&judgements), [None, None, Some(60)]);
        assert!(judgements[2].may_go());
    }
}
