//! What the extensions hold that are to be written.

use graph::AttributeName;

use crate::directory::extensions::{ExtensionTypes, definitions, types_of};
use crate::directory::graph_errors::{is_transient, lookup_code};
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::StepError;

/// The types of these attributes where they are extensions, asked before anything is written: by then the guest is there, and a text in the place of a
/// number is refused. Where the application may not read them, a text is written, and Microsoft says whether it takes one.
pub(super) async fn extension_types(
    context: &StepContext<'_>,
    names: &[AttributeName],
) -> Result<ExtensionTypes, StepError> {
    let application = context.app.directory.as_application();
    match definitions(&application, names).await {
        Ok(found) => Ok(types_of(found)),
        Err(error) if is_transient(lookup_code(&error)) => Err(StepError::of_lookup(context.app, &error)),
        Err(error) => {
            tracing::debug!(%error, "what extensions are defined as cannot be read");
            Ok(ExtensionTypes::new())
        }
    }
}
