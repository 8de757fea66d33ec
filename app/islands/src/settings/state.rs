//! What is known of a form that is being filled in, and when to ask. Pure.

use crate::responses::{ChangeResponse, FieldText, MailResponse, SettingsResponse};

/// How long nothing must be typed before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 400;

/// A form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// How much is not saved yet, or that something makes no sense, once that is said beside it.
    pub standing: String,
    /// What would change.
    pub changes: Vec<ChangeResponse>,
    /// The fields that were typed in: nothing is said beside others, which nobody has come to yet.
    touched: Vec<String>,
    round: u32,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The island has started.
    Started,
    /// Something was typed or chosen in the field with this name.
    Typed(String),
    /// The pause of this round is over.
    Due(u32),
    /// The answer to this round.
    Answered(u32, SettingsResponse),
}

/// An effect to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Dispatch [`Event::Due`] of this round after this number of milliseconds.
    Wait(u32, u32),
    /// Ask the server in this round.
    Ask(u32),
    /// Show what is wrong beside each of these fields, nothing where the text is empty; and these mails.
    Show(Vec<FieldText>, Vec<MailResponse>),
}

/// Applies an event to the state; returns the effect to run.
pub fn apply(state: &mut State, event: Event) -> Option<Effect> {
    match event {
        // What was typed before, and what the browser has put back, is there already.
        Event::Started => Some(Effect::Ask(state.round)),
        Event::Typed(name) => {
            let field = name.strip_prefix("form[fields][").and_then(|name| name.strip_suffix(']'))?;
            if !state.touched.iter().any(|touched| touched == field) {
                state.touched.push(field.to_owned());
            }
            state.round += 1;
            Some(Effect::Wait(state.round, PAUSE_MS))
        }
        Event::Due(round) => (round == state.round).then_some(Effect::Ask(round)),
        // More was typed meanwhile: what comes is about an older form.
        Event::Answered(round, _) if round != state.round => None,
        Event::Answered(_, SettingsResponse { wrong, standing, changes, mails }) => {
            // That something is wrong is not said as long as nothing is said beside a field: an entry that was just added is empty.
            let is_silent =
                !wrong.is_empty() && !wrong.iter().any(|wrong| state.touched.contains(&wrong.field));
            state.standing = if is_silent { String::new() } else { standing };
            state.changes = changes;
            let text = |field: &String| {
                let wrong = wrong.iter().find(|wrong| wrong.field == *field);
                FieldText {
                    field: field.clone(),
                    text: wrong.map(|wrong| wrong.text.clone()).unwrap_or_default(),
                }
            };
            Some(Effect::Show(state.touched.iter().map(text).collect(), mails))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(state: &mut State, field: &str) -> Option<Effect> {
        apply(state, Event::Typed(["form[fields][", field, "]"].concat()))
    }

    fn wrong(field: &str) -> FieldText {
        FieldText { field: field.to_owned(), text: "Write a whole number.".to_owned() }
    }

    #[test]
    fn the_server_is_asked_when_nothing_was_typed_for_a_while() {
        let mut state = State::default();
        assert_eq!(apply(&mut state, Event::Started), Some(Effect::Ask(0)));
        assert_eq!(typed(&mut state, "retry_minutes"), Some(Effect::Wait(1, PAUSE_MS)));
        assert_eq!(typed(&mut state, "retry_minutes"), Some(Effect::Wait(2, PAUSE_MS)));
        assert_eq!(apply(&mut state, Event::Due(1)), None, "more was typed");
        assert_eq!(apply(&mut state, Event::Due(2)), Some(Effect::Ask(2)));
        assert_eq!(apply(&mut state, Event::Typed("form[reason]".to_owned())), None, "that is no setting");
    }

    #[test]
    fn an_answer_about_an_older_form_is_dropped() {
        let mut state = State::default();
        typed(&mut state, "retry_minutes");
        let answer = SettingsResponse { standing: "1 change".to_owned(), ..SettingsResponse::default() };
        assert_eq!(apply(&mut state, Event::Answered(0, answer.clone())), None);
        assert_eq!(state.standing, "");
        assert!(apply(&mut state, Event::Answered(1, answer)).is_some());
        assert_eq!(state.standing, "1 change");
    }

    #[test]
    fn nothing_is_said_beside_a_field_that_nobody_has_come_to() {
        let mut state = State::default();
        typed(&mut state, "retry_minutes");
        let both = SettingsResponse {
            wrong: vec![wrong("retry_minutes"), wrong("token_hours")],
            ..SettingsResponse::default()
        };
        let shown = apply(&mut state, Event::Answered(1, both));
        assert_eq!(shown, Some(Effect::Show(vec![wrong("retry_minutes")], Vec::new())));
        let nothing = FieldText { text: String::new(), ..wrong("retry_minutes") };
        let shown = apply(&mut state, Event::Answered(1, SettingsResponse::default()));
        assert_eq!(shown, Some(Effect::Show(vec![nothing], Vec::new())), "what was mended is taken away");
    }

    #[test]
    fn an_empty_entry_that_was_just_added_is_nothing_to_complain_about() {
        let mut state = State::default();
        apply(&mut state, Event::Started);
        let answer = || SettingsResponse {
            wrong: vec![wrong("kinds.1")],
            standing: "Something isn’t right yet.".to_owned(),
            ..SettingsResponse::default()
        };
        apply(&mut state, Event::Answered(0, answer()));
        assert_eq!(state.standing, "");
        typed(&mut state, "retry_minutes");
        apply(&mut state, Event::Answered(1, answer()));
        assert_eq!(state.standing, "", "another field was typed in");
        typed(&mut state, "kinds.1");
        apply(&mut state, Event::Answered(2, answer()));
        assert_eq!(state.standing, "Something isn’t right yet.");
    }
}
