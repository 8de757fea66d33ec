//! Our own ledger: whoever is being invited is joined, and never invited twice.

use contract::{EmailAddress, Problem, TenantId};
use storage::invited_addresses;

use crate::app_state::AppState;
use crate::people::is_being_invited;
use crate::settings::Settings;
use crate::share::judgement::{Judgement, Verdict};

/// Marks those of whom nobody knows whom somebody invites at this moment, or has just invited. One statement, and none where nobody is new.
pub(super) async fn mark(
    app: &AppState,
    settings: &Settings,
    tenant: &TenantId,
    judgements: &mut [Judgement],
) -> Result<(), Problem> {
    let new: Vec<_> = judgements.iter().filter_map(canonical_of_new).collect();
    let asked: Vec<&str> = new.iter().map(String::as_str).collect();
    let known = invited_addresses::of_addresses(&app.storage, tenant, &asked).await;
    let known = known.map_err(|error| app.internal(error))?;
    for judgement in judgements {
        let Some(status) = canonical_of_new(judgement).and_then(|canonical| known.get(&canonical)) else {
            continue;
        };
        if is_being_invited(status, app.now(), settings).map_err(|error| app.internal(error))? {
            judgement.verdict = Verdict::Joins;
        }
    }
    Ok(())
}

fn canonical_of_new(judgement: &Judgement) -> Option<String> {
    let address = judgement.address.as_ref().filter(|_| judgement.verdict == Verdict::New);
    address.map(EmailAddress::canonical)
}
