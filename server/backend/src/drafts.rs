//! Drafts: refused forms, kept so that nothing typed is lost.

use contract::{
    Caller, Draft, DraftId, EntraUserId, Form, JudgedRecipient, Problem, ProblemCode, SavedForm, TenantId,
};
use storage::drafts::{self, DraftRow};
use storage::{Storage, StorageError, draft_secrets};

use crate::app_state::AppState;
use crate::stored::CorruptRow;

/// How long a draft is stored, in milliseconds: a day.
const TTL_MS: i64 = 24 * 60 * 60 * 1000;

/// How long a secret that was typed into a form is kept beside its draft, for the next step, in milliseconds: an hour.
const SECRET_TTL_MS: i64 = 60 * 60 * 1000;

/// How many drafts of a person are stored at a time: the newest ones.
const MAX_DRAFTS: i64 = 50;

/// Stores a form as the caller's draft; a share form with its recipients as they were judged.
pub(crate) async fn save(
    app: &AppState,
    caller: &Caller,
    form: &impl Form,
    problem: Option<&Problem>,
    recipients: &[JudgedRecipient],
) -> Result<DraftId, Problem> {
    save_with_secrets(app, caller, form, problem, recipients, &[]).await
}

/// As [`save`], with what was typed into secrets of the form, by its fields and sealed. It stands beside the form and not in it, and goes before it does.
pub(crate) async fn save_with_secrets(
    app: &AppState,
    caller: &Caller,
    form: &impl Form,
    problem: Option<&Problem>,
    recipients: &[JudgedRecipient],
    secrets: &[(&'static str, String)],
) -> Result<DraftId, Problem> {
    let id = DraftId::parse(&app.ids.new_id()).map_err(|error| app.internal(error))?;
    let row =
        row(&id, (&caller.tenant, &caller.user), form, app.now()).map_err(|error| app.internal(error))?;
    let row = DraftRow {
        problem: problem.map(|problem| json(app, problem)).transpose()?,
        recipients: (!recipients.is_empty()).then(|| json(app, &recipients)).transpose()?,
        ..row
    };
    let until = app.now() + SECRET_TTL_MS;
    store_with(&app.storage, &row, (secrets, until)).await.map_err(|error| app.internal(error))?;
    Ok(id)
}

/// Stores a form as the draft of this person, who is not there to be told anything of it.
pub(crate) async fn put_aside(
    app: &AppState,
    whose: (&TenantId, &EntraUserId),
    form: &impl Form,
) -> Result<DraftId, Problem> {
    let id = DraftId::parse(&app.ids.new_id()).map_err(|error| app.internal(error))?;
    let row = row(&id, whose, form, app.now()).map_err(|error| app.internal(error))?;
    store(&app.storage, &row).await.map_err(|error| app.internal(error))?;
    Ok(id)
}

/// A form as the draft of this person, without a problem. `now` is in unix milliseconds.
pub(crate) fn row(
    id: &DraftId,
    (tenant, user): (&TenantId, &EntraUserId),
    form: &impl Form,
    now: i64,
) -> serde_json::Result<DraftRow> {
    Ok(DraftRow {
        id: id.to_string(),
        tenant: tenant.to_string(),
        user: user.to_string(),
        form: serde_json::to_string(&SavedForm::of(form)?)?,
        problem: None,
        recipients: None,
        expires_at: now + TTL_MS,
    })
}

/// Stores a draft in place of the person's oldest, if there are many.
pub(crate) async fn store(storage: &Storage, row: &DraftRow) -> Result<(), StorageError> {
    store_with(storage, row, (&[], 0)).await
}

async fn store_with(
    storage: &Storage,
    row: &DraftRow,
    (secrets, until): (&[(&'static str, String)], i64),
) -> Result<(), StorageError> {
    let mut tx = storage.begin().await?;
    drafts::make_room(&mut tx, &row.tenant, &row.user, MAX_DRAFTS - 1).await?;
    drafts::save(&mut tx, row).await?;
    for (name, sealed) in secrets {
        draft_secrets::put(&mut tx, &row.id, (name, sealed), until).await?;
    }
    tx.commit().await
}

/// The secrets beside a draft, by its fields and sealed, as long as they are kept.
pub(crate) async fn secrets_of(app: &AppState, id: &DraftId) -> Result<Vec<(String, String)>, Problem> {
    let secrets = draft_secrets::of_draft(&app.storage, id.as_str(), app.now()).await;
    secrets.map_err(|error| app.internal(error))
}

/// The next step was taken: the draft stays, the secrets beside it go. If that fails they go when their time is over.
pub(crate) async fn forget_secrets(app: &AppState, id: &DraftId) {
    let forget = async {
        let mut tx = app.storage.begin().await?;
        draft_secrets::delete(&mut tx, id.as_str()).await?;
        tx.commit().await
    };
    if let Err(error) = forget.await {
        tracing::warn!(%error, "what was typed into a secret stays beside its draft for up to an hour");
    }
}

/// The caller's draft.
pub(crate) async fn open(app: &AppState, caller: &Caller, id: &DraftId) -> Result<Draft, Problem> {
    let loaded = drafts::load(&app.storage, id.as_str(), app.now()).await;
    let row = loaded.map_err(|error| app.internal(error))?;
    let own = |row: &DraftRow| row.tenant == caller.tenant.as_str() && row.user == caller.user.as_str();
    let row = row.filter(own).ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
    from_row(id, &row).map_err(|error| app.internal(error))
}

fn from_row(id: &DraftId, row: &DraftRow) -> Result<Draft, CorruptRow> {
    let damaged = |_| CorruptRow("draft");
    let recipients: Option<Vec<JudgedRecipient>> =
        row.recipients.as_deref().map(serde_json::from_str).transpose().map_err(damaged)?;
    Ok(Draft {
        id: id.clone(),
        form: serde_json::from_str(&row.form).map_err(damaged)?,
        problem: row.problem.as_deref().map(serde_json::from_str).transpose().map_err(damaged)?,
        recipients: recipients.unwrap_or_default(),
    })
}

fn json(app: &AppState, value: &impl serde::Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|error| app.internal(error))
}
