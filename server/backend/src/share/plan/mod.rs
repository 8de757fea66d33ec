//! What a share would do, before it is sent: a dry run. Nothing is written but what the look-ups take from the caller's quota, and no request that changes
//! anything leaves.

mod dropped;
mod effects;
mod mails;
mod problems;

use contract::{Caller, FieldPath, Language, Problem, ProblemCode, RoleName, ShareForm, SharePlan};
use storage::items::ItemRow;
use time::OffsetDateTime;

use self::effects::{Audience, Audiences};
use super::form::{self, ValidatedShare};
use super::judge::{self, Question};
use super::judgement::Judgement;
use super::options;
use crate::access;
use crate::app_state::AppState;
use crate::rules::roles::RoleHierarchy;
use crate::settings::Settings;

/// The port's method.
pub(super) async fn plan(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    language: Language,
) -> Result<SharePlan, Problem> {
    access::require_member(caller)?;
    let form = form::normalised(form);
    let seen = access::require_visible(app, caller, &form.item).await?;
    let snapshot = app.settings.current().await.map_err(|error| app.internal(error))?;
    let (settings, kind) = (&snapshot.settings, &seen.item.kind);
    let form = options::with_fixed(form, settings);
    let roles = settings.roles.hierarchy_of_kind(kind);
    let asked = settings.attributes.asked(kind);
    let options = options::parse(&form, settings, app.now());
    let until = options.0.until;
    let parsed = form::parse(&form, roles.offered(), language, &asked, options);
    let role = role_of(&form, &roles)?;
    let question = Question { item: &seen.item.id, role: &role, roles: &roles, until };
    let recipients = form::recipients(&form);
    let judgements = judge::preview(app, caller, settings, (&question, kind), &recipients).await?;
    let questions = problems::Questions { app, caller, settings, form: &form, asked: &asked };
    let problem = problems::of(&questions, (&seen, &question), &parsed, &judgements).await?;
    let redirects = app.redirects().await.map_err(|error| app.internal(error))?;
    let landing = redirects.address_of(&seen.item.id, &seen.item.landing);
    let plan = SharePlan {
        recipients: judgements.iter().map(Judgement::view).collect(),
        problem,
        for_new: None,
        for_known: None,
        landing,
        mails: Vec::new(),
        later: later(&judgements),
        dropped: Vec::new(),
    };
    let Ok(share) = parsed else { return Ok(plan) };
    Ok(with_effects(app, (caller, language), settings, (&seen.item, &share, &form), &judgements, plan))
}

/// The plan with what happens to those who are invited, and to those who are known. `usual` is the language of the inviter's pages.
fn with_effects(
    app: &AppState,
    (caller, usual): (&Caller, Language),
    settings: &Settings,
    (item, share, form): (&ItemRow, &ValidatedShare, &ShareForm),
    judgements: &[Judgement],
    plan: SharePlan,
) -> SharePlan {
    let audiences = Audiences::of(caller, settings, (&item.kind, share), judgements);
    let shown = mails::Shown { app, caller, item, share };
    let [new, known] = [&audiences.new, &audiences.known];
    let mails = new.iter().chain(known).filter_map(|audience| shown.mail(audience)).collect();
    let dropped = dropped::of((form, usual), caller.has_mail, [new.as_ref(), known.as_ref()]);
    let effects = |audience: &Option<Audience<'_>>| audience.as_ref().map(Audience::effects);
    SharePlan { for_new: effects(new), for_known: effects(known), mails, dropped, ..plan }
}

/// The role of the form; as long as none is chosen that is offered, the weakest one, so that the recipients are judged all the same.
fn role_of(form: &ShareForm, roles: &RoleHierarchy) -> Result<RoleName, Problem> {
    let chosen = RoleName::parse(form.role.trim()).ok().filter(|role| roles.offers(role.as_str()));
    let role = chosen.or_else(|| roles.offered().first().cloned());
    role.ok_or_else(|| Problem::of_field(FieldPath::ROLE, ProblemCode::RoleUnknown))
}

/// How many new guests wait for their turn, and when the last one's comes.
fn later(judgements: &[Judgement]) -> Option<(u32, OffsetDateTime)> {
    let waiting = judgements.iter().filter(|judgement| judgement.may_go());
    let times: Vec<OffsetDateTime> = waiting.filter_map(|judgement| judgement.starts_at).collect();
    let last = times.iter().max().copied()?;
    Some((effects::count(times.len()), last))
}
