//! What is chosen of a recipient in a form without scripts: who is meant, and whether a guest is invited again. The box of the recipient has its line; a
//! choice is one more line, which says of which line it is, so that nobody is lost where nothing is chosen.

use contract::{RECIPIENTS_LIMIT, ShareForm, TypedRecipient};
use islands::endpoints::field::CHOSEN;

/// The choice that a guest is invited again.
pub(crate) const RESEND: &str = "resend";

/// What is chosen of a recipient.
#[derive(Clone, Copy)]
pub(crate) enum Choice {
    /// Who is meant.
    Person = 1,
    /// That they get a new invitation.
    Resend = 2,
}

impl Choice {
    /// The place of the choice among the lines of the form, beyond all boxes. Who is meant comes first.
    pub(crate) const fn place(self, recipient: usize) -> usize {
        self as usize * RECIPIENTS_LIMIT * 2 + recipient
    }
}

/// The line of a choice: the box's line, and the line that takes its place or [`RESEND`].
pub(crate) fn of_line(line: &str, chosen: &str) -> String {
    format!("{line}{CHOSEN}{chosen}")
}

/// Puts what is chosen in the place of the lines that it is of. Whoever's box was unticked is out, whatever was chosen of them.
pub(super) fn settled(form: ShareForm) -> ShareForm {
    let (choices, boxes): (Vec<String>, Vec<String>) =
        form.recipients.into_iter().partition(|line| line.contains(CHOSEN));
    let mut lines: Vec<(String, String)> = boxes.into_iter().map(|line| (line.clone(), line)).collect();
    for choice in choices.iter().filter_map(|choice| choice.split_once(CHOSEN)) {
        let (of, chosen) = choice;
        let Some((_, line)) = lines.iter_mut().find(|(line, _)| line == of) else { continue };
        if chosen == RESEND {
            *line = TypedRecipient { resend: true, ..TypedRecipient::parse(line) }.line();
        } else {
            chosen.clone_into(line);
        }
    }
    ShareForm { recipients: lines.into_iter().map(|(_, line)| line).collect(), ..form }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(recipients: &[&str]) -> Vec<String> {
        let recipients = recipients.iter().map(|line| (*line).to_owned()).collect();
        settled(ShareForm { recipients, ..ShareForm::default() }).recipients
    }

    const GRADY: &str = "\t\t\tgrady@fabrikam.example";
    const JONI: &str = "\t\t\tjoni@northwind.example";
    const CHOSEN_JONI: &str = "joni\t\t\tjoni@northwind.example";

    #[test]
    fn what_is_chosen_takes_the_place_of_the_line() {
        let chosen = of_line(JONI, CHOSEN_JONI);
        assert_eq!(sent(&[JONI, GRADY, &chosen]), [CHOSEN_JONI, GRADY]);
    }

    #[test]
    fn where_nothing_is_chosen_the_line_stays() {
        assert_eq!(sent(&[GRADY, JONI]), [GRADY, JONI]);
    }

    #[test]
    fn whoever_is_unticked_is_out_whatever_was_chosen() {
        assert_eq!(sent(&[GRADY, &of_line(JONI, CHOSEN_JONI), &of_line(JONI, RESEND)]), [GRADY]);
    }

    #[test]
    fn whoever_is_chosen_may_be_invited_again() {
        let lines = [JONI, &of_line(JONI, CHOSEN_JONI), &of_line(JONI, RESEND)];
        let expected = TypedRecipient { resend: true, ..TypedRecipient::parse(CHOSEN_JONI) };
        assert_eq!(sent(&lines), [expected.line()]);
        let known = sent(&[CHOSEN_JONI, &of_line(CHOSEN_JONI, RESEND)]);
        assert_eq!(known, [expected.line()]);
    }

    #[test]
    fn a_choice_has_a_place_that_no_box_has() {
        for choice in [Choice::Person, Choice::Resend] {
            assert!(choice.place(0) >= RECIPIENTS_LIMIT * 2);
        }
        assert!(Choice::Person.place(RECIPIENTS_LIMIT) < Choice::Resend.place(0));
    }
}
