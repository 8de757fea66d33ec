//! What is said of recipients before anything is sent: by the directory, by our own ledger, and by the rules. Nothing is written.

mod answers;
mod companies;
mod entry;
mod found;
mod joining;
mod meant;
mod pace;
mod rule;
mod under_way;
mod whole;

use std::collections::HashMap;

use contract::{
    Caller, EntraUserId, FieldPath, GuestsAhead, ItemId, KindName, Problem, ProblemCode, RECIPIENTS_LIMIT,
    RoleName, TenantId, TypedRecipient,
};
use storage::access;

use self::answers::{LookUpResults, LookUps, count_unknown};
use self::entry::Entry;
use self::found::{Failures, Found, as_meant};
use self::rule::Facts;
use super::judgement::Judgement;
use crate::app_state::AppState;
use crate::directory::reader::Reader;
use crate::people::mark_blocked;
use crate::rules::roles::RoleHierarchy;
use crate::settings::Settings;
use crate::share_quota;

pub(crate) use whole::problem_of;

/// What is to be given to the recipients.
pub(crate) struct Question<'a> {
    /// The item.
    pub(crate) item: &'a ItemId,
    /// What they are to be able to do on it.
    pub(crate) role: &'a RoleName,
    /// The roles of the item's kind.
    pub(crate) roles: &'a RoleHierarchy,
    /// When it is to end, in unix milliseconds; `None` for good.
    pub(crate) until: Option<i64>,
}

impl Question<'_> {
    /// The time at which somebody must still have a role, so that it takes the place of what is to be given: what ends sooner does not.
    fn lasting_at(&self, now: i64) -> i64 {
        self.until.map_or(i64::MAX, |until| now.max(until.saturating_sub(1)))
    }
}

/// What somebody asks who looks before they send.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    /// What is to be given.
    pub(crate) question: &'a Question<'a>,
    /// The kind of the item.
    pub(crate) kind: &'a KindName,
    /// The new guests who stand before these in the form, and are not among them.
    pub(crate) ahead: GuestsAhead,
}

/// What they are judged for.
#[derive(Clone, Copy)]
enum Purpose<'a> {
    /// The form is about to be stored.
    Sending,
    /// Somebody looks before they send an item of this kind, behind so many.
    DryRun(&'a KindName, GuestsAhead),
}

/// Refuses more recipients than a form takes. To be asked before anybody is looked up.
pub(crate) fn check_count(recipients: usize) -> Result<(), Problem> {
    if recipients <= RECIPIENTS_LIMIT {
        return Ok(());
    }
    Err(Problem::of_field(FieldPath::RECIPIENTS, ProblemCode::TooManyRecipients))
}

/// Judges each recipient of a form that is about to be stored, in their order, in `app.patience` at most. The browser's word for a person is never
/// enough, nor is what was said before: everybody is looked up anew.
pub(crate) async fn judge(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    question: &Question<'_>,
    recipients: &[TypedRecipient],
) -> Result<Vec<Judgement>, Problem> {
    check_count(recipients.len())?;
    let entries = recipients.iter().map(Entry::of).collect();
    judge_each(app, caller, settings, (question, Purpose::Sending), entries).await
}

/// The same before anything is sent, with when the turn of new guests will come. What was said of somebody less than a minute ago is good enough;
/// whoever is looked up is taken from the caller's quota.
pub(crate) async fn preview(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    about: About<'_>,
    recipients: &[TypedRecipient],
) -> Result<Vec<Judgement>, Problem> {
    check_count(recipients.len())?;
    let entries: Vec<Entry> = recipients.iter().map(Entry::of).collect();
    let unknown = count_unknown(app, caller, &entries);
    if unknown > 0 {
        share_quota::take_look_ups(app, settings, caller, unknown).await?;
    }
    let purpose = Purpose::DryRun(about.kind, about.ahead);
    judge_each(app, caller, settings, (about.question, purpose), entries).await
}

async fn judge_each(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    (question, purpose): (&Question<'_>, Purpose<'_>),
    entries: Vec<Entry>,
) -> Result<Vec<Judgement>, Problem> {
    let (entries, found) = look_up(app, caller, settings, purpose, entries).await?;
    let existing = existing_roles(app, &caller.tenant, question, &found).await?;
    let facts =
        Facts { sharer: &caller.user, role: question.role, roles: question.roles, existing: &existing };
    let judged =
        entries.into_iter().zip(found).map(|(entry, found)| judgement(app, caller, &facts, entry, found));
    let mut judgements: Vec<Judgement> = judged.collect();
    mark_repeats(&mut judgements);
    if matches!(purpose, Purpose::DryRun(..)) {
        under_way::mark(app, caller, (question.item, question.role), &mut judgements).await?;
    }
    // A share with one person finds out about others when it is stored.
    if judgements.len() > 1 || matches!(purpose, Purpose::DryRun(..)) {
        joining::mark(app, caller, settings, &mut judgements).await?;
        let before_sending = match purpose {
            Purpose::Sending => None,
            Purpose::DryRun(kind, ahead) => Some((kind, ahead)),
        };
        pace::mark(app, caller, settings, (question.role, before_sending), &mut judgements).await?;
    }
    Ok(judgements)
}

/// Each as they are meant, with what the directory says of them, and who of them can never come.
async fn look_up(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    purpose: Purpose<'_>,
    entries: Vec<Entry>,
) -> Result<(Vec<Entry>, Vec<Found>), Problem> {
    let reader = Reader::of(app, settings, (&caller.tenant, &caller.user));
    let remembers = matches!(purpose, Purpose::DryRun(..));
    let look_ups = LookUps { app, caller, reader: &reader, remembers };
    let mut answers = LookUpResults::new();
    if tokio::time::timeout(app.patience, look_ups.ask(&entries, &mut answers)).await.is_err() {
        tracing::warn!("the directory gave no answer in time; the share is looked up in the background");
    }
    let entries: Vec<Entry> = entries.into_iter().map(|entry| as_meant(entry, &answers)).collect();
    let mut failures = Failures::new(app, &reader);
    let mut found: Vec<Found> =
        entries.iter().map(|entry| Found::of(entry, &answers, &mut failures)).collect();
    let mut people: Vec<_> = found.iter().flat_map(|found| found.people().to_vec()).collect();
    mark_blocked(app, &caller.tenant, &mut people).await?;
    let places = found.iter_mut().flat_map(|found| found.people_mut().iter_mut());
    for (place, marked) in places.zip(people) {
        *place = marked;
    }
    Ok((entries, found))
}

/// What everybody who was found has on the item for as long as it is to be given. One statement, and none where nobody was.
async fn existing_roles(
    app: &AppState,
    tenant: &TenantId,
    question: &Question<'_>,
    found: &[Found],
) -> Result<HashMap<EntraUserId, RoleName>, Problem> {
    let users: Vec<&EntraUserId> = found.iter().flat_map(Found::people).map(|person| &person.id).collect();
    let at = (question.item, question.lasting_at(app.now()));
    let roles = access::roles_on_item(&app.storage, tenant, at, &users).await;
    roles.map_err(|error| app.internal(error))
}

fn judgement(app: &AppState, caller: &Caller, facts: &Facts<'_>, entry: Entry, found: Found) -> Judgement {
    let verdict = facts.verdict(&entry, found);
    let person = verdict.person();
    let key = person.map_or_else(|| entry.key(), |person| person.id.to_string());
    let existing_role = person.and_then(|person| facts.existing.get(&person.id)).cloned();
    let company = companies::of(app, caller, entry.address.as_ref(), &verdict);
    let Entry { typed, address, .. } = entry;
    Judgement { typed, address, key, verdict, repeats: None, existing_role, company, starts_at: None }
}

/// Those who stand in the form twice are left out but for the first time.
fn mark_repeats(judgements: &mut [Judgement]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for (place, judgement) in judgements.iter_mut().enumerate() {
        let known = *first.entry(judgement.key.clone()).or_insert(place);
        judgement.repeats = Some(known).filter(|known| *known != place);
    }
}
