//! What is said of a form while it is being filled in.

use contract::{Caller, Problem, SectionCheck, SettingsForm};

use super::check::check_typed;
use super::sample_mail::previews;
use super::secrets;
use super::section_list::named;
use crate::app_state::AppState;
use crate::settings::changes::changes;
use crate::settings::form::in_order;

/// What is wrong with the form, and what it would change of what is in force. The directory is not asked at each letter: the next step asks it.
pub(super) async fn check(
    app: &AppState,
    caller: &Caller,
    mut form: SettingsForm,
) -> Result<SectionCheck, Problem> {
    let of = named(&form.section)?;
    secrets::seal(app, caller, of, &mut form);
    let current = app.settings.current().await.map_err(|error| app.internal(error))?;
    let checked = check_typed(app, of, &current, &in_order(&of.fields(), &form.fields)).await?;
    let wrong = checked.problem().map(|problem| problem.fields).unwrap_or_default();
    if !wrong.is_empty() {
        return Ok(SectionCheck { wrong, changes: Vec::new(), mails: Vec::new() });
    }
    let stored = of.stored(&current.document).map_err(|error| app.internal(error))?;
    let changes = changes(of, &stored, &checked.section);
    let mails = previews(app, caller, of, &checked.section, None).map_err(|error| app.internal(error))?;
    Ok(SectionCheck { wrong, changes, mails })
}
