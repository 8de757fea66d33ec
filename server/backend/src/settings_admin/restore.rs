//! One version beside the one in force, and making its settings hold again.

use std::sync::Arc;

use contract::{
    Caller, DraftId, FieldPath, FieldProblem, HeldRole, Problem, ProblemCode, RestoreForm, SectionName,
    SettingChange, SettingsAnswer, VersionPage,
};
use storage::settings;

use super::check::check;
use super::directory_check::look_up;
use super::history::{changes_of, document_of, version_of};
use super::lost_secret::lacks_only_a_secret;
use super::section_list::section_names;
use super::submit::too_long;
use crate::app_state::AppState;
use crate::audit::Actor;
use crate::drafts;
use crate::settings::change::{NewSection, Note, change_sections};
use crate::settings::changes::changes;
use crate::settings::document::Document;
use crate::settings::secret::go_back;
use crate::settings::{SettingsError, Snapshot, sections};

/// What restoring a version would do.
struct Plan {
    current: Arc<Snapshot>,
    sections: Vec<NewSection>,
    changes: Vec<SettingChange>,
    refused: Vec<(SectionName, Problem)>,
    held: Vec<HeldRole>,
    /// Why the directory did not say whether what the version names of it is there and can work.
    unanswered: Option<ProblemCode>,
    keeps_secrets: bool,
    /// Sections that stay as they are.
    kept: Vec<SectionName>,
}

/// The document of a version as it can come back: a section that would need a secret, which is in no version, stays as it is. The names of those.
fn without_secrets(
    app: &AppState,
    current: &Snapshot,
    mut document: Document,
) -> serde_json::Result<(Document, Vec<SectionName>)> {
    let mut kept = Vec::new();
    for of in sections::ALL {
        let (mut wanted, stored) = (of.stored(&document)?, of.stored(&current.document)?);
        go_back(&of.fields(), &mut wanted, &stored);
        if lacks_only_a_secret(*of, &wanted, &current.document, app.settings.fixed()) {
            of.put(&mut document, &stored)?;
            kept.extend(SectionName::parse(of.name()).ok());
        }
    }
    Ok((document, kept))
}

async fn plan(app: &AppState, version: i64) -> Result<Plan, Problem> {
    let current = app.settings.current().await.map_err(|error| app.internal(error))?;
    let document = document_of(app, version).await?;
    let document = without_secrets(app, &current, document);
    let (document, kept) = document.map_err(|error| app.internal(error))?;
    let application = app.directory.as_application();
    let then = Snapshot::of(version, document.clone(), app.settings.fixed());
    let then = then.map_err(|error| app.internal(error))?.settings;
    let mut plan = Plan {
        current,
        sections: Vec::new(),
        changes: Vec::new(),
        refused: Vec::new(),
        held: Vec::new(),
        unanswered: None,
        keeps_secrets: false,
        kept,
    };
    for of in sections::ALL {
        let mut wanted = of.stored(&document).map_err(|error| app.internal(error))?;
        let stored = of.stored(&plan.current.document).map_err(|error| app.internal(error))?;
        plan.keeps_secrets |= go_back(&of.fields(), &mut wanted, &stored);
        let looked = look_up((Some(&application), app.patience), *of, &stored, wanted, None).await;
        let mut checked = check(app, *of, &plan.current, looked.section, &then).await?;
        checked.wrong.extend(looked.wrong);
        plan.unanswered = plan.unanswered.or(looked.unanswered.first().map(|unknown| unknown.code));
        if let (Ok(name), Some(problem)) = (SectionName::parse(of.name()), checked.problem()) {
            plan.refused.push((name, problem));
        }
        let changes = changes(*of, &stored, &checked.section);
        if !changes.is_empty() {
            plan.sections.push(NewSection::new(*of, checked.section));
        }
        plan.changes.extend(changes);
        plan.held.extend(checked.held);
    }
    Ok(plan)
}

/// The page of a version.
pub(super) async fn page(
    app: &AppState,
    caller: &Caller,
    version: i64,
    draft: Option<&DraftId>,
) -> Result<VersionPage, Problem> {
    let load =
        async |version| settings::load(&app.storage, version).await.map_err(|error| app.internal(error));
    let row = load(version).await?.ok_or(Problem::new(ProblemCode::NotFound))?;
    let before = load(version - 1).await?;
    let plan = plan(app, version).await?;
    let typed = typed(app, caller, version, draft).await;
    let (reason, problem) = typed.unwrap_or_default();
    Ok(VersionPage {
        version: version_of(&row, changes_of(&row, before.as_ref())),
        current: plan.current.version,
        changes: plan.changes,
        refused: plan.refused,
        held: plan.held,
        unanswered: plan.unanswered.map(Problem::new),
        keeps_secrets: plan.keeps_secrets,
        kept: plan.kept,
        reason,
        problem,
        sections: section_names(),
    })
}

async fn typed(
    app: &AppState,
    caller: &Caller,
    version: i64,
    draft: Option<&DraftId>,
) -> Option<(String, Option<Problem>)> {
    let draft = drafts::open(app, caller, draft?).await.ok()?;
    let form = draft.form.read::<RestoreForm>().filter(|form| form.version == version)?;
    Some((form.reason, draft.problem))
}

/// Makes a new version of an earlier one.
pub(super) async fn restore(
    app: &AppState,
    caller: &Caller,
    mut form: RestoreForm,
) -> Result<SettingsAnswer, Problem> {
    form.reason = form.reason.trim().to_owned();
    let plan = plan(app, form.version).await?;
    let problem = if plan.current.version == form.current {
        let unanswered = plan.unanswered.filter(|_| form.unasked.is_empty());
        too_long(&form.reason).or_else(|| refusal(&plan)).or_else(|| unanswered.map(Problem::new))
    } else {
        Some(Problem::new(ProblemCode::SettingsChanged))
    };
    let problem = match problem {
        Some(problem) => problem,
        None if plan.changes.is_empty() => return Ok(SettingsAnswer::Unchanged),
        None => {
            let (actor, restored) = (Actor::from(caller), Some(form.version));
            let note = Note { actor, at: app.now(), reason: &form.reason, restored };
            match change_sections(&app.settings, note, form.current, plan.sections).await {
                Ok(after) => return Ok(SettingsAnswer::Stored(after.version)),
                Err(SettingsError::Outdated) => Problem::new(ProblemCode::SettingsChanged),
                Err(error) => return Err(app.internal(error)),
            }
        }
    };
    drafts::save(app, caller, &form, Some(&problem), &[]).await.map(SettingsAnswer::Edit)
}

/// Why the version cannot be restored: every field of every section that makes no sense, as a path that begins with the section.
fn refusal(plan: &Plan) -> Option<Problem> {
    let (_, first) = plan.refused.first()?;
    let of = |(section, problem): &(SectionName, Problem)| {
        let section = FieldPath::parse(section.as_str()).ok();
        let place = |wrong: &FieldProblem| {
            let field =
                section.as_ref().map_or_else(|| wrong.field.clone(), |section| section.join(&wrong.field));
            FieldProblem { field, code: wrong.code }
        };
        problem.fields.iter().map(place).collect::<Vec<_>>()
    };
    let fields = plan.refused.iter().flat_map(of).collect();
    Some(Problem { fields, ..Problem::new(first.code) })
}
