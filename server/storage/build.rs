//! Lists the migrations: one array for each database, in the order of their numbers.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    let mut text = String::new();
    for (database, constant) in [("sqlite", "SQLITE"), ("postgres", "POSTGRES")] {
        let folder = Path::new(&root).join("migrations").join(database);
        let entries = fs::read_dir(&folder).expect("the migrations are there");
        let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
        files.sort();
        writeln!(text, "pub(super) const {constant}: &[(i64, &str, &str)] = &[").expect("a text grows");
        for file in files {
            let name = file.file_stem().and_then(|name| name.to_str()).expect("a name in letters").to_owned();
            let (number, about) = name.split_once('_').expect("0001_what_it_does.sql");
            let number: i64 = number.parse().expect("a number in front");
            writeln!(text, "    ({number}, {about:?}, include_str!({:?})),", file.display().to_string())
                .expect("a text grows");
        }
        text.push_str("];\n");
    }
    let out = env::var("OUT_DIR").expect("cargo says where to write");
    fs::write(Path::new(&out).join("migrations.rs"), text).expect("the list is written");
}
