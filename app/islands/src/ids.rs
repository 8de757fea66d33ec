//! Ids of elements and names of text slots, by which the islands find what the server rendered.

/// The names of the islands: in the page's `<script data-island="...">`, and of the exports of the wasm.
pub mod island {
    /// Live toasts.
    pub const TOASTS: &str = "toasts";
    /// Live states of invitations.
    pub const STATES: &str = "states";
    /// The share dialog.
    pub const SHARE: &str = "share";
    /// Buttons that copy.
    pub const COPYING: &str = "copying";
    /// A section's form, for administrators.
    pub const SETTINGS: &str = "settings";
}

/// The form of a section of the settings.
pub const SETTINGS_FORM: &str = "settings-form";
/// The place for what the form would change.
pub const SETTINGS_STANDING: &str = "settings-standing";
/// The template of what is wrong with a field of it.
pub const SETTING_TROUBLE_TEMPLATE: &str = "setting-trouble-template";
/// What is said of the previews of a mail, by whether they show what is in force or what is typed.
pub const MAILS: &str = "settings-mails";

/// The id of a field of a section's form, by its name in the form.
pub fn setting_id(field: &str) -> String {
    ["setting-", &field.replace('.', "-")].concat()
}

/// The id of what is wrong with it.
pub fn setting_trouble_id(field: &str) -> String {
    [setting_id(field).as_str(), "-trouble"].concat()
}

/// The region of the toasts, into which the list is drawn.
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
/// The message.
pub const MESSAGE: &str = "share-message";
/// What is said of it: how long it may be.
pub const MESSAGE_HELP: &str = "share-message-help";
/// The place of how much of it is left.
pub const MESSAGE_LEFT: &str = "share-message-left";
/// The role.
pub const ROLE: &str = "share-role";
/// The recipients, which the server draws as boxes that can be unticked; the island puts chips into it.
pub const CHIPS: &str = "share-chips";
/// The list of matches.
pub const MATCHES: &str = "share-matches";
/// What is said to screen readers as it happens.
pub const STATUS: &str = "share-status";
/// The place of the line below the people field: that people outside the organisation will get access, or how to use the field.
pub const HINT: &str = "share-hint";
/// The place of the sentences about recipients.
pub const TROUBLES: &str = "share-troubles";
/// What holds the list of matches with its heading, in the top layer where the browser has one.
pub const MATCHES_POPUP: &str = "share-matches-popup";
/// The fold with the plan.
pub const PLAN: &str = "share-plan";
/// The place of what it says.
pub const PLAN_LINES: &str = "share-plan-lines";
/// The error of the whole form.
pub const FORM_ERROR: &str = "share-notice";
/// The reference id of an error of a field.
pub const FIELD_REFERENCE: &str = "share-field-reference";
/// The button that sends.
pub const SEND: &str = "share-send";
/// What stands in place of the form once it is sent; focused when it appears.
pub const PROGRESS: &str = "share-progress";
/// The place of the recipients in it, with their steps as they happen.
pub const PROGRESS_BODY: &str = "share-progress-body";

/// The heading of the progress.
pub const PROGRESS_TITLE: &str = "share-progress-title";

/// The id of an option of the list of matches.
pub fn match_id(at: usize) -> String {
    ["share-match-", &at.to_string()].concat()
}

/// The id of the button that edits a chip.
pub fn chip_id(chip: u32) -> String {
    ["share-chip-", &chip.to_string()].concat()
}

/// The id of what is wrong with a chip, or to know about it.
pub fn chip_trouble_id(chip: u32) -> String {
    ["share-chip-trouble-", &chip.to_string()].concat()
}

/// The id of the button of somebody who may be meant.
pub fn candidate_id(chip: u32, at: usize) -> String {
    ["share-candidate-", &chip.to_string(), "-", &at.to_string()].concat()
}

/// The id of a form field.
pub fn field_id(field: &str) -> String {
    ["share-", field].concat()
}

/// The id of the error text beside a form field.
pub fn field_error_id(field: &str) -> String {
    ["share-", field, "-trouble"].concat()
}

/// Finds the error texts beside the fields of a form.
pub const FIELD_ERRORS: &str = "[id$=-trouble]";

/// The id of the field beside which an error text stands.
pub fn field_of_error(id: &str) -> &str {
    id.strip_suffix("-trouble").unwrap_or(id)
}

/// The placeholder for the person's name or address in texts of the server. No name or title contains it.
pub const PERSON_MARK: &str = "\u{fffc}";

/// The values of `data-slot`, which mark where a text goes.
pub mod slot {
    /// A whole sentence.
    pub const SENTENCE: &str = "sentence";
    /// The error of a field, or that the server does not respond.
    pub const TEXT: &str = "text";
    /// Why nobody can be invited with what is typed.
    pub const REMARK: &str = "remark";
    /// What to do now.
    pub const ADVICE: &str = "advice";
    /// The reference id of an error.
    pub const REFERENCE: &str = "reference";
    /// The subject of a mail.
    pub const SUBJECT: &str = "subject";
    /// The heading of the progress.
    pub const HEADING: &str = "heading";
    /// Why nothing was copied.
    pub const FAILED: &str = "failed";
}
