//! Storing a share: everything or nothing, in a number of statements that does not grow with the recipients.

use contract::{InvitationId, ProblemCode, ShareId, StepKind};
use storage::audit::NewEntry;
use storage::{Tx, shares, tokens};

use super::super::judgement::{Judgement, Verdict};
use super::super::put_away;
use super::super::recipient::{Recipient, sent_to};
use super::super::twins::{self, Twin};
use super::{Stored, Submission};
use crate::people::{KnownAddresses, NewAddressStatus};
use crate::pipeline::{PlanInput, PlannedStep, plan, probe, transition};
use crate::share_quota::{self, Shares};
use crate::stored::StoredError;

impl Submission<'_> {
    /// The share with an invitation for each recipient: steps, history, job and audit entry of each, and the inviter's rate limit. All or
    /// nothing.
    pub(super) async fn store(&self, judged: &[Judgement]) -> Result<Stored, StoredError> {
        let (app, caller) = (self.app, self.caller);
        let mut recipients = sent_to(judged, self.validated.name.as_deref());
        let mut tx = app.storage.begin().await?;
        // Whoever signs out at this moment waits, and then sees that the tokens are needed.
        tokens::lock(&mut tx, caller.tenant.as_str(), caller.user.as_str()).await?;
        let share = self.share_row()?;
        if !shares::insert(&mut tx, &share).await? {
            return Ok(Stored::KeyTaken);
        }
        let new: Vec<_> = recipients.iter().map(Recipient::twin).collect();
        let twins = twins::find(&mut tx, caller, (&self.item, &self.validated.role), &new).await?;
        let places = || recipients.iter().map(|recipient| recipient.place).enumerate();
        let under_way: Vec<usize> =
            places().filter(|(at, _)| twins.under_way.contains(at)).map(|(_, place)| place).collect();
        let are_left_out = self.validated.leave_out && under_way.len() < recipients.len();
        if !under_way.is_empty() && !are_left_out {
            return Ok(Stored::Stopped(under_way, ProblemCode::AlreadyUnderWay));
        }
        if let Some(code) = self.refusal_of_only(&mut tx, judged).await? {
            return Ok(Stored::Stopped(vec![0], code));
        }
        recipients.retain(|recipient| !under_way.contains(&recipient.place));
        let new_guests = recipients.iter().filter(|recipient| recipient.invites).count();
        let shares = Shares { recipients: recipients.len(), new_guests };
        let decision = share_quota::take_shares(&mut tx, app, self.settings, caller, shares).await?;
        if let Some(problem) = decision.denial() {
            return Ok(Stored::Denied(problem));
        }
        let put_away = put_away::replaced(app, &mut tx, caller, &twins.replaced()).await?;
        let invitations = self.create(&mut tx, &share.id, &recipients, put_away).await?;
        tx.commit().await?;
        Ok(Stored::Accepted(share.id, invitations))
    }

    /// Why the only recipient, whom nobody knows, would be refused; of several, that was found out before.
    async fn refusal_of_only(
        &self,
        tx: &mut Tx,
        judged: &[Judgement],
    ) -> Result<Option<ProblemCode>, StoredError> {
        let [only] = judged else { return Ok(None) };
        let Some(address) = only.address.as_ref().filter(|_| only.verdict == Verdict::New) else {
            return Ok(None);
        };
        let known = KnownAddresses::load_in(self.app, tx, self.caller, address).await?;
        Ok(match known.status(self.app, self.caller, self.settings, address)? {
            NewAddressStatus::Refused(code) => Some(code),
            NewAddressStatus::Invitable | NewAddressStatus::BeingInvited => None,
        })
    }

    /// The invitations, in this order, and last the audit entries, which the given ones follow.
    async fn create(
        &self,
        tx: &mut Tx,
        share: &ShareId,
        recipients: &[Recipient],
        entries: Vec<NewEntry>,
    ) -> Result<Vec<InvitationId>, StoredError> {
        let mut new = Vec::with_capacity(recipients.len());
        for recipient in recipients {
            let invitation = self.invitation(share, recipient)?;
            let steps = self.plan(recipient);
            new.push((invitation, steps));
        }
        let sends = |steps: &[PlannedStep]| steps.iter().any(|step| step.kind == StepKind::SendInvitation);
        if let Some((first, _)) = new.iter().find(|(_, steps)| sends(steps)) {
            // One finds out for all whether Microsoft still blocks the tenant. Refused, it is stored all the same, and says so.
            let _ = probe::allow(tx, self.app, self.caller, &first.id).await?;
        }
        transition::create_all(self.app, tx, &mut new, entries).await?;
        Ok(new.into_iter().map(|(invitation, _)| invitation.id).collect())
    }

    fn plan(&self, recipient: &Recipient) -> Vec<PlannedStep> {
        plan(&PlanInput {
            settings: self.settings,
            kind: self.kind,
            role: &self.validated.role,
            language: self.validated.language,
            reply_to: self.caller.address.as_deref().filter(|_| self.caller.has_mail),
            typed: &self.validated.attributes,
            options: &self.validated.options,
            invites: recipient.invites,
            is_new: recipient.is_new(),
            takes_sponsor: recipient.takes_sponsor,
        })
    }
}

impl Recipient {
    fn twin(&self) -> Twin<'_> {
        Twin { canonical: &self.canonical, chosen: self.directory.chosen() }
    }
}
