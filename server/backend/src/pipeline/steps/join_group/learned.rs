//! What the step has learned: what it has begun, has done, and is taking back.

use contract::DirectoryObjectId;
use serde::{Deserialize, Serialize};

use crate::pipeline::directory_change::Calls;

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Facts {
    pub(super) calls: Calls,
    /// The groups that this invitation adds the person to: whether it has done so is not known of all.
    pub(super) begun: Vec<DirectoryObjectId>,
    /// The groups that this invitation has added the person to, or that undone ones left to it. Of one that is undone, those that it left to others.
    pub(super) joined: Vec<DirectoryObjectId>,
    /// The groups that undoing takes the person out of: whether it has done so is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) leaving: Vec<Leaving>,
}

/// A group that undoing takes the person out of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Leaving {
    pub(super) group: DirectoryObjectId,
    /// The `client-request-id` of every call that may have done it; stored before it is sent.
    pub(super) requests: Vec<String>,
}

impl AsMut<Calls> for Facts {
    fn as_mut(&mut self) -> &mut Calls {
        &mut self.calls
    }
}

impl AsRef<Calls> for Facts {
    fn as_ref(&self) -> &Calls {
        &self.calls
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        let stored = r#"{"calls":{"person":"joni","requests":["r1"]},"begun":["g1"],"joined":["g1"]}"#;
        let facts: Facts = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        let stored = stored
            .replace(r#""joined":["g1"]"#, r#""joined":["g1"],"leaving":[{"group":"g1","requests":["r2"]}]"#);
        let facts: Facts = serde_json::from_str(&stored).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        assert!(serde_json::from_str::<Facts>("{}").unwrap().joined.is_empty());
    }
}
