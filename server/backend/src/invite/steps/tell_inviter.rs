//! Tells the inviter how it ended.
//!
//! Undone by: nothing, it says so. Safe to repeat because a toast is keyed by invitation and outcome.

use contract::{RoleName, Standing, ToastKind};
use storage::{StorageError, Tx};

use crate::invite::watch;
use crate::invite::work::Work;
use crate::toasts;

pub(crate) async fn keep(work: &Work<'_>, tx: &mut Tx) -> Result<(), StorageError> {
    let (person, item_title) = (work.person(), work.item_title.clone());
    if work.facts.invited {
        watch::watch(work.app, tx, &work.row.id).await?;
    }
    let kept = work.facts.kept.as_deref().and_then(|role| RoleName::parse(role).ok());
    let awaits_guest = work.facts.person.as_ref().is_some_and(|known| known.standing == Standing::Pending);
    let (outcome, kind) = match kept {
        Some(role) => ("kept", ToastKind::Kept { person, item_title, role }),
        None if work.facts.invited => ("sent", ToastKind::Invited { person, item_title }),
        None => ("shared", ToastKind::Shared { person, item_title, awaits_guest }),
    };
    let outcome = format!("{outcome}:{}", work.facts.tries);
    toasts::tell_inviter(work.app, tx, &work.row, &outcome, &kind).await
}
