//! A share form that was put aside.

use std::time::Duration;

use contract::{Caller, Draft, JudgedRecipient, RoleName, ShareForm};

use super::judge::{self, Question};
use super::judgement::Judgement;
use super::{form, options};
use crate::access;
use crate::app_state::AppState;

/// How long the directory may take: the page shows what was typed without it.
const TIMEOUT: Duration = Duration::from_secs(3);

/// With its recipients judged, if they are not yet: it was put aside before anybody was looked up, or comes from an earlier version. Any other draft as it
/// is.
pub(super) async fn judged(app: &AppState, caller: &Caller, draft: Draft) -> Draft {
    if !draft.recipients.is_empty() {
        return draft;
    }
    let Some(form) = draft.form.read::<ShareForm>() else { return draft };
    let Ok(recipients) = tokio::time::timeout(TIMEOUT, recipients(app, caller, form)).await else {
        tracing::warn!("the recipients of a draft are not judged: the directory takes too long");
        return draft;
    };
    Draft { recipients: recipients.unwrap_or_default(), ..draft }
}

/// `None` if there is nobody, or they cannot be judged: when the form is sent, that is said.
async fn recipients(app: &AppState, caller: &Caller, form: ShareForm) -> Option<Vec<JudgedRecipient>> {
    let form = form::normalised(form);
    let typed = form::recipients(&form);
    if typed.is_empty() {
        return None;
    }
    let seen = access::require_visible(app, caller, &form.item).await.ok()?;
    let snapshot = app.settings.current().await.ok()?;
    let roles = snapshot.settings.roles.hierarchy_of_kind(&seen.item.kind);
    // A role that is not offered is said to be none when the form is sent.
    let chosen = RoleName::parse(form.role.trim()).ok().filter(|role| roles.offered().contains(role));
    let role = chosen.or_else(|| roles.offered().first().cloned())?;
    let (options, _) = options::parse(&form, &snapshot.settings, app.now());
    let question = Question { item: &seen.item.id, role: &role, roles: &roles, until: options.until };
    // From the quota of look-ups: whoever opens one draft after the other is not to read the whole directory by that.
    let (settings, kind) = (&snapshot.settings, &seen.item.kind);
    match judge::preview(app, caller, settings, (&question, kind), &typed).await {
        Ok(judged) => Some(judged.iter().map(Judgement::view).collect()),
        Err(problem) => {
            tracing::warn!(code = problem.code.as_str(), "the recipients of a draft are not judged");
            None
        }
    }
}
