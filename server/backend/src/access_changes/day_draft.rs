//! The form of a last day, kept as it was typed: where it is refused, and where nobody is signed in who could have sent it.

use contract::{Caller, DraftId, LastDayAnswer, LastDayForm, Problem};

use crate::app_state::AppState;
use crate::{drafts, form_sender};

/// How much of what was typed is kept where it is no day: nobody types more.
const MAX_TYPED: usize = 64;

/// Keeps a form with what is wrong, to be said beside its field.
pub(super) async fn refused(
    app: &AppState,
    caller: &Caller,
    form: LastDayForm,
    problem: Problem,
) -> Result<LastDayAnswer, Problem> {
    let draft = drafts::save(app, caller, &cut(form), Some(&problem), &[]).await?;
    Ok(LastDayAnswer::Refused { draft, problem })
}

/// Keeps a form for whom it was rendered: nobody else's, and nothing where it names nobody.
pub(super) async fn save_for_sender(app: &AppState, form: LastDayForm) -> Result<Option<DraftId>, Problem> {
    let Some(sender) = form_sender::open(&app.sealer, &form.sender, app.now()) else { return Ok(None) };
    drafts::put_aside(app, (&sender.tenant, &sender.user), &cut(form)).await.map(Some)
}

fn cut(form: LastDayForm) -> LastDayForm {
    LastDayForm { until: form.until.chars().take(MAX_TYPED).collect(), ..form }
}
