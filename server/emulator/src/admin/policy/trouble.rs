//! What is wrong with a policy that was sent, and where.

use maud::{Markup, html};

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The property; none where it is the policy as a whole.
    name: Option<String>,
    pub(super) text: String,
}

impl Trouble {
    /// Of one property.
    pub(super) fn of(name: &str, text: String) -> Self {
        Self { name: Some(name.to_owned()), text }
    }

    /// Of the policy as a whole.
    pub(super) fn whole(text: &str) -> Self {
        Self { name: None, text: text.to_owned() }
    }

    pub(super) fn is_about(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }
}

/// All of it, each with the way to its field.
pub(super) fn alert(troubles: &[Trouble]) -> Markup {
    html! {
        div role="alert" {
            p { strong { "Error: nothing was changed." } }
            ul {
                @for trouble in troubles {
                    li {
                        @match &trouble.name {
                            Some(name) => a href=(format!("#{name}")) { (name) ": " (trouble.text) },
                            None => (trouble.text),
                        }
                    }
                }
            }
        }
    }
}
