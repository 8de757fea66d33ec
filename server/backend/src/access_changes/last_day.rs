//! The job that ends access on its last day. Nobody has it any more by then: whoever asks finds that it has ended.

use async_trait::async_trait;
use contract::{InvitationId, ItemId, Problem};
use storage::access::{self, AccessRow};
use storage::invitations::Holding;
use storage::{StorageError, Tx, items};

use super::end::note_without_giver;
use crate::access::last_day::Subject;
use crate::app_state::AppState;
use crate::audit::Actor;
use crate::jobs::{JobHandler, Lease};
use crate::pipeline::end_access::{Behind, EndingBy};
use crate::pipeline::{Invitation, successor};
use crate::rules::roles::RoleHierarchy;
use crate::stored::{CorruptRow, StoredError};

/// Ends somebody's access on its last day.
pub(crate) struct EndAccess;

#[async_trait]
impl JobHandler for EndAccess {
    async fn run(&self, app: &AppState, lease: &Lease) -> Result<(), StoredError> {
        let subject = Subject::parse(lease.subject()).ok_or(CorruptRow("job"))?;
        for id in run_out(app, lease, &subject).await? {
            app.publish_change(id.as_str());
        }
        app.job_wakeup.notify_one();
        Ok(())
    }

    /// The access counts no more; only what followed from it stands.
    async fn give_up(
        &self,
        _app: &AppState,
        _tx: &mut Tx,
        subject: &str,
        _problem: Problem,
    ) -> Result<(), StoredError> {
        tracing::error!(subject, "access has ended, and what followed from it was not taken back");
        Ok(())
    }
}

/// Takes the access away that has ended, and has what followed from it taken back; or has whoever shared for longer give it from now on. Later, if it
/// ends later than was said when the job was made. Which invitations have changed.
async fn run_out(
    app: &AppState,
    lease: &Lease,
    Subject { tenant, user, item }: &Subject,
) -> Result<Vec<InvitationId>, StoredError> {
    let (of, roles) = (Holding { tenant, person: user, item }, roles_of(app, item).await?);
    let (mut tx, behind, given) = Behind::begin(app, of).await?;
    let given = match given {
        Some(given) if !given.lives(app.now()) => given,
        lives => return end_shorter(app, lease, of, (tx, behind, lives)).await,
    };
    let next = behind.next_day(app.now());
    let (over, lasting) = behind.part(given.invitation.as_ref(), app.now());
    let to = match &given.invitation {
        Some(gave) => successor::on_last_day(&mut tx, of, gave, &roles, lasting).await?,
        None => None,
    };
    let changed = match (to, &given.invitation) {
        (Some(to), Some(gave)) => hand_over(app, (lease, next), &mut tx, (&given, gave, over), to).await?,
        _ => take_away(app, lease, &mut tx, &given, over).await?,
    };
    // Without the lease it is another run's.
    let Some(changed) = changed else { return Ok(Vec::new()) };
    tx.commit().await?;
    Ok(changed)
}

/// The access goes on, or there is none: ends what was shared until now, and has the job come on the next last day, if there is one.
async fn end_shorter(
    app: &AppState,
    lease: &Lease,
    of: Holding<'_>,
    (mut tx, behind, given): (Tx, Behind, Option<AccessRow>),
) -> Result<Vec<InvitationId>, StoredError> {
    let next = behind.next_day(app.now());
    let over = behind.shorter(given.as_ref().and_then(|given| given.invitation.as_ref()), app.now());
    if over.is_empty() {
        // Nobody is to be worked on.
        drop(tx);
        let mut tx = app.storage.begin().await?;
        let (tenant, user, item) = (of.tenant.as_str(), of.person.as_str(), of.item.as_str());
        // Locked meanwhile: whoever changes its end has found the job at work, or finds it as it is after this.
        let given = access::of_person_in(&mut tx, tenant, user, item).await?;
        come_again(lease, &mut tx, earlier(next, given.and_then(|given| given.until))).await?;
        tx.commit().await?;
        return Ok(Vec::new());
    }
    if !come_again(lease, &mut tx, earlier(next, given.and_then(|given| given.until))).await? {
        return Ok(Vec::new());
    }
    let changed = over.end(app, &mut tx, EndingBy::Day, None, Vec::new()).await?;
    tx.commit().await?;
    Ok(changed)
}

fn earlier(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

/// Has the job come at this time, in unix milliseconds, or never. False if the lease is lost.
async fn come_again(lease: &Lease, tx: &mut Tx, at: Option<i64>) -> Result<bool, StorageError> {
    match at {
        Some(at) => lease.reschedule(tx, at, 0).await,
        None => lease.finish(tx).await,
    }
}

/// The roles of the item's kind; none if the item is gone.
async fn roles_of(app: &AppState, item: &ItemId) -> Result<RoleHierarchy, StoredError> {
    let Some(item) = items::load(&app.storage, item.as_str()).await? else {
        return Ok(RoleHierarchy::default());
    };
    let snapshot = app.settings.current().await?;
    Ok(snapshot.settings.roles.hierarchy_of_kind(&item.kind))
}

/// `None` where the lease is lost.
async fn take_away(
    app: &AppState,
    lease: &Lease,
    tx: &mut Tx,
    given: &AccessRow,
    over: Behind,
) -> Result<Option<Vec<InvitationId>>, StoredError> {
    access::end(tx, given.tenant.as_str(), given.user.as_str(), given.item.as_str()).await?;
    // Its own job last: whoever gives access locks it after everything else, too.
    if !lease.finish(tx).await? {
        return Ok(None);
    }
    let is_noted = over.giver(given).is_some();
    let changed = over.end(app, tx, EndingBy::Day, given.invitation.as_ref(), Vec::new()).await?;
    if !is_noted {
        let actor = Actor { tenant: given.tenant.as_str(), ..Actor::VESTIBULE };
        note_without_giver(app, tx, actor, given).await?;
    }
    Ok(Some(changed))
}

/// `None` where the lease is lost.
async fn hand_over(
    app: &AppState,
    (lease, next): (&Lease, Option<i64>),
    tx: &mut Tx,
    (given, gave, over): (&AccessRow, &InvitationId, Behind),
    to: Invitation,
) -> Result<Option<Vec<InvitationId>>, StoredError> {
    let access = successor::access_by(&to, given);
    access::replace(tx, &access).await?;
    successor::forget_what_was_kept(tx, &to.id).await?;
    if !come_again(lease, tx, next).await? {
        return Ok(None);
    }
    over.hand_over(app, tx, (given, gave), to).await.map(Some)
}
