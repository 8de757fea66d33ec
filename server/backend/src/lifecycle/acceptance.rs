//! Acceptance: a guest who arrives, or whom the directory shows as accepted, has accepted every invitation of theirs.

use contract::{Caller, EmailAddress, TenantId, UserStatus};
use storage::{invitations, people};

use crate::app_state::AppState;
use crate::directory::CLOCK_SKEW;
use crate::people::DirectoryPerson;
use crate::pipeline::event::Event;
use crate::pipeline::{Invitation, transition};
use crate::stored::StoredError;

/// The guest stands before us: their sign-in to this tenant is the acceptance.
pub(super) async fn arrived(app: &AppState, guest: &Caller) -> Result<(), StoredError> {
    let known = people::load(&app.storage, guest.tenant.as_str(), guest.user.as_str()).await?;
    // The directory's word counts. Of a token only what is an address is: a guest's sign-in name in this tenant is none, and many name no address.
    let of_token = guest.address.clone().filter(|address| EmailAddress::parse(address).is_ok());
    let known_address = known.as_ref().map(|known| known.address.clone()).filter(|known| !known.is_empty());
    let address = known_address.or(of_token);
    let person = DirectoryPerson {
        id: guest.user.clone(),
        name: guest.name.clone(),
        address: address.unwrap_or_default(),
        standing: UserStatus::Guest,
        company: known.as_ref().and_then(|known| known.company.clone()),
        is_typed: false,
    };
    let is_news = known.is_none_or(|known| known.standing != UserStatus::Guest || known.name != guest.name);
    accept_all(app, &guest.tenant, &person, None, is_news).await
}

/// The directory shows the guest as accepted, and since when the guest is there, in unix milliseconds.
pub(super) async fn seen_accepted(
    app: &AppState,
    tenant: &TenantId,
    person: &DirectoryPerson,
    since: Option<i64>,
) -> Result<(), StoredError> {
    accept_all(app, tenant, person, since, true).await
}

/// Settles every sent invitation of the guest, in one transaction. Once is enough; more changes nothing.
async fn accept_all(
    app: &AppState,
    tenant: &TenantId,
    person: &DirectoryPerson,
    since: Option<i64>,
    is_news: bool,
) -> Result<(), StoredError> {
    let guest = &person.id;
    if !is_news && invitations::pending_of_guest(&app.storage, tenant, guest).await?.is_empty() {
        return Ok(());
    }
    let mut tx = app.storage.begin().await?;
    let pending = invitations::pending_of_guest_in(&mut tx, tenant, guest).await?;
    people::upsert(&mut tx, &person.row(tenant, app.now())).await?;
    let mut accepted: Vec<_> = pending.into_iter().map(Invitation::try_from).collect::<Result<_, _>>()?;
    let event = |invitation: &Invitation| {
        let had_before = was_there_before(invitation, since);
        [Event::Accepted { guest: guest.clone(), name: person.name.clone(), had_before }]
    };
    let events: Vec<_> = accepted.iter().map(event).collect();
    let mut changes: Vec<(&mut Invitation, &[Event])> =
        accepted.iter_mut().zip(events.iter().map(<[Event; 1]>::as_slice)).collect();
    transition::apply_all(app, &mut tx, &mut changes, &[]).await?;
    tx.commit().await?;
    for invitation in &accepted {
        app.publish_change(invitation.id.as_str());
    }
    Ok(())
}

/// Whether the guest is older than the invitation whose post is said to have made them: Microsoft answers with whoever it knows by any address
/// of theirs. Whoever joined took the guest of another invitation; whoever is invited again was there.
fn was_there_before(invitation: &Invitation, since: Option<i64>) -> bool {
    let is_older = since.is_some_and(|since| since < invitation.created_at - CLOCK_SKEW);
    is_older && !invitation.pipeline.joined && invitation.pipeline.resend_asked_at.is_none()
}
