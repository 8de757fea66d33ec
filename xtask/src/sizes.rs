//! The bytes that the browser loads: of the files on disk, and of the pages as they arrive.

use std::path::Path;

use crate::assets::{self, Site};
use crate::console::{self, kilobytes};
use crate::error::{Context as _, Result};
use crate::server::{self, Binaries};
use crate::stories;

/// Builds what is missing, then prints the sizes and compares the pages with their budgets.
pub fn run() -> Result<()> {
    let (site, binaries) = assets::build_beside(server::build_both)?;
    show(&site, &binaries)
}

/// The same for built programs.
pub fn show(site: &Site, binaries: &Binaries) -> Result<()> {
    console::step("Bytes of the web assets");
    println!("{}", table(&site.versioned())?);
    stories::weigh(binaries)
}

/// A line per file: its name, its bytes, its bytes with brotli.
fn table(folder: &Path) -> Result<String> {
    let doing = || format!("measure {}", folder.display());
    let mut lines = vec![format!("  {:<16} {:>10} {:>10}", "file", "raw", "brotli")];
    let mut files = Vec::new();
    for entry in folder.read_dir().could_not(doing())? {
        let path = entry.could_not(doing())?.path();
        if path.extension().is_none_or(|ending| ending != "br" && ending != "gz") {
            files.push(path);
        }
    }
    files.sort();
    let (mut raw, mut packed) = (0, 0);
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = length(&file)?;
        let small = length(&folder.join(format!("{name}.br")))?;
        lines.push(line(&name, bytes, small));
        raw += bytes;
        packed += small;
    }
    lines.push(line("together", raw, packed));
    Ok(lines.join("\n"))
}

fn line(name: &str, raw: usize, packed: usize) -> String {
    format!("  {name:<16} {:>10} {:>10}", kilobytes(raw), kilobytes(packed))
}

fn length(file: &Path) -> Result<usize> {
    let bytes = file.metadata().could_not(format_args!("measure {}", file.display()))?.len();
    Ok(usize::try_from(bytes).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn the_table_shows_each_file_with_its_compressed_size() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("boot.js", 1500), ("boot.js.br", 700), ("boot.js.gz", 800)] {
            std::fs::write(folder.path().join(name), vec![0; bytes]).unwrap();
        }
        let table = table(folder.path()).unwrap();
        assert!(table.contains("boot.js              1.5 kB     0.7 kB"), "{table}");
        assert_eq!(table.lines().count(), 3);
    }

    #[test]
    fn a_file_without_its_compressed_form_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("boot.js"), "x").unwrap();
        assert!(table(folder.path()).is_err());
    }
}
