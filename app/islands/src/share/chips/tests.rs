use super::super::chip::{RESEND, of_line, plain, taken_over};
use super::*;
use crate::endpoints::field::CHOSEN;
use crate::responses::MatchResponse;

const JONI: &str = "\t\t\tjoni@northwind.example";
const CHOSEN_JONI: &str = "7f\t\t\tjoni@northwind.example";
const AGAIN: &str = "7f\tresend\tJoni\tjoni@northwind.example";

fn choice(of: &str, chosen: &str) -> String {
    [of, &CHOSEN.to_string(), chosen].concat()
}

fn ambiguous() -> ChipResponse {
    let joni = MatchResponse { line: CHOSEN_JONI.to_owned(), name: "Joni".to_owned(), ..Default::default() };
    ChipResponse {
        line: JONI.to_owned(),
        light: "red".to_owned(),
        candidates: vec![joni],
        ..Default::default()
    }
}

#[test]
fn a_line_without_the_wish_for_a_new_invitation_keeps_all_else() {
    assert_eq!(plain(AGAIN), "7f\t\tJoni\tjoni@northwind.example");
    // Somebody may be called so.
    for line in ["7f\t\tresend\tr@x.example", "\t\tresend\tresend", JONI, "resend", ""] {
        assert_eq!(plain(line), line);
        assert!(!of_line(line).resends, "{line:?}");
    }
    assert!(of_line(AGAIN).resends);
}

#[test]
fn what_was_chosen_before_the_island_came_is_taken_over() {
    let chosen = [choice(JONI, CHOSEN_JONI)];
    let taken = taken_over(vec![ambiguous()], &[], &chosen);
    let [only] = taken.as_slice() else { unreachable!("nobody is lost: {taken:?}") };
    // The server judges who was chosen.
    assert_eq!((only.line.as_str(), only.name.as_str(), only.light.as_str()), (CHOSEN_JONI, "Joni", ""));
    let of_another = [choice("\t\t\tkim@northwind.example", CHOSEN_JONI)];
    assert_eq!(taken_over(vec![ambiguous()], &[], &of_another), [ambiguous()]);
}

#[test]
fn a_new_invitation_is_asked_for_as_the_box_says_and_whoever_is_unticked_is_out() {
    let pending = |resends| {
        let line = if resends { AGAIN.to_owned() } else { plain(AGAIN) };
        ChipResponse { line, resend_line: AGAIN.to_owned(), resends, ..Default::default() }
    };
    let toggled = [choice(&plain(AGAIN), RESEND)];
    for before in [false, true] {
        let after = taken_over(vec![pending(before)], &[], &toggled);
        assert!(after.iter().all(|chip| chip.resends != before));
        assert_eq!(taken_over(vec![pending(before)], &[], &[]), [pending(before)]);
        assert_eq!(taken_over(vec![pending(before)], &[plain(AGAIN)], &toggled), []);
    }
}

#[test]
fn who_stands_before_those_to_be_judged_is_counted_by_kind() {
    let of_kind = |kind: &str, light: &str, resends| ChipResponse {
        kind: kind.to_owned(),
        light: light.to_owned(),
        resends,
        ..ChipResponse::default()
    };
    let mut chips = Chips::default();
    chips.replace(vec![
        of_kind("new", "green", false),
        of_kind("new", "red", false),
        of_kind("", "", false),
        of_kind("pending", "green", true),
        of_kind("pending", "green", false),
        of_kind("invited", "green", false),
        of_kind("unanswered", "amber", false),
        of_kind("member", "green", false),
        of_kind("new", "", false),
        of_kind("new", "green", false),
    ]);
    let asked = chips.iter().nth(8).map(|chip| chip.id);
    assert_eq!(chips.ahead(|chip| Some(chip.id) == asked), [2, 1, 2]);
    assert_eq!(chips.ahead(|_| true), [0, 0, 0]);
}
