//! The caller's own session.

use std::sync::Arc;

use async_trait::async_trait;
use contract::ports::Account;
use contract::{
    BrowserKey, Caller, DraftId, ItemId, MESSAGE_LIMIT, NAME_LIMIT, Problem, ProblemCode, SafeUrl, SavedForm,
    ShareForm, SignedOut, Via,
};
use serde_json::json;
use storage::drafts::{self, DraftRow};
use storage::{Storage, StorageError, items};

use crate::audit::Actor;
use crate::clock::{SharedClock, SharedIds, to_ms};
use crate::error_reference::report;
use crate::oidc_provider::OidcProvider;
use crate::session::{DRAFT_TTL, LogoutInitiator, anonymous_draft_id, end_session};

/// How many anonymous drafts are stored at a time: the newest ones. There is a limit because they can be sent without a session.
const MAX_ANONYMOUS_DRAFTS: i64 = 1000;
/// The longest address and the longest choice that are stored, in characters. Longer ones would be refused anyway.
const MAX_ADDRESS_LENGTH: usize = 320;
const MAX_CHOICE_LENGTH: usize = 64;

/// The port on our own storage.
pub struct AccountService {
    provider: Arc<OidcProvider>,
    storage: Storage,
    clock: SharedClock,
    ids: SharedIds,
    public_origin: String,
}

impl AccountService {
    /// `public_origin` such as `https://vestibule.example`.
    pub fn new(
        provider: Arc<OidcProvider>,
        storage: Storage,
        clock: SharedClock,
        ids: SharedIds,
        public_origin: String,
    ) -> Self {
        Self { provider, storage, clock, ids, public_origin }
    }

    async fn end(&self, caller: &Caller) -> Result<u64, StorageError> {
        let mut tx = self.storage.begin().await?;
        let Via::Session { key, .. } = &caller.via;
        let open =
            end_session(&mut tx, Actor::from(caller), key, self.clock.now_ms(), LogoutInitiator::Person)
                .await?;
        tx.commit().await?;
        Ok(open)
    }

    async fn save_draft(&self, form: &SavedForm, item: &ItemId, id: &DraftId) -> Result<(), StorageError> {
        if items::load(&self.storage, item.as_str()).await?.is_none() {
            return Ok(());
        }
        let lapsed = Problem::new(ProblemCode::SessionLapsed);
        let row = DraftRow {
            id: id.to_string(),
            owner: None,
            form: json!(form).to_string(),
            problem: Some(json!(lapsed).to_string()),
            matches: "[]".to_owned(),
            expires_at: to_ms(self.clock.now() + DRAFT_TTL),
        };
        let mut tx = self.storage.begin().await?;
        drafts::make_room(&mut tx, None, MAX_ANONYMOUS_DRAFTS - 1).await?;
        drafts::save(&mut tx, &row).await?;
        tx.commit().await
    }
}

/// The form with each field cut to its limit. Browsers send two characters for a line end and count one.
fn truncate_fields(form: ShareForm) -> ShareForm {
    let cut = |text: String, max: usize| text.replace("\r\n", "\n").chars().take(max).collect();
    ShareForm {
        item: form.item,
        address: cut(form.address, MAX_ADDRESS_LENGTH),
        person: cut(form.person, MAX_CHOICE_LENGTH),
        role: cut(form.role, MAX_CHOICE_LENGTH),
        name: cut(form.name, NAME_LIMIT),
        message: cut(form.message, MESSAGE_LIMIT),
        language: cut(form.language, MAX_CHOICE_LENGTH),
        key: cut(form.key, MAX_CHOICE_LENGTH),
    }
}

#[async_trait]
impl Account for AccountService {
    async fn sign_out(&self, caller: &Caller) -> Result<SignedOut, Problem> {
        let ended = self.end(caller).await;
        let open_invitations = ended.map_err(|error| report(&*self.ids, ProblemCode::Internal, &error))?;
        // The session has ended, whether the authority answers or not.
        if self.provider.cached_metadata().is_none() {
            let _ = self.provider.metadata().await;
        }
        let home = || SafeUrl::parse(&self.public_origin).ok();
        let sign_out_url =
            self.sign_out_url().or_else(home).ok_or_else(|| Problem::new(ProblemCode::Internal))?;
        Ok(SignedOut { sign_out_url, open_invitations })
    }

    fn sign_out_url(&self) -> Option<SafeUrl> {
        let mut url = self.provider.cached_metadata()?.end_session_endpoint.clone()?;
        // Providers that check the way back by the application want to know which ("OpenID Connect RP-Initiated Logout 1.0").
        url.query_pairs_mut()
            .append_pair("client_id", &self.provider.entra().client_id)
            .append_pair("post_logout_redirect_uri", &format!("{}/signed-out", self.public_origin));
        SafeUrl::parse(url.as_str()).ok()
    }

    async fn save_anonymous_draft(&self, browser: &BrowserKey, form: ShareForm) -> Result<DraftId, Problem> {
        let bad = |_| Problem::new(ProblemCode::BadForm);
        let item = ItemId::parse(&form.item).map_err(bad)?;
        let id = anonymous_draft_id(browser, &self.ids.new_secret()).map_err(bad)?;
        let form = SavedForm::of(&truncate_fields(form));
        let form = form.map_err(|error| report(&*self.ids, ProblemCode::Internal, &error))?;
        let saved = self.save_draft(&form, &item, &id).await;
        saved.map_err(|error| report(&*self.ids, ProblemCode::Internal, &error))?;
        Ok(id)
    }
}
