//! The port: what pages ask of invitations.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use contract::{
    Caller, Draft, DraftId, InvitationFilter, InvitationId, InvitationList, InvitationRow as Line,
    InvitationState, InvitationView, Language, Problem, ProblemCode, Progress, RedeemLink, ShareAnswer,
    ShareForm, Standing, StateReport, ports,
};
use storage::invitations::{self, InvitationRow};
use storage::{items, people};
use tokio::sync::broadcast::error::RecvError;

use super::{again, link, share, view};
use crate::app_state::AppState;
use crate::items::as_item;
use crate::people::standing_from;
use crate::{access, drafts};

/// The longest wait for an answer: below the time limit of a request.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many lines a page of invitations has.
const LINES: usize = 100;

/// The port, on storage.
pub(crate) struct StoredInvitations(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::Invitations for StoredInvitations {
    async fn share(
        &self,
        caller: &Caller,
        form: ShareForm,
        language: Language,
    ) -> Result<ShareAnswer, Problem> {
        share::share(&self.0, caller, form, language).await
    }

    async fn progress(
        &self,
        caller: &Caller,
        id: &InvitationId,
        patience: Duration,
    ) -> Result<Progress, Problem> {
        own(&self.0, caller, id).await?;
        let mut news = self.0.subscribe();
        let wait = async {
            loop {
                let progress = self.progress_now(caller, id).await;
                if progress.as_ref().map_or(true, |progress| progress.state.is_settled()) {
                    return progress;
                }
                until_told(&mut news, id).await;
            }
        };
        match tokio::time::timeout(patience.min(PATIENCE), wait).await {
            Ok(progress) => progress,
            Err(_) => self.progress_now(caller, id).await,
        }
    }

    async fn list(&self, caller: &Caller, filter: InvitationFilter) -> Result<InvitationList, Problem> {
        access::member(caller)?;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let state = filter.state.map(InvitationState::as_str);
        let before = filter.before.as_ref().map(InvitationId::as_str);
        // One more than fits, to know whether there are older ones.
        let limit = i64::try_from(LINES + 1).unwrap_or(i64::MAX);
        let rows = invitations::list(&self.0.storage, tenant, user, state, before, limit).await;
        let mut rows = rows.map_err(|error| self.0.internal(error))?;
        let has_older = rows.len() > LINES;
        rows.truncate(LINES);
        Ok(InvitationList { rows: self.lines(&rows).await?, has_older })
    }

    async fn counts(&self, caller: &Caller) -> Result<Vec<(InvitationState, u64)>, Problem> {
        access::member(caller)?;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let counts = invitations::counts(&self.0.storage, tenant, user).await;
        let counts = counts.map_err(|error| self.0.internal(error))?;
        let known =
            |(state, count): (String, i64)| InvitationState::from_text(&state).zip(u64::try_from(count).ok());
        Ok(counts.into_iter().filter_map(known).collect())
    }

    async fn states(&self, caller: &Caller, ids: &[InvitationId]) -> Result<Vec<StateReport>, Problem> {
        access::member(caller)?;
        let mut reports = Vec::new();
        for id in ids.iter().take(LINES) {
            match own(&self.0, caller, id).await {
                Ok(row) => {
                    let awaits_guest = self.awaits_guest(&row).await?;
                    let report = view::report(&row, awaits_guest);
                    reports.push(report.map_err(|error| self.0.internal(error))?);
                }
                Err(problem) if problem.code == ProblemCode::NotFound => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(reports)
    }

    async fn open(&self, caller: &Caller, id: &InvitationId) -> Result<InvitationView, Problem> {
        let row = own(&self.0, caller, id).await?;
        let broken = |error| self.0.internal(error);
        let steps = invitations::steps(&self.0.storage, &row.id).await.map_err(broken)?;
        let item = items::load(&self.0.storage, &row.item).await.map_err(broken)?;
        let item = item.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let item = as_item(&item).map_err(|error| self.0.internal(error))?;
        let steps = view::steps(&row, &steps).map_err(|error| self.0.internal(error))?;
        let line = self.lines(&[row]).await?.pop();
        let row = line.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        Ok(InvitationView { row, item, steps })
    }

    async fn link(&self, caller: &Caller, id: &InvitationId) -> Result<RedeemLink, Problem> {
        link::copy(&self.0, caller, id).await
    }

    async fn try_again(&self, caller: &Caller, id: &InvitationId, tries: u32) -> Result<(), Problem> {
        again::try_again(&self.0, caller, id, tries).await
    }

    async fn rework(&self, caller: &Caller, id: &InvitationId) -> Result<DraftId, Problem> {
        again::rework(&self.0, caller, id).await
    }

    async fn draft(&self, caller: &Caller, id: &DraftId) -> Result<Draft, Problem> {
        access::member(caller)?;
        drafts::open(&self.0, caller, id).await
    }
}

/// The caller's own invitation; another's looks like none.
pub(crate) async fn own(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<InvitationRow, Problem> {
    access::member(caller)?;
    let row = invitations::load(&app.storage, id.as_str()).await;
    let row = row.map_err(|error| app.internal(error))?;
    let own =
        |row: &InvitationRow| row.tenant == caller.tenant.as_str() && row.inviter == caller.user.as_str();
    row.filter(own).ok_or_else(|| Problem::new(ProblemCode::NotFound))
}

/// Returns when the invitation may have changed.
async fn until_told(news: &mut tokio::sync::broadcast::Receiver<String>, id: &InvitationId) {
    loop {
        match news.recv().await {
            Ok(told) if told != id.as_str() => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            // Nobody can tell any more: only the patience ends this.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl StoredInvitations {
    async fn progress_now(&self, caller: &Caller, id: &InvitationId) -> Result<Progress, Problem> {
        let row = own(&self.0, caller, id).await?;
        let steps = invitations::steps(&self.0.storage, &row.id).await;
        let steps = steps.map_err(|error| self.0.internal(error))?;
        let title = self.titles(std::slice::from_ref(&row)).await?.remove(&row.item).unwrap_or_default();
        let awaits_guest = self.awaits_guest(&row).await?;
        let progress = view::progress(&row, &steps, title, awaits_guest);
        let progress = progress.map_err(|error| self.0.internal(error))?;
        let has_link = progress.has_link || awaits_guest && link::earlier(&self.0, &row).await?.is_some();
        Ok(Progress { has_link, ..progress })
    }

    async fn lines(&self, rows: &[InvitationRow]) -> Result<Vec<Line>, Problem> {
        let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
        let histories = invitations::history_of(&self.0.storage, &ids).await;
        let histories = histories.map_err(|error| self.0.internal(error))?;
        let mut histories = view::histories(&histories).map_err(|error| self.0.internal(error))?;
        let titles = self.titles(rows).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let history = histories.remove(&row.id).unwrap_or_default();
            let title = titles.get(&row.item).cloned().unwrap_or_default();
            let awaits_guest = self.awaits_guest(row).await?;
            let line = view::line(row, history, title, awaits_guest);
            let line = line.map_err(|error| self.0.internal(error))?;
            let has_link = line.has_link || awaits_guest && link::earlier(&self.0, row).await?.is_some();
            lines.push(Line { has_link, ..line });
        }
        Ok(lines)
    }

    /// Whether somebody has access who cannot come yet: nothing was sent, and the earlier invitation is not accepted.
    async fn awaits_guest(&self, row: &InvitationRow) -> Result<bool, Problem> {
        let guest = view::guest_awaited(row).map_err(|error| self.0.internal(error))?;
        let Some(guest) = guest else { return Ok(false) };
        let known = people::load(&self.0.storage, &row.tenant, &guest).await;
        let known = known.map_err(|error| self.0.internal(error))?;
        Ok(known.is_some_and(|known| standing_from(&known.standing) == Standing::Pending))
    }

    /// The titles of the items that the rows name.
    async fn titles(&self, rows: &[InvitationRow]) -> Result<HashMap<String, String>, Problem> {
        let mut titles = HashMap::new();
        for row in rows {
            if !titles.contains_key(&row.item) {
                let item = items::load(&self.0.storage, &row.item).await;
                let item = item.map_err(|error| self.0.internal(error))?;
                titles.insert(row.item.clone(), item.map(|item| item.title).unwrap_or_default());
            }
        }
        Ok(titles)
    }
}
