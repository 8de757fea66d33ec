//! The problem of a form as a whole, by what is said of its recipients.

use contract::{FieldPath, FieldProblem, Light, Problem, ProblemCode};

use crate::share::judgement::Judgement;

/// Why a form with these recipients cannot go out, if so: of a form with one that is their own problem; of one with many it names each who cannot be sent to,
/// as `recipients[0].address` or `recipients[0].person`. With `leave_out` those who are red are left out of it, unless nobody is left. Whoever is still to
/// be bound by the inviter's look is never left out: they are shown as somebody who gets it.
pub(crate) fn problem_of(judgements: &[Judgement], leave_out: bool) -> Option<Problem> {
    match judgements {
        [] => Some(Problem::of_field(FieldPath::ADDRESS, ProblemCode::AddressMissing)),
        [only] => only.trouble(),
        many => {
            let stops = |judgement: &Judgement| !leave_out || judgement.light() != Light::Red;
            let stopping = fields(many, stops);
            if !stopping.is_empty() {
                return Some(check(stopping));
            }
            let any_goes = many.iter().any(Judgement::may_go);
            (!any_goes).then(|| check(fields(many, |_| true)))
        }
    }
}

fn check(fields: Vec<FieldProblem>) -> Problem {
    Problem { fields, ..Problem::new(ProblemCode::CheckRecipients) }
}

fn fields(judgements: &[Judgement], is_named: impl Fn(&Judgement) -> bool) -> Vec<FieldProblem> {
    let troubled = judgements.iter().enumerate().filter(|(_, judgement)| is_named(judgement));
    let field = |(place, judgement): (usize, &Judgement)| {
        let problem = judgement.trouble()?;
        let own = problem.fields.first();
        let (field, code) =
            own.map_or((FieldPath::ADDRESS, problem.code), |about| (about.field.clone(), about.code));
        Some(FieldProblem { field: FieldPath::RECIPIENTS.at(place).join(&field), code })
    };
    troubled.filter_map(field).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{EntraUserId, PersonMatch, TypedRecipient, UserStatus};

    use super::*;
    use crate::share::judgement::Verdict;

    fn person(id: &str, blocked: bool) -> PersonMatch {
        PersonMatch {
            id: EntraUserId::parse(id).unwrap(),
            name: id.to_owned(),
            address: format!("{id}@fabrikam.example"),
            company: None,
            standing: UserStatus::Guest,
            blocked: blocked.then_some(ProblemCode::PersonBlocked),
        }
    }

    fn judged(verdict: Verdict) -> Judgement {
        Judgement {
            typed: TypedRecipient::of_text("somebody"),
            address: None,
            key: "somebody".to_owned(),
            verdict,
            repeats: None,
            existing_role: None,
            company: String::new(),
            starts_at: None,
        }
    }

    fn red(code: ProblemCode) -> Judgement {
        judged(Verdict::Rejected(Problem::of_field(FieldPath::ADDRESS, code), Vec::new()))
    }

    fn several() -> Judgement {
        judged(Verdict::Ambiguous(vec![person("ana", false), person("eve", false)]))
    }

    fn only_one() -> Judgement {
        judged(Verdict::Ambiguous(vec![person("ana", false), person("eve", true)]))
    }

    fn named(problem: Option<Problem>) -> Vec<(String, ProblemCode)> {
        let problem = problem.unwrap();
        assert_eq!(problem.code, ProblemCode::CheckRecipients);
        problem.fields.into_iter().map(|about| (about.field.to_string(), about.code)).collect()
    }

    fn at(field: &str, code: ProblemCode) -> (String, ProblemCode) {
        (field.to_owned(), code)
    }

    #[test]
    fn one_recipient_has_their_own_problem() {
        let own = Problem::of_field(FieldPath::ADDRESS, ProblemCode::Yourself);
        let choose = Problem::of_field(FieldPath::PERSON, ProblemCode::ChoosePerson);
        for leave_out in [false, true] {
            assert_eq!(problem_of(&[red(ProblemCode::Yourself)], leave_out), Some(own.clone()));
            assert_eq!(problem_of(&[several()], leave_out), Some(choose.clone()));
            assert_eq!(
                problem_of(&[only_one()], leave_out),
                Some(choose.clone()),
                "nothing is bound by mail alone"
            );
            assert_eq!(problem_of(&[judged(Verdict::New)], leave_out), None);
            let missing = problem_of(&[], leave_out).unwrap();
            assert_eq!(missing.about(&FieldPath::ADDRESS), Some(ProblemCode::AddressMissing));
        }
    }

    #[test]
    fn of_many_each_who_cannot_be_sent_to_is_named() {
        let unreachable = judged(Verdict::Rejected(Problem::new(ProblemCode::DirectoryTrouble), Vec::new()));
        let all = [
            judged(Verdict::New),
            red(ProblemCode::AddressMalformed),
            several(),
            unreachable,
            judged(Verdict::Joins),
        ];
        assert_eq!(
            named(problem_of(&all, false)),
            [
                at("recipients[1].address", ProblemCode::AddressMalformed),
                at("recipients[2].person", ProblemCode::ChoosePerson),
                at("recipients[3].address", ProblemCode::DirectoryTrouble),
            ]
        );
        assert_eq!(problem_of(&all, true), None, "the others go");
    }

    #[test]
    fn nobody_who_looks_able_is_left_out_in_silence() {
        let all = [judged(Verdict::New), red(ProblemCode::Yourself), only_one()];
        let left = named(problem_of(&all, true));
        assert_eq!(left, [at("recipients[2].person", ProblemCode::ChoosePerson)]);
    }

    #[test]
    fn where_nobody_is_left_all_are_named() {
        let all = [red(ProblemCode::Yourself), several()];
        assert_eq!(named(problem_of(&all, true)).len(), 2);
    }

    #[test]
    fn whoever_stands_there_twice_is_no_trouble() {
        let twice = Judgement { repeats: Some(0), ..judged(Verdict::New) };
        assert_eq!(problem_of(&[judged(Verdict::New), twice.clone()], false), None);
        assert!(!twice.may_go());
        let of_red = Judgement { repeats: Some(0), ..red(ProblemCode::Yourself) };
        assert_eq!(named(problem_of(&[red(ProblemCode::Yourself), of_red], false)).len(), 1);
    }
}
