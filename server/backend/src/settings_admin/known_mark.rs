//! Whether the mark that a section names is kept here: settings come from other installations, too.

use contract::{FieldPath, FieldProblem, ProblemCode};
use serde_json::Value;
use storage::{Storage, StorageError, marks};

use crate::settings::Section as _;
use crate::settings::any_section::AnySection;
use crate::settings::sections::Look;

/// What is wrong with the mark, if anything is.
pub(super) async fn unknown_mark(
    storage: &Storage,
    of: &dyn AnySection,
    section: &Value,
) -> Result<Option<FieldProblem>, StorageError> {
    let named = (of.name() == Look::NAME).then(|| section["mark"].as_str()).flatten();
    let Some(digest) = named else { return Ok(None) };
    let (field, code) = (FieldPath::known("mark"), ProblemCode::MarkUnknown);
    Ok((!marks::is_kept(storage, digest).await?).then_some(FieldProblem { field, code }))
}
