//! Earlier invitations of the same person for the same item, by the same inviter: they are one row.

use std::collections::{BTreeSet, HashMap};

use contract::{Caller, EntraUserId, InvitationId, ItemId, RoleName, ShareForm, ShareId};
use storage::invitations::Addressees;
use storage::{Tx, invitations};

use crate::app_state::AppState;
use crate::pipeline::{Invitation, retry, typed_again};
use crate::stored::StoredError;

/// What is about to be stored, as far as it tells twins: the address, and who was chosen.
pub(super) struct Twin<'a> {
    pub(super) canonical: &'a str,
    pub(super) chosen: Option<&'a EntraUserId>,
}

/// The twins of what is about to be stored.
#[derive(Default)]
pub(super) struct Twins {
    /// Those that did not go well, each with the places of those that take its place.
    settled: Vec<(Invitation, Vec<usize>)>,
    /// The places of those that are under way already, and give the same role.
    pub(super) under_way: BTreeSet<usize>,
}

impl Twins {
    /// Those that did not go well, and are the twins of one that is stored now.
    pub(super) fn replaced(self) -> Vec<Invitation> {
        let Self { settled, under_way } = self;
        let is_stored = |places: &[usize]| places.iter().any(|place| !under_way.contains(place));
        settled.into_iter().filter(|(_, places)| is_stored(places)).map(|(twin, _)| twin).collect()
    }
}

/// Looks for the twins of all of them, which nobody else can change before this transaction ends. One statement.
pub(super) async fn find(
    tx: &mut Tx,
    caller: &Caller,
    (item, role): (&ItemId, &RoleName),
    all: &[Twin<'_>],
) -> Result<Twins, StoredError> {
    let owner = (&caller.tenant, &caller.user);
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut known: HashMap<&EntraUserId, Vec<usize>> = HashMap::new();
    for (place, new) in all.iter().enumerate() {
        places.entry(new.canonical).or_default().push(place);
        if let Some(person) = new.chosen {
            known.entry(person).or_default().push(place);
        }
    }
    let canonicals: Vec<_> = all.iter().map(|new| new.canonical).collect();
    let people: Vec<_> = all.iter().filter_map(|new| new.chosen).collect();
    let whom = Addressees { canonicals: &canonicals, people: &people };
    let mut found = Twins::default();
    for row in invitations::unfinished_twins(tx, owner, whom, item).await? {
        let twin = Invitation::try_from(row)?;
        let of_address = places.get(twin.canonical.as_str()).map_or(&[][..], Vec::as_slice);
        // Two people may have the address.
        let is_other =
            |new: &Twin<'_>| twin.chosen.as_ref().zip(new.chosen).is_some_and(|(one, other)| one != other);
        let of_address =
            of_address.iter().copied().filter(|place| all.get(*place).is_some_and(|new| !is_other(new)));
        // And one person several addresses.
        let of_person = twin.person_id().and_then(|person| known.get(&person)).into_iter().flatten().copied();
        let same: BTreeSet<usize> = of_address.chain(of_person).collect();
        if twin.state.is_settled() {
            found.settled.push((twin, same.into_iter().collect()));
        } else if twin.role == *role {
            found.under_way.extend(same);
        }
    }
    Ok(found)
}

/// What becomes of it when the guest of an invitation is to be invited again.
pub(super) enum ToResend {
    /// This form shares the same once more, with them.
    Form(Box<ShareForm>),
    /// That was done: this invitation of this share stands for it.
    SupersededBy(ShareId, InvitationId),
}

/// `None` if the invitation is not the caller's, or does not wait for its guest.
pub(super) async fn to_resend(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    key: String,
) -> Result<Option<ToResend>, StoredError> {
    let Some(invitation) = retry::load_own(app, caller, id).await? else { return Ok(None) };
    if let Some(by) = invitation.pipeline.superseded_by.clone() {
        let row = invitations::load(&app.storage, &by).await?;
        return Ok(row.map(|row| ToResend::SupersededBy(row.share, by)));
    }
    let waits = invitation.may_be_resent();
    let attributes = typed_again(&invitations::steps(&app.storage, id).await?)?;
    let options = invitation.options.clone();
    let form = |guest: EntraUserId| {
        options.filled_in(ShareForm {
            item: invitation.item.into(),
            address: invitation.address,
            person: guest.into(),
            role: invitation.role.into(),
            name: invitation.name.unwrap_or_default(),
            message: invitation.message.unwrap_or_default(),
            language: invitation.language.tag().to_owned(),
            key,
            resend: "1".to_owned(),
            attributes,
            ..ShareForm::default()
        })
    };
    Ok(invitation.guest.filter(|_| waits).map(form).map(|form| ToResend::Form(Box::new(form))))
}
