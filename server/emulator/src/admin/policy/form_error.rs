//! Errors of the policy form.

use maud::{Markup, html};

/// An error of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PolicyFormError {
    /// The property; none for an error of the whole policy.
    name: Option<String>,
    pub(super) text: String,
}

impl PolicyFormError {
    /// An error of one property.
    pub(super) fn of(name: &str, text: String) -> Self {
        Self { name: Some(name.to_owned()), text }
    }

    /// An error of the whole policy.
    pub(super) fn whole(text: &str) -> Self {
        Self { name: None, text: text.to_owned() }
    }

    pub(super) fn is_about(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }
}

/// All errors, with links to their fields.
pub(super) fn error_list(errors: &[PolicyFormError]) -> Markup {
    html! {
        div role="alert" {
            p { strong { "Error: nothing was changed." } }
            ul {
                @for error in errors {
                    li {
                        @match &error.name {
                            Some(name) => a href=(format!("#{name}")) { (name) ": " (error.text) },
                            None => (error.text),
                        }
                    }
                }
            }
        }
    }
}
