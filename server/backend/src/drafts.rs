//! Drafts: refused forms, kept so that nothing typed is lost.

use contract::{Caller, Draft, DraftId, Form, PersonMatch, Problem, ProblemCode, SavedForm};
use storage::drafts::{self, DraftRow};

use crate::app_state::AppState;
use crate::session::created_in_this_browser;
use crate::stored::CorruptRow;

/// How long a draft is stored, in milliseconds: a day.
const TTL_MS: i64 = 24 * 60 * 60 * 1000;

/// How many drafts of a person are stored at a time: the newest ones.
const MAX_DRAFTS: i64 = 50;

/// Stores a form as the caller's draft.
pub(crate) async fn save(
    app: &AppState,
    caller: &Caller,
    form: &impl Form,
    problem: Option<&Problem>,
    matches: &[PersonMatch],
) -> Result<DraftId, Problem> {
    let id = DraftId::parse(&app.ids.new_id()).map_err(|error| app.internal(error))?;
    let kept = SavedForm::of(form).map_err(|error| app.internal(error))?;
    let row = DraftRow {
        id: id.to_string(),
        owner: Some((caller.tenant.to_string(), caller.user.to_string())),
        form: json(app, &kept)?,
        problem: problem.map(|problem| json(app, problem)).transpose()?,
        matches: json(app, &matches)?,
        expires_at: app.now() + TTL_MS,
    };
    let save = async {
        let mut tx = app.storage.begin().await?;
        let owner = (caller.tenant.as_str(), caller.user.as_str());
        drafts::make_room(&mut tx, Some(owner), MAX_DRAFTS - 1).await?;
        drafts::save(&mut tx, &row).await?;
        tx.commit().await
    };
    save.await.map_err(|error| app.internal(error))?;
    Ok(id)
}

/// The caller's draft. One that the caller's browser left while nobody was signed in becomes the caller's: anybody can leave a form without
/// a session, and send its address to somebody who has one.
pub(crate) async fn open(app: &AppState, caller: &Caller, id: &DraftId) -> Result<Draft, Problem> {
    let hidden = || Problem::new(ProblemCode::NotFound);
    let loaded = drafts::load(&app.storage, id.as_str(), app.now()).await;
    let row = loaded.map_err(|error| app.internal(error))?.ok_or_else(hidden)?;
    let own = match &row.owner {
        Some((tenant, user)) => tenant == caller.tenant.as_str() && user == caller.user.as_str(),
        None => {
            caller.browser().is_some_and(|browser| created_in_this_browser(browser, id))
                && adopt(app, caller, id).await?
        }
    };
    if !own {
        return Err(hidden());
    }
    from_row(id, &row).map_err(|error| app.internal(error))
}

async fn adopt(app: &AppState, caller: &Caller, id: &DraftId) -> Result<bool, Problem> {
    let adopt = async {
        let mut tx = app.storage.begin().await?;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let adopted = drafts::adopt(&mut tx, id.as_str(), tenant, user).await?;
        tx.commit().await?;
        Ok(adopted)
    };
    adopt.await.map_err(|error: storage::StorageError| app.internal(error))
}

fn from_row(id: &DraftId, row: &DraftRow) -> Result<Draft, CorruptRow> {
    let damaged = |_| CorruptRow("draft");
    Ok(Draft {
        id: id.clone(),
        form: serde_json::from_str(&row.form).map_err(damaged)?,
        problem: row.problem.as_deref().map(serde_json::from_str).transpose().map_err(damaged)?,
        matches: serde_json::from_str(&row.matches).map_err(damaged)?,
    })
}

fn json(app: &AppState, value: &impl serde::Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|error| app.internal(error))
}
