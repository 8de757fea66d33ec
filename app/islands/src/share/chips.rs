//! The recipients of the form, as chips: which there are, and in which order. Pure.

use crate::endpoints::field::CHOSEN;
use crate::responses::{ChipResponse, MatchResponse};

/// The most recipients that one form takes: `RECIPIENTS_LIMIT` of the contract.
pub const LIMIT: usize = 500;
/// The most chips that are drawn before somebody wants to see all.
pub const FEW: usize = 20;
/// How much of a text that is still to be read is shown, in characters.
const UNREAD_LENGTH: usize = 60;

/// The second part of a line that asks for a new invitation, and the choice of one in a form without scripts.
const RESEND: &str = "resend";

/// One recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chip {
    /// Its number, which no other chip of this page has.
    pub id: u32,
    /// What is shown of it, and sent.
    pub shown: ChipResponse,
    /// Whether it is a text of which nobody knows yet whom it means: one recipient or many.
    pub is_unread: bool,
    /// The round of the last question about it.
    pub asked: u32,
    /// Whether that question is still open.
    pub is_judging: bool,
    /// Whether it is shown to be there already.
    pub flashes: bool,
}

impl Chip {
    /// The line of the form.
    pub fn line(&self) -> String {
        let ChipResponse { line, resend_line, resends, .. } = &self.shown;
        if *resends && !resend_line.is_empty() {
            return resend_line.clone();
        }
        plain(line)
    }

    /// Whether it cannot be sent to as it is.
    pub fn is_red(&self) -> bool {
        self.shown.light == "red"
    }

    /// Whether there is something to know before it is sent to.
    pub fn is_amber(&self) -> bool {
        self.shown.light == "amber"
    }

    /// The classes by which it looks as it is.
    pub fn class(&self, is_selected: bool) -> String {
        let mut class = String::from("chip");
        for part in [&self.shown.light, &self.shown.kind].into_iter().filter(|part| !part.is_empty()) {
            class.push_str(" chip-");
            class.push_str(part);
        }
        for (is_so, name) in [
            (self.shown.outside, " chip-outside"),
            (self.is_judging || self.is_unread, " chip-judging"),
            (is_selected, " chip-selected"),
            (self.flashes, " chip-flash"),
        ] {
            if is_so {
                class.push_str(name);
            }
        }
        class
    }
}

/// The line without the wish for a new invitation.
fn plain(line: &str) -> String {
    let resent = line.split_once('\t').and_then(|(person, rest)| {
        let rest = rest.strip_prefix(RESEND).filter(|rest| rest.starts_with('\t'))?;
        Some([person, "\t", rest].concat())
    });
    resent.unwrap_or_else(|| line.to_owned())
}

/// The recipients as they stand in the form without scripts, where boxes were unticked and this was chosen otherwise than it was drawn.
pub fn taken_over(chips: Vec<ChipResponse>, unticked: &[String], chosen: &[String]) -> Vec<ChipResponse> {
    let stays = |chip: &ChipResponse| !unticked.contains(&plain(&chip.line));
    chips.into_iter().filter(stays).map(|chip| with_choices(chip, chosen)).collect()
}

fn with_choices(mut chip: ChipResponse, chosen: &[String]) -> ChipResponse {
    let of = plain(&chip.line);
    let own = |choice: &String| choice.strip_prefix(of.as_str())?.strip_prefix(CHOSEN).map(str::to_owned);
    let chosen: Vec<String> = chosen.iter().filter_map(own).collect();
    if let Some(person) = chip.candidates.iter().find(|person| chosen.contains(&person.line)) {
        return of_match(person);
    }
    let is_toggled = chosen.iter().any(|chosen| chosen == RESEND);
    chip.resends = (chip.resends != is_toggled) && !chip.resend_line.is_empty();
    chip
}

/// Whoever was picked among matches, as a chip. The server judges it later.
pub fn of_match(person: &MatchResponse) -> ChipResponse {
    let MatchResponse { key, line, name, address, company, standing, initials, outside, outcome, .. } =
        person.clone();
    let text = if address.is_empty() { name.clone() } else { address.clone() };
    ChipResponse {
        key,
        line,
        text,
        name,
        address,
        company: if outside { company } else { String::new() },
        initials,
        kind: standing,
        outside,
        sentence: outcome,
        ..ChipResponse::default()
    }
}

/// A line of the form, as a chip, while nothing else is known of it: object id, whether to invite again, name and text.
pub fn of_line(line: &str) -> ChipResponse {
    let mut parts = line.splitn(4, '\t');
    let (name, text) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(_), Some(name), Some(text)) => (name, text),
        _ => ("", line),
    };
    let (name, address) = if name.is_empty() { (text, "") } else { (name, text) };
    let resends = plain(line) != line;
    ChipResponse {
        line: line.to_owned(),
        resend_line: if resends { line.to_owned() } else { String::new() },
        resends,
        text: text.to_owned(),
        name: name.to_owned(),
        address: address.to_owned(),
        ..ChipResponse::default()
    }
}

/// All of them, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chips {
    list: Vec<Chip>,
    last_id: u32,
    version: u32,
    edition: u32,
    is_unfolded: bool,
}

impl<'a> IntoIterator for &'a Chips {
    type Item = &'a Chip;
    type IntoIter = std::slice::Iter<'a, Chip>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Chips {
    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Chip> {
        self.list.iter()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Another one whenever they look different.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Another one whenever the form has other recipients.
    pub const fn edition(&self) -> u32 {
        self.edition
    }

    /// The chip with this number.
    pub fn get(&self, id: u32) -> Option<&Chip> {
        self.list.iter().find(|chip| chip.id == id)
    }

    /// The place of the chip with this number.
    pub fn position(&self, id: u32) -> Option<usize> {
        self.list.iter().position(|chip| chip.id == id)
    }

    /// The chip that means the same person, if it is another one.
    pub fn same_person(&self, key: &str, but: u32) -> Option<u32> {
        let same = |chip: &&Chip| chip.id != but && !key.is_empty() && chip.shown.key == key;
        self.list.iter().find(same).map(|chip| chip.id)
    }

    /// The lines of the form.
    pub fn lines(&self) -> Vec<String> {
        self.list.iter().filter(|chip| !chip.is_unread).map(Chip::line).collect()
    }

    /// How many are drawn.
    pub const fn drawn(&self) -> usize {
        if self.is_unfolded || self.list.len() < FEW { self.list.len() } else { FEW }
    }

    /// How many come from outside.
    pub fn outside(&self) -> usize {
        self.list.iter().filter(|chip| chip.shown.outside).count()
    }

    /// Something is drawn differently.
    pub(super) const fn redraw(&mut self) {
        self.version += 1;
    }

    /// Draws all from now on.
    pub(super) const fn unfold(&mut self) {
        self.is_unfolded = true;
        self.version += 1;
    }

    /// Puts one in; gives its number.
    pub(super) fn insert(&mut self, at: usize, shown: ChipResponse) -> u32 {
        self.put(at, Chip { shown, ..Chip::default() })
    }

    /// Puts a text in that has to be read first; gives its number.
    pub(super) fn insert_unread(&mut self, at: usize, text: &str) -> u32 {
        // A whole pasted list is one text.
        let name = text.chars().take(UNREAD_LENGTH).collect();
        let shown = ChipResponse { name, text: text.to_owned(), ..ChipResponse::default() };
        self.put(at, Chip { shown, is_unread: true, ..Chip::default() })
    }

    /// Puts one in that was there before, with another number.
    pub(super) fn put(&mut self, at: usize, chip: Chip) -> u32 {
        self.last_id += 1;
        self.version += 1;
        self.edition += 1;
        self.list.insert(at.min(self.list.len()), Chip { id: self.last_id, ..chip });
        self.last_id
    }

    /// Takes one out.
    pub(super) fn remove(&mut self, id: u32) -> Option<(usize, Chip)> {
        let at = self.position(id)?;
        self.version += 1;
        self.edition += 1;
        Some((at, self.list.remove(at)))
    }

    /// Changes one.
    pub(super) fn change(&mut self, id: u32, change: impl FnOnce(&mut Chip)) {
        let Some(chip) = self.list.iter_mut().find(|chip| chip.id == id) else { return };
        let line = chip.line();
        change(chip);
        self.version += 1;
        if chip.line() != line {
            self.edition += 1;
        }
    }

    /// Marks those that are to be judged as asked in this round; gives their numbers and lines.
    pub(super) fn ask(&mut self, round: u32, which: impl Fn(&Chip) -> bool) -> Vec<(u32, String)> {
        self.version += 1;
        let asked = self.list.iter_mut().filter(|chip| !chip.is_unread && which(chip));
        asked
            .map(|chip| {
                (chip.asked, chip.is_judging) = (round, true);
                (chip.id, chip.line())
            })
            .collect()
    }

    /// The question of this round is not open any more.
    pub(super) fn settle(&mut self, round: u32) {
        self.version += 1;
        for chip in self.list.iter_mut().filter(|chip| chip.asked == round) {
            chip.is_judging = false;
        }
    }

    /// Takes all out but those that are still to be read, and puts these in.
    pub(super) fn replace(&mut self, all: Vec<ChipResponse>) {
        self.list.retain(|chip| chip.is_unread);
        (self.version, self.edition) = (self.version + 1, self.edition + 1);
        for (at, shown) in all.into_iter().enumerate() {
            self.insert(at, shown);
        }
    }
}

#[cfg(test)]
mod tests;
