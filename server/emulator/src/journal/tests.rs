#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{fs, io::Write, panic::AssertUnwindSafe, sync::Arc};

use time::macros::datetime;
use uuid::Uuid;

use super::Journal;
use crate::{
    clock::Clock,
    keys::Keys,
    seed::{self, contoso::CONTOSO},
    site::Site,
    world::{
        World,
        effect::{Actor, Cause},
    },
};

fn cause() -> Cause {
    Cause {
        now: datetime!(2026-06-01 12:00 UTC),
        request_id: Uuid::nil(),
        client_request_id: None,
        actor: Actor::default(),
    }
}

fn world() -> World {
    let mut world = World::empty(seed::clients(&[]), Arc::new(Uuid::new_v4));
    assert!(world.reseed(&cause(), "contoso"));
    world
}

#[test]
fn a_cut_through_a_character_is_forgotten_and_an_unreadable_line_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let mut world = world();
    let (mut journal, _) = Journal::open(&path).unwrap();
    journal.keep(world.ledger());
    let good = fs::read(&path).unwrap();
    world.block_organization(&cause(), CONTOSO, "\u{17e}@fabrikam.example");
    journal.keep(world.ledger());
    let whole = fs::read(&path).unwrap();
    let half = whole.iter().position(|byte| *byte == 0xc5).unwrap() + 1;
    fs::write(&path, &whole[..half]).unwrap();
    let (_, entries) = Journal::open(&path).unwrap();
    assert_eq!(entries, world.ledger()[..1]);
    assert_eq!(fs::read(&path).unwrap(), good);
    fs::write(&path, [&good[..], b"nonsense\n", &good[..]].concat()).unwrap();
    let trouble = Journal::open(&path).unwrap_err().to_string();
    assert!(trouble.starts_with("line 2 of the journal"), "{trouble}");
}

#[test]
fn what_could_not_be_written_is_written_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let mut world = world();
    let (mut journal, _) = Journal::open(&path).unwrap();
    journal.keep(world.ledger());
    let open = journal.0.as_mut().unwrap();
    let writable = std::mem::replace(&mut open.file, fs::File::open(&path).unwrap());
    world.block_organization(&cause(), CONTOSO, "a@fabrikam.example");
    journal.keep(world.ledger());
    // A part of it got through before the disk was full.
    let open = journal.0.as_mut().unwrap();
    open.file = writable;
    open.file.write_all(b"{\"seq\":2,").unwrap();
    world.block_organization(&cause(), CONTOSO, "b@fabrikam.example");
    journal.keep(world.ledger());
    assert_eq!(world.ledger().len(), 3);
    assert_eq!(Journal::open(&path).unwrap().1, world.ledger());
}

#[test]
fn a_change_that_breaks_off_is_in_the_journal_as_far_as_it_got() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let (mut journal, _) = Journal::open(&path).unwrap();
    let world = world();
    journal.keep(world.ledger());
    let site = Site::new(world, journal, Clock::default(), Keys::load(None).unwrap(), Vec::new());
    let broken = std::panic::catch_unwind(AssertUnwindSafe(|| {
        site.change(|world| {
            world.block_organization(&cause(), CONTOSO, "a@fabrikam.example");
            panic!("in the middle of a change");
        })
    }));
    assert!(broken.is_err());
    site.change(|world| world.block_organization(&cause(), CONTOSO, "b@fabrikam.example"));
    let (_, entries) = Journal::open(&path).unwrap();
    assert_eq!(entries.len(), 3);
    site.read(|world| assert_eq!(entries, world.ledger()));
}
