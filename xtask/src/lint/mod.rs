//! The rules of the house that no lint of the compiler knows.

mod addresses;
mod circles;
mod lengths;
mod markup;
mod migrations;
mod names;
mod rooms;
mod tokens;
mod tree;
mod unfinished;

use crate::failure::{Outcome, said};
use crate::say;
use tree::Tree;

/// One breach of a rule.
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

/// Applies every rule and prints each breach.
pub fn run() -> Outcome<()> {
    let tree = Tree::of_project()?;
    let mut findings = rooms::check()?;
    let rules = [
        lengths::check,
        names::check,
        markup::check,
        unfinished::check,
        circles::check,
        migrations::check,
        addresses::check,
    ];
    findings.extend(rules.iter().flat_map(|rule| rule(&tree)));
    say::note(&lengths::summary(&tree));
    if findings.is_empty() {
        return Ok(());
    }
    for Finding { place, what } in &findings {
        println!("{place}: {what}");
    }
    said(format!("the rules of the house are broken in {} places", findings.len()))
}
