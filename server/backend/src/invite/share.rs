//! Share: check the form, ask the directory, store the invitation with its steps and its job.

use contract::{
    Caller, HistoryEvent, InvitationId, InvitationState, KindName, Language, PersonMatch, Problem,
    ProblemCode, ShareAnswer, ShareForm, StepKind, StepState,
};
use serde_json::json;
use storage::invitations::{self, InvitationRow, StepRow};
use storage::{StorageError, tokens};

use super::facts::Facts;
use super::form::{self, Wanted};
use super::offer::{self, Offer};
use super::plan::{Wish, plan};
use super::{grant, record};
use crate::app_state::AppState;
use crate::audit::{self, Action};
use crate::settings::{self, Settings};
use crate::stored::CorruptRow;
use crate::{access, drafts, pace};

/// The port's method.
pub(crate) async fn share(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    language: Language,
) -> Result<ShareAnswer, Problem> {
    access::member(caller)?;
    let seen = access::see(app, caller, &form.item).await?;
    let settings = settings::current(&app.storage).await;
    let (_, settings) = settings.map_err(|error| app.internal(error))?;
    let kind = KindName::parse(&seen.item.kind).map_err(|error| app.internal(error))?;
    let roles = settings.roles_of(&kind);
    let wanted = match form::parse(&form, roles, language) {
        Ok(wanted) => wanted,
        Err(problem) => return refuse(app, caller, form, problem, &[]).await,
    };
    if let Some(known) = earlier(app, caller, &wanted).await? {
        return same(app, caller, form, &known).await;
    }
    if !seen.may_give(roles, &wanted.role) {
        return refuse(app, caller, form, grant::above_own(), &[]).await;
    }
    if !pace::may_share(app, caller).await? {
        return refuse(app, caller, form, Problem::new(ProblemCode::TooFast), &[]).await;
    }
    match offer::ask(app, caller, &wanted.address, wanted.person.as_ref()).await {
        Offer::Nobody => accept(app, caller, form, &wanted, None, &settings).await,
        Offer::Chosen(person) => {
            let (tenant, item) = (&caller.tenant, &seen.item.id);
            match grant::has_already(app, tenant, &person.id, item, &wanted.role, roles).await? {
                Some(problem) => no_need(app, caller, form, &wanted, problem, person).await,
                None => accept(app, caller, form, &wanted, Some(person), &settings).await,
            }
        }
        Offer::Choose(matches) => {
            let draft = drafts::keep(app, caller, &form, None, &matches).await?;
            Ok(ShareAnswer::Choose { draft, matches })
        }
        Offer::Refused(problem, matches) => refuse(app, caller, form, problem, &matches).await,
    }
}

/// The person has it already: perhaps because the same form, sent twice at the same time, was done in between.
async fn no_need(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    wanted: &Wanted,
    problem: Problem,
    person: PersonMatch,
) -> Result<ShareAnswer, Problem> {
    match earlier(app, caller, wanted).await? {
        Some(known) => same(app, caller, form, &known).await,
        None => refuse(app, caller, form, problem, &[person]).await,
    }
}

async fn refuse(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    problem: Problem,
    matches: &[PersonMatch],
) -> Result<ShareAnswer, Problem> {
    let draft = drafts::keep(app, caller, &form, Some(&problem), matches).await?;
    Ok(ShareAnswer::Refused { draft, problem })
}

/// What the same key was accepted for before.
async fn earlier(app: &AppState, caller: &Caller, wanted: &Wanted) -> Result<Option<InvitationRow>, Problem> {
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let known = invitations::by_key(&app.storage, tenant, user, wanted.key.as_str()).await;
    known.map_err(|error| app.internal(error))
}

/// The same form gets the same answer; another form under the same key gets none, and a key of its own.
async fn same(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    known: &InvitationRow,
) -> Result<ShareAnswer, Problem> {
    if known.form_hash == form::hash(&form) {
        let invitation = InvitationId::parse(&known.id).map_err(|error| app.internal(error))?;
        return Ok(ShareAnswer::Accepted { invitation });
    }
    let form = ShareForm { key: app.ids.next(), ..form };
    refuse(app, caller, form, Problem::new(ProblemCode::KeyReused), &[]).await
}

async fn accept(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    wanted: &Wanted,
    person: Option<PersonMatch>,
    settings: &Settings,
) -> Result<ShareAnswer, Problem> {
    let invitation = InvitationId::parse(&app.ids.next()).map_err(|error| app.internal(error))?;
    let row = new_row(app, caller, &form, wanted, person, invitation.as_str());
    let steps = plan(settings, Wish { chosen: row.chosen.is_some() });
    match store(app, caller, &row, &steps).await {
        Ok(true) => {
            app.job_wakeup.notify_one();
            Ok(ShareAnswer::Accepted { invitation })
        }
        // Sent twice at the same time: the other one was first.
        Ok(false) => match earlier(app, caller, wanted).await? {
            Some(known) => same(app, caller, form, &known).await,
            None => Err(app.internal(CorruptRow("key"))),
        },
        Err(error) => {
            let problem = app.internal(error);
            refuse(app, caller, form, problem, &[]).await
        }
    }
}

fn new_row(
    app: &AppState,
    caller: &Caller,
    form: &ShareForm,
    wanted: &Wanted,
    person: Option<PersonMatch>,
    id: &str,
) -> InvitationRow {
    let now = app.now();
    let chosen = person.as_ref().map(|person| person.id.to_string());
    let facts = Facts { person: person.map(Into::into), ..Facts::default() };
    InvitationRow {
        id: id.to_owned(),
        tenant: caller.tenant.to_string(),
        inviter: caller.user.to_string(),
        inviter_name: caller.name.clone(),
        item: form.item.clone(),
        role: wanted.role.to_string(),
        address: wanted.address.as_str().to_owned(),
        canonical: wanted.address.canonical(),
        chosen,
        name: wanted.name.clone(),
        message: wanted.message.clone(),
        language: wanted.language.tag().to_owned(),
        state: InvitationState::Working.as_str().to_owned(),
        facts: facts.text(),
        problem: None,
        key: wanted.key.to_string(),
        form_hash: form::hash(form),
        guest: None,
        link: None,
        created_at: now,
        updated_at: now,
    }
}

/// Invitation, steps, history, audit entry and job: all or nothing. False if the key is taken.
async fn store(
    app: &AppState,
    caller: &Caller,
    row: &InvitationRow,
    steps: &[StepKind],
) -> Result<bool, StorageError> {
    let mut tx = app.storage.begin().await?;
    // Whoever signs out at this moment waits, and then sees that the tokens are needed.
    tokens::hold(&mut tx, &row.tenant, &row.inviter).await?;
    if !invitations::insert(&mut tx, row).await? {
        return Ok(false);
    }
    let steps: Vec<_> = (0..).zip(steps).map(|(position, kind)| step_row(&row.id, position, *kind)).collect();
    invitations::insert_steps(&mut tx, &steps).await?;
    record::add_history(&mut tx, &row.id, row.created_at, HistoryEvent::Asked, None).await?;
    let detail = json!({ "item": row.item, "role": row.role, "address": row.address, "chosen": row.chosen });
    audit::append(&mut tx, row.created_at, caller.into(), Action::InvitationAsked, &row.id, detail).await?;
    record::enqueue(app, &mut tx, &row.id).await?;
    tx.commit().await?;
    Ok(true)
}

fn step_row(invitation: &str, position: i64, kind: StepKind) -> StepRow {
    StepRow {
        invitation: invitation.to_owned(),
        position,
        kind: kind.as_str().to_owned(),
        state: StepState::Open.to_string(),
        attempts: 0,
    }
}
