//! A checked form as it is stored: the row of the share, and each of its invitations.

use contract::{InvitationId, InvitationState, ShareId};
use storage::shares::ShareRow;

use super::super::form;
use super::super::recipient::{DirectoryAnswer, Recipient};
use super::Submission;
use crate::pipeline::{Invitation, PipelineState};
use crate::stored::CorruptRow;

impl Submission<'_> {
    pub(super) fn share_row(&self) -> Result<ShareRow, CorruptRow> {
        Ok(ShareRow {
            id: ShareId::parse(&self.app.ids.new_id()).map_err(|_| CorruptRow("share"))?,
            tenant: self.caller.tenant.clone(),
            inviter: self.caller.user.clone(),
            item: self.item.clone(),
            key: self.validated.key.clone(),
            form_hash: form::hash(&self.form),
            created_at: self.app.now(),
        })
    }

    pub(super) fn invitation(
        &self,
        share: &ShareId,
        recipient: &Recipient,
    ) -> Result<Invitation, CorruptRow> {
        let now = self.app.now();
        let (caller, validated) = (self.caller, &self.validated);
        Ok(Invitation {
            id: InvitationId::parse(&self.app.ids.new_id()).map_err(|_| CorruptRow("invitation"))?,
            share: share.clone(),
            tenant: caller.tenant.clone(),
            inviter: caller.user.clone(),
            inviter_name: caller.name.clone(),
            item: self.item.clone(),
            item_title: String::new(),
            role: validated.role.clone(),
            address: recipient.address.clone(),
            canonical: recipient.canonical.clone(),
            chosen: recipient.directory.chosen().cloned(),
            name: recipient.name.clone(),
            message: validated.message.clone(),
            language: validated.language,
            options: validated.options.clone(),
            state: InvitationState::Working,
            pipeline: match &recipient.directory {
                DirectoryAnswer::Outstanding(_) => PipelineState::default(),
                DirectoryAnswer::Given(person) => PipelineState {
                    person: person.clone().map(Into::into),
                    looked_up_at: Some(now),
                    resend_asked_at: recipient.reinvites().then_some(now),
                    ..PipelineState::default()
                },
            },
            problem: None,
            guest: None,
            link: None,
            created_at: now,
            updated_at: now,
        })
    }
}
