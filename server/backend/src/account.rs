//! The caller's own session.

use std::sync::Arc;

use async_trait::async_trait;
use contract::ports::Account;
use contract::{
    ASKED_LIMIT, Caller, DraftId, ItemId, MESSAGE_LIMIT, NAME_LIMIT, Problem, ProblemCode, RECIPIENTS_LIMIT,
    SafeUrl, ShareForm, SignedOut, TypedAttribute, Via,
};
use storage::{Storage, StorageError, items};

use crate::audit::Actor;
use crate::clock::{SharedClock, SharedIds};
use crate::error_reference::report;
use crate::oidc_provider::OidcProvider;
use crate::seal::Sealer;
use crate::session::{LogoutInitiator, end_session};
use crate::{drafts, form_sender};

/// The longest address and the longest choice that are stored, in characters. Longer ones would be refused anyway.
const MAX_ADDRESS_LENGTH: usize = 320;
const MAX_CHOICE_LENGTH: usize = 64;
/// The longest line of a recipient: object id, name and address, and what stands between them; and how long all lines may be, in bytes, so that the form
/// is no larger than one that can be sent.
const MAX_RECIPIENT_LENGTH: usize = MAX_CHOICE_LENGTH + NAME_LIMIT + MAX_ADDRESS_LENGTH + 16;
const MAX_RECIPIENTS_SIZE: usize = 256 * 1024;
/// The longest list in the people field.
const MAX_LIST_LENGTH: usize = RECIPIENTS_LIMIT * (MAX_ADDRESS_LENGTH + 2);
/// The same of an attribute of a guest, and of its name.
const MAX_ATTRIBUTE_LENGTH: usize = 1024;
const MAX_ATTRIBUTE_NAME_LENGTH: usize = 128;

/// The port on our own storage.
pub struct AccountService {
    provider: Arc<OidcProvider>,
    storage: Storage,
    sealer: Sealer,
    clock: SharedClock,
    ids: SharedIds,
    public_origin: String,
}

impl AccountService {
    /// `public_origin` such as `https://vestibule.example`.
    pub fn new(
        provider: Arc<OidcProvider>,
        storage: Storage,
        sealer: Sealer,
        clock: SharedClock,
        ids: SharedIds,
        public_origin: String,
    ) -> Self {
        Self { provider, storage, sealer, clock, ids, public_origin }
    }

    async fn end(&self, caller: &Caller) -> Result<u64, StorageError> {
        let mut tx = self.storage.begin().await?;
        let Via::Session { key } = &caller.via;
        let open =
            end_session(&mut tx, Actor::from(caller), key, self.clock.now_ms(), LogoutInitiator::Person)
                .await?;
        tx.commit().await?;
        Ok(open)
    }

    fn internal(&self, error: &dyn std::error::Error) -> Problem {
        report(&*self.ids, ProblemCode::Internal, error)
    }
}

/// The form with each field cut to its limit. Browsers send two characters for a line end and count one.
fn truncate_fields(form: ShareForm) -> ShareForm {
    let cut = |text: String, max: usize| -> String { text.replace("\r\n", "\n").chars().take(max).collect() };
    let attribute = |TypedAttribute { name, value }| TypedAttribute {
        name: cut(name, MAX_ATTRIBUTE_NAME_LENGTH),
        value: cut(value, MAX_ATTRIBUTE_LENGTH),
    };
    let recipients = form.recipients.into_iter().take(RECIPIENTS_LIMIT);
    let mut left = MAX_RECIPIENTS_SIZE;
    let recipients = recipients.map(|line| cut(line, MAX_RECIPIENT_LENGTH)).take_while(|line| {
        let fits = line.len() <= left;
        left = left.saturating_sub(line.len());
        fits
    });
    ShareForm {
        item: form.item,
        recipients: recipients.collect(),
        address: cut(form.address, MAX_LIST_LENGTH),
        person: cut(form.person, MAX_CHOICE_LENGTH),
        role: cut(form.role, MAX_CHOICE_LENGTH),
        name: cut(form.name, NAME_LIMIT),
        message: cut(form.message, MESSAGE_LIMIT),
        language: cut(form.language, MAX_CHOICE_LENGTH),
        key: cut(form.key, MAX_CHOICE_LENGTH),
        sender: String::new(),
        resend: cut(form.resend, 1),
        leave_out: cut(form.leave_out, 1),
        copy: cut(form.copy, MAX_ADDRESS_LENGTH),
        mail_way: cut(form.mail_way, MAX_CHOICE_LENGTH),
        sponsor: cut(form.sponsor, MAX_ADDRESS_LENGTH),
        until: cut(form.until, MAX_CHOICE_LENGTH),
        attributes: form.attributes.into_iter().take(ASKED_LIMIT).map(attribute).collect(),
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

    fn form_sender(&self, caller: &Caller) -> String {
        form_sender::seal(&self.sealer, caller, self.clock.now_ms())
    }

    async fn save_for_sender(&self, form: ShareForm) -> Result<Option<DraftId>, Problem> {
        let now = self.clock.now_ms();
        let item = ItemId::parse(&form.item).map_err(|_| Problem::new(ProblemCode::BadForm))?;
        let Some(sender) = form_sender::open(&self.sealer, &form.sender, now) else { return Ok(None) };
        let id = DraftId::parse(&self.ids.new_id()).map_err(|error| self.internal(&error))?;
        let known = items::load(&self.storage, item.as_str()).await;
        if known.map_err(|error| self.internal(&error))?.is_none() {
            return Ok(Some(id));
        }
        let form = truncate_fields(form);
        let row = drafts::row(&id, (&sender.tenant, &sender.user), &form, now);
        let row = row.map_err(|error| self.internal(&error))?;
        drafts::store(&self.storage, &row).await.map_err(|error| self.internal(&error))?;
        Ok(Some(id))
    }
}
