//! The project's own rules, beyond the lints of the compiler.

mod crate_dependencies;
mod file_lengths;
mod import_cycles;
mod machine_paths;
mod markup;
mod migrations;
mod names;
mod tokens;
mod tree;
mod unfinished;

use crate::console;
use crate::error::{Result, fail};
use tree::Tree;

/// One violation of a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    /// The file, with a line where there is one.
    place: String,
    /// What is wrong.
    what: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// Applies every rule and prints each violation.
pub fn run() -> Result<()> {
    let tree = Tree::of_project()?;
    let mut findings = crate_dependencies::check()?;
    let rules = [
        file_lengths::check,
        names::check,
        markup::check,
        unfinished::check,
        import_cycles::check,
        migrations::check,
        machine_paths::check,
    ];
    findings.extend(rules.iter().flat_map(|rule| rule(&tree)));
    console::note(&file_lengths::summary(&tree));
    if findings.is_empty() {
        return Ok(());
    }
    for Finding { place, what } in &findings {
        println!("{place}: {what}");
    }
    fail(format!("the project's rules are broken in {} places", findings.len()))
}
