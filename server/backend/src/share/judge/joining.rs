//! Our own ledger, of those whom nobody knows: whoever is being invited is joined, and never invited twice; and where Microsoft would refuse them, nobody is
//! invited.

use contract::{Caller, EmailAddress, Problem};

use crate::app_state::AppState;
use crate::people::{KnownAddresses, NewAddressStatus};
use crate::settings::Settings;
use crate::share::judgement::{Judgement, Verdict};

/// Marks those of whom nobody knows whom somebody invites at this moment, or has just invited, and those whom Microsoft would refuse. Two statements, and
/// none where nobody is new.
pub(super) async fn mark(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    judgements: &mut [Judgement],
) -> Result<(), Problem> {
    let new: Vec<&EmailAddress> = judgements.iter().filter_map(address_of_new).collect();
    let known = KnownAddresses::load(app, caller, &new).await.map_err(|error| app.internal(error))?;
    for judgement in judgements {
        let Some(address) = address_of_new(judgement) else { continue };
        let status = known.status(app, caller, settings, address).map_err(|error| app.internal(error))?;
        match status {
            NewAddressStatus::Invitable => {}
            NewAddressStatus::BeingInvited => judgement.verdict = Verdict::Joins,
            NewAddressStatus::Refused(code) => judgement.verdict = judgement.verdict.stopped_by(code),
        }
    }
    Ok(())
}

fn address_of_new(judgement: &Judgement) -> Option<&EmailAddress> {
    judgement.address.as_ref().filter(|_| judgement.verdict == Verdict::New)
}
