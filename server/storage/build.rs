//! Lists the migrations: one array for each database, in the order of their numbers.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=migrations");
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let mut text = String::new();
    for (database, constant) in [("sqlite", "SQLITE"), ("postgres", "POSTGRES")] {
        let folder = Path::new(&root).join("migrations").join(database);
        writeln!(text, "pub(super) const {constant}: &[(i64, &str, &str)] = &[{}];", listed(&folder)?)?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), text)?;
    Ok(())
}

/// `(number, what it does, text)` of each file, named as in `0001_people_and_items.sql`.
fn listed(folder: &Path) -> Result<String, Box<dyn Error>> {
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    let mut files: Vec<_> = entries.iter().map(fs::DirEntry::path).collect();
    files.sort();
    let mut list = String::new();
    for file in files {
        let name = file.file_stem().and_then(|name| name.to_str()).and_then(|name| name.split_once('_'));
        let (number, about) =
            name.ok_or_else(|| format!("{} has no name like 0001_what_it_does.sql", file.display()))?;
        let number: i64 = number.parse()?;
        write!(list, "({number}, {about:?}, include_str!({:?})), ", file.display().to_string())?;
    }
    Ok(list)
}
