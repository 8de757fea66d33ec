//! Sections that come from a version or a file, where no secret is.

use contract::FieldPath;
use serde_json::Value;

use crate::settings::FixedSettings;
use crate::settings::any_section::AnySection;
use crate::settings::document::Document;
use crate::settings::secret::{NEW, REMOVED, names};

/// Whether a section makes no sense with the secret that is stored, and would with another one, or without.
pub(super) fn lacks_only_a_secret(
    of: &dyn AnySection,
    section: &Value,
    before: &Document,
    fixed: &FixedSettings,
) -> bool {
    let secrets = names(&of.fields());
    let is_secret = |field: &FieldPath| secrets.iter().any(|&name| *field == FieldPath::known(name));
    let Ok(prepared) = of.prepared(section.clone(), before, fixed) else { return false };
    if !prepared.wrong.iter().any(|wrong| is_secret(&wrong.field)) {
        return false;
    }
    [NEW, REMOVED].into_iter().any(|mark| {
        let mut with = section.clone();
        if let Some(fields) = with.as_object_mut() {
            fields.extend(secrets.iter().map(|name| ((*name).to_owned(), Value::from(mark))));
        }
        of.prepared(with, before, fixed).is_ok_and(|prepared| prepared.wrong.is_empty())
    })
}
