//! Answers to a form that is not stored: it is refused, or the same one was accepted before.

use contract::{Caller, JudgedRecipient, Problem, ProblemCode, ShareAnswer, ShareForm};
use storage::shares::{self, ShareWithInvitations};

use crate::app_state::AppState;
use crate::drafts;
use crate::share::form::{self, ValidatedShare};

/// The form comes back with what is wrong, and with its recipients as they were judged.
pub(super) async fn reject_with_draft(
    app: &AppState,
    caller: &Caller,
    form: &ShareForm,
    problem: Problem,
    recipients: Vec<JudgedRecipient>,
) -> Result<ShareAnswer, Problem> {
    let draft = drafts::save(app, caller, form, Some(&problem), &recipients).await?;
    Ok(ShareAnswer::Refused { draft, problem, recipients })
}

/// What the same key was accepted for before.
pub(super) async fn by_idempotency_key(
    app: &AppState,
    caller: &Caller,
    validated: &ValidatedShare,
) -> Result<Option<ShareWithInvitations>, Problem> {
    let known = shares::by_key(&app.storage, &caller.tenant, &caller.user, &validated.key).await;
    known.map_err(|error| app.internal(error))
}

/// The form comes back, unless it was sent twice at the same time and the other one was accepted in between: what that has done may be the very reason why
/// this one cannot be.
pub(super) async fn replay_or_reject(
    app: &AppState,
    caller: &Caller,
    (form, validated): (&ShareForm, &ValidatedShare),
    problem: Problem,
) -> Result<ShareAnswer, Problem> {
    match by_idempotency_key(app, caller, validated).await? {
        Some(known) => replay(app, caller, form, known).await,
        None => reject_with_draft(app, caller, form, problem, Vec::new()).await,
    }
}

/// The same form gets the same answer; another form under the same key gets none, and a key of its own.
pub(super) async fn replay(
    app: &AppState,
    caller: &Caller,
    form: &ShareForm,
    known: ShareWithInvitations,
) -> Result<ShareAnswer, Problem> {
    if known.share.form_hash == form::hash(form) {
        return Ok(ShareAnswer::Accepted { share: known.share.id, invitations: known.invitations });
    }
    let form = ShareForm { key: app.ids.new_id(), ..form.clone() };
    reject_with_draft(app, caller, &form, Problem::new(ProblemCode::KeyReused), Vec::new()).await
}
