//! What is said of a form while it is being filled in.

use contract::{Caller, FieldPath, FieldProblem, Problem, SectionCheck, SettingsForm};

use super::check::{CheckScope, check_form};
use super::history::document_of;
use super::sample_mail::previews;
use super::secrets;
use super::section::in_force;
use super::section_list::named;
use super::submit::merged;
use crate::app_state::AppState;
use crate::settings::Snapshot;
use crate::settings::any_section::AnySection;
use crate::settings::changes::changes;
use crate::settings::form::{Fields, in_order, place_in, read};

/// What is wrong with the form, and what it would change of what is in force. The directory is not asked at each letter: the next step asks it.
pub(super) async fn check(
    app: &AppState,
    caller: &Caller,
    mut form: SettingsForm,
) -> Result<SectionCheck, Problem> {
    let of = named(&form.section)?;
    secrets::seal(app, caller, of, &mut form);
    let current = app.settings.current().await.map_err(|error| app.internal(error))?;
    let fields = up_to_date(app, of, &current, &form).await?;
    let checked = check_form(app, of, &current, &fields, CheckScope::WithoutLookUps).await?;
    let wrong = checked.problem().map(|problem| problem.fields).unwrap_or_default();
    if !wrong.is_empty() {
        let wrong = wrong.into_iter().map(|wrong| as_sent(&fields, &form.fields, wrong)).collect();
        return Ok(SectionCheck { wrong, changes: Vec::new(), mails: Vec::new() });
    }
    let stored = of.stored(&current.document).map_err(|error| app.internal(error))?;
    let changes = changes(of, &stored, &checked.section);
    let mails = previews(app, caller, of, &checked.section, None).map_err(|error| app.internal(error))?;
    Ok(SectionCheck { wrong, changes, mails })
}

/// The form in order, and with what others have changed since it was rendered, as the next step will have it: that is no change of whoever fills it in.
async fn up_to_date(
    app: &AppState,
    of: &dyn AnySection,
    current: &Snapshot,
    form: &SettingsForm,
) -> Result<Fields, Problem> {
    let ordered = in_order(&of.fields(), &form.fields);
    if form.version == current.version {
        return Ok(ordered);
    }
    let now = in_force(app, of, &current.document)?;
    let then = in_force(app, of, &document_of(app, form.version).await?)?;
    if then == now {
        return Ok(ordered);
    }
    let mine = read(of, &ordered, &then, app.settings.fixed());
    if !mine.wrong.is_empty() {
        return Ok(ordered);
    }
    Ok(merged(of, (&then, &now, &mine.section), &ordered))
}

/// The same, of the field by the name that the page has for it: there, entries are not in order yet.
fn as_sent(judged: &Fields, sent: &Fields, wrong: FieldProblem) -> FieldProblem {
    let FieldProblem { field, code } = wrong;
    let place = place_in(judged, sent, &field.in_form());
    FieldProblem { field: FieldPath::from_form(&place).unwrap_or(field), code }
}
