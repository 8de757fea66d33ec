//! Whether a section makes sense in the place of the one in force.

use contract::{FieldPath, FieldProblem, FixedBy, HeldRole, MailWay, Problem, ProblemCode};
use serde::Deserialize as _;
use serde_json::Value;

use super::directory_check::{LookedUp, look_up};
use super::held_roles::held;
use super::known_mark::unknown_mark;
use crate::app_state::AppState;
use crate::mail::host::{Host, is_local};
use crate::settings::any_section::AnySection;
use crate::settings::form::{Fields, Read, read};
use crate::settings::sections::{Inviting, Landing, LandingAddress, Limits, Smtp, Ways};
use crate::settings::{Section as _, Settings, Snapshot};

/// A section that was checked.
pub(super) struct Checked {
    /// As it would be stored; where it makes no sense, what is in force.
    pub(super) section: Value,
    /// What makes no sense.
    pub(super) wrong: Vec<FieldProblem>,
    /// Roles that cannot be taken out.
    pub(super) held: Vec<HeldRole>,
    /// Whether the section cannot be read at all.
    is_unreadable: bool,
}

impl Checked {
    /// What stands in the way of storing it, if anything does.
    pub(super) fn problem(&self) -> Option<Problem> {
        let held = self.held.iter().map(|held| {
            let (field, code) = (held.field.clone(), ProblemCode::RoleInUse);
            FieldProblem { field, code }
        });
        let fields: Vec<_> = self.wrong.iter().cloned().chain(held).collect();
        match fields.first() {
            Some(first) => Some(Problem { fields: fields.clone(), ..Problem::new(as_a_whole(first.code)) }),
            None => self.is_unreadable.then(|| Problem::new(ProblemCode::BadForm)),
        }
    }
}

/// What is said above the form: what is wrong with a group is said beside it, and to the administrator who would be asked otherwise. That no mail server
/// is set up has nothing to do with Microsoft.
fn as_a_whole(code: ProblemCode) -> ProblemCode {
    let asks_administrator = code.fixed_by() == FixedBy::Admin && code != ProblemCode::MailServerMissing;
    if asks_administrator { ProblemCode::ValueRefused } else { code }
}

/// Checks a form. `before` is what is in force.
pub(super) async fn check_form(
    app: &AppState,
    of: &dyn AnySection,
    before: &Snapshot,
    fields: &Fields,
    scope: CheckScope,
) -> Result<Checked, Problem> {
    let stored = of.stored(&before.document).map_err(|error| app.internal(error))?;
    let read = read(of, fields, &stored, app.settings.fixed());
    let looked = match scope {
        CheckScope::WithLookUps => {
            let application = app.directory.as_application();
            look_up((Some(&application), app.patience), of, &stored, read.section.clone(), Some(fields)).await
        }
        CheckScope::WithoutLookUps => LookedUp::unasked(read.section.clone()),
    };
    let unknown = unknown_addresses(app, of, &stored, &looked.section);
    let apart = apart(of, before, &looked.section);
    let above = above_tenant(app, of, before, &looked.section);
    let checked = check_prepared(app, of, before, looked.section, (&before.settings, scope)).await?;
    let alone = unknown.into_iter().chain(apart).chain(above);
    let unusable = looked.wrong.into_iter().chain(looked.unanswered).chain(alone).collect();
    Ok(with_form(of, read, checked, unusable))
}

/// What was checked, with what is wrong named as in the form.
fn with_form(of: &dyn AnySection, read: Read, checked: Checked, unusable: Vec<FieldProblem>) -> Checked {
    let in_form =
        |wrong: &FieldProblem| FieldProblem { field: of.place_in_form(&wrong.field), ..wrong.clone() };
    let wrong = checked.wrong.iter().map(in_form).chain(unusable).collect();
    Checked { wrong: read.with(wrong), ..checked }
}

/// Checks a section. `before` is what is in force, `beside` what the other sections say then.
pub(super) async fn check(
    app: &AppState,
    of: &dyn AnySection,
    before: &Snapshot,
    section: Value,
    beside: &Settings,
) -> Result<Checked, Problem> {
    check_prepared(app, of, before, section, (beside, CheckScope::WithLookUps)).await
}

/// Whether the directory and the servers of names are asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckScope {
    /// They are, before anything is stored.
    WithLookUps,
    /// They are not: while somebody types, nobody outside hears of each letter.
    WithoutLookUps,
}

async fn check_prepared(
    app: &AppState,
    of: &dyn AnySection,
    before: &Snapshot,
    section: Value,
    (beside, scope): (&Settings, CheckScope),
) -> Result<Checked, Problem> {
    let stored = of.stored(&before.document).map_err(|error| app.internal(error))?;
    let Ok(new) = of.prepared(section, &before.document, app.settings.fixed()) else {
        return Ok(Checked { section: stored, wrong: Vec::new(), held: Vec::new(), is_unreadable: true });
    };
    // Beside what makes no sense elsewhere: a form is shown with everything that is wrong.
    let mut wrong = new.wrong;
    let unusable = unusable(app, of, (&stored, &new.section), (beside, scope)).await;
    let is_known = |field: &FieldPath| wrong.iter().any(|known| known.field == *field);
    let more: Vec<_> = unusable.into_iter().filter(|problem| !is_known(&problem.field)).collect();
    wrong.extend(more);
    if wrong.is_empty() {
        let unknown = unknown_mark(&app.storage, of, &new.section).await;
        wrong.extend(unknown.map_err(|error| app.internal(error))?);
    }
    let held = if wrong.is_empty() {
        let held = held((&app.storage, app.now()), of, &stored, &new.section).await;
        held.map_err(|error| app.internal(error))?
    } else {
        Vec::new()
    };
    Ok(Checked { section: new.section, wrong, held, is_unreadable: false })
}

/// What makes sense by itself, and not beside the sections in force: a way in that needs a mail of ours, where nobody writes one. Where a whole version
/// is restored, or a file imported, such a way is an invitation as long as it is so.
fn apart(of: &dyn AnySection, before: &Snapshot, section: &Value) -> Vec<FieldProblem> {
    let fields = match of.name() {
        Ways::NAME if !before.settings.inviting.mail_way.is_ours() => {
            Ways::deserialize(section).map(|ways| ways.with_mail()).unwrap_or_default()
        }
        Inviting::NAME if !before.settings.ways.with_mail().is_empty() => {
            let writes = Inviting::deserialize(section).is_ok_and(|new| new.mail_way.is_ours());
            if writes { Vec::new() } else { vec![FieldPath::known("mail_way")] }
        }
        _ => Vec::new(),
    };
    fields.into_iter().map(|field| FieldProblem { field, code: ProblemCode::WayNeedsMail }).collect()
}

/// Limits of a person that are above those of the tenant, as both would be in force: nobody types that on purpose. A version or a file may have it, and
/// so may the configuration, for both limits hold: what is so already is in nobody's way.
fn above_tenant(
    app: &AppState,
    of: &dyn AnySection,
    before: &Snapshot,
    section: &Value,
) -> Vec<FieldProblem> {
    if of.name() != Limits::NAME {
        return Vec::new();
    }
    let fixed = app.settings.fixed();
    let in_force = of.in_force(section.clone(), fixed).and_then(Limits::deserialize);
    let above = in_force.map(|limits| limits.newly_above_tenant(&before.settings.limits)).unwrap_or_default();
    let is_fixed = |field: &str| fixed.of::<Limits>().any(|fixed| fixed.field == field);
    let above = above.into_iter().filter(|field| !is_fixed(field));
    let code = ProblemCode::LimitAboveTenant;
    above.map(|field| FieldProblem { field: FieldPath::known(field), code }).collect()
}

/// Addresses that the configuration does not allow, and that are not stored yet: what was allowed when it was stored counts for nothing, and is in
/// nobody's way.
fn unknown_addresses(
    app: &AppState,
    of: &dyn AnySection,
    stored: &Value,
    section: &Value,
) -> Vec<FieldProblem> {
    let addresses = |of: &Value| {
        let all = of["addresses"].as_array().cloned().unwrap_or_default();
        let parse = |one: &Value| one.as_str().and_then(|text| LandingAddress::parse(text).ok());
        all.iter().map(parse).collect::<Vec<_>>()
    };
    if of.name() != Landing::NAME {
        return Vec::new();
    }
    let known = addresses(stored);
    let typed = addresses(section).into_iter().enumerate();
    let unknown = typed.filter(|(_, address)| {
        let is_allowed = |address: &LandingAddress| app.landing_origins.allows_origin(&address.origin());
        !known.contains(address) && !address.as_ref().is_some_and(is_allowed)
    });
    let field = FieldPath::known("addresses");
    let code = ProblemCode::LandingUnknown;
    unknown.map(|(at, _)| FieldProblem { field: field.at(at), code }).collect()
}

/// What makes sense, and cannot work where this process runs.
async fn unusable(
    app: &AppState,
    of: &dyn AnySection,
    (stored, section): (&Value, &Value),
    (beside, scope): (&Settings, CheckScope),
) -> Vec<FieldProblem> {
    let (field, code) = if of.name() == Smtp::NAME {
        ("host", unusable_host(app, (&stored["host"], &section["host"]), (beside, scope)).await)
    } else {
        let inviting = Some(section).filter(|_| of.name() == Inviting::NAME);
        let inviting = inviting.and_then(|section| Inviting::deserialize(section).ok()).unwrap_or_default();
        let is_missing = inviting.offers(MailWay::Own) && !app.mail_servers.is_there(&beside.smtp);
        (inviting.field_of(MailWay::Own), is_missing.then_some(ProblemCode::MailServerMissing))
    };
    code.map(|code| FieldProblem { field: FieldPath::known(field), code }).into_iter().collect()
}

/// Why the mail server cannot be there, or cannot go. What a name leads to is asked for where it is new; whoever connects looks again.
async fn unusable_host(
    app: &AppState,
    (stored, host): (&Value, &Value),
    (beside, scope): (&Settings, CheckScope),
) -> Option<ProblemCode> {
    let Some(host) = host.as_str().and_then(Host::parse) else {
        let is_needed = beside.inviting.offers(MailWay::Own) && !app.mail_servers.is_given();
        return (is_needed && !stored.is_null()).then_some(ProblemCode::MailServerInUse);
    };
    if app.mail_servers.allows_local() {
        return None;
    }
    let is_new = stored.as_str().and_then(Host::parse).as_ref() != Some(&host);
    let is_local =
        host.is_local() || (is_new && scope == CheckScope::WithLookUps && leads_to_local(app, &host).await);
    is_local.then_some(ProblemCode::HostLocal)
}

/// Whether a name has an address that is a local one. Where nobody answers, that is seen when a mail is sent.
async fn leads_to_local(app: &AppState, host: &Host) -> bool {
    let found = tokio::time::timeout(app.patience, host.addresses()).await;
    matches!(found, Ok(Ok(addresses)) if addresses.iter().any(|address| is_local(*address)))
}
