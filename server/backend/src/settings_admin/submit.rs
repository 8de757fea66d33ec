//! What happens to a section's form: a button that changes it, the step that shows what will change, and the one that stores it.

use std::sync::Arc;

use contract::{
    Caller, DraftId, FieldPath, FormEdit, MESSAGE_LIMIT, Problem, ProblemCode, SettingsAnswer, SettingsForm,
    SettingsStep,
};
use serde_json::Value;

use super::check::{CheckScope, Checked, check_form};
use super::history::document_of;
use super::secrets;
use super::section::{in_force, load_draft};
use super::section_list::named;
use crate::app_state::AppState;
use crate::audit::Actor;
use crate::drafts;
use crate::form_sender;
use crate::settings::any_section::AnySection;
use crate::settings::change::{NewSection, Note, change_sections};
use crate::settings::changes::changes;
use crate::settings::form::{Fields, apply, in_order, lose, only_secrets, read, typed, unanswered_search};
use crate::settings::merge::merge;
use crate::settings::{SettingsError, Snapshot};

/// A form whose time to be stored has come, or not.
enum Submitted {
    /// To be changed first.
    Refused(Problem),
    /// It is as what is in force.
    Unchanged,
    /// It makes sense.
    Ready { current: Arc<Snapshot>, section: Value },
}

/// Does what a button says, and saves the form.
pub(super) async fn edit(
    app: &AppState,
    caller: &Caller,
    mut form: SettingsForm,
    edit: &FormEdit,
) -> Result<SettingsAnswer, Problem> {
    let of = named(&form.section)?;
    form.since = None;
    secrets::seal(app, caller, of, &mut form);
    // The Enter key presses no button of its own: in a field that searches, it searches.
    let search = Some(edit).filter(|edit| **edit == FormEdit::Review);
    let search = search.and_then(|_| unanswered_search(&of.fields(), &form.fields)).map(FormEdit::Search);
    let edit = search.as_ref().unwrap_or(edit);
    let edited = apply(&of.fields(), &form.fields, edit);
    form.fields = edited.fields;
    if *edit != FormEdit::Review {
        lose(&of.fields(), &mut form.fields);
        let draft = secrets::save(app, caller, of, &form, None).await?;
        return Ok(match edited.place {
            Some(place) => SettingsAnswer::EditAt(draft, place),
            None => SettingsAnswer::Edit(draft),
        });
    }
    match submit(app, of, &mut form).await? {
        Submitted::Refused(problem) => save_to_edit(app, caller, of, &mut form, Some(&problem)).await,
        Submitted::Unchanged => Ok(SettingsAnswer::Unchanged),
        Submitted::Ready { .. } => {
            secrets::save(app, caller, of, &form, None).await.map(SettingsAnswer::Review)
        }
    }
}

/// Saves a form for whom it was rendered: nobody else's, and nothing where it names nobody.
pub(super) async fn save_for_sender(
    app: &AppState,
    mut form: SettingsForm,
) -> Result<Option<DraftId>, Problem> {
    let Some(sender) = form_sender::open(&app.sealer, &form.sender, app.now()) else { return Ok(None) };
    let of = named(&form.section)?;
    lose(&of.fields(), &mut form.fields);
    form.fields = in_order(&of.fields(), &form.fields);
    form.reason = form.reason.chars().take(MESSAGE_LIMIT).collect();
    drafts::put_aside(app, (&sender.tenant, &sender.user), &form).await.map(Some)
}

/// Saves a form that will be shown once more, without the secrets that were typed.
async fn save_to_edit(
    app: &AppState,
    caller: &Caller,
    of: &dyn AnySection,
    form: &mut SettingsForm,
    problem: Option<&Problem>,
) -> Result<SettingsAnswer, Problem> {
    lose(&of.fields(), &mut form.fields);
    secrets::save(app, caller, of, form, problem).await.map(SettingsAnswer::Edit)
}

/// Stores what a draft would change, or goes back to its form. Either way what was typed into a secret lies beside this draft no longer.
pub(super) async fn confirm(
    app: &AppState,
    caller: &Caller,
    draft: &DraftId,
    reason: String,
    step: SettingsStep,
) -> Result<SettingsAnswer, Problem> {
    let answer = confirm_draft(app, caller, draft, reason, step).await?;
    drafts::forget_secrets(app, draft).await;
    Ok(answer)
}

async fn confirm_draft(
    app: &AppState,
    caller: &Caller,
    draft: &DraftId,
    reason: String,
    step: SettingsStep,
) -> Result<SettingsAnswer, Problem> {
    let (mut form, _) = load_draft(app, caller, draft).await?;
    let of = named(&form.section)?;
    reason.trim().clone_into(&mut form.reason);
    if step == SettingsStep::Back {
        return save_to_edit(app, caller, of, &mut form, None).await;
    }
    if let Some(problem) = too_long(&form.reason) {
        return secrets::save(app, caller, of, &form, Some(&problem)).await.map(SettingsAnswer::Review);
    }
    if let Some(problem) = secrets::lost(of, &form) {
        return save_to_edit(app, caller, of, &mut form, Some(&problem)).await;
    }
    match submit(app, of, &mut form).await? {
        Submitted::Refused(problem) => save_to_edit(app, caller, of, &mut form, Some(&problem)).await,
        Submitted::Unchanged => Ok(SettingsAnswer::Unchanged),
        Submitted::Ready { current, section } => {
            store(app, caller, (of, section), form, current.version).await
        }
    }
}

/// What is wrong with a reason, if anything is. Browsers send two characters for a line end and count one.
pub(super) fn too_long(reason: &str) -> Option<Problem> {
    let is_long = reason.replace("\r\n", "\n").chars().count() > MESSAGE_LIMIT;
    is_long.then(|| Problem::of_field(FieldPath::known("reason"), ProblemCode::MessageTooLong))
}

async fn store(
    app: &AppState,
    caller: &Caller,
    (of, value): (&'static dyn AnySection, Value),
    mut form: SettingsForm,
    expected: i64,
) -> Result<SettingsAnswer, Problem> {
    let secrets = secrets::of_draft(app, caller, of, &form).map_err(|error| app.internal(error))?;
    let note = Note { actor: Actor::from(caller), at: app.now(), reason: &form.reason, restored: None };
    let new = NewSection { of, value, secrets };
    match change_sections(&app.settings, note, expected, vec![new]).await {
        Ok(after) => Ok(SettingsAnswer::Stored(after.version)),
        // Somebody was faster by a moment: as if they had been a minute ago.
        Err(SettingsError::Outdated) => {
            let problem = match submit(app, of, &mut form).await? {
                Submitted::Refused(problem) => problem,
                _ => Problem::new(ProblemCode::SettingsChanged),
            };
            save_to_edit(app, caller, of, &mut form, Some(&problem)).await
        }
        Err(error) => Err(app.internal(error)),
    }
}

/// Checks the form against what is in force, and brings it up to date with it.
async fn submit(
    app: &AppState,
    of: &'static dyn AnySection,
    form: &mut SettingsForm,
) -> Result<Submitted, Problem> {
    let current = app.settings.current().await.map_err(|error| app.internal(error))?;
    let now = in_force(app, of, &current.document)?;
    let is_behind = form.version != current.version;
    let then =
        if is_behind { in_force(app, of, &document_of(app, form.version).await?)? } else { now.clone() };
    if then == now {
        // What others changed is in other sections.
        form.version = current.version;
    } else {
        let mine = read(of, &form.fields, &then, app.settings.fixed());
        if mine.wrong.is_empty() {
            form.fields = merged(of, (&then, &now, &mine.section), &form.fields);
            form.since = Some(form.version);
            form.version = current.version;
            let checked = check_form(app, of, &current, &form.fields, CheckScope::WithLookUps).await?;
            if is_unchanged(app, of, &current, &checked)? {
                return Ok(Submitted::Unchanged);
            }
            let more = checked.problem().map(|problem| problem.fields).unwrap_or_default();
            let problem = Problem { fields: more, ..Problem::new(ProblemCode::SettingsChanged) };
            return Ok(Submitted::Refused(problem));
        }
    }
    let checked = check_form(app, of, &current, &form.fields, CheckScope::WithLookUps).await?;
    if let Some(problem) = checked.problem() {
        return Ok(Submitted::Refused(problem));
    }
    if is_unchanged(app, of, &current, &checked)? {
        return Ok(Submitted::Unchanged);
    }
    Ok(Submitted::Ready { current, section: checked.section })
}

/// The form with what others have made of the section meanwhile.
pub(super) fn merged(
    of: &dyn AnySection,
    (then, now, mine): (&Value, &Value, &Value),
    fields: &Fields,
) -> Fields {
    let mut merged = typed(of, &merge(then, now, mine));
    merged.extend(only_secrets(&of.fields(), fields));
    merged
}

/// Whether a person would see no difference. What is only carried over, such as ranks, is stored with the next change.
fn is_unchanged(
    app: &AppState,
    of: &dyn AnySection,
    current: &Snapshot,
    checked: &Checked,
) -> Result<bool, Problem> {
    let stored = of.stored(&current.document).map_err(|error| app.internal(error))?;
    Ok(checked.problem().is_none() && changes(of, &stored, &checked.section).is_empty())
}
