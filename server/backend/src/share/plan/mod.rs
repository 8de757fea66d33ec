//! What a share would do, before it is sent: a dry run. Nothing is written but what the look-ups take from the caller's quota, and no request that changes
//! anything leaves.

mod dropped;
mod effects;
mod mails;
mod problems;

use std::sync::Arc;

use contract::{
    Caller, FieldPath, FieldProblem, GuestsAhead, JudgedRecipient, Language, Problem, ProblemCode, RoleName,
    ShareForm, SharePlan,
};
use time::OffsetDateTime;

use self::effects::{Audience, Audiences};
use super::form;
use super::judge::{self, About, Question};
use super::judgement::Judgement;
use super::options::{self, ShareOptions, sponsor};
use crate::access::{self, VisibleItem};
use crate::app_state::AppState;
use crate::clock::from_ms;
use crate::rules::roles::RoleHierarchy;
use crate::settings::Snapshot;

/// The port's method.
pub(super) async fn plan(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    language: Language,
) -> Result<SharePlan, Problem> {
    access::require_member(caller)?;
    let read = Preview::read(app, caller, form).await?;
    let judgements = read.judge(app, caller, GuestsAhead::default()).await?;
    let Preview { form, seen, roles, .. } = &read;
    let (settings, kind) = (&read.snapshot.settings, &seen.item.kind);
    let asked = settings.attributes.asked(kind);
    let parsed = form::parse(form, roles.offered(), language, &asked, read.options.clone());
    let questions = problems::Questions { app, caller, settings, form, asked: &asked };
    let problem = problems::of(&questions, (seen, &read.question()), &parsed, &judgements).await?;
    let redirects = app.redirects().await.map_err(|error| app.internal(error))?;
    let landing = redirects.address_of(&seen.item.id, &seen.item.landing);
    let plan = SharePlan {
        recipients: judgements.iter().map(Judgement::view).collect(),
        problem,
        for_new: None,
        for_known: None,
        until: read.until().map(from_ms),
        landing,
        mails: Vec::new(),
        later: later(&judgements),
        dropped: Vec::new(),
    };
    let Ok(share) = parsed else { return Ok(plan) };
    let adds_sponsors = sponsor::may_be_added(app, &share.options).await;
    let sponsor = sponsor::known_name(app, caller, &share.options);
    let sponsors = (adds_sponsors, sponsor.as_deref());
    let audiences = Audiences::of(caller, settings, (&seen.item.kind, &share), &judgements, sponsors);
    let shown = mails::Shown { app, caller, item: &seen.item, share: &share };
    let usual = dropped::Usual { language, has_mailbox: caller.has_mail, adds_sponsors };
    Ok(with_effects(&audiences, &shown, (form, usual), plan))
}

/// The port's method: what is said of the recipients alone, without anything that only a plan needs.
pub(super) async fn judged(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    ahead: GuestsAhead,
) -> Result<Vec<JudgedRecipient>, Problem> {
    access::require_member(caller)?;
    let read = Preview::read(app, caller, form).await?;
    let judgements = read.judge(app, caller, ahead).await?;
    Ok(judgements.iter().map(Judgement::view).collect())
}

/// A form that somebody looks at before it is sent, with what its recipients are judged by.
struct Preview {
    form: ShareForm,
    seen: VisibleItem,
    snapshot: Arc<Snapshot>,
    roles: RoleHierarchy,
    role: RoleName,
    /// With what is wrong about them.
    options: (ShareOptions, Vec<FieldProblem>),
}

impl Preview {
    /// Two statements.
    async fn read(app: &AppState, caller: &Caller, form: ShareForm) -> Result<Self, Problem> {
        let form = form::normalised(form);
        let seen = access::require_visible(app, caller, &form.item).await?;
        let snapshot = app.settings.current().await.map_err(|error| app.internal(error))?;
        let form = options::with_fixed(form, &snapshot.settings);
        let roles = snapshot.settings.roles.hierarchy_of_kind(&seen.item.kind);
        let role = role_of(&form, &roles)?;
        let options = options::parse(&form, &snapshot.settings, app.now());
        Ok(Self { form, seen, snapshot, roles, role, options })
    }

    /// When access is to end, in unix milliseconds; `None` for good.
    const fn until(&self) -> Option<i64> {
        self.options.0.until
    }

    fn question(&self) -> Question<'_> {
        Question { item: &self.seen.item.id, role: &self.role, roles: &self.roles, until: self.until() }
    }

    async fn judge(
        &self,
        app: &AppState,
        caller: &Caller,
        ahead: GuestsAhead,
    ) -> Result<Vec<Judgement>, Problem> {
        let about = About { question: &self.question(), kind: &self.seen.item.kind, ahead };
        judge::preview(app, caller, &self.snapshot.settings, about, &form::recipients(&self.form)).await
    }
}

/// The plan with what happens to those who are invited, and to those who are known.
fn with_effects(
    audiences: &Audiences<'_>,
    shown: &mails::Shown<'_>,
    (form, usual): (&ShareForm, dropped::Usual),
    plan: SharePlan,
) -> SharePlan {
    let [new, known] = [&audiences.new, &audiences.known];
    let mails = new.iter().chain(known).filter_map(|audience| shown.mail(audience)).collect();
    let dropped = dropped::of(form, usual, [new.as_ref(), known.as_ref()]);
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
