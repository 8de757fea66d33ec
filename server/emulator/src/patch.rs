//! Patching values with JSON.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// A value with some properties changed.
pub(crate) fn merged<T: Serialize + DeserializeOwned>(
    whole: &T,
    wanted: Map<String, Value>,
) -> serde_json::Result<T> {
    let mut whole = serde_json::to_value(whole)?;
    if let Some(whole) = whole.as_object_mut() {
        whole.extend(wanted);
    }
    serde_json::from_value(whole)
}
