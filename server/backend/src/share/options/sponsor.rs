//! Whether whoever is to answer for guests can: a member of the tenant, who is there and not blocked; and whether guests who are known can get them.

use contract::{Caller, EntraUserId, FieldPath, PersonMatch, Problem, ProblemCode, UserStatus};
use graph::{GraphError, User};

use super::{ShareOptions, Sponsor};
use crate::app_state::AppState;
use crate::directory::graph_errors::lookup_timed_out;
use crate::directory::look_ups::LookUpKey;
use crate::directory::reader::Reader;
use crate::people::{self, find_by_address, person_match};
use crate::settings::Settings;
use crate::settings_admin::permission_report::covering;
use crate::share_quota;

/// The options with their sponsor looked up, where one was named. `sponsor-unknown` beside the field where nobody, or no member, is meant; and the
/// directory's own problem where it gives no answer, for an invitation that has gone out cannot get another sponsor.
pub(crate) async fn looked_up(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    options: ShareOptions,
) -> Result<ShareOptions, Problem> {
    let Some(Sponsor::Typed(typed)) = &options.sponsor else { return Ok(options) };
    let member = only_member(&users(app, caller, settings, typed).await?)?;
    Ok(ShareOptions { sponsor: Some(Sponsor::Member(member.id)), ..options })
}

/// Why they cannot, before anything is sent. What was said of them less than a minute ago is good enough; whoever is looked up is taken from the caller's
/// quota.
pub(crate) async fn check(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    options: &ShareOptions,
) -> Result<(), Problem> {
    let Some(Sponsor::Typed(typed)) = &options.sponsor else { return Ok(()) };
    let key = key_of(typed);
    let now = app.now();
    if let Some(known) = app.look_ups.known(caller, &key, now) {
        return only_member(&known).map(drop);
    }
    share_quota::take_look_ups(app, settings, caller, 1).await?;
    let found = users(app, caller, settings, typed).await?;
    app.look_ups.remember(caller, &key, now, &found);
    only_member(&found).map(drop)
}

/// The name of who was named, as [`check`] has found them; none where it found nobody, or did not look.
pub(crate) fn known_name(app: &AppState, caller: &Caller, options: &ShareOptions) -> Option<String> {
    let Some(Sponsor::Typed(typed)) = &options.sponsor else { return None };
    let found = app.look_ups.known(caller, &key_of(typed), app.now())?;
    only_member(&found).ok().map(|member| member.name)
}

/// What the look-up of a sponsor is remembered by.
fn key_of(typed: &str) -> LookUpKey {
    match EntraUserId::parse(typed) {
        Ok(id) => LookUpKey::Person(id),
        Err(_) => LookUpKey::Address(people::key(typed)),
    }
}

/// The least permission with which the application adds sponsors to guests who are known ("Add sponsor").
const ADDING: &str = "User.ReadWrite.All";

/// Whether a guest who is known can get the sponsor that was named, by the application's own token. This is foretold in the plan alone: sending tries it
/// in any case, and the invitation says what came of it.
pub(crate) async fn may_be_added(app: &AppState, options: &ShareOptions) -> bool {
    if options.sponsor.is_none() {
        return false;
    }
    let granted = tokio::time::timeout(app.patience, app.directory.application_permissions()).await;
    let adds = |granted: Vec<String>| covering(ADDING).any(|name| granted.iter().any(|own| own == name));
    granted.ok().flatten().is_none_or(adds)
}

/// The only one of them who may answer for guests.
fn only_member(found: &[User]) -> Result<PersonMatch, Problem> {
    let people = found.iter().filter_map(|user| person_match(user, None));
    let mut members =
        people.filter(|person| person.standing == UserStatus::Member && person.blocked.is_none());
    match (members.next(), members.next()) {
        (Some(member), None) => Ok(member),
        _ => Err(Problem::of_field(FieldPath::SPONSOR, ProblemCode::SponsorUnknown)),
    }
}

/// Who is meant, by the directory, while somebody waits.
async fn users(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    typed: &str,
) -> Result<Vec<User>, Problem> {
    let reader = Reader::of(app, settings, (&caller.tenant, &caller.user));
    let found = tokio::time::timeout(app.patience, find(&reader, typed)).await;
    let found = found.map_err(|_| lookup_timed_out(app))?;
    found.map_err(|error| reader.problem(app, &error))
}

async fn find(reader: &Reader, typed: &str) -> Result<Vec<User>, GraphError> {
    if EntraUserId::parse(typed).is_err() {
        return find_by_address(reader, typed).await;
    }
    match reader.graph().user(typed).await {
        Ok(user) => Ok(vec![user]),
        // What comes from the browser need not even be an id.
        Err(GraphError::Invalid(_)) => Ok(Vec::new()),
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
