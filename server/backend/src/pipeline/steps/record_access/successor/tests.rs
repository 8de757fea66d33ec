#![allow(clippy::unwrap_used)]

use contract::RoleName;

use super::*;
use crate::pipeline::invitation::tests::sample;

fn id(text: &str) -> InvitationId {
    InvitationId::parse(text).unwrap()
}

/// Another invitation of the person, superseded by a further one where that is named.
fn other(name: &str, role: &str, step: StepState, superseded_by: Option<&str>) -> RecordedRow {
    let mut invitation = Invitation { id: id(name), role: RoleName::parse(role).unwrap(), ..sample() };
    invitation.pipeline.superseded_by = superseded_by.map(id);
    RecordedRow { row: invitation.to_row().unwrap(), step }
}

fn ordered(rows: Vec<RecordedRow>) -> Vec<String> {
    let offered = ["reader", "contributor"].map(|role| RoleName::parse(role).unwrap());
    let found = in_order(rows, &RoleHierarchy::new(&offered));
    found.into_iter().map(|invitation| invitation.id.to_string()).collect()
}

#[test]
fn the_furthest_role_comes_first_and_of_one_role_the_oldest() {
    let done = |name, role| other(name, role, StepState::Done, None);
    let rows = vec![
        done("unheard", "auditor"),
        done("old", "reader"),
        done("new", "reader"),
        done("further", "contributor"),
    ];
    assert_eq!(ordered(rows), ["further", "old", "new", "unheard"]);
    assert_eq!(ordered(Vec::new()), [""; 0]);
}

#[test]
fn one_that_has_not_come_to_giving_access_takes_none_over() {
    let states =
        [StepState::Open, StepState::Waiting, StepState::Stopped, StepState::Failed, StepState::Undone];
    let rows = states.map(|state| other(state.as_str(), "reader", state, None));
    assert_eq!(ordered(rows.into()), [""; 0]);
}

#[test]
fn what_another_one_stands_for_comes_behind_it_and_goes_with_it() {
    let row = |name, by| other(name, "reader", StepState::Done, by);
    assert_eq!(ordered(vec![row("first", Some("second")), row("second", None)]), ["second", "first"]);
    // The one that stands for the second is undone, so it is not among them.
    assert_eq!(ordered(vec![row("first", Some("second")), row("second", Some("undone"))]), [""; 0]);
    // It has not come so far: as long as it lives, the first has what it gave.
    let second = other("second", "reader", StepState::Open, None);
    assert_eq!(ordered(vec![row("first", Some("second")), second]), ["first"]);
}

#[test]
fn one_whose_row_cannot_be_read_takes_nothing_over_and_holds_nobody_up() {
    let row = |name| other(name, "reader", StepState::Done, None);
    let mut unreadable = row("unreadable");
    unreadable.row.facts = "{".to_owned();
    assert_eq!(ordered(vec![unreadable, row("readable")]), ["readable"]);
}
