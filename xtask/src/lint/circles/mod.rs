//! Files of one crate do not import each other in a circle: what ties them can only be read, tested and moved as one.

mod components;
mod read;
mod resolve;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Finding;
use super::tree::{Source, Tree};
use resolve::Files;

/// A circle that may stay.
struct Exception {
    /// All its files lie here.
    folder: &'static str,
    /// It has at most this many.
    files: usize,
    /// Why.
    reason: &'static str,
}

/// Lower a number, or delete the line, when a circle was opened; none is ever raised.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        folder: "server/emulator/src/",
        files: 6,
        reason: "redemption sends to the sign-in at home and comes back; four pairs besides",
    },
    Exception {
        folder: "server/emulator/world/src/",
        files: 33,
        reason: "the file of each type has the acts of the world about it, and every act is an effect that names types",
    },
];

/// The arrows that a finding shows; more would bury it.
const SHOWN: usize = 40;

/// Names each circle with the lines that tie it.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    in_tree(tree, EXCEPTIONS)
}

fn in_tree(tree: &Tree, exceptions: &[Exception]) -> Vec<Finding> {
    let mut excused = vec![false; exceptions.len()];
    let mut findings = Vec::new();
    for (folder, sources) in crates(tree) {
        let files = Files::read(folder, sources);
        for circle in circles(&files, &graph(&files)) {
            let fits = |exception: &Exception| {
                let inside = |file: &usize| files.sources[*file].path.starts_with(exception.folder);
                circle.len() <= exception.files && circle.iter().all(inside)
            };
            match exceptions.iter().position(fits) {
                Some(exception) => excused[exception] = true,
                None => findings.push(named(&files, &circle)),
            }
        }
    }
    let idle = exceptions.iter().zip(excused).filter(|(_, excused)| !excused);
    findings.extend(idle.map(|(exception, _)| {
        let reason = exception.reason;
        Finding::new(exception.folder, format!("no such circle is left: delete its exception (\"{reason}\")"))
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

/// The circles among files. A module and its children are one piece: that it hands work to them while they take its types from it is
/// how Rust divides a module. So where all of a circle lies in one of its files' modules, what that file needs does not count; a
/// circle that leaves the module does, whole.
fn circles(files: &Files, graph: &components::Graph) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    for circle in components::circles(graph) {
        let Some(parent) = files.parent(&circle) else {
            found.push(circle);
            continue;
        };
        let mut inside = vec![Vec::new(); graph.len()];
        for &file in circle.iter().filter(|file| **file != parent) {
            inside[file] = graph[file].iter().copied().filter(|needed| circle.contains(needed)).collect();
        }
        found.extend(circles(files, &inside));
    }
    found
}

fn named(files: &Files, circle: &[usize]) -> Finding {
    let path = |file: usize| files.sources[file].path.as_str();
    let mut arrows = BTreeMap::new();
    for &file in circle {
        for (needed, line, words) in files.needs(file) {
            if circle.contains(&needed) {
                arrows.entry((file, needed)).or_insert((line, words));
            }
        }
    }
    let mut what = format!("{} files import each other in a circle:", circle.len());
    for ((from, to), (line, words)) in arrows.iter().take(SHOWN) {
        let _ = write!(what, "\n    {}:{line} needs {} ({words})", path(*from), path(*to));
    }
    if let Some(more) = arrows.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = write!(what, "\n    and {more} more");
    }
    Finding::new(path(circle[0]), what)
}

#[cfg(test)]
mod tests;
