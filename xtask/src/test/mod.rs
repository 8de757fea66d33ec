//! Runs every check; everything is built once. What was built can be tested again, as often as wanted and several times at once: a run
//! has databases, ports and folders of its own.

mod build;
mod order;
mod run;

use crate::assets;
use crate::console::{self, Parts};
use crate::error::{Error, Result};
use crate::server::Binaries;
use crate::{check, foreign, sizes, stories};

use build::Build;
pub use order::Order;

/// What to run, and in which order.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Only the tests, the foreign programs and the stories, of what the last `cargo xtask test` compiled
    #[arg(long)]
    built: bool,
    /// The tests and the stories in another order than written: by chance, or the one of this number
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "absent, by chance, or given")]
    shuffle: Option<Option<u64>>,
}

/// A part with its name.
type Try<'a> = (&'static str, Box<dyn FnOnce() -> Result<()> + 'a>);

/// Runs all parts in order, then prints their durations. A failed build ends the run; the tests after it go on after a
/// failure, so that one run shows everything to fix.
pub fn run(options: &Options) -> Result<()> {
    let order = Order::new(options.shuffle);
    if let Order::Shuffled(number) = order {
        console::step(&format!("In the order of --shuffle={number}"));
    }
    let mut parts = Parts::default();
    let outcome = if options.built { again(&mut parts, order) } else { all(&mut parts, order) };
    println!("{}", parts.summary());
    outcome
}

fn all(parts: &mut Parts, order: Order) -> Result<()> {
    parts.part("check", check::run)?;
    let (site, build) = parts.part("compile", || assets::build_beside(Build::make))?;
    let tests = ("tests", Box::new(|| run::all(&build, order).and(run::documented())) as Box<_>);
    let sizes = ("sizes", Box::new(|| sizes::show(&site, &build.programs)) as Box<_>);
    let played = played(&build.programs, order);
    each(parts, std::iter::once(tests).chain(played).chain([sizes]))
}

/// The tests of what is built.
fn again(parts: &mut Parts, order: Order) -> Result<()> {
    let build = Build::last()?;
    let tests = ("tests", Box::new(|| run::all(&build, order)) as Box<_>);
    each(parts, std::iter::once(tests).chain(played(&build.programs, order)))
}

/// What is played in a browser.
fn played(programs: &Binaries, order: Order) -> [Try<'_>; 2] {
    [
        ("foreign", Box::new(|| foreign::play(programs))),
        ("stories", Box::new(move || stories::play_all(programs, order))),
    ]
}

/// Runs every part; returns the first error. Only an interrupt skips the remaining parts.
fn each<'a>(parts: &mut Parts, tries: impl IntoIterator<Item = Try<'a>>) -> Result<()> {
    let mut verdict = Ok(());
    for (name, work) in tries {
        match parts.part(name, work) {
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            outcome => verdict = verdict.and(outcome),
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_leaves_the_others_their_turn_and_an_interruption_does_not() {
        let verdict = |first: Error| {
            let (done, mut parts) = (std::cell::Cell::new(false), Parts::default());
            let second: Box<dyn FnOnce() -> Result<()>> = Box::new(|| {
                done.set(true);
                Ok(())
            });
            let outcome =
                each(&mut parts, [("first", Box::new(|| Err(first)) as Box<_>), ("second", second)]);
            (outcome.err().map(|error| error.to_string()), done.get())
        };
        assert_eq!(verdict(Error::Message("no".into())), (Some("no".to_owned()), true));
        assert_eq!(verdict(Error::Interrupted), (Some("interrupted".to_owned()), false));
    }
}
