//! The journal: one JSON line per effect, read again at start. Without a data folder there is none.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::Path,
};

use crate::world::effect::Entry;

/// An open journal, or none.
#[derive(Debug, Default)]
pub struct Journal(Option<File>);

impl Journal {
    /// Opens the journal at `path` and reads what it holds. A line that was cut off while it was written ends the reading and is
    /// overwritten; any other unreadable line is an error.
    pub fn open(path: &Path) -> io::Result<(Self, Vec<Entry>)> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut entries = Vec::new();
        let mut good = 0;
        let mut reader = BufReader::new(&file);
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 {
            if !line.ends_with('\n') {
                break;
            }
            entries.push(serde_json::from_str(&line).map_err(io::Error::other)?);
            good += line.len() as u64;
            line.clear();
        }
        file.set_len(good)?;
        file.seek(SeekFrom::End(0))?;
        Ok((Self(Some(file)), entries))
    }

    /// Adds entries. Trouble is logged: the emulator goes on in memory.
    pub fn append(&mut self, entries: &[Entry]) {
        let Some(file) = &mut self.0 else { return };
        let mut lines = Vec::new();
        for entry in entries {
            if let Err(error) = serde_json::to_writer(&mut lines, entry) {
                tracing::error!(%error, "an effect could not be written as JSON");
                return;
            }
            lines.push(b'\n');
        }
        if let Err(error) = file.write_all(&lines) {
            tracing::error!(%error, "the emulator's journal cannot be written");
        }
    }

    /// Forgets everything.
    pub fn start_again(&mut self) {
        let Some(file) = &mut self.0 else { return };
        if let Err(error) = file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0)).map(drop)) {
            tracing::error!(%error, "the emulator's journal cannot be emptied");
        }
    }
}
