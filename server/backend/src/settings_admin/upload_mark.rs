//! A picture that an administrator chooses as the mark: kept at once, and shown before the settings name it, as every change is.

use contract::{Caller, FieldPath, FormEdit, Problem, SettingsAnswer, SettingsForm, UploadedMark};
use serde_json::json;
use storage::marks;

use super::section::{in_force, load_draft, untouched};
use super::section_list::named;
use super::submit;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::look::mark::{Mark, read};
use crate::settings::Section as _;
use crate::settings::sections::Look;
use crate::stored::StoredError;

/// How long a picture is kept that no settings name, in milliseconds: two days, for a draft lives for one.
const UNUSED_MS: i64 = 2 * 24 * 60 * 60 * 1000;

/// Keeps the picture, and saves a draft in which it is the mark.
pub(super) async fn upload(
    app: &AppState,
    caller: &Caller,
    uploaded: &UploadedMark,
) -> Result<SettingsAnswer, Problem> {
    let mark = read(&uploaded.file).map_err(|code| Problem::of_field(FieldPath::known("mark"), code))?;
    keep(app, caller, &mark).await.map_err(|error| app.internal(error))?;
    let mut form = form_of(app, caller, uploaded).await?;
    form.fields.insert("mark".to_owned(), mark.digest);
    submit::edit(app, caller, form, &FormEdit::Review).await
}

async fn keep(app: &AppState, caller: &Caller, mark: &Mark) -> Result<(), StoredError> {
    let now = app.now();
    let mut tx = app.storage.begin().await?;
    marks::forget_unused(&mut tx, now - UNUSED_MS).await?;
    marks::keep(&mut tx, &mark.digest, &mark.picture, now).await?;
    let detail = json!({ "digest": mark.digest, "bytes": mark.picture.len() });
    audit::append(&mut tx, now, Actor::from(caller), Action::MarkKept, "settings", detail).await?;
    tx.commit().await?;
    Ok(())
}

/// What the page showed: a draft, or what is in force.
async fn form_of(app: &AppState, caller: &Caller, uploaded: &UploadedMark) -> Result<SettingsForm, Problem> {
    if let Some(draft) = &uploaded.draft
        && let Ok((form, _)) = load_draft(app, caller, draft).await
        && form.section == Look::NAME
    {
        return Ok(form);
    }
    let of = named(Look::NAME)?;
    let current = app.settings.current().await.map_err(|error| app.internal(error))?;
    let in_force = in_force(app, of, &current.document)?;
    Ok(untouched(of, &current, &in_force))
}
