//! Share: check the form, judge its recipients, store the share with an invitation for each of them.

mod answer;
mod rows;
mod store;

use contract::{
    Caller, InvitationId, ItemId, KindName, Language, Problem, ProblemCode, ShareAnswer, ShareForm, ShareId,
    TypedRecipient,
};

use self::answer::{by_idempotency_key, reject_with_draft, replay, replay_or_reject};
use super::attributes::{self, AskedAttributes};
use super::form::{self, ValidatedShare};
use super::judge::{self, Question};
use super::judgement::Judgement;
use super::options::{self, sponsor};
use super::recipient::{DirectoryAnswer, sent_to};
use crate::access;
use crate::app_state::AppState;
use crate::directory::extensions::ExtensionTypes;
use crate::rules::Decision;
use crate::rules::roles::RoleHierarchy;
use crate::rules::sharing;
use crate::settings::Settings;
use crate::share_quota;
use crate::stored::CorruptRow;

/// The port's method.
pub(super) async fn share(
    app: &AppState,
    caller: &Caller,
    form: ShareForm,
    language: Language,
) -> Result<ShareAnswer, Problem> {
    access::require_member(caller)?;
    let form = form::normalised(form);
    let seen = access::require_visible(app, caller, &form.item).await?;
    let snapshot = app.settings.current().await.map_err(|error| app.internal(error))?;
    let settings = &snapshot.settings;
    let form = options::with_fixed(form, settings);
    let kind = &seen.item.kind;
    let roles = &settings.roles.hierarchy_of_kind(kind);
    let asked = settings.attributes.asked(kind);
    let options = options::parse(&form, settings, app.now());
    let validated = match form::parse(&form, roles.offered(), language, &asked, options) {
        Ok(validated) => validated,
        Err(problem) => return reject_with_draft(app, caller, &form, problem, Vec::new()).await,
    };
    if let Some(known) = by_idempotency_key(app, caller, &validated).await? {
        return replay(app, caller, &form, known).await;
    }
    let decision = sharing::may_begin(&seen.sharer(caller), roles, validated.role.as_str());
    let decision = within_quota(app, settings, caller, decision).await?;
    if let Some(problem) = decision.denial() {
        return replay_or_reject(app, caller, (&form, &validated), problem).await;
    }
    let item = seen.item.id.clone();
    let options = sponsor::looked_up(app, caller, settings, validated.options.clone()).await;
    let validated = match options {
        Ok(options) => ValidatedShare { options, ..validated },
        Err(problem) => {
            // The directory was asked: nobody is to find out by a form who is a member.
            share_quota::take_share_quota(app, settings, caller, 1).await?;
            return reject_with_draft(app, caller, &form, problem, Vec::new()).await;
        }
    };
    let submission = Submission { app, caller, item, kind, roles, form, validated, settings };
    submission.judge_and_accept(&asked).await
}

/// What is left of a permission where the caller has shared much of late.
async fn within_quota(
    app: &AppState,
    settings: &Settings,
    caller: &Caller,
    decision: Decision,
) -> Result<Decision, Problem> {
    if decision.is_allowed() {
        share_quota::has_share_quota(app, settings, caller).await
    } else {
        Ok(decision)
    }
}

/// How storing a share ended.
enum Stored {
    /// With these invitations, in the order of the recipients.
    Accepted(ShareId, Vec<InvitationId>),
    /// Sent twice at the same time: the other one was first.
    KeyTaken,
    /// A rule says no.
    Denied(Problem),
    /// For this reason these cannot be sent to, by their places among the judged: what is found out only now.
    Stopped(Vec<usize>, ProblemCode),
}

/// A checked form on its way into the database.
struct Submission<'a> {
    app: &'a AppState,
    caller: &'a Caller,
    item: ItemId,
    kind: &'a KindName,
    roles: &'a RoleHierarchy,
    form: ShareForm,
    validated: ValidatedShare,
    settings: &'a Settings,
}

impl Submission<'_> {
    /// All are sent to or none; but for those who are left out, where the form says so. Whoever stands there twice is sent to once.
    async fn judge_and_accept(&self, asked: &AskedAttributes<'_>) -> Result<ShareAnswer, Problem> {
        let (app, caller) = (self.app, self.caller);
        let ValidatedShare { role, options, .. } = &self.validated;
        let question = Question { item: &self.item, role, roles: self.roles, until: options.until };
        let recipients = &self.validated.recipients;
        let judged = match judge::judge(app, caller, self.settings, &question, recipients).await {
            Ok(judged) => judged,
            Err(problem) => return reject_with_draft(app, caller, &self.form, problem, Vec::new()).await,
        };
        if let Some(problem) = self.refusal(&judged) {
            return self.come_back(problem, &judged).await;
        }
        if let Some((form, problem)) = self.wanting(asked, &judged).await {
            share_quota::take_share_quota(app, self.settings, caller, judged.len()).await?;
            // Whoever was chosen before the address was corrected is not meant any more.
            let form = form::with_recipients(form, &typed(&judged));
            return reject_with_draft(app, caller, &form, problem, views(&judged)).await;
        }
        self.accept(judged).await
    }

    /// Why the form comes back: somebody cannot be sent to, and is not left out; or nobody is left.
    fn refusal(&self, judged: &[Judgement]) -> Option<Problem> {
        let any_is_sent_to = || !sent_to(judged, None).is_empty();
        if self.validated.leave_out && !any_is_sent_to() {
            return judge::problem_of(judged, false);
        }
        judge::problem_of(judged, self.validated.leave_out)
    }

    /// The inviter has something to mend, or to say who is meant; unless the same form, sent twice at the same time, was accepted in between: somebody has
    /// it already by that, is a guest by now, or has no place any more in what the day allows.
    async fn come_back(&self, problem: Problem, judged: &[Judgement]) -> Result<ShareAnswer, Problem> {
        let (app, caller) = (self.app, self.caller);
        if let Some(known) = by_idempotency_key(app, caller, &self.validated).await? {
            return replay(app, caller, &self.form, known).await;
        }
        self.refuse(problem, judged).await
    }

    /// As [`Self::reject`], where the directory was asked about the recipients: that counts.
    async fn refuse(&self, problem: Problem, judged: &[Judgement]) -> Result<ShareAnswer, Problem> {
        share_quota::take_share_quota(self.app, self.settings, self.caller, judged.len()).await?;
        self.reject(problem, judged).await
    }

    async fn reject(&self, problem: Problem, judged: &[Judgement]) -> Result<ShareAnswer, Problem> {
        let form = form::with_recipients(self.form.clone(), &typed(judged));
        reject_with_draft(self.app, self.caller, &form, problem, views(judged)).await
    }

    /// Why somebody new cannot be invited with the form, and the form that is to be filled in again.
    async fn wanting(
        &self,
        asked: &AskedAttributes<'_>,
        judged: &[Judgement],
    ) -> Option<(ShareForm, Problem)> {
        let (any_is_new, any_was_looked_up) = new_among(judged);
        if !any_is_new {
            return None;
        }
        let types = if any_was_looked_up {
            attributes::types(self.app, &self.form, asked).await
        } else {
            // A directory that gives no answer is not asked once more.
            ExtensionTypes::new()
        };
        attributes::wanting(&self.form, asked, &types)
    }

    async fn accept(&self, mut judged: Vec<Judgement>) -> Result<ShareAnswer, Problem> {
        let (app, caller) = (self.app, self.caller);
        match self.store(&judged).await {
            Ok(Stored::Accepted(share, invitations)) => {
                app.job_wakeup.notify_one();
                Ok(ShareAnswer::Accepted { share, invitations })
            }
            Ok(Stored::KeyTaken) => match by_idempotency_key(app, caller, &self.validated).await? {
                Some(known) => replay(app, caller, &self.form, known).await,
                None => Err(app.internal(CorruptRow("key"))),
            },
            Ok(Stored::Denied(problem)) => self.refuse(problem, &judged).await,
            Ok(Stored::Stopped(places, code)) => {
                for place in places {
                    if let Some(judgement) = judged.get_mut(place) {
                        judgement.verdict = judgement.verdict.stopped_by(code);
                    }
                }
                let problem = judge::problem_of(&judged, false);
                let problem = problem.unwrap_or(Problem::new(code));
                self.refuse(problem, &judged).await
            }
            Err(error) => {
                let problem = app.internal(error);
                self.reject(problem, &judged).await
            }
        }
    }
}

/// Whether somebody new is sent to; and whether the directory has said so of one of them.
fn new_among(judged: &[Judgement]) -> (bool, bool) {
    let sent_to = sent_to(judged, None);
    let new: Vec<_> = sent_to.iter().filter(|recipient| recipient.is_new()).collect();
    let was_looked_up = new.iter().any(|recipient| matches!(recipient.directory, DirectoryAnswer::Given(_)));
    (!new.is_empty(), was_looked_up)
}

/// The recipients as the form has them from now on.
fn typed(judged: &[Judgement]) -> Vec<TypedRecipient> {
    judged.iter().map(|judgement| judgement.typed.clone()).collect()
}

fn views(judged: &[Judgement]) -> Vec<contract::JudgedRecipient> {
    judged.iter().map(Judgement::view).collect()
}
