//! The port: what pages ask of invitations.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use contract::{
    BlockProbe, Caller, Draft, DraftId, EntraUserId, GuestsAhead, InvitationFilter, InvitationId,
    InvitationList, InvitationState, InvitationView, JudgedRecipient, Language, Problem, ProblemCode,
    Progress, RedeemLink, ShareAnswer, ShareForm, ShareId, SharePlan, ShareProgress, StateReport,
    UndoPreview, ports,
};
use storage::invitations;
use storage::items;

use super::twins::{self, ToResend};
use super::views::{self, LoadedInvitation};
use super::wait::wait_for_change;
use super::{draft, list, plan, progress, put_away, submit};
use crate::app_state::AppState;
use crate::items::as_item;
use crate::lifecycle::redeem_link;
use crate::pipeline::{block_check, given_attributes, retry, sign_up_answer, skip_mail, undo};
use crate::stored::StoredError;
use crate::{access, drafts, form_sender};

/// The longest wait for an answer: below the time limit of a request.
const LONG_POLL_MAX: Duration = Duration::from_secs(20);

/// The port, on storage.
pub(crate) struct InvitationService(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::Invitations for InvitationService {
    async fn plan(&self, caller: &Caller, form: ShareForm, language: Language) -> Result<SharePlan, Problem> {
        plan::plan(&self.0, caller, form, language).await
    }

    async fn judge(
        &self,
        caller: &Caller,
        form: ShareForm,
        ahead: GuestsAhead,
    ) -> Result<Vec<JudgedRecipient>, Problem> {
        plan::judged(&self.0, caller, form, ahead).await
    }

    async fn share(
        &self,
        caller: &Caller,
        form: ShareForm,
        language: Language,
    ) -> Result<ShareAnswer, Problem> {
        form_sender::require_own(&self.0.sealer, caller, &form.sender, self.0.now())?;
        submit::share(&self.0, caller, form, language).await
    }

    async fn progress(
        &self,
        caller: &Caller,
        id: &InvitationId,
        max_wait: Duration,
    ) -> Result<Progress, Problem> {
        access::require_member(caller)?;
        if max_wait.is_zero() {
            return self.progress_now(caller, id).await;
        }
        let mut changes = self.0.subscribe();
        let wait = async {
            loop {
                let progress = self.progress_now(caller, id).await;
                if progress.as_ref().map_or(true, |progress| progress.state.is_settled()) {
                    return progress;
                }
                wait_for_change(&mut changes, |change| !change.goes_on && change.invitation == id.as_str())
                    .await;
            }
        };
        match tokio::time::timeout(max_wait.min(LONG_POLL_MAX), wait).await {
            Ok(progress) => progress,
            Err(_) => self.progress_now(caller, id).await,
        }
    }

    async fn share_progress(
        &self,
        caller: &Caller,
        share: &ShareId,
        max_wait: Duration,
    ) -> Result<ShareProgress, Problem> {
        progress::follow(&self.0, caller, share, max_wait.min(LONG_POLL_MAX)).await
    }

    async fn list(&self, caller: &Caller, filter: InvitationFilter) -> Result<InvitationList, Problem> {
        access::require_member(caller)?;
        if filter.everyone {
            access::require_administrator(caller)?;
        }
        list::load(&self.0, caller, &filter).await.map_err(|error| self.0.internal(error))
    }

    async fn counts(&self, caller: &Caller) -> Result<Vec<(InvitationState, u64)>, Problem> {
        access::require_member(caller)?;
        let counts = invitations::counts(&self.0.storage, &caller.tenant, &caller.user).await;
        let counts = counts.map_err(|error| self.0.internal(error))?;
        let known =
            |(state, count): (String, i64)| InvitationState::from_text(&state).zip(u64::try_from(count).ok());
        Ok(counts.into_iter().filter_map(known).collect())
    }

    /// One statement.
    async fn everyones_states(&self, caller: &Caller) -> Result<Vec<InvitationState>, Problem> {
        access::require_administrator(caller)?;
        let states = invitations::everyones_states(&self.0.storage, &caller.tenant).await;
        let states = states.map_err(|error| self.0.internal(error))?;
        Ok(states.iter().filter_map(|state| InvitationState::from_text(state)).collect())
    }

    /// One statement, whatever there is.
    async fn states(&self, caller: &Caller, ids: &[InvitationId]) -> Result<Vec<StateReport>, Problem> {
        access::require_member(caller)?;
        let ids = &ids[..ids.len().min(list::PAGE_SIZE)];
        let lines =
            invitations::lines_of(&self.0.storage, &caller.tenant, access::inviter_seen_by(caller), ids)
                .await;
        let lines = lines.map_err(|error| self.0.internal(error))?.into_iter();
        let states: Result<_, _> =
            lines.map(|line| LoadedInvitation::try_from(line).map(LoadedInvitation::state)).collect();
        states.map_err(|error| self.0.internal(error))
    }

    /// Four statements.
    async fn open(&self, caller: &Caller, id: &InvitationId) -> Result<InvitationView, Problem> {
        access::require_member(caller)?;
        let view = self.load_view(caller, id).await.map_err(|error| self.0.internal(error))?;
        view.ok_or_else(|| Problem::new(ProblemCode::NotFound))
    }

    async fn link(&self, caller: &Caller, id: &InvitationId) -> Result<RedeemLink, Problem> {
        redeem_link::reveal(&self.0, caller, id).await
    }

    async fn retry(&self, caller: &Caller, id: &InvitationId, tries: u32) -> Result<(), Problem> {
        retry::try_again(&self.0, caller, id, tries).await
    }

    async fn undo_preview(&self, caller: &Caller, id: &InvitationId) -> Result<UndoPreview, Problem> {
        undo::preview(&self.0, caller, id).await
    }

    async fn undo(&self, caller: &Caller, id: &InvitationId) -> Result<(), Problem> {
        undo::undo(&self.0, caller, id).await
    }

    async fn block_probe(&self, caller: &Caller) -> Result<BlockProbe, Problem> {
        block_check::may_probe(&self.0, caller).await
    }

    async fn probe_block(&self, caller: &Caller) -> Result<InvitationId, Problem> {
        block_check::start(&self.0, caller).await
    }

    async fn skip_mail(&self, caller: &Caller, id: &InvitationId) -> Result<(), Problem> {
        skip_mail::skip_mail(&self.0, caller, id).await
    }

    async fn answer_sign_up(
        &self,
        caller: &Caller,
        id: &InvitationId,
        person: &EntraUserId,
        is_them: bool,
    ) -> Result<(), Problem> {
        sign_up_answer::answer(&self.0, caller, id, person, is_them).await
    }

    async fn resend(
        &self,
        caller: &Caller,
        id: &InvitationId,
        key: String,
        language: Language,
    ) -> Result<ShareAnswer, Problem> {
        access::require_member(caller)?;
        let found =
            twins::to_resend(&self.0, caller, id, key).await.map_err(|error| self.0.internal(error))?;
        match found.ok_or(Problem::new(ProblemCode::NotFound))? {
            ToResend::Form(form) => submit::share(&self.0, caller, *form, language).await,
            // An old page, sent once more.
            ToResend::SupersededBy(share, invitation) => {
                Ok(ShareAnswer::Accepted { share, invitations: vec![invitation] })
            }
        }
    }

    async fn reopen_as_draft(&self, caller: &Caller, id: &InvitationId) -> Result<DraftId, Problem> {
        retry::reopen_as_draft(&self.0, caller, id).await
    }

    async fn put_away(&self, caller: &Caller, id: &InvitationId) -> Result<(), Problem> {
        put_away::put_away(&self.0, caller, id).await
    }

    async fn shown_in_form(&self, caller: &Caller, id: &InvitationId) -> Result<(), Problem> {
        put_away::shown_in_form(&self.0, caller, id).await
    }

    async fn draft(&self, caller: &Caller, id: &DraftId) -> Result<Draft, Problem> {
        access::require_member(caller)?;
        let draft = drafts::open(&self.0, caller, id).await?;
        Ok(draft::judged(&self.0, caller, draft).await)
    }
}

impl InvitationService {
    /// Two statements.
    async fn progress_now(&self, caller: &Caller, id: &InvitationId) -> Result<Progress, Problem> {
        let progress = self.load_progress(caller, id).await.map_err(|error| self.0.internal(error))?;
        progress.ok_or_else(|| Problem::new(ProblemCode::NotFound))
    }

    async fn load_progress(
        &self,
        caller: &Caller,
        id: &InvitationId,
    ) -> Result<Option<Progress>, StoredError> {
        let Some(line) = self.load_line(caller, Some(&caller.user), id).await? else { return Ok(None) };
        let steps = invitations::steps(&self.0.storage, id).await?;
        Ok(Some(line.progress(&steps)?))
    }

    /// An invitation of this inviter's, or of anybody's; another's looks like none.
    async fn load_line(
        &self,
        caller: &Caller,
        inviter: Option<&EntraUserId>,
        id: &InvitationId,
    ) -> Result<Option<LoadedInvitation>, StoredError> {
        let line = invitations::load_line(&self.0.storage, &caller.tenant, inviter, id).await?;
        Ok(line.map(LoadedInvitation::try_from).transpose()?)
    }

    async fn load_view(
        &self,
        caller: &Caller,
        id: &InvitationId,
    ) -> Result<Option<InvitationView>, StoredError> {
        let storage = &self.0.storage;
        let inviter = access::inviter_seen_by(caller);
        let Some(line) = self.load_line(caller, inviter, id).await? else { return Ok(None) };
        let step_rows = invitations::steps(storage, id).await?;
        let steps = views::steps(&line.invitation, &step_rows)?;
        let Some(item) = items::load(storage, line.invitation.item.as_str()).await? else { return Ok(None) };
        let history = invitations::history_of(storage, std::slice::from_ref(id)).await?;
        let history = views::histories(&history)?.remove(id).unwrap_or_default();
        // What is sent, is sent in the inviter's name.
        let is_own = line.invitation.inviter == caller.user;
        let may_be_resent = is_own && line.invitation.may_be_resent();
        let may_send_mail_again = is_own && line.invitation.awaits_sign_up();
        let may_be_undone = undo::may_be_undone(&line.invitation);
        let may_skip_mail = is_own && skip_mail::is_offered(&line.invitation, &step_rows);
        // Only they know whom they mean.
        let asked_about =
            if is_own { sign_up_answer::asked_about(&line.invitation, &step_rows)? } else { None };
        Ok(Some(InvitationView {
            row: line.row(&caller.user, history),
            item: as_item(&self.0.redirects().await?, &item),
            steps,
            attributes: given_attributes(&step_rows)?,
            may_be_resent,
            may_send_mail_again,
            may_be_undone,
            may_skip_mail,
            signed_up: asked_about.map(views::signed_up),
        }))
    }
}
