//! Checks that the files of a crate do not import each other in a cycle: such files can only be read, tested and moved together.

mod components;
mod read;
mod resolve;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Finding;
use super::tree::{Source, Tree};
use resolve::Files;

/// An accepted cycle.
struct Exception {
    /// The folder that contains all its files.
    folder: &'static str,
    /// The most files that it may have.
    files: usize,
    /// Why.
    reason: &'static str,
}

/// When a cycle is opened, lower its number or delete its entry; a number is never raised.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        folder: "server/emulator/src/",
        files: 6,
        reason: "redemption sends to the sign-in at home and comes back; four pairs besides",
    },
    Exception {
        folder: "server/emulator/world/src/",
        files: 34,
        reason: "the file of each type has the acts of the world about it, and every act is an effect that names types",
    },
];

/// The most imports that a finding shows.
const SHOWN: usize = 40;

/// Reports each cycle with the lines of its imports.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    in_tree(tree, EXCEPTIONS)
}

fn in_tree(tree: &Tree, exceptions: &[Exception]) -> Vec<Finding> {
    let mut excused = vec![false; exceptions.len()];
    let mut findings = Vec::new();
    for (folder, sources) in crates(tree) {
        let files = Files::read(folder, sources);
        for cycle in cycles(&files, &graph(&files)) {
            let fits = |exception: &Exception| {
                let inside = |file: &usize| files.sources[*file].path.starts_with(exception.folder);
                cycle.len() <= exception.files && cycle.iter().all(inside)
            };
            match exceptions.iter().position(fits) {
                Some(exception) => excused[exception] = true,
                None => findings.push(named(&files, &cycle)),
            }
        }
    }
    let idle = exceptions.iter().zip(excused).filter(|(_, excused)| !excused);
    findings.extend(idle.map(|(exception, _)| {
        let reason = exception.reason;
        Finding::new(exception.folder, format!("no such cycle is left: delete its exception (\"{reason}\")"))
    }));
    findings
}

/// The production files of each crate, by the folder of its sources.
fn crates(tree: &Tree) -> BTreeMap<&str, Vec<&Source>> {
    let mut crates: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in tree.production() {
        let end = if source.path.starts_with("src/") {
            Some(4)
        } else {
            source.path.find("/src/").map(|at| at + 5)
        };
        if let Some(end) = end {
            crates.entry(&source.path[..end]).or_default().push(source);
        }
    }
    crates
}

fn graph(files: &Files) -> components::Graph {
    (0..files.sources.len())
        .map(|file| files.needs(file).into_iter().map(|(needed, ..)| needed).collect())
        .collect()
}

/// The cycles among files. A module and its children count as one: that it calls them while they use its types is
/// how Rust divides a module. So if all files of a cycle are in the module of one of them, the imports of that file do not count; a
/// cycle that leaves the module counts whole.
fn cycles(files: &Files, graph: &components::Graph) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    for cycle in components::cycles(graph) {
        let Some(parent) = files.parent(&cycle) else {
            found.push(cycle);
            continue;
        };
        let mut inside = vec![Vec::new(); graph.len()];
        for &file in cycle.iter().filter(|file| **file != parent) {
            inside[file] = graph[file].iter().copied().filter(|needed| cycle.contains(needed)).collect();
        }
        found.extend(cycles(files, &inside));
    }
    found
}

fn named(files: &Files, cycle: &[usize]) -> Finding {
    let path = |file: usize| files.sources[file].path.as_str();
    let mut arrows = BTreeMap::new();
    for &file in cycle {
        for (needed, line, words) in files.needs(file) {
            if cycle.contains(&needed) {
                arrows.entry((file, needed)).or_insert((line, words));
            }
        }
    }
    let mut what = format!("{} files import each other in a cycle:", cycle.len());
    for ((from, to), (line, words)) in arrows.iter().take(SHOWN) {
        let _ = write!(what, "\n    {}:{line} needs {} ({words})", path(*from), path(*to));
    }
    if let Some(more) = arrows.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = write!(what, "\n    and {more} more");
    }
    Finding::new(path(cycle[0]), what)
}

#[cfg(test)]
mod tests;
