//! The recipients of the form, as chips: which there are, and in which order. Pure.

use super::chip::Chip;
use crate::responses::ChipResponse;

/// The most recipients that one form takes: `RECIPIENTS_LIMIT` of the contract.
pub const LIMIT: usize = 500;
/// The most chips that are drawn before somebody wants to see all.
pub const FEW: usize = 20;
/// How much of a text that is still to be read is shown, in characters.
const UNREAD_LENGTH: usize = 60;

/// All of them, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chips {
    list: Vec<Chip>,
    last_id: u32,
    version: u32,
    edition: u32,
    unfolded: usize,
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
        let most = FEW + self.unfolded;
        if self.list.len() < most { self.list.len() } else { most }
    }

    /// How many come from outside.
    pub fn outside(&self) -> usize {
        self.list.iter().filter(|chip| chip.shown.outside).count()
    }

    /// The new guests before the first of these, by what was said of each: who is invited, who gets a new invitation, who joins one. They come first in
    /// the pace. Who is red is not sent to.
    pub fn ahead(&self, of: impl Fn(&Chip) -> bool) -> [usize; 3] {
        let mut counts = [0; 3];
        for chip in self.list.iter().take_while(|chip| !of(chip)).filter(|chip| !chip.is_red()) {
            if let Some(count) = chip.ahead_index().and_then(|index| counts.get_mut(index)) {
                *count += 1;
            }
        }
        counts
    }

    /// Something is drawn differently.
    pub(super) const fn redraw(&mut self) {
        self.version += 1;
    }

    /// Draws a few more; whether there are others. Once all are drawn, so are those who come later.
    pub(super) const fn unfold(&mut self) -> bool {
        self.version += 1;
        self.unfolded += FEW;
        let is_more = self.drawn() < self.list.len();
        if !is_more {
            self.unfolded = LIMIT;
        }
        is_more
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

    /// Marks those from this place on that are to be judged as asked in this round; gives their numbers and lines.
    pub(super) fn ask(
        &mut self,
        round: u32,
        from: usize,
        which: impl Fn(&Chip) -> bool,
    ) -> Vec<(u32, String)> {
        self.version += 1;
        let asked = self.list.iter_mut().skip(from).filter(|chip| !chip.is_unread && which(chip));
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
