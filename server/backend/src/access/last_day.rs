//! Access that ends by itself: a job for each, at its time.

use contract::{EntraUserId, ItemId, TenantId};
use storage::access::NewAccess;
use storage::{StorageError, Tx};

use crate::app_state::AppState;
use crate::jobs::{self, JobKind};

/// Whose access to what a job ends.
pub(crate) struct Subject {
    /// Whose tenant.
    pub(crate) tenant: TenantId,
    /// The person.
    pub(crate) user: EntraUserId,
    /// The item.
    pub(crate) item: ItemId,
}

impl Subject {
    /// Reads the subject of a job.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let tenant = TenantId::parse(parts.next()?).ok()?;
        let user = EntraUserId::parse(parts.next()?).ok()?;
        let item = ItemId::parse(parts.next()?).ok()?;
        parts.next().is_none().then_some(Self { tenant, user, item })
    }
}

/// Has the access end at its time, if it has one, with the transaction. A job that is there already comes no later than that: it looks for itself what
/// there is to end.
pub(crate) async fn schedule(app: &AppState, tx: &mut Tx, access: &NewAccess) -> Result<(), StorageError> {
    let Some(until) = access.until else { return Ok(()) };
    let subject = format!("{}/{}/{}", access.tenant, access.user, access.item);
    let kind = JobKind::EndAccess;
    if !jobs::enqueue(&*app.ids, tx, kind, &subject, until).await? {
        storage::jobs::pull_forward(tx, kind.as_str(), &subject, until).await?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_has_three_parts() {
        let subject = Subject::parse("tenant/grady/plan").unwrap();
        assert_eq!((subject.tenant.as_str(), subject.user.as_str()), ("tenant", "grady"));
        assert_eq!(subject.item.as_str(), "plan");
        for wrong in ["", "tenant/grady", "tenant/grady/plan/x", "tenant//plan", "tenant/gr ady/plan"] {
            assert!(Subject::parse(wrong).is_none(), "{wrong}");
        }
    }
}
