//! The caller's own session.

use std::sync::Arc;

use async_trait::async_trait;
use contract::ports::Account;
use contract::{
    BrowserKey, Caller, DraftId, ItemId, KeptForm, MESSAGE_LIMIT, NAME_LIMIT, Problem, ProblemCode, SafeUrl,
    ShareForm, SignedOut, Via,
};
use serde_json::json;
use storage::drafts::{self, DraftRow};
use storage::{Storage, StorageError, items};

use crate::audit::Actor;
use crate::clock::{SharedClock, SharedIds, to_ms};
use crate::provider::Provider;
use crate::reference::log_as;
use crate::session::{EndedBy, FORM_STAYS, end, form_id};

/// So many of these forms are kept at a time, the newest: anybody can send them.
const MOST_FORMS: i64 = 1000;
/// The longest address and the longest choice that are kept, in characters; what is longer is refused anyway.
const ADDRESS_LIMIT: usize = 320;
const CHOICE_LIMIT: usize = 64;

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

    async fn end(&self, caller: &Caller) -> Result<u64, StorageError> {
        let mut tx = self.storage.begin().await?;
        let Via::Session { key, .. } = &caller.via;
        let open = end(&mut tx, Actor::from(caller), key, self.clock.now_ms(), EndedBy::Person).await?;
        tx.commit().await?;
        Ok(open)
    }

    async fn keep(&self, form: &KeptForm, item: &ItemId, id: &DraftId) -> Result<(), StorageError> {
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
            expires_at: to_ms(self.clock.now() + FORM_STAYS),
        };
        let mut tx = self.storage.begin().await?;
        drafts::make_room(&mut tx, None, MOST_FORMS - 1).await?;
        drafts::save(&mut tx, &row).await?;
        tx.commit().await
    }
}

/// The form with each field cut to its limit. Browsers send two characters for a line end and count one.
fn fitting(form: ShareForm) -> ShareForm {
    let cut = |text: String, most: usize| text.replace("\r\n", "\n").chars().take(most).collect();
    ShareForm {
        item: form.item,
        address: cut(form.address, ADDRESS_LIMIT),
        person: cut(form.person, CHOICE_LIMIT),
        role: cut(form.role, CHOICE_LIMIT),
        name: cut(form.name, NAME_LIMIT),
        message: cut(form.message, MESSAGE_LIMIT),
        language: cut(form.language, CHOICE_LIMIT),
        key: cut(form.key, CHOICE_LIMIT),
    }
}

#[async_trait]
impl Account for OwnAccount {
    async fn sign_out(&self, caller: &Caller) -> Result<SignedOut, Problem> {
        let ended = self.end(caller).await;
        let open_invitations = ended.map_err(|error| log_as(&*self.ids, ProblemCode::Internal, &error))?;
        // The session has ended, whether the authority answers or not.
        if self.provider.known_metadata().is_none() {
            let _ = self.provider.metadata().await;
        }
        let home = || SafeUrl::parse(&self.public_origin).ok();
        let onward = self.leave_url().or_else(home).ok_or_else(|| Problem::new(ProblemCode::Internal))?;
        Ok(SignedOut { onward, open_invitations })
    }

    fn leave_url(&self) -> Option<SafeUrl> {
        let mut url = self.provider.known_metadata()?.end_session_endpoint.clone()?;
        // Providers that check the way back by the application want to know which ("OpenID Connect RP-Initiated Logout 1.0").
        url.query_pairs_mut()
            .append_pair("client_id", &self.provider.entra().client_id)
            .append_pair("post_logout_redirect_uri", &format!("{}/signed-out", self.public_origin));
        SafeUrl::parse(url.as_str()).ok()
    }

    async fn keep_form(&self, browser: &BrowserKey, form: ShareForm) -> Result<DraftId, Problem> {
        let bad = |_| Problem::new(ProblemCode::BadForm);
        let item = ItemId::parse(&form.item).map_err(bad)?;
        let id = form_id(browser, &self.ids.secret()).map_err(bad)?;
        let form = KeptForm::of(&fitting(form));
        let form = form.map_err(|error| log_as(&*self.ids, ProblemCode::Internal, &error))?;
        let kept = self.keep(&form, &item, &id).await;
        kept.map_err(|error| log_as(&*self.ids, ProblemCode::Internal, &error))?;
        Ok(id)
    }
}
