//! The job that ends access on its last day. Nobody has it any more by then: whoever asks finds that it has ended.

use async_trait::async_trait;
use contract::{InvitationId, Problem};
use storage::access;
use storage::invitations::Holding;

use super::end::note_without_invitation;
use crate::access::last_day::Subject;
use crate::app_state::AppState;
use crate::audit::Actor;
use crate::jobs::{JobHandler, Lease};
use crate::pipeline::end_access::{Behind, EndingBy};
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
        _tx: &mut storage::Tx,
        subject: &str,
        _problem: Problem,
    ) -> Result<(), StoredError> {
        tracing::error!(subject, "access has ended, and what followed from it was not taken back");
        Ok(())
    }
}

/// Takes the access away that has ended, and has what followed from it taken back. Later, if it ends later than was said when the job was made. Which
/// invitations have changed.
async fn run_out(
    app: &AppState,
    lease: &Lease,
    Subject { tenant, user, item }: &Subject,
) -> Result<Vec<InvitationId>, StoredError> {
    let (mut tx, behind, given) = Behind::begin(app, Holding { tenant, person: user, item }).await?;
    let Some((given, until)) = given.and_then(|given| given.until.map(|until| (given, until))) else {
        drop(tx);
        lease.discard(app).await?;
        return Ok(Vec::new());
    };
    if until > app.now() {
        drop(tx);
        let mut tx = app.storage.begin().await?;
        lease.reschedule(&mut tx, until, 0).await?;
        tx.commit().await?;
        return Ok(Vec::new());
    }
    access::end(&mut tx, tenant.as_str(), user.as_str(), item.as_str()).await?;
    // Its own job last: whoever gives access locks it after everything else, too.
    if !lease.finish(&mut tx).await? {
        return Ok(Vec::new());
    }
    let changed = behind.end(app, &mut tx, EndingBy::Day, given.invitation.as_ref()).await?;
    let actor = Actor { tenant: tenant.as_str(), ..Actor::VESTIBULE };
    note_without_invitation(app, &mut tx, actor, &given).await?;
    tx.commit().await?;
    Ok(changed)
}
