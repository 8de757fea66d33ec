//! What steps of other invitations of the same person have to do with what is undone: the live ones may need it still, and those that were undone
//! left standing what was needed at that time. Whoever needs it last takes it back, in their place.

use contract::{EntraUserId, StepKind, StepState};
use serde::Serialize;
use serde::de::DeserializeOwned;
use storage::Tx;
use storage::invitations::{self, Addressee, StepRow};

use super::context::StepContext;
use super::directory_change::Calls;
use super::step_error::CommitError;
use super::step_facts::facts_in;
use crate::stored::{CorruptRow, StoredError, from_json, to_json};

const STEP: &str = "step";

/// A step of another invitation of the person.
pub(crate) struct OtherStep<T> {
    /// What it has learned.
    pub(crate) facts: T,
    intent: Option<String>,
}

impl<T: DeserializeOwned + Default> OtherStep<T> {
    fn read(row: StepRow) -> Result<Self, CorruptRow> {
        Ok(Self { facts: facts_in(&row)?, intent: row.intent })
    }

    /// What it is to do; the default where the plan does not say.
    pub(crate) fn intent<I: DeserializeOwned + Default>(&self) -> Result<I, CorruptRow> {
        self.intent.as_deref().map_or_else(|| Ok(I::default()), |intent| from_json(STEP, intent))
    }
}

/// Whom the step at work is about: whom it changed, or else whom the invitation is for; none where that is not known.
pub(crate) fn subject(context: &StepContext<'_>, calls: &Calls) -> Option<EntraUserId> {
    calls.person.clone().or_else(|| context.invitation.person_id())
}

/// The steps of this kind of the person's other live invitations.
pub(crate) async fn live<T: DeserializeOwned + Default>(
    context: &StepContext<'_>,
    kind: StepKind,
    person: &EntraUserId,
) -> Result<Vec<OtherStep<T>>, StoredError> {
    let invitation = &context.invitation;
    let whose = (&invitation.tenant, person);
    let rows = invitations::steps_of_person(&context.app.storage, whose, kind, &invitation.id).await?;
    Ok(rows.into_iter().map(OtherStep::read).collect::<Result<_, _>>()?)
}

/// Those of the person's other invitations that are undone or being undone.
pub(crate) async fn undone<T: DeserializeOwned + Default + AsRef<Calls>>(
    context: &StepContext<'_>,
    kind: StepKind,
    person: &EntraUserId,
) -> Result<Vec<OtherStep<T>>, StoredError> {
    let (storage, own) = (&context.app.storage, &context.invitation.id);
    let whose = addressee(context, person);
    let rows = invitations::undone_steps_of_addressee(storage, whose, kind, own).await?;
    let mut undone = rows.into_iter().map(OtherStep::read).collect::<Result<Vec<OtherStep<T>>, _>>()?;
    undone.retain(|step| step.facts.as_ref().are_about(person));
    Ok(undone)
}

/// Has those that are undone forget what they left: it was taken back now, or stands by the will of somebody else, and is nobody's to take back.
/// `forget` says whether there was anything.
pub(crate) async fn settle<T>(
    context: &StepContext<'_>,
    tx: &mut Tx,
    kind: StepKind,
    person: &EntraUserId,
    forget: impl Fn(&mut T) -> bool + Send + Sync,
) -> Result<(), CommitError>
where
    T: DeserializeOwned + Default + Serialize + AsRef<Calls> + Send,
{
    let (whose, own) = (addressee(context, person), &context.invitation.id);
    for found in invitations::undone_steps_of_addressee_in(tx, whose, kind, own).await? {
        let has_left = |row: &StepRow| -> Result<Option<T>, StoredError> {
            let mut facts: T = facts_in(row)?;
            // One that is being undone still has its own say.
            let is_it = row.state == StepState::Undone && facts.as_ref().are_about(person);
            Ok((is_it && forget(&mut facts)).then_some(facts))
        };
        if has_left(&found)?.is_none() {
            continue;
        }
        // Another one may settle something else at the same time.
        invitations::load_in(tx, &found.invitation).await?;
        let steps = invitations::steps_in(tx, &found.invitation).await?;
        let Some(mut row) = steps.into_iter().find(|step| step.position == found.position) else { continue };
        if let Some(facts) = has_left(&row)? {
            row.facts = Some(to_json(STEP, &facts).map_err(StoredError::from)?);
            invitations::update_step(tx, &row).await?;
        }
    }
    Ok(())
}

fn addressee<'a>(context: &'a StepContext<'_>, person: &'a EntraUserId) -> Addressee<'a> {
    let invitation = &context.invitation;
    Addressee { tenant: &invitation.tenant, person: Some(person), canonical: &invitation.canonical }
}
