//! The person who was chosen in a form that comes back.

use std::time::Duration;

use contract::{Caller, Draft, EmailAddress, EntraUserId, PersonMatch, ShareForm};

use super::recipients::is_meant;
use crate::app_state::AppState;
use crate::directory::reader::Reader;
use crate::people::person_match;

/// How long the directory may take: the page shows the address without it.
const TIMEOUT: Duration = Duration::from_secs(3);

/// As the directory shows them now; nobody if they are among the matches of the draft, which the page shows anyway, or if the address was changed to
/// another one afterwards: then the address is meant, as when the form is sent.
pub(super) async fn chosen_person(app: &AppState, caller: &Caller, draft: &Draft) -> Option<PersonMatch> {
    let form: ShareForm = draft.form.read()?;
    let id = EntraUserId::parse(form.person.trim()).ok()?;
    if draft.matches.iter().any(|found| found.id == id) {
        return None;
    }
    let snapshot = app.settings.current().await.ok()?;
    let reader = Reader::of(app, &snapshot.settings, (&caller.tenant, &caller.user));
    match tokio::time::timeout(TIMEOUT, reader.graph().user(id.as_str())).await {
        Ok(Ok(user)) => {
            let typed = EmailAddress::parse(&form.address).ok();
            return person_match(&user, Some(&form.address)).filter(|_| is_meant(&user, typed.as_ref()));
        }
        Ok(Err(error)) => tracing::warn!(%error, "the person chosen in a draft is not shown"),
        Err(_) => tracing::warn!("the person chosen in a draft is not shown: the directory takes too long"),
    }
    None
}
