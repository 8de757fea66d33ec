//! Holds the state of the dialog, and has it drawn.

use leptos::prelude::*;
use web_sys::Element;

use super::chip::Chip;
use super::state::{Event, State};
use super::{PluralTexts, ShareStart, ShareTexts, apply, keep, served};
use crate::browser::{by_id, category_and_number};
use crate::ids;

/// The state of the dialog, with what it started with. It changes by [`Share::dispatch`] only.
#[derive(Clone, Copy)]
pub(super) struct Share {
    /// The state.
    pub(super) state: RwSignal<State>,
    rest: StoredValue<Rest>,
}

/// Chips, and which of them is selected.
pub(super) type Rows = Vec<(Chip, bool)>;

/// The chips as the parts that draw some of them have drawn them last.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) chips: Rows,
    pub(super) troubles: Rows,
}

/// What is never drawn.
struct Rest {
    start: ShareStart,
    /// How often it was to be kept.
    keeps: u32,
    /// Whether it has been open: before that, what is kept is not its own.
    has_begun: bool,
    /// Whether the views follow in the next frame.
    awaits_frame: bool,
    drawn: Drawn,
}

impl Share {
    /// A dialog that nobody has used yet, with the current text of the people field.
    pub(super) fn new(start: ShareStart, typed: String) -> Self {
        let state = RwSignal::new(State::new(&start, typed));
        Self {
            state,
            rest: StoredValue::new(Rest {
                start,
                keeps: 0,
                has_begun: false,
                awaits_frame: false,
                drawn: Drawn::default(),
            }),
        }
    }

    /// Applies an event, renders what the server drew, and runs the effects. The views follow in the next frame.
    pub(super) fn dispatch(self, event: Event) {
        let before = self.state.with_untracked(|state| state.served.clone());
        let effects = self.state.try_update_untracked(|state| apply(state, event)).unwrap_or_default();
        self.draw_in_next_frame();
        // A copy, because writing into the page may call a listener synchronously.
        served::changes(&before, &self.state.with_untracked(|state| state.served.clone()));
        for effect in effects {
            self.run(effect);
        }
    }

    /// Has the views follow, once for all that has changed until then: a key or a click is not kept waiting by what others before it draw.
    fn draw_in_next_frame(self) {
        let mut is_awaited = false;
        self.rest.update_value(|rest| is_awaited = std::mem::replace(&mut rest.awaits_frame, true));
        if !is_awaited {
            request_animation_frame(move || {
                self.rest.update_value(|rest| rest.awaits_frame = false);
                self.state.notify();
            });
        }
    }

    /// The address of the icons.
    pub(super) fn sprite(self) -> String {
        self.rest.with_value(|rest| rest.start.sprite.clone())
    }

    /// The name under which the browser keeps what is typed.
    pub(super) fn keep_name(self) -> String {
        self.rest.with_value(|rest| rest.start.keep.clone())
    }

    /// A text in the language of the page.
    pub(super) fn text(self, of: fn(&ShareTexts) -> &String) -> String {
        self.rest.with_value(|rest| of(&rest.start.texts).clone())
    }

    /// A counted phrase.
    pub(super) fn counted(self, of: fn(&ShareTexts) -> &PluralTexts, count: usize) -> String {
        let (category, number) = category_and_number(count);
        self.rest.with_value(|rest| of(&rest.start.texts).text(&category, &number))
    }

    /// Says how much of the message is left, where there is one. It is counted as the server does: without blanks around it.
    pub(super) fn count_message(self) {
        let (Some(field), Some(place)) =
            (by_id::<Element>(ids::MESSAGE), by_id::<Element>(ids::MESSAGE_LEFT))
        else {
            return;
        };
        let length = keep::text_of(&field, "value").trim().chars().count();
        let limit = place.get_attribute("data-limit").and_then(|limit| limit.parse().ok()).unwrap_or(length);
        let said = match length.checked_sub(limit) {
            _ if length == 0 => String::new(),
            Some(over) if over > 0 => self.counted(|texts| &texts.message_over, over),
            _ => self.counted(|texts| &texts.message_left, limit.saturating_sub(length)),
        };
        place.set_text_content(Some(&said));
    }

    /// The chips that a part draws now, in place of those that it has drawn last, which it gives.
    pub(super) fn draws(self, part: fn(&mut Drawn) -> &mut Rows, mut chips: Rows) -> Rows {
        self.rest.update_value(|rest| std::mem::swap(part(&mut rest.drawn), &mut chips));
        chips
    }

    /// The lines of the recipients.
    pub(super) fn lines(self) -> Vec<String> {
        self.state.with_untracked(|state| state.chips.lines())
    }

    /// From now on what is typed is kept; whether that is new.
    pub(super) fn begin(self) -> bool {
        let mut is_new = false;
        self.rest.update_value(|rest| is_new = !std::mem::replace(&mut rest.has_begun, true));
        is_new
    }

    /// Counts that it is to be kept; gives how often that was.
    pub(super) fn ask_to_keep(self) -> u32 {
        self.rest.update_value(|rest| rest.keeps += 1);
        self.keeps()
    }

    /// How often it was to be kept.
    pub(super) fn keeps(self) -> u32 {
        self.rest.with_value(|rest| rest.keeps)
    }

    /// Keeps what is typed.
    pub(super) fn keep(self) {
        let has_begun = self.rest.with_value(|rest| rest.has_begun);
        if has_begun && self.state.with_untracked(|state| state.follow.is_none()) {
            keep::store(&self.keep_name(), &self.lines());
        }
    }
}
