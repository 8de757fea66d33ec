//! A question with two answers.

use maud::{Markup, html};

/// A form with hidden fields and two buttons named `decision`; the first is the primary button.
pub fn decision(
    action: &str,
    hidden: &[(&str, &str)],
    more: &Markup,
    [yes, no]: [(&str, &str); 2],
) -> Markup {
    html! {
        form method="post" action=(action) {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            (more)
            div.actions {
                button name="decision" value=(yes.0) { (yes.1) }
                button.quiet name="decision" value=(no.0) { (no.1) }
            }
        }
    }
}
