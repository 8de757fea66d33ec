//! The small changes that several parts of the reducer make.

use crate::ids;
use crate::responses::ProblemBody;
use crate::share::chips::LIMIT;
use crate::share::state::{Announcement, Effect, FormErrors, Notice, Picker, State};

impl State {
    /// How many more recipients the form takes.
    pub(super) fn room(&self) -> usize {
        LIMIT.saturating_sub(self.chips.len())
    }

    /// Where the next chip goes.
    pub(super) fn place(&mut self) -> usize {
        self.edited_at.take().unwrap_or_else(|| self.chips.len())
    }

    /// What was said of the recipients before holds no longer.
    pub(super) fn forget(&mut self) {
        self.removed = None;
        self.selected = None;
        self.notice = Notice::None;
        self.served.errors = FormErrors::default();
        self.chips.redraw();
    }

    /// Puts this text into the field, which has no list then.
    pub(super) fn set_field(&mut self, text: &str) -> Effect {
        self.picker = Picker { text: text.to_owned(), ..Picker::default() };
        Effect::SetField(text.to_owned())
    }

    /// Says that the form takes no more.
    pub(super) fn refuse_more(&mut self) {
        (self.notice, self.said) = (Notice::TooMany, Announcement::TooMany);
        self.chips.redraw();
    }

    /// Shows a chip that is there already.
    pub(super) fn flash(&mut self, id: u32) -> Effect {
        let mut person = String::new();
        self.chips.change(id, |chip| {
            chip.flashes = true;
            person.clone_from(&chip.shown.name);
        });
        self.said = Announcement::There(person);
        Effect::Flash(id)
    }

    /// Sends the form if it waits for texts to be read, and none is left.
    pub(super) fn send_once_read(&mut self) -> Option<Effect> {
        if !self.sends_once_read || self.chips.iter().any(|chip| chip.is_unread) {
            return None;
        }
        self.sends_once_read = false;
        Some(Effect::Send)
    }

    /// The form does not go out by itself any more.
    pub(super) fn stop_sending(&mut self) {
        if std::mem::take(&mut self.sends_once_read) {
            self.served.is_busy = false;
        }
    }

    /// Replaces the idempotency key when a response brings a new one, so that the next form counts as a new one.
    pub(super) fn renew_key(&mut self, key: String) {
        if !key.is_empty() {
            self.served.key = key;
        }
    }

    /// Shows a problem; returns the id of the element to focus.
    pub(super) fn show_problem(&mut self, problem: ProblemBody) -> String {
        self.served.errors = FormErrors::of(problem);
        self.hide_errors_of_chips();
        self.served.announcements += 1;
        let first = self.served.errors.fields.first().map(|about| ids::field_id(&about.field));
        self.first_trouble().or(first).unwrap_or_else(|| ids::ADDRESS.to_owned())
    }

    /// The id of what to do first about the first recipient who cannot be sent to.
    pub(super) fn first_trouble(&self) -> Option<String> {
        let chip = self.chips.iter().find(|chip| chip.is_red())?;
        let choice = chip.shown.candidates.iter().position(|person| person.blocked.is_empty());
        Some(choice.map_or_else(|| ids::chip_trouble_id(chip.id), |at| ids::candidate_id(chip.id, at)))
    }
}
