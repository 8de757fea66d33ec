//! Share: check the form, ask the directory, store the share with its invitations.

mod answer;
mod rows;

use contract::{
    Caller, FieldPath, InvitationId, ItemId, KindName, Language, PersonMatch, Problem, ProblemCode,
    ShareAnswer, ShareForm, StepKind, UserStatus,
};
use storage::shares;
use storage::tokens;

use self::answer::{by_idempotency_key, reject_with_draft, replay};
use super::attributes::{self, AskedAttributes};
use super::form::{self, ValidatedShare};
use super::put_away;
use super::recipient::{DirectoryAnswer, Recipient};
use super::recipients::{RecipientLookup, resolve_recipient};
use super::twins::{self, Twin};
use crate::access::{self, grant};
use crate::app_state::AppState;
use crate::directory::extensions::ExtensionTypes;
use crate::pipeline::{PlanInput, plan, probe, transition};
use crate::rules::Decision;
use crate::rules::roles::RoleHierarchy;
use crate::rules::sharing;
use crate::settings::Settings;
use crate::share_quota::Shares;
use crate::stored::{CorruptRow, StoredError};
use crate::{drafts, share_quota};

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
    let kind = &seen.item.kind;
    let item = seen.item.id.clone();
    let roles = &settings.roles.hierarchy_of_kind(kind);
    let asked = settings.attributes.asked(kind);
    let validated = match form::parse(&form, roles.offered(), language, &asked) {
        Ok(validated) => validated,
        Err(problem) => return reject_with_draft(app, caller, form, problem, &[]).await,
    };
    if let Some(known) = by_idempotency_key(app, caller, &validated).await? {
        return replay(app, caller, form, known).await;
    }
    let decision = sharing::may_begin(&seen.sharer(caller), roles, validated.role.as_str());
    let decision = within_quota(app, settings, caller, decision).await?;
    if let Some(problem) = decision.denial() {
        return reject_with_draft(app, caller, form, problem, &[]).await;
    }
    let submission = Submission { app, caller, item, kind, validated, settings };
    let lookup = resolve_recipient(app, caller, settings, &submission.validated).await;
    let wanting = submission.wanting(&form, &asked, &lookup).await;
    if let Some((form, problem)) = wanting {
        share_quota::take_share_quota(app, settings, caller).await?;
        // Whoever was chosen before the address was corrected is not meant any more.
        let form = ShareForm { person: String::new(), ..form };
        return reject_with_draft(app, caller, form, problem, &[]).await;
    }
    match lookup {
        RecipientLookup::NotFound => submission.accept(form, DirectoryAnswer::Given(None)).await,
        // Whether there is a guest to be invited again, only the directory knows.
        RecipientLookup::Unanswered if submission.validated.resend => {
            share_quota::take_share_quota(app, settings, caller).await?;
            let problem = Problem::new(ProblemCode::DirectoryUnreachable);
            reject_with_draft(app, caller, form, problem, &[]).await
        }
        RecipientLookup::Unanswered => {
            let chosen = submission.validated.person.clone();
            submission.accept(form, DirectoryAnswer::Outstanding(chosen)).await
        }
        RecipientLookup::Selected(person) => submission.with_selected(form, person, roles).await,
        RecipientLookup::Ambiguous(matches) => submission.ask_who(form, matches).await,
        RecipientLookup::Rejected(problem, matches) => {
            share_quota::take_share_quota(app, settings, caller).await?;
            reject_with_draft(app, caller, form, problem, &matches).await
        }
    }
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
    /// The first of its invitations.
    Accepted(InvitationId),
    /// Sent twice at the same time: the other one was first.
    KeyTaken,
    /// A rule says no.
    Denied(Problem),
}

/// A checked form on its way into the database.
struct Submission<'a> {
    app: &'a AppState,
    caller: &'a Caller,
    item: ItemId,
    kind: &'a KindName,
    validated: ValidatedShare,
    settings: &'a Settings,
}

impl Submission<'_> {
    /// Whether somebody new is invited, as far as that is known.
    fn invites(&self, lookup: &RecipientLookup) -> bool {
        match lookup {
            RecipientLookup::NotFound => true,
            RecipientLookup::Unanswered => self.validated.person.is_none() && !self.validated.resend,
            _ => false,
        }
    }

    /// Why somebody new cannot be invited with the form, and the form that is to be filled in again.
    async fn wanting(
        &self,
        form: &ShareForm,
        asked: &AskedAttributes<'_>,
        lookup: &RecipientLookup,
    ) -> Option<(ShareForm, Problem)> {
        if !self.invites(lookup) {
            return None;
        }
        let types = match lookup {
            RecipientLookup::NotFound => attributes::types(self.app, form, asked).await,
            // A directory that gives no answer is not asked once more.
            _ => ExtensionTypes::new(),
        };
        attributes::wanting(form, asked, &types)
    }

    /// The inviter is asked who of these is meant.
    async fn ask_who(&self, form: ShareForm, matches: Vec<PersonMatch>) -> Result<ShareAnswer, Problem> {
        let (app, caller) = (self.app, self.caller);
        share_quota::take_share_quota(app, self.settings, caller).await?;
        // Asked before, and nobody was chosen.
        let unanswered =
            (!form.asked.is_empty()).then(|| Problem::of_field(FieldPath::PERSON, ProblemCode::ChoosePerson));
        // Nobody was asked yet whether they are to be invited again.
        let resend = Some(form.resend.clone()).filter(|_| unanswered.is_some()).unwrap_or_default();
        let form = ShareForm { resend, ..form };
        let draft = drafts::save(app, caller, &form, unanswered.as_ref(), &matches).await?;
        Ok(ShareAnswer::Choose { draft, matches })
    }

    /// The person has it already: perhaps because the same form, sent twice at the same time, was done in between.
    async fn already_has_access(
        &self,
        form: ShareForm,
        problem: Problem,
        person: PersonMatch,
    ) -> Result<ShareAnswer, Problem> {
        if let Some(known) = by_idempotency_key(self.app, self.caller, &self.validated).await? {
            return replay(self.app, self.caller, form, known).await;
        }
        share_quota::take_share_quota(self.app, self.settings, self.caller).await?;
        reject_with_draft(self.app, self.caller, form, problem, &[person]).await
    }

    /// The inviter has said who is meant. A guest who has not come may be invited again, whatever they have.
    async fn with_selected(
        &self,
        form: ShareForm,
        person: PersonMatch,
        roles: &RoleHierarchy,
    ) -> Result<ShareAnswer, Problem> {
        let (app, caller) = (self.app, self.caller);
        let (item, role) = (&self.item, &self.validated.role);
        let invites = self.validated.resend && person.standing == UserStatus::Pending;
        let denied = if invites {
            None
        } else {
            grant::existing_access(app, &caller.tenant, &person.id, item, role, roles).await?
        };
        match denied {
            Some(problem) => self.already_has_access(form, problem, person).await,
            None => self.accept(form, DirectoryAnswer::Given(Some(person))).await,
        }
    }

    async fn accept(&self, form: ShareForm, directory: DirectoryAnswer) -> Result<ShareAnswer, Problem> {
        let (app, caller) = (self.app, self.caller);
        let recipient = Recipient::new(&self.validated, directory);
        match self.store(&form, &[recipient]).await {
            Ok(Stored::Accepted(invitation)) => {
                app.job_wakeup.notify_one();
                Ok(ShareAnswer::Accepted { invitation })
            }
            Ok(Stored::KeyTaken) => match by_idempotency_key(app, caller, &self.validated).await? {
                Some(known) => replay(app, caller, form, known).await,
                None => Err(app.internal(CorruptRow("key"))),
            },
            Ok(Stored::Denied(problem)) => reject_with_draft(app, caller, form, problem, &[]).await,
            Err(error) => {
                let problem = app.internal(error);
                reject_with_draft(app, caller, form, problem, &[]).await
            }
        }
    }

    /// The share with an invitation for each recipient: steps, history, job and audit entry of each, and the inviter's rate limit. All or
    /// nothing.
    async fn store(&self, form: &ShareForm, recipients: &[Recipient]) -> Result<Stored, StoredError> {
        let (app, caller) = (self.app, self.caller);
        let mut tx = app.storage.begin().await?;
        // Whoever signs out at this moment waits, and then sees that the tokens are needed.
        tokens::lock(&mut tx, caller.tenant.as_str(), caller.user.as_str()).await?;
        let share = self.share_row(form)?;
        if !shares::insert(&mut tx, &share).await? {
            return Ok(Stored::KeyTaken);
        }
        let twins = recipients.iter().map(|recipient| Twin {
            item: &self.item,
            canonical: &recipient.canonical,
            chosen: recipient.directory.chosen(),
            role: &self.validated.role,
        });
        let Some(replaced) = twins::find(&mut tx, caller, twins).await? else {
            let problem = Problem::of_field(FieldPath::ADDRESS, ProblemCode::AlreadyUnderWay);
            return Ok(Stored::Denied(problem));
        };
        let new_guests = recipients.iter().filter(|recipient| recipient.invites).count();
        let shares = Shares { recipients: recipients.len(), new_guests };
        let decision = share_quota::take_shares(&mut tx, app, self.settings, caller, shares).await?;
        if let Some(problem) = decision.denial() {
            return Ok(Stored::Denied(problem));
        }
        let put_away = put_away::replaced(app, &mut tx, caller, replaced).await?;
        let mut first = None;
        for recipient in recipients {
            let mut invitation = self.invitation(&share.id, recipient)?;
            let input = PlanInput {
                settings: self.settings,
                kind: self.kind,
                role: &invitation.role,
                language: invitation.language,
                reply_to: caller.address.as_deref().filter(|_| caller.has_mail),
                typed: &self.validated.attributes,
                invites: recipient.invites,
                is_new: recipient.directory.chosen().is_none(),
            };
            let steps = plan(&input);
            if steps.iter().any(|step| step.kind == StepKind::SendInvitation) {
                // Refused, it is stored all the same, and says that the tenant is blocked.
                let _ = probe::allow(&mut tx, app, caller, &invitation.id).await?;
            }
            transition::create(app, &mut tx, &mut invitation, &steps).await?;
            first.get_or_insert(invitation.id);
        }
        put_away::append_entries(app, &mut tx, caller, &put_away).await?;
        tx.commit().await?;
        Ok(first.map_or(Stored::KeyTaken, Stored::Accepted))
    }
}
