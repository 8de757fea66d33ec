//! `run --watch`: checks the sources twice a second; rebuilds and restarts after a change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::assets;
use crate::console;
use crate::error::{Error, Result};
use crate::program::{Running, interrupt};
use crate::root::at;
use crate::server;

const POLL_INTERVAL: Duration = Duration::from_millis(500);
const SOURCES: [&str; 8] =
    ["Cargo.toml", "Cargo.lock", "app", "server", "src", "style", "public", "xtask/minify.mjs"];

type Seen = BTreeMap<PathBuf, SystemTime>;

/// Runs until interrupted. After a failed build the old server keeps running.
pub fn run() -> Result<()> {
    let mut running: Option<Running> = None;
    loop {
        let seen = sources();
        match assets::build_beside(server::build) {
            Ok((_, binary)) => {
                drop(running.take());
                running = Some(server::start(&binary)?);
            }
            Err(Error::Interrupted) => return Ok(()),
            Err(Error::Message(why)) => console::note(&format!("{why}; waiting for a change")),
        }
        if let Err(Error::Interrupted) = wait_for_change(&seen, &mut running) {
            return Ok(());
        }
    }
}

fn wait_for_change(seen: &Seen, running: &mut Option<Running>) -> Result<()> {
    loop {
        interrupt::pause(POLL_INTERVAL)?;
        if let Some(server) = running
            && let Some(status) = server.ended()?
        {
            console::note(&format!("vestibule ended ({status}); waiting for a change"));
            *running = None;
        }
        if let Some(file) = first_difference(seen, &sources()) {
            console::step(&format!("{} changed", file.strip_prefix(at("")).unwrap_or(&file).display()));
            // An editor that saves everything is still at it.
            return interrupt::pause(POLL_INTERVAL);
        }
    }
}

fn first_difference(old: &Seen, new: &Seen) -> Option<PathBuf> {
    let changed = new.iter().find(|(file, time)| old.get(*file) != Some(time));
    changed.map(|(file, _)| file).or_else(|| old.keys().find(|file| !new.contains_key(*file))).cloned()
}

fn sources() -> Seen {
    let mut seen = Seen::new();
    for source in SOURCES {
        look_at(&at(source), &mut seen);
    }
    seen
}

/// What vanishes while we look is seen as a change next time.
fn look_at(path: &Path, seen: &mut Seen) {
    let Ok(entry) = path.metadata() else { return };
    if entry.is_dir() {
        for inside in path.read_dir().into_iter().flatten().flatten() {
            look_at(&inside.path(), seen);
        }
    } else if let Ok(time) = entry.modified() {
        seen.insert(path.into(), time);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn a_changed_a_new_and_a_removed_file_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let look = || {
            let mut seen = Seen::new();
            look_at(folder.path(), &mut seen);
            seen
        };
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        std::fs::write(&one, "").unwrap();
        let before = look();
        assert_eq!(first_difference(&before, &look()), None);
        std::fs::write(&two, "").unwrap();
        assert_eq!(first_difference(&before, &look()), Some(two.clone()));
        let with_two = look();
        std::fs::remove_file(&two).unwrap();
        assert_eq!(first_difference(&with_two, &look()), Some(two));
        let later = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        std::fs::File::open(&one).unwrap().set_modified(later).unwrap();
        assert_eq!(first_difference(&before, &look()), Some(one));
    }
}
