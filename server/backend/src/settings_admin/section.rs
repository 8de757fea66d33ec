//! The page of a section, and the page that shows what would change.

use contract::{
    Caller, ChangedSince, Draft, DraftId, FieldPath, FieldProblem, HeldRole, LandingLine, LookPreview,
    PermissionReport, Problem, ProblemCode, SectionName, SectionPage, SectionReview, SettingsForm,
    SettingsVersion, UnassignedRole,
};
use serde::Deserialize as _;
use serde_json::Value;
use storage::settings;

use super::check::{CheckScope, check_form};
use super::directory_search;
use super::history::{document_of, version_of};
use super::permission_report;
use super::sample_mail::previews;
use super::secrets;
use super::section_list::{named, section_names};
use crate::app_state::AppState;
use crate::drafts;
use crate::look::preview;
use crate::settings::any_section::AnySection;
use crate::settings::changes::changes;
use crate::settings::document::Document;
use crate::settings::form::{Fields, Shown, in_order, open_pick, typed, view};
use crate::settings::sections::{Grants, Landing, Look, Permissions};
use crate::settings::{Section as _, Snapshot};

/// A draft of the caller's, with its form.
pub(super) async fn load_draft(
    app: &AppState,
    caller: &Caller,
    id: &DraftId,
) -> Result<(SettingsForm, Draft), Problem> {
    let draft = drafts::open(app, caller, id).await?;
    let mut form: SettingsForm = draft.form.read().ok_or(Problem::new(ProblemCode::NotFound))?;
    secrets::put_back(app, id, &mut form).await?;
    Ok((form, draft))
}

/// The draft, if it is of this section; none if it is gone.
async fn draft_of(
    app: &AppState,
    caller: &Caller,
    section: &SectionName,
    id: Option<&DraftId>,
) -> Option<(SettingsForm, Draft)> {
    let loaded = load_draft(app, caller, id?).await.ok()?;
    Some(loaded).filter(|(form, _)| *section == form.section)
}

/// When a page says what is wrong with the draft that it shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DraftCheck {
    /// Only where the draft was refused: a form that somebody has just added a line to is not complained about.
    IfRefused,
    /// Also where nobody was told of anything yet: it has made sense, and does not any more.
    Always,
}

/// The form of a section, as it is in force or as it was typed.
pub(super) async fn page(
    app: &AppState,
    caller: &Caller,
    section: &SectionName,
    draft: Option<&DraftId>,
    check: DraftCheck,
) -> Result<SectionPage, Problem> {
    let of = named(section.as_str())?;
    let current = app.settings.current().await.map_err(|error| app.internal(error))?;
    let in_force = in_force(app, of, &current.document)?;
    let (form, checked) = match draft_of(app, caller, section, draft).await {
        Some((form, draft)) => {
            let checked = check_draft(app, of, &current, (&form, draft.problem), check).await?;
            (form, checked)
        }
        None => (untouched(of, &current, &in_force), CheckedDraft::default()),
    };
    let CheckedDraft { problem, wrong, held } = checked;
    let fields = in_order(&of.fields(), &form.fields);
    let found = match open_pick(&of.fields(), &fields) {
        Some(pick) => Some((pick.field.clone(), directory_search::find(app, &pick).await)),
        None => None,
    };
    let fixed = app.settings.fixed();
    let shown = Shown { of, fields: &fields, in_force: &in_force, wrong: &wrong, fixed, found };
    Ok(SectionPage {
        name: section.clone(),
        sections: section_names(),
        version: form.version,
        fields: view(&shown).map_err(|error| app.internal(error))?,
        reason: form.reason,
        problem,
        held,
        permissions: permissions(app, caller, of, &current).await,
        unassigned: unassigned(app, of, &current).await,
        landing: landing(app, of, &current),
        look: look(of, &in_force),
        mails: previews(app, caller, of, &in_force, None).map_err(|error| app.internal(error))?,
        changed_since: changed_since(app, of, form.since, &current).await?,
        last: version_named(app, current.version).await?,
    })
}

/// What is said about a draft.
#[derive(Default)]
struct CheckedDraft {
    problem: Option<Problem>,
    wrong: Vec<FieldProblem>,
    held: Vec<HeldRole>,
}

/// What is wrong with a draft, about which `said` was said when it was saved. It may be right by now, or wrong in another way: it is asked anew.
async fn check_draft(
    app: &AppState,
    of: &dyn AnySection,
    current: &Snapshot,
    (form, said): (&SettingsForm, Option<Problem>),
    check: DraftCheck,
) -> Result<CheckedDraft, Problem> {
    let is_refused = said.as_ref().is_some_and(|problem| !problem.fields.is_empty());
    if !is_refused && check == DraftCheck::IfRefused {
        return Ok(CheckedDraft { problem: said, ..CheckedDraft::default() });
    }
    let fields = in_order(&of.fields(), &form.fields);
    let mut checked = check_form(app, of, current, &fields, CheckScope::WithLookUps).await?;
    let lost = secrets::lost(of, form);
    // Where another one was typed and is not kept, nothing is said of the secret that is stored.
    let is_lost = |field: &FieldPath| lost.as_ref().is_some_and(|lost| lost.about(field).is_some());
    checked.wrong.retain(|wrong| wrong.code != ProblemCode::SecretAgain || !is_lost(&wrong.field));
    let problem = match check {
        DraftCheck::IfRefused => said,
        DraftCheck::Always => checked.problem().or(lost).or(said),
    };
    Ok(CheckedDraft { problem, wrong: checked.wrong, held: checked.held })
}

/// What is granted, beside the choice of what it is granted for.
async fn permissions(
    app: &AppState,
    caller: &Caller,
    of: &dyn AnySection,
    current: &Snapshot,
) -> Option<PermissionReport> {
    if of.name() != Permissions::NAME {
        return None;
    }
    Some(permission_report::report(app, Some(caller), &current.settings).await)
}

/// The roles that bring no assignment, where our application lets in only who is assigned.
async fn unassigned(app: &AppState, of: &dyn AnySection, current: &Snapshot) -> Vec<UnassignedRole> {
    if of.name() != Grants::NAME {
        return Vec::new();
    }
    let assignment = app.assignment(&current.settings.grants).await;
    assignment.map(|assignment| assignment.missing_anywhere(&current.settings)).unwrap_or_default()
}

/// Where people may land, below the form that narrows it.
fn landing(app: &AppState, of: &dyn AnySection, current: &Snapshot) -> Option<Vec<LandingLine>> {
    (of.name() == Landing::NAME).then(|| app.landing_origins.report(&current.settings.landing))
}

/// How the pages look by this section, where it is about that.
fn look(of: &dyn AnySection, section: &Value) -> Option<LookPreview> {
    let is_look = of.name() == Look::NAME;
    is_look.then(|| Look::deserialize(section).ok()).flatten().map(|section| preview(&section))
}

/// The form as it is before anybody has typed.
fn untouched(of: &dyn AnySection, current: &Snapshot, in_force: &Value) -> SettingsForm {
    SettingsForm {
        section: of.name().to_owned(),
        version: current.version,
        fields: typed(of, in_force),
        ..SettingsForm::default()
    }
}

/// The section as it holds, with what the configuration decides.
pub(super) fn in_force(app: &AppState, of: &dyn AnySection, document: &Document) -> Result<Value, Problem> {
    let section = of.stored(document).and_then(|stored| of.in_force(stored, app.settings.fixed()));
    section.map_err(|error| app.internal(error))
}

/// What others have changed of the section since a version.
async fn changed_since(
    app: &AppState,
    of: &dyn AnySection,
    since: Option<i64>,
    current: &Snapshot,
) -> Result<Option<ChangedSince>, Problem> {
    let Some(since) = since else { return Ok(None) };
    let before = in_force(app, of, &document_of(app, since).await?)?;
    let now = in_force(app, of, &current.document)?;
    let changes = changes(of, &before, &now);
    if changes.is_empty() {
        return Ok(None);
    }
    // Later versions may be about other sections.
    let mut version = current.version;
    while version - 1 > since && in_force(app, of, &document_of(app, version - 1).await?)? == now {
        version -= 1;
    }
    Ok(version_named(app, version).await?.map(|newest| ChangedSince { newest, changes }))
}

async fn version_named(app: &AppState, version: i64) -> Result<Option<SettingsVersion>, Problem> {
    let row = settings::load(&app.storage, version).await.map_err(|error| app.internal(error))?;
    Ok(row.map(|row| version_of(&row, Vec::new())))
}

/// What a draft would change of what is in force. `not-found` where it makes no sense any more, or lacks a secret that was typed: then it is a form again.
pub(super) async fn review(
    app: &AppState,
    caller: &Caller,
    section: &SectionName,
    draft: &DraftId,
) -> Result<SectionReview, Problem> {
    let not_found = Problem::new(ProblemCode::NotFound);
    let of = named(section.as_str())?;
    let Some((form, draft)) = draft_of(app, caller, section, Some(draft)).await else {
        return Err(not_found);
    };
    let current = app.settings.current().await.map_err(|error| app.internal(error))?;
    let fields: Fields = in_order(&of.fields(), &form.fields);
    let checked = check_form(app, of, &current, &fields, CheckScope::WithLookUps).await?;
    if checked.problem().is_some() || secrets::lost(of, &form).is_some() {
        return Err(not_found);
    }
    let stored = of.stored(&current.document).map_err(|error| app.internal(error))?;
    Ok(SectionReview {
        name: section.clone(),
        sections: section_names(),
        changes: changes(of, &stored, &checked.section),
        mails: previews(app, caller, of, &checked.section, Some(&stored))
            .map_err(|error| app.internal(error))?,
        look: look(of, &checked.section),
        reason: form.reason,
        problem: draft.problem,
    })
}
