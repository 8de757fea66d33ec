//! A share that nobody is written about: what access needs in the directory, for somebody who has it, or has it again.

use contract::{IdempotencyKey, InvitationId, InvitationState, KindName, Language, ShareId, StepKind};
use storage::Tx;
use storage::access::{AccessRow, NewAccess};
use storage::audit::NewEntry;
use storage::shares::{self, ShareRow};

use super::event::{AccessBefore, Event};
use super::plan::plan;
use super::step::PlanInput;
use super::{Invitation, PipelineState, PlannedStep, job, transition};
use crate::app_state::AppState;
use crate::people::{self, DirectoryPerson};
use crate::settings::Settings;
use crate::share::options::ShareOptions;
use crate::stored::{CorruptRow, StoredError};

/// A guest who has not come yet, and for whom whoever gives the access has been waiting.
pub(crate) struct AwaitedGuest {
    /// The redeem link of their invitation, sealed for the new one.
    pub(crate) link: Option<Vec<u8>>,
}

/// Whose access it was before, and what of it goes on.
pub(crate) struct Before<'a> {
    /// Who has it, as they had it.
    pub(crate) person: &'a AccessRow,
    /// The role that they have no more; `None` where they had none.
    pub(crate) role: Option<AccessBefore>,
    /// The invitation that gave it: its options, its language and the name that was typed go on with the new one; and the message, if it is by the same one.
    pub(crate) invitation: Option<&'a Invitation>,
}

/// The steps of a share of which the person is told nothing: who gives them another role, or the same again, has no news for them.
fn quiet_plan(settings: &Settings, kind: &KindName, access: &NewAccess) -> Vec<PlannedStep> {
    let mut steps = plan(&PlanInput {
        settings,
        kind,
        role: &access.role,
        language: Language::English,
        reply_to: None,
        typed: &std::collections::BTreeMap::new(),
        options: &ShareOptions::default(),
        invites: false,
        is_new: false,
        takes_sponsor: false,
    });
    steps.retain(|step| !matches!(step.kind, StepKind::SendMail | StepKind::TellInviter));
    steps
}

/// A new id for the invitation of a quiet share.
pub(crate) fn new_id(app: &AppState) -> Result<InvitationId, CorruptRow> {
    InvitationId::parse(&app.ids.new_id()).map_err(|_| CorruptRow("invitation"))
}

/// Stores the share of `access`, which is recorded with this transaction and names its invitation: with its steps and its job. The audit entries are for
/// the end of the transaction: nothing else may be locked after them.
pub(crate) async fn store(
    app: &AppState,
    tx: &mut Tx,
    (settings, kind): (&Settings, &KindName),
    access: &NewAccess,
    before: Before<'_>,
    awaited: Option<AwaitedGuest>,
) -> Result<Vec<NewEntry>, StoredError> {
    let id = access.invitation.clone().ok_or(CorruptRow("access"))?;
    let share = ShareRow {
        id: ShareId::parse(&app.ids.new_id()).map_err(|_| CorruptRow("share"))?,
        tenant: access.tenant.clone(),
        inviter: access.given_by_user.clone(),
        item: access.item.clone(),
        key: IdempotencyKey::parse(&app.ids.new_id()).map_err(|_| CorruptRow("key"))?,
        form_hash: String::new(),
        created_at: app.now(),
    };
    shares::insert(tx, &share).await?;
    let is_awaited = awaited.is_some();
    let invitation = invitation(access, &before, (id, share), awaited);
    let mut new = [(invitation, quiet_plan(settings, kind, access))];
    let mut entries = transition::create_unaudited(app, tx, &mut new).await?;
    let [(invitation, _)] = &new;
    if is_awaited {
        job::watch(app, tx, &invitation.id).await?;
    }
    // Nobody is told of it, and no timeline says so: the entry is all that there is of it.
    let given = Event::AccessGiven { person: access.user.clone(), before: before.role };
    entries.extend(transition::audit_entries(app, invitation, &[given]));
    Ok(entries)
}

/// The invitation of a share that gives `access`. Where a guest is waited for, it goes on waiting for them.
fn invitation(
    access: &NewAccess,
    &Before { person, invitation: earlier, .. }: &Before<'_>,
    (id, share): (InvitationId, ShareRow),
    awaited: Option<AwaitedGuest>,
) -> Invitation {
    let is_awaited = awaited.is_some();
    let options = earlier.map(|earlier| earlier.options.clone()).unwrap_or_default();
    // It stands on the item's page, and is sent with another invitation. What somebody else wrote is not the giver's.
    let message = earlier.filter(|earlier| earlier.inviter == access.given_by_user);
    let message = message.and_then(|earlier| earlier.message.clone());
    Invitation {
        id,
        share: share.id,
        tenant: access.tenant.clone(),
        inviter: access.given_by_user.clone(),
        inviter_name: access.given_by_name.clone(),
        item: access.item.clone(),
        item_title: String::new(),
        role: access.role.clone(),
        address: person.address.clone(),
        canonical: people::key(&person.address),
        chosen: Some(access.user.clone()),
        name: earlier.and_then(|earlier| earlier.name.clone()),
        message,
        language: earlier.map_or(Language::English, |earlier| earlier.language),
        options: ShareOptions { until: access.until, ..options },
        state: InvitationState::Working,
        pipeline: PipelineState {
            person: Some(as_known(person)),
            // Whoever posted is the earlier one: this one goes on waiting for the guest of it.
            invited: is_awaited,
            joined: is_awaited,
            seen_in_directory: is_awaited,
            ..PipelineState::default()
        },
        problem: None,
        guest: is_awaited.then(|| access.user.clone()),
        link: awaited.and_then(|awaited| awaited.link),
        created_at: share.created_at,
        updated_at: share.created_at,
    }
}

/// Who has the access, as our own database knows them: the first step asks the directory.
fn as_known(person: &AccessRow) -> DirectoryPerson {
    DirectoryPerson {
        id: person.user.clone(),
        name: person.name.clone(),
        address: person.address.clone(),
        standing: person.standing,
        company: None,
        is_typed: false,
    }
}
