//! The caller's own session.

use std::sync::Arc;

use async_trait::async_trait;
use contract::ports::Account;
use contract::{Caller, DraftId, ItemId, Problem, ProblemCode, SafeUrl, ShareForm};
use serde_json::json;
use storage::drafts::{self, DraftRow};
use storage::{Storage, StorageError, invitations, sessions, tokens};
use time::Duration;

use crate::audit::{self, Action, Actor};
use crate::clock::{SharedClock, SharedIds, to_ms};
use crate::provider::Provider;
use crate::reference::log_as;

/// Tokens that open steps still need go after this, at the latest.
const TOKENS_STAY: Duration = Duration::hours(24);
/// A form of somebody whose session has lapsed is kept for this long.
const FORM_STAYS: Duration = Duration::hours(24);

/// The port on our own storage.
pub struct OwnAccount {
    provider: Arc<Provider>,
    storage: Storage,
    clock: SharedClock,
    ids: SharedIds,
    public_origin: String,
}

impl OwnAccount {
    /// `public_origin` such as `https://vestibule.example`.
    pub fn new(
        provider: Arc<Provider>,
        storage: Storage,
        clock: SharedClock,
        ids: SharedIds,
        public_origin: String,
    ) -> Self {
        Self { provider, storage, clock, ids, public_origin }
    }

    async fn end(&self, caller: &Caller) -> Result<(), StorageError> {
        let (tenant, user, now) = (caller.tenant.as_str(), caller.user.as_str(), self.clock.now());
        let open = invitations::open_of_inviter(&self.storage, tenant, user).await?;
        let mut tx = self.storage.begin().await?;
        sessions::delete_by_key(&mut tx, caller.session.as_str()).await?;
        if open > 0 {
            tokens::leave(&mut tx, tenant, user, to_ms(now + TOKENS_STAY)).await?;
        } else {
            tokens::delete(&mut tx, tenant, user).await?;
        }
        let detail = json!({ "open_invitations": open });
        audit::append(&mut tx, to_ms(now), Actor::from(caller), Action::SignedOut, user, detail).await?;
        tx.commit().await
    }

    async fn keep(&self, form: &ShareForm, item: &ItemId, id: &DraftId) -> Result<(), StorageError> {
        let lapsed = Problem::new(ProblemCode::SessionLapsed);
        let row = DraftRow {
            id: id.to_string(),
            owner: None,
            item: item.to_string(),
            form: json!(form).to_string(),
            problem: Some(json!(lapsed).to_string()),
            matches: "[]".to_owned(),
            expires_at: to_ms(self.clock.now() + FORM_STAYS),
        };
        let mut tx = self.storage.begin().await?;
        drafts::save(&mut tx, &row).await?;
        tx.commit().await
    }
}

#[async_trait]
impl Account for OwnAccount {
    async fn sign_out(&self, caller: &Caller) -> Result<SafeUrl, Problem> {
        self.end(caller).await.map_err(|error| log_as(&*self.ids, ProblemCode::Internal, &error))?;
        // The session has ended, whether the authority answers or not.
        if self.provider.known_metadata().is_none() {
            let _ = self.provider.metadata().await;
        }
        let home = || SafeUrl::parse(&self.public_origin).ok();
        self.leave_url().or_else(home).ok_or_else(|| Problem::new(ProblemCode::Internal))
    }

    fn leave_url(&self) -> Option<SafeUrl> {
        let mut url = self.provider.known_metadata()?.end_session_endpoint.clone()?;
        url.query_pairs_mut().append_pair("post_logout_redirect_uri", &format!("{}/", self.public_origin));
        SafeUrl::parse(url.as_str()).ok()
    }

    async fn keep_form(&self, form: ShareForm) -> Result<DraftId, Problem> {
        let bad = |_| Problem::new(ProblemCode::BadForm);
        let item = ItemId::parse(&form.item).map_err(bad)?;
        let id = DraftId::parse(&self.ids.secret()).map_err(bad)?;
        let kept = self.keep(&form, &item, &id).await;
        kept.map_err(|error| log_as(&*self.ids, ProblemCode::Internal, &error))?;
        Ok(id)
    }
}
