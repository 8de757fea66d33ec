//! Who gets a mail.

use serde::{Serialize, Serializer};
use serde_json::json;

/// Somebody who gets a mail, or a copy ("recipient resource type").
#[derive(Clone, Serialize)]
pub struct Recipient {
    /// `name`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `address`
    pub address: String,
}

impl Recipient {
    /// Without a name.
    pub fn new(address: impl Into<String>) -> Self {
        Self { name: None, address: address.into() }
    }
}

/// As Graph has it: each within an object.
pub(crate) fn within_objects<'a, S: Serializer>(
    recipients: impl IntoIterator<Item = &'a Recipient>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(recipients.into_iter().map(|recipient| json!({ "emailAddress": recipient })))
}
