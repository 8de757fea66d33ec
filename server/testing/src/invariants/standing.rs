//! 5: what stands in the directory at the end is what live invitations did, and nothing that undone ones wrote. What somebody else did counts more.

use contract::{EntraUserId, HistoryEvent, InvitationState, StepKind, StepState};
use serde_json::Value;
use storage::invitations::{self, InvitationRow, StepRow};

use super::evidence::{Effect, Invariant, Seen, UserFact, Violation, broken};

/// The attributes that are compared: plain texts that can be cleared.
const COMPARED: [&str; 7] =
    ["companyName", "department", "officeLocation", "city", "state", "jobTitle", "country"];

/// What a step was to do for somebody, or has written.
struct Grant<'a> {
    row: &'a InvitationRow,
    kind: StepKind,
    user: String,
    /// A group, a role, or the name of an attribute.
    what: String,
    /// What was written into the attribute. None of one that the invitation asks for, too, and found as it should be.
    value: Option<String>,
    /// Of a sponsor: a call of its own may have added them, for calls without an effect are forgotten.
    may_be_own: bool,
    /// The step is done, and its invitation lives.
    is_done: bool,
    /// Undone, but it stands for a reason that the timeline names.
    is_said: bool,
}

pub(super) async fn check(seen: &Seen<'_>) -> Vec<Violation> {
    let mut grants = Vec::new();
    for row in &seen.rows {
        for step in invitations::steps(seen.storage, &row.id).await.unwrap() {
            grants.extend(grants_of(seen, row, &step).await);
        }
    }
    let mut found = Vec::new();
    for grant in &grants {
        let is_only_needed = grant.kind == StepKind::SetAttributes && grant.value.is_none();
        if is_only_needed || is_by_others(seen, grant) {
            continue;
        }
        let (stands, is_known) = (stands(seen, grant), user(seen, &grant.user).is_some());
        let same = || grants.iter().filter(move |other| is_same(grant, other));
        let is_alone = same().all(|other| other.value.is_none() || other.value == grant.value);
        if grant.is_done && is_known && is_alone && !stands {
            let what = format!("{} says {} of {}, who has none", grant.row.id, grant.what, grant.user);
            found.push(broken(Invariant::Memberships, what));
        }
        let is_over = |other: &Grant<'_>| other.row.state == InvitationState::Undone && !other.is_said;
        let is_ours = if grant.kind == StepKind::AddSponsor {
            same().any(|other| other.may_be_own)
        } else {
            is_ours(seen, grant)
        };
        if stands && is_ours && same().all(is_over) {
            let what = format!("{} is undone, and {} still has {}", grant.row.id, grant.user, grant.what);
            found.push(broken(Invariant::Memberships, what));
        }
    }
    found
}

fn is_same(one: &Grant<'_>, other: &Grant<'_>) -> bool {
    one.kind == other.kind && one.user == other.user && one.what == other.what
}

/// What a step says that it does; of attributes, what it asks for and has written.
async fn grants_of<'a>(seen: &Seen<'_>, row: &'a InvitationRow, step: &StepRow) -> Vec<Grant<'a>> {
    let json = |text: Option<&str>| -> Value {
        text.map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
    };
    let (intent, facts) = (json(step.intent.as_deref()), json(step.facts.as_deref()));
    // A guest who went missing was invited again with another id.
    let of_row = row.person.as_ref().map(EntraUserId::as_str);
    let Some(user) = facts["calls"]["person"].as_str().filter(|user| Some(*user) == of_row) else {
        return Vec::new();
    };
    let found: Vec<(String, Option<String>)> = match step.kind {
        StepKind::JoinGroup => {
            let groups = intent["groups"].as_array().into_iter().flatten();
            let by_hand = groups.filter(|group| group["by_rule"] != true);
            by_hand.filter_map(|group| Some((group["id"].as_str()?.to_owned(), None))).collect()
        }
        StepKind::GrantAppRole => {
            let role = intent["role"]["role"].as_str();
            role.map(|role| (role.to_owned(), None)).into_iter().collect()
        }
        StepKind::SetAttributes => {
            let asked_for = intent["attributes"].as_object().into_iter().flatten();
            let compared = asked_for.filter(|(name, _)| COMPARED.contains(&name.as_str()));
            let written = |name: &String| facts["written"][name].as_str().map(str::to_owned);
            compared.map(|(name, _)| (name.clone(), written(name))).collect()
        }
        StepKind::AddSponsor => {
            let sponsor = intent["sponsor"].as_str();
            sponsor.map(|sponsor| (sponsor.to_owned(), None)).into_iter().collect()
        }
        _ => Vec::new(),
    };
    if found.is_empty() {
        return Vec::new();
    }
    let lives =
        matches!(row.state, InvitationState::Sent | InvitationState::Accepted | InvitationState::Shared);
    let is_said = is_said(seen, row, step.kind).await || stays_with_the_guest(row, step.kind);
    let may_be_own = facts["calls"]["requests"].as_array().is_some_and(|requests| !requests.is_empty());
    let is_left_out = step.kind == StepKind::AddSponsor && is_left_out(seen, row).await;
    let is_done = lives && step.state == StepState::Done && !is_left_out;
    let (kind, user) = (step.kind, user.to_owned());
    let grant =
        |(what, value)| Grant { row, kind, user: user.clone(), what, value, may_be_own, is_done, is_said };
    found.into_iter().map(grant).collect()
}

/// Where only the access has ended, what is written of the guest stays with them, and who answers for them.
fn stays_with_the_guest(row: &InvitationRow, kind: StepKind) -> bool {
    let facts: Value = serde_json::from_str(&row.facts).unwrap();
    matches!(kind, StepKind::SetAttributes | StepKind::AddSponsor) && facts["access_ended"] == true
}

/// Whether the timeline says why it could not be taken back.
async fn is_said(seen: &Seen<'_>, row: &InvitationRow, kind: StepKind) -> bool {
    let history = invitations::history_of(seen.storage, std::slice::from_ref(&row.id)).await.unwrap();
    let remains = serde_json::to_string(&HistoryEvent::StepRemains(kind)).unwrap();
    history.iter().any(|line| line.event == remains && line.problem.is_some())
}

/// Whether the timeline says that the sponsor was not added. Where it does not, they are one, whoever has added them.
async fn is_left_out(seen: &Seen<'_>, row: &InvitationRow) -> bool {
    let history = invitations::history_of(seen.storage, std::slice::from_ref(&row.id)).await.unwrap();
    let left_out = serde_json::to_string(&HistoryEvent::SponsorLeftOut).unwrap();
    history.iter().any(|line| line.event == left_out && line.problem.is_some())
}

/// Whether it is so.
fn stands(seen: &Seen<'_>, grant: &Grant<'_>) -> bool {
    let emulator = &seen.evidence.emulator;
    let pair = (grant.user.clone(), grant.what.clone());
    match grant.kind {
        StepKind::JoinGroup => emulator.memberships.contains(&pair),
        StepKind::GrantAppRole => emulator.roles.contains(&pair),
        StepKind::AddSponsor => emulator.sponsors.contains(&pair),
        _ => user(seen, &grant.user)
            .is_some_and(|user| user.attributes.get(&grant.what) == grant.value.as_ref()),
    }
}

/// Whether an effect of ours made it so.
fn is_ours(seen: &Seen<'_>, grant: &Grant<'_>) -> bool {
    let (user, what) = (grant.user.clone(), grant.what.clone());
    let made = match grant.kind {
        StepKind::JoinGroup => Effect::Joined { user, group: what },
        StepKind::GrantAppRole => Effect::Granted { user, role: what },
        _ => Effect::Patched { user, was_guest: true },
    };
    seen.evidence.emulator.effects.iter().any(|effect| effect.what == made)
}

/// Whether somebody else has had a hand in it.
fn is_by_others(seen: &Seen<'_>, grant: &Grant<'_>) -> bool {
    if grant.kind == StepKind::AddSponsor && seen.evidence.emulator.sponsored_by_others.contains(&grant.user)
    {
        return true;
    }
    let is_it = |who: &String, what: &String| *who == grant.user && *what == grant.what;
    seen.evidence.emulator.by_others.iter().any(|effect| match effect {
        Effect::Joined { user, group } | Effect::Left { user, group } => {
            grant.kind == StepKind::JoinGroup && is_it(user, group)
        }
        Effect::Granted { user, role } | Effect::TakenBack { user, role } => {
            grant.kind == StepKind::GrantAppRole && is_it(user, role)
        }
        Effect::Patched { user, .. } => grant.kind == StepKind::SetAttributes && *user == grant.user,
        Effect::Deleted { guest } => *guest == grant.user,
        Effect::Invited { .. }
        | Effect::PackageRequested { .. }
        | Effect::PackageEnded { .. }
        | Effect::Mailed { .. } => false,
    })
}

fn user<'a>(seen: &'a Seen<'_>, id: &str) -> Option<&'a UserFact> {
    seen.evidence.emulator.users.iter().find(|user| user.id == id)
}
