//! Parameters of a query or a form.

use std::collections::HashMap;

/// Query or form parameters.
pub type Params = HashMap<String, String>;

/// The value of a parameter, if it is present and not empty.
pub(super) fn given<'a>(params: &'a Params, name: &str) -> Option<&'a str> {
    params.get(name).map(String::as_str).filter(|value| !value.is_empty())
}
