//! The names by which islands find what the server drew: ids of elements, and slots that take a text.

/// The islands: what the page's `<script data-island="...">` says and how the export of the wasm is called.
pub mod island {
    /// Live toasts.
    pub const TOASTS: &str = "toasts";
    /// Live states of invitations.
    pub const STATES: &str = "states";
    /// The share dialog.
    pub const SHARE: &str = "share";
    /// Buttons that copy.
    pub const COPYING: &str = "copying";
}

/// The region of the toasts, into which the list is mounted.
pub const TOASTS_PLACE: &str = "toasts-place";
/// The list of the toasts.
pub const TOASTS: &str = "toasts";

/// The link that opens the dialog.
pub const OPEN: &str = "share-open";
/// The dialog.
pub const DIALOG: &str = "share";
/// Its form.
pub const FORM: &str = "share-form";
/// The field with the idempotency key.
pub const KEY: &str = "share-key";
/// The people field.
pub const ADDRESS: &str = "share-address";
/// The name of somebody new.
pub const NAME: &str = "share-name";
/// The role.
pub const ROLE: &str = "share-role";
/// The list of matches.
pub const MATCHES: &str = "share-matches";
/// How many matches there are, for screen readers.
pub const FOUND: &str = "share-found";
/// The line below the people field.
pub const HINT: &str = "share-hint";
/// The chosen person.
pub const CHIP: &str = "share-chip";
/// Their id, as the form sends it.
pub const PERSON: &str = "share-person";
/// The button that takes them out.
pub const REMOVE: &str = "share-remove";
/// Who is meant?
pub const CANDIDATES: &str = "share-choices";
/// Its cards.
pub const CARDS: &str = "share-cards";
/// Its counted phrase.
pub const CHOOSE_TEXT: &str = "share-choose-text";
/// Trouble of no field.
pub const NOTICE: &str = "share-notice";
/// The reference of trouble with a field.
pub const FIELD_REFERENCE: &str = "share-field-reference";
/// The button that sends.
pub const SEND: &str = "share-send";
/// The steps as they happen.
pub const PROGRESS: &str = "share-progress";
/// Their list.
pub const STEPS: &str = "share-steps";
/// From which a match is stamped.
pub const MATCH_TEMPLATE: &str = "share-match-template";
/// From which a card is stamped.
pub const CARD_TEMPLATE: &str = "share-choice-template";
/// From which a step is stamped.
pub const STEP_TEMPLATE: &str = "share-step-template";

/// The element of a form field.
pub fn of_field(field: &str) -> String {
    ["share-", field].concat()
}

/// The sentence beside a form field.
pub fn trouble_of(field: &str) -> String {
    ["share-", field, "-trouble"].concat()
}

/// Where the server leaves room for the person's name. No name or title holds it.
pub const PERSON_MARK: &str = "\u{fffc}";

/// Where a text goes: the values of `data-slot`.
pub mod slot {
    /// A whole sentence.
    pub const SENTENCE: &str = "sentence";
    /// What is wrong with a field, or that nobody answers.
    pub const TEXT: &str = "text";
    /// What to do now.
    pub const ADVICE: &str = "advice";
    /// What joins trouble to the log.
    pub const REFERENCE: &str = "reference";
    /// A person's name.
    pub const NAME: &str = "name";
    /// A person's initials.
    pub const INITIALS: &str = "initials";
    /// What tells two people of one name apart.
    pub const MORE: &str = "more";
    /// What a step does.
    pub const LABEL: &str = "label";
    /// How far a step is.
    pub const NOTE: &str = "note";
    /// The heading of the progress.
    pub const HEADING: &str = "heading";
    /// The advice about the link.
    pub const LINK_HINT: &str = "link-hint";
    /// Why nothing was copied.
    pub const FAILED: &str = "failed";
}
