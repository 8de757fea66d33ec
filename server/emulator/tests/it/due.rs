use std::sync::Arc;

use emulator::{
    seed::{self, contoso::CONTOSO, groups::PROJECT_ACCESS},
    world::{
        World,
        effect::{Actor, EventMeta},
        entitlement::{AccessTarget, NewAccessRequest, RequestState, RequestType},
        ids::UserId,
        update::Changes,
        user::UserType,
    },
};
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

const NOON: OffsetDateTime = datetime!(2026-06-01 12:00 UTC);

fn meta(seconds: i64) -> EventMeta {
    let now = NOON + Duration::seconds(seconds);
    EventMeta { now, request_id: Uuid::nil(), client_request_id: None, actor: Actor::default() }
}

fn world() -> World {
    let mut world = World::empty(seed::shipped(&[]), Arc::new(Uuid::new_v4));
    assert!(world.reseed(&meta(0), "contoso"));
    world
}

/// The world as a restart finds it.
fn again(world: &World) -> World {
    let mut again = World::empty(seed::shipped(&[]), Arc::new(Uuid::new_v4));
    world.ledger().iter().cloned().for_each(|entry| again.replay(entry));
    assert!(again == *world);
    again
}

fn grady(world: &World) -> UserId {
    world.tenant(CONTOSO).unwrap().user_with_address("grady.archie@fabrikam.example").unwrap().id
}

/// A call that makes the guest a member, or a guest again.
fn change(world: &mut World, seconds: i64, user_type: UserType) {
    let meta = meta(seconds);
    world.run_due_tasks(meta.now, meta.request_id);
    let changes = Changes { user_type: Some(user_type), ..Changes::default() };
    world.update_user(&meta, CONTOSO, grady(world), changes).unwrap();
}

/// In how many groups and units the guest is by then.
fn places(world: &mut World, seconds: i64) -> usize {
    world.run_due_tasks(meta(seconds).now, Uuid::nil());
    let (tenant, user) = (world.tenant(CONTOSO).unwrap(), grady(world));
    let units = tenant.units.values().filter(|unit| unit.members.contains(&user)).count();
    units + tenant.groups_of(user).len()
}

#[test]
fn a_restart_does_not_hurry_what_rules_bring_about() {
    let mut world = world();
    let before = places(&mut world, 0);
    change(&mut world, 1, UserType::Member);
    let without = places(&mut world, 70);
    assert!(without < before, "{without} of {before}");
    change(&mut world, 100, UserType::Guest);
    let mut again = again(&world);
    for world in [&mut world, &mut again] {
        assert_eq!(places(world, 159), without);
        assert_eq!(places(world, 161), before);
    }
    assert!(again == world);
}

#[test]
fn a_restart_does_not_hurry_a_request_for_access() {
    let mut world = world();
    let asked = NewAccessRequest {
        kind: RequestType::AdminAdd,
        assignment: None,
        package: Some(PROJECT_ACCESS),
        policy: None,
        target: Some(AccessTarget::Address("one@fabrikam.example".to_owned())),
    };
    world.request_access(&meta(10), CONTOSO, &asked).unwrap();
    world.run_due_tasks(meta(11).now, Uuid::nil());
    let state = |world: &World| world.tenant(CONTOSO).unwrap().entitlement.requests[0].state;
    assert_eq!(state(&world), RequestState::Delivering);
    let mut again = again(&world);
    again.run_due_tasks(meta(11).now, Uuid::nil());
    assert_eq!(state(&again), RequestState::Delivering);
    again.run_due_tasks(meta(12).now, Uuid::nil());
    assert_eq!(state(&again), RequestState::Delivered);
}

#[test]
fn what_is_done_already_is_not_noted_again() {
    let mut world = world();
    for second in 0..500 {
        let user_type = if second % 2 == 0 { UserType::Member } else { UserType::Guest };
        change(&mut world, second, user_type);
    }
    assert_eq!(world.scheduled(), 1, "once for one user");
    assert_eq!(again(&world).scheduled(), 1);
    world.run_due_tasks(meta(600).now, Uuid::nil());
    assert_eq!(world.scheduled(), 0);
}
