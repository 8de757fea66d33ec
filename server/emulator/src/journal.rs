//! The journal: the file that keeps the ledger, one JSON line per entry, and is read at start. Without a data folder there is none.

#[cfg(test)]
mod tests;

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use world::{
    effect::{Effect, LedgerEntry},
    seed::SeedSource,
};

/// Why the kept world cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {what}. To begin anew, delete that file; to keep what it holds, start the version that wrote it", .path.display())]
pub struct JournalError {
    path: PathBuf,
    what: String,
}

impl JournalError {
    fn of(path: &Path, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), what: what.into() }
    }

    fn from_io(path: &Path, error: &io::Error) -> Self {
        Self::of(path, error.to_string())
    }
}

/// Checks that a world can be rebuilt from these entries: the first one names a seed, and every seed that they name exists.
pub fn check(path: &Path, entries: &[LedgerEntry], seeds: &dyn SeedSource) -> Result<(), JournalError> {
    for (entry, line) in entries.iter().zip(1..) {
        match &entry.effect {
            Effect::Seeded { seed } if !seeds.has(seed) => {
                let what = format!(
                    "line {line}: there is no seed '{seed}'; if it is one of your own, name its file (VESTIBULE_EMULATOR_SEED_FILE)"
                );
                return Err(JournalError::of(path, what));
            }
            Effect::Seeded { .. } => {}
            _ if line == 1 => {
                return Err(JournalError::of(path, "line 1 does not say which seed it begins with"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// An open journal, or none.
#[derive(Debug, Default)]
pub struct Journal(Option<OpenJournal>);

/// The open file, and how much of it is valid.
#[derive(Debug)]
struct OpenJournal {
    file: File,
    /// Bytes of whole lines.
    good: u64,
    /// The number of ledger entries that are written.
    kept: usize,
    /// Whether the file may end with an incomplete line.
    incomplete: bool,
}

impl Journal {
    /// Opens the journal at `path` and reads what it holds. A line that was cut off while it was written ends the reading and is
    /// overwritten; any other unreadable line is an error.
    pub fn open(path: &Path) -> Result<(Self, Vec<LedgerEntry>), JournalError> {
        Self::read(path).map_err(|error| JournalError::from_io(path, &error))
    }

    fn read(path: &Path) -> io::Result<(Self, Vec<LedgerEntry>)> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut entries: Vec<LedgerEntry> = Vec::new();
        let mut good = 0;
        let mut reader = BufReader::new(&file);
        // Bytes, not text: the last line may end in the middle of a character.
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            if line.last() != Some(&b'\n') {
                break;
            }
            let entry = serde_json::from_slice(&line).map_err(|error| {
                io::Error::other(format!("line {} cannot be read: {error}", entries.len() + 1))
            })?;
            entries.push(entry);
            good += line.len() as u64;
            line.clear();
        }
        file.set_len(good)?;
        file.seek(SeekFrom::End(0))?;
        let kept = entries.len();
        Ok((Self(Some(OpenJournal { file, good, kept, incomplete: false })), entries))
    }

    /// Appends the ledger entries that are not written yet. An error is only logged, and the next call writes those entries again. An entry that
    /// cannot be serialized is skipped.
    pub fn keep(&mut self, ledger: &[LedgerEntry]) {
        let Some(open) = &mut self.0 else { return };
        let news = ledger.get(open.kept..).unwrap_or_default();
        if news.is_empty() {
            return;
        }
        let mut lines = Vec::new();
        for entry in news {
            match serde_json::to_vec(entry) {
                Ok(line) => lines.extend(line),
                Err(error) => {
                    tracing::error!(%error, "an effect could not be written as JSON");
                    continue;
                }
            }
            lines.push(b'\n');
        }
        match open.write(&lines) {
            Ok(()) => open.kept = ledger.len(),
            Err(error) => tracing::error!(%error, "the emulator's journal cannot be written"),
        }
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        let Some(open) = &mut self.0 else { return };
        (open.good, open.kept) = (0, 0);
        if let Err(error) = open.trim() {
            open.incomplete = true;
            tracing::error!(%error, "the emulator's journal cannot be emptied");
        }
    }
}

impl OpenJournal {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        if self.incomplete {
            self.trim()?;
        }
        self.incomplete = true;
        self.file.write_all(lines)?;
        self.incomplete = false;
        self.good += lines.len() as u64;
        Ok(())
    }

    /// Cuts off an incomplete last line.
    fn trim(&mut self) -> io::Result<()> {
        self.file.set_len(self.good)?;
        self.file.seek(SeekFrom::Start(self.good))?;
        self.incomplete = false;
        Ok(())
    }
}
