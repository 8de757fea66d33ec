//! A picture that an administrator chooses as the mark: kept at once, and shown before the settings name it, as every change is.

use contract::{Caller, FormEdit, MarkAnswer, Problem, UploadedMark};
use serde_json::json;
use storage::marks;

use super::section_list::named;
use super::submit;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::drafts;
use crate::look::mark::{Mark, read};
use crate::settings::Section as _;
use crate::settings::form::in_order;
use crate::settings::sections::Look;
use crate::stored::StoredError;

/// How long a picture is kept that no settings name, in milliseconds: two days, for a draft lives for one.
const UNUSED_MS: i64 = 2 * 24 * 60 * 60 * 1000;

/// Keeps the picture, and sends the form with it. Where it cannot be the mark, nothing of what was typed is lost.
pub(super) async fn upload(
    app: &AppState,
    caller: &Caller,
    uploaded: UploadedMark,
) -> Result<MarkAnswer, Problem> {
    let UploadedMark { mut form, file } = uploaded;
    let of = named(Look::NAME)?;
    Look::NAME.clone_into(&mut form.section);
    let mark = match read(&file) {
        Ok(mark) => mark,
        Err(code) => {
            form.fields = in_order(&of.fields(), &form.fields);
            let draft = drafts::save(app, caller, &form, None, &[]).await?;
            return Ok(MarkAnswer::Refused(draft, code));
        }
    };
    keep(app, caller, &mark).await.map_err(|error| app.internal(error))?;
    form.fields.insert("mark".to_owned(), mark.digest);
    submit::edit(app, caller, form, &FormEdit::Review).await.map(MarkAnswer::Taken)
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
