//! The port: what pages ask of invitations.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use contract::{
    Caller, Draft, DraftId, InvitationFilter, InvitationId, InvitationRow as Line, InvitationState,
    InvitationView, Language, Problem, ProblemCode, Progress, RedeemLink, ShareAnswer, ShareForm, ports,
};
use storage::invitations::{self, InvitationRow};
use storage::items;
use tokio::sync::broadcast::error::RecvError;

use super::ground::Ground;
use super::{again, link, share, view};
use crate::items::as_item;
use crate::{access, drafts};

/// The longest wait for an answer: below the time limit of a request.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many lines the invitations page shows.
const LINES: i64 = 200;

/// The port, on storage.
pub(crate) struct StoredInvitations(pub(crate) Arc<Ground>);

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
        let mut news = self.0.listen();
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

    async fn list(&self, caller: &Caller, filter: InvitationFilter) -> Result<Vec<Line>, Problem> {
        access::member(caller)?;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let state = filter.state.map(InvitationState::as_str);
        let rows = invitations::list(&self.0.storage, tenant, user, state, LINES).await;
        self.lines(&rows.map_err(|error| self.0.internal(error))?).await
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
    ground: &Ground,
    caller: &Caller,
    id: &InvitationId,
) -> Result<InvitationRow, Problem> {
    access::member(caller)?;
    let row = invitations::load(&ground.storage, id.as_str()).await;
    let row = row.map_err(|error| ground.internal(error))?;
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
        view::progress(&row, &steps, title).map_err(|error| self.0.internal(error))
    }

    async fn lines(&self, rows: &[InvitationRow]) -> Result<Vec<Line>, Problem> {
        let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
        let histories = invitations::history_of(&self.0.storage, &ids).await;
        let histories = histories.map_err(|error| self.0.internal(error))?;
        let mut histories = view::histories(&histories).map_err(|error| self.0.internal(error))?;
        let titles = self.titles(rows).await?;
        let line = |row: &InvitationRow| {
            let history = histories.remove(&row.id).unwrap_or_default();
            let title = titles.get(&row.item).cloned().unwrap_or_default();
            view::line(row, history, title).map_err(|error| self.0.internal(error))
        };
        rows.iter().map(line).collect()
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
