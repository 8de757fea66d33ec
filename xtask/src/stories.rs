//! The browser stories, and the page weights that are measured in the browser too.

use std::io::Write as _;
use std::path::PathBuf;

use crate::assets;
use crate::console;
use crate::error::{Context as _, Error, Result, fail};
use crate::machine::npm::BROWSER_TOOLS;
use crate::machine::{chromium, firefox};
use crate::program::Program;
use crate::root::target;
use crate::server::{self, Binaries};
use crate::test::Order;

/// In how many hands shuffled stories are dealt: Playwright plays a hand in the order of its own.
const HANDS: usize = 8;

/// Builds what is missing, then runs the stories, or those whose title matches.
pub fn run(story: Option<&str>, further: &[String]) -> Result<()> {
    types()?;
    let (_, binaries) = assets::build_beside(server::build_both)?;
    let playwright = playwright(&binaries)?;
    console::step("Playing the browser stories");
    let chosen = story.map(|title| ["--grep", title]);
    playwright.args(chosen.into_iter().flatten()).args(further).run()
}

/// Plays all stories of built programs, in this order.
pub fn play_all(binaries: &Binaries, order: Order) -> Result<()> {
    let whole = playwright(binaries)?;
    console::step("Playing the browser stories");
    if order == Order::Written {
        return alone(whole, "stories");
    }
    let listed = whole.arg("--list").text()?;
    let mut stories: Vec<&str> = titles(&listed).collect();
    if stories.is_empty() {
        return fail("Playwright lists no story");
    }
    order.apply(&mut stories);
    let mut verdict = Ok(());
    for (number, hand) in stories.chunks(stories.len().div_ceil(HANDS)).enumerate() {
        let part = format!("stories-{number}");
        let mut list = tempfile::NamedTempFile::new().could_not("make a list of stories")?;
        list.write_all(hand.join("\n").as_bytes()).could_not("write a list of stories")?;
        match alone(playwright(binaries)?.arg("--test-list").arg(list.path()), &part) {
            Err(Error::Interrupted) => return Err(Error::Interrupted),
            outcome => verdict = verdict.and(outcome),
        }
    }
    verdict
}

/// The stories that Playwright lists, each in a line with its project.
fn titles(listed: &str) -> impl Iterator<Item = &str> {
    listed.lines().map(str::trim).filter(|line| line.starts_with('['))
}

/// Runs Playwright with a folder of this run's own for what it writes, which is kept if something fails: another run beside this one would
/// empty it.
pub fn alone(playwright: Program, part: &str) -> Result<()> {
    let folder = results(part);
    match playwright.arg("--output").arg(&folder).run() {
        Ok(()) => {
            // There may be none; and the run's own folder stays while it holds something else.
            let _ = std::fs::remove_dir_all(&folder);
            let _ = folder.parent().map(std::fs::remove_dir);
            Ok(())
        }
        Err(Error::Message(_)) => fail(format!("{part} failed, see above and {}", folder.display())),
        Err(Error::Interrupted) => Err(Error::Interrupted),
    }
}

fn results(part: &str) -> PathBuf {
    target().join("test-results").join(std::process::id().to_string()).join(part)
}

/// Checks the types of everything in `end2end`.
pub fn types() -> Result<()> {
    BROWSER_TOOLS.ensure()?;
    console::step("Checking the types of the stories");
    BROWSER_TOOLS.command("tsc").args(["--noEmit", "--project", "."]).run()
}

/// Measures the pages in the browser and compares them with their budgets.
pub fn weigh(binaries: &Binaries) -> Result<()> {
    let playwright = playwright(binaries)?;
    console::step("Weighing the pages");
    alone(playwright.args(["--config", "weigh.config.ts"]), "sizes")
}

/// Playwright with its browsers and the programs to test.
pub fn playwright(binaries: &Binaries) -> Result<Program> {
    let (chromium, firefox) = (chromium::ensure()?, firefox::ensure()?);
    BROWSER_TOOLS.ensure()?;
    let playwright =
        BROWSER_TOOLS.command("playwright").arg("test").env("CHROMIUM", chromium).env("FIREFOX", firefox);
    Ok(playwright.env("VESTIBULE_BIN", &binaries.server).env("VESTIBULE_EMULATOR_BIN", &binaries.emulator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_are_found_in_the_list_of_playwright() {
        let listed = "Listing tests:\n  [desktop] › pages.wide.spec.ts:64:3 › the items is sound\n  \
                      [phone] › a.spec.ts:1:1 › it › works\nTotal: 2 tests in 2 files\n";
        let expected = [
            "[desktop] › pages.wide.spec.ts:64:3 › the items is sound",
            "[phone] › a.spec.ts:1:1 › it › works",
        ];
        assert_eq!(titles(listed).collect::<Vec<_>>(), expected);
    }
}
