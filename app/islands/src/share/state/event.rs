//! What happens to the dialog, and what it asks for. Pure.

use crate::responses::{
    Ack, JudgedResponse, MatchesResponse, PlanResponse, ProblemBody, ShareProgressResponse, ShareResponse,
};

/// The result of a look-up of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// The matches.
    Found(MatchesResponse),
    /// The look-up failed.
    Failed,
    /// The session has ended.
    SignedOut,
}

/// The outcome of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The call succeeded.
    Ok(T),
    /// The server rejected the request.
    Problem(ProblemBody),
    /// The server did not respond.
    Unreachable,
    /// The session has ended, or the form is outdated.
    SignedOut,
}

/// Who is to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JudgeRequest {
    /// A text that has to be read first, by the number of its chip.
    Text {
        /// The chip.
        chip: u32,
        /// The text.
        text: String,
    },
    /// Chips, by their numbers and lines.
    Lines(Vec<(u32, String)>),
}

/// A move in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the next one; behind the last one to the first.
    Down,
    /// To the one before; from the first one to the last.
    Up,
    /// To the first one.
    First,
    /// To the last one.
    Last,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The text of the people field changed.
    Typed {
        /// The text.
        text: String,
        /// Whether an input method is at work on it.
        is_composing: bool,
    },
    /// Several entries were pasted: this is the text of the field now.
    Pasted(String),
    /// The people field got the focus.
    Focused,
    /// Somebody wants to see the list.
    ListWanted,
    /// The list was closed: by Escape, or because the field lost the focus.
    ListClosed,
    /// The look-up of a text ended.
    Searched(String, Search),
    /// A key moved in the list.
    Moved(Step),
    /// Enter or Tab was pressed in the people field.
    Entered,
    /// A match was picked.
    Picked {
        /// The key of the person, because the place may be another's by now.
        person: String,
        /// What stands in the field.
        text: String,
    },
    /// Backspace was pressed in the empty field.
    Backspaced,
    /// A chip was removed.
    Removed(u32),
    /// The last removal is taken back.
    RemovalUndone,
    /// A chip is to be edited.
    Edited(u32),
    /// A new invitation is asked for, or no longer.
    ResendToggled(u32),
    /// One of the people who may be meant was chosen.
    Chosen {
        /// For which chip.
        chip: u32,
        /// The key of the person.
        person: String,
    },
    /// All chips are to be drawn.
    Unfolded,
    /// The next few of them are to be drawn.
    UnfoldedMore,
    /// A chip has been shown to be there.
    FlashOver(u32),
    /// Recipients were judged.
    Judged {
        /// The round of the question.
        round: u32,
        /// Who was to be judged.
        asked: JudgeRequest,
        /// The answer.
        outcome: Outcome<JudgedResponse>,
    },
    /// Another role was chosen.
    RoleChanged,
    /// Another field of the form changed.
    FormChanged,
    /// The plan was opened or closed.
    PlanToggled(bool),
    /// The answer about the plan, of this round.
    Planned(u32, Outcome<PlanResponse>),
    /// The dialog is there, with the recipients of a form that came back: whoever is not judged yet is.
    Begun,
    /// What was typed before is there again.
    Restored {
        /// The lines of the recipients.
        lines: Vec<String>,
        /// The text of the field.
        text: String,
    },
    /// The form was submitted.
    Submitted {
        /// Whether those who cannot be sent to are left out.
        leaves_out: bool,
    },
    /// The response to the form.
    Answered(Outcome<ShareResponse>),
    /// The response to a poll of this round.
    Polled(u32, Outcome<ShareProgressResponse>),
    /// The server says that something has changed.
    Woken,
    /// Another try of this invitation is asked for.
    Retried(String),
    /// The recipient of this invitation is to be corrected: the form is there again.
    Corrected(String),
    /// The response to a retry.
    RetryAnswered(Outcome<Ack>),
    /// The dialog was closed.
    Closed,
}

/// An effect to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Look people up for this text.
    Search {
        /// The text.
        text: String,
        /// Whether to wait until the typing pauses.
        is_debounced: bool,
    },
    /// Put this text into the people field.
    SetField(String),
    /// Put the focus on the element with this id, once what changes is drawn.
    Focus(String),
    /// Have recipients judged.
    Judge {
        /// The round.
        round: u32,
        /// Who.
        asked: JudgeRequest,
    },
    /// Ask what the share would do, once the form stays as it is.
    Plan(u32),
    /// Keep what is typed.
    Keep,
    /// Dispatch [`Event::UnfoldedMore`] once what changes is drawn.
    Unfold,
    /// Forget what was kept.
    Forget,
    /// Dispatch [`Event::FlashOver`] after a while.
    Flash(u32),
    /// Send the form.
    Send,
    /// Submit the form without a script: the server saves it, and the person signs in and returns to it.
    SubmitNatively,
    /// Poll the progress of the share.
    Poll {
        /// The share.
        share: String,
        /// The round.
        round: u32,
        /// The pause before, in milliseconds.
        pause_ms: u32,
    },
    /// Ask for another try.
    Retry {
        /// The invitation.
        invitation: String,
        /// How often one was asked for.
        tries: String,
    },
    /// Notify the toasts that new ones are pending.
    NotifyPending,
    /// Go to this address.
    Open(String),
    /// Go to the page of the item, with the new state.
    OpenItem,
}
