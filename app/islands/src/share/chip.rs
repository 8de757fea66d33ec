//! One recipient of the form, as a chip, and its line in the form. Pure.

use crate::endpoints::field::CHOSEN;
use crate::responses::{ChipResponse, MatchResponse};

/// The second part of a line that asks for a new invitation, and the choice of one in a form without scripts.
pub(super) const RESEND: &str = "resend";

/// The kind of a guest who has not accepted yet.
pub(super) const PENDING: &str = "pending";

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

    /// Which of the counts of `Chips::ahead` it belongs to; `None` of anybody who is no new guest. What is said of a new guest depends on who stands
    /// before them.
    pub fn ahead_index(&self) -> Option<usize> {
        match self.shown.kind.as_str() {
            "new" | "" => Some(0),
            PENDING if self.shown.resends => Some(1),
            "invited" | "unanswered" => Some(2),
            _ => None,
        }
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
pub(super) fn plain(line: &str) -> String {
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
