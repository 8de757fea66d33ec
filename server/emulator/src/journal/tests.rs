#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{fs, io::Write, panic::AssertUnwindSafe, sync::Arc};

use serde_json::{Value, json};
use time::macros::datetime;
use uuid::Uuid;
use world::{
    World,
    effect::{Actor, EventMeta, LedgerEntry},
};

use super::{Journal, check};
use crate::{app_state::AppState, clock::Clock, keys::Keys, seed, seed::contoso::CONTOSO};

fn meta() -> EventMeta {
    EventMeta {
        now: datetime!(2026-06-01 12:00 UTC),
        request_id: Uuid::nil(),
        client_request_id: None,
        actor: Actor::default(),
    }
}

fn world() -> World {
    let mut world = World::empty(seed::shipped(&[]), Arc::new(Uuid::new_v4));
    assert!(world.reseed(&meta(), "contoso"));
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
    world.block_organization(&meta(), CONTOSO, "\u{17e}@fabrikam.example");
    journal.keep(world.ledger());
    let whole = fs::read(&path).unwrap();
    let half = whole.iter().position(|byte| *byte == 0xc5).unwrap() + 1;
    fs::write(&path, &whole[..half]).unwrap();
    let (_, entries) = Journal::open(&path).unwrap();
    assert_eq!(entries, world.ledger()[..1]);
    assert_eq!(fs::read(&path).unwrap(), good);
    fs::write(&path, [&good[..], b"nonsense\n", &good[..]].concat()).unwrap();
    let trouble = Journal::open(&path).unwrap_err().to_string();
    assert!(trouble.starts_with(&format!("{}: line 2 cannot be read: ", path.display())), "{trouble}");
    assert!(trouble.ends_with(ADVICE), "{trouble}");
}

const ADVICE: &str =
    "To begin anew, delete that file; to keep what it holds, start the version that wrote it";

/// Why the emulator would not begin with this journal.
fn refused(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    fs::write(&path, text).unwrap();
    let trouble = match Journal::open(&path) {
        Ok((_, entries)) => check(&path, &entries, &*seed::shipped(&[])).unwrap_err(),
        Err(trouble) => trouble,
    };
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "what is refused stays as it is");
    let trouble = trouble.to_string();
    assert!(trouble.ends_with(ADVICE), "{trouble}");
    trouble.trim_start_matches(&*path.to_string_lossy()).trim_start_matches(": ").to_owned()
}

/// The service principal of the application `scoped`.
const SCOPED: &str = "5e211ce0-5e21-4c11-a0f0-0000000000a5";

/// A journal that version 0.1.0 wrote.
const OLD: &str = include_str!("samples/0.1.0.jsonl");

#[test]
fn an_older_journal_gives_the_world_that_it_tells_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    fs::write(&path, OLD).unwrap();
    let (_, entries) = Journal::open(&path).unwrap();
    check(&path, &entries, &*seed::shipped(&[])).unwrap();
    let mut world = World::empty(seed::shipped(&[]), Arc::new(Uuid::new_v4));
    for entry in entries {
        world.replay(entry);
    }
    assert_eq!(world.ledger().len(), 12);
    let mut tenants = json!(world.tenants().collect::<Vec<_>>());
    for tenant in tenants.as_array_mut().unwrap() {
        tenant["deleted"]
            .as_object_mut()
            .unwrap()
            .values_mut()
            .for_each(|deleted| drop(deleted["at"].take()));
        // The seed assigns roles since then.
        tenant["scopedRoles"].as_array_mut().unwrap().retain(|held| held["principal"] != SCOPED);
    }
    // As that version told of it.
    let told: Value = serde_json::from_str(include_str!("samples/0.1.0-world.json")).unwrap();
    assert_holds(&tenants, &told["tenants"]);
    assert_eq!(json!(world.accounts().collect::<Vec<_>>()), told["accounts"]);
    let lines = OLD.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    assert_holds(&json!(world.ledger()), &lines.collect());
}

/// Nothing of what an earlier version told is lost or changed; there may be more now.
fn assert_holds(now: &Value, told: &Value) {
    match (now, told) {
        (Value::Object(now), Value::Object(told)) => {
            for (name, told) in told {
                assert_holds(now.get(name).unwrap_or(&Value::Null), told);
            }
        }
        (Value::Array(now), Value::Array(told)) => {
            assert_eq!(now.len(), told.len());
            now.iter().zip(told).for_each(|(now, told)| assert_holds(now, told));
        }
        _ => assert_eq!(now, told),
    }
}

/// An example of each kind of effect, as version 0.1.0 wrote it.
#[test]
fn every_effect_of_an_older_journal_is_read_and_nothing_of_it_is_lost() {
    let lines: Vec<_> = include_str!("samples/0.1.0-effects.jsonl").lines().collect();
    assert_eq!(lines.len(), 49);
    for line in lines {
        let entry: LedgerEntry = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_holds(&json!(entry), &serde_json::from_str(line).unwrap());
    }
}

#[test]
fn a_journal_of_another_version_is_refused_with_how_to_begin_anew() {
    let seeded = OLD.lines().next().unwrap();
    let unknown = seeded.replace(r#""kind":"seeded","seed":"contoso""#, r#""kind":"teleported","to":"Mars""#);
    let said = refused(&format!("{seeded}\n{unknown}\n"));
    assert!(said.starts_with("line 2 cannot be read: "), "{said}");
    let said = refused(&format!("{}\n", seeded.replace("contoso", "litware")));
    assert!(
        said.starts_with("line 1: there is no seed 'litware'; if it is one of your own, name its file"),
        "{said}"
    );
    let said = refused(&format!("{}\n", OLD.lines().nth(1).unwrap()));
    assert!(said.starts_with("line 1 does not say which seed"), "{said}");
}

#[test]
fn the_last_line_of_an_older_journal_may_be_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let cut = OLD.len() - 20;
    fs::write(&path, &OLD[..cut]).unwrap();
    let (_, entries) = Journal::open(&path).unwrap();
    assert_eq!(entries.len(), 11);
    let whole: String = OLD.split_inclusive('\n').take(11).collect();
    assert_eq!(fs::read_to_string(&path).unwrap(), whole, "and it is cut back to whole lines");
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
    world.block_organization(&meta(), CONTOSO, "a@fabrikam.example");
    journal.keep(world.ledger());
    // A part of it got through before the disk was full.
    let open = journal.0.as_mut().unwrap();
    open.file = writable;
    open.file.write_all(b"{\"seq\":2,").unwrap();
    world.block_organization(&meta(), CONTOSO, "b@fabrikam.example");
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
    let state = AppState::new(world, journal, Clock::default(), Keys::load(None).unwrap(), Vec::new());
    let broken = std::panic::catch_unwind(AssertUnwindSafe(|| {
        state.change(|world| {
            world.block_organization(&meta(), CONTOSO, "a@fabrikam.example");
            panic!("in the middle of a change");
        })
    }));
    assert!(broken.is_err());
    state.change(|world| world.block_organization(&meta(), CONTOSO, "b@fabrikam.example"));
    let (_, entries) = Journal::open(&path).unwrap();
    assert_eq!(entries.len(), 3);
    state.read(|world| assert_eq!(entries, world.ledger()));
}
