//! An invitation as the back end works with it: the one place where a stored row becomes one, and back.

use contract::{
    EntraUserId, InvitationId, InvitationState, ItemId, Language, Problem, ProblemCode, RoleName, ShareId,
    TenantId, UserStatus,
};
use storage::invitations::InvitationRow;

use super::facts::PipelineState;
use crate::access::grant::AccessRequest;
use crate::audit::Actor;
use crate::people::DirectoryPerson;
use crate::rules::joining::is_about_delivery;
use crate::share::options::ShareOptions;
use crate::stored::{CorruptRow, from_json, to_json};

const ROW: &str = "invitation";

/// An invitation.
#[derive(Clone)]
pub(crate) struct Invitation {
    pub(crate) id: InvitationId,
    pub(crate) share: ShareId,
    pub(crate) tenant: TenantId,
    pub(crate) inviter: EntraUserId,
    /// The inviter's name when they asked.
    pub(crate) inviter_name: String,
    pub(crate) item: ItemId,
    /// The item's title now.
    pub(crate) item_title: String,
    pub(crate) role: RoleName,
    /// As typed.
    pub(crate) address: String,
    /// In the form in which two spellings are equal.
    pub(crate) canonical: String,
    /// Whom the inviter chose among matches.
    pub(crate) chosen: Option<EntraUserId>,
    /// The guest's name, as typed.
    pub(crate) name: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) language: Language,
    /// What the form said besides.
    pub(crate) options: ShareOptions,
    pub(crate) state: InvitationState,
    pub(crate) pipeline: PipelineState,
    /// Why it waits, stopped or failed.
    pub(crate) problem: Option<Problem>,
    /// The guest that this invitation made or found.
    pub(crate) guest: Option<EntraUserId>,
    /// The redeem link, sealed.
    pub(crate) link: Option<Vec<u8>>,
    /// In unix milliseconds, like `updated_at`.
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = CorruptRow;

    fn try_from(row: InvitationRow) -> Result<Self, CorruptRow> {
        Ok(Self {
            pipeline: from_json(ROW, &row.facts)?,
            problem: row.problem.as_deref().map(|problem| from_json(ROW, problem)).transpose()?,
            options: options_of(row.options.as_deref())?,
            id: row.id,
            share: row.share,
            tenant: row.tenant,
            inviter: row.inviter,
            inviter_name: row.inviter_name,
            item: row.item,
            item_title: row.item_title,
            role: row.role,
            address: row.address,
            canonical: row.canonical,
            chosen: row.chosen,
            name: row.name,
            message: row.message,
            language: row.language,
            state: row.state,
            guest: row.guest,
            link: row.link,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// What the form said besides; nothing where nothing was stored.
fn options_of(stored: Option<&str>) -> Result<ShareOptions, CorruptRow> {
    Ok(stored.map(|options| from_json(ROW, options)).transpose()?.unwrap_or_default())
}

impl Invitation {
    /// Of a row whose JSON cannot be read: without what it had learned, so that at least somebody can be told.
    pub(crate) fn salvaged(row: InvitationRow) -> Result<Self, CorruptRow> {
        let facts = to_json(ROW, &PipelineState::default())?;
        Self::try_from(InvitationRow { facts, problem: None, options: None, ..row })
    }

    /// As it is stored.
    pub(crate) fn to_row(&self) -> Result<InvitationRow, CorruptRow> {
        Ok(InvitationRow {
            facts: to_json(ROW, &self.pipeline)?,
            problem: self.problem.as_ref().map(|problem| to_json(ROW, problem)).transpose()?,
            options: Some(&self.options)
                .filter(|options| !options.is_empty())
                .map(|options| to_json(ROW, options))
                .transpose()?,
            person: self.person_id(),
            id: self.id.clone(),
            share: self.share.clone(),
            tenant: self.tenant.clone(),
            inviter: self.inviter.clone(),
            inviter_name: self.inviter_name.clone(),
            item: self.item.clone(),
            item_title: self.item_title.clone(),
            role: self.role.clone(),
            address: self.address.clone(),
            canonical: self.canonical.clone(),
            chosen: self.chosen.clone(),
            name: self.name.clone(),
            message: self.message.clone(),
            language: self.language,
            state: self.state,
            guest: self.guest.clone(),
            link: self.link.clone(),
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }

    /// Who gets access, once known.
    pub(crate) fn person_id(&self) -> Option<EntraUserId> {
        let known = self.pipeline.person.as_ref().map(|person| &person.id);
        known.or(self.guest.as_ref()).or(self.chosen.as_ref()).cloned()
    }

    /// The guest as the inviter has typed them, where the directory has said no more than their id.
    pub(crate) fn typed_person(&self, id: EntraUserId) -> DirectoryPerson {
        DirectoryPerson {
            id,
            name: self.name.clone().unwrap_or_else(|| self.address.clone()),
            address: self.address.clone(),
            standing: UserStatus::Pending,
            company: None,
            is_typed: true,
        }
    }

    /// The guest whom this invitation invites again: they were there before it, and have not accepted.
    pub(crate) fn reinvited(&self) -> Option<EntraUserId> {
        self.pipeline.resend_asked_at.and_then(|_| self.guest.clone().or_else(|| self.chosen.clone()))
    }

    /// The person's name, or the address while no name is known.
    pub(crate) fn person_name(&self) -> String {
        let known = self.pipeline.person.as_ref().map(|person| person.name.clone());
        known.or_else(|| self.name.clone()).unwrap_or_else(|| self.address.clone())
    }

    /// The address of the person's account: the one that was invited; of somebody known, the one that the directory has.
    pub(crate) fn account_address(&self) -> &str {
        let known = self.pipeline.person.as_ref().map(|person| person.address.as_str());
        known.filter(|known| !known.is_empty() && !self.pipeline.invited).unwrap_or(&self.address)
    }

    /// Whether the person comes from outside, as far as that is known: somebody whom the directory does not show does.
    pub(crate) fn is_outside(&self) -> bool {
        self.pipeline.person.as_ref().is_none_or(|person| person.standing != UserStatus::Member)
    }

    /// The inviter, as the audit log names them.
    pub(crate) fn inviter_actor(&self) -> Actor<'_> {
        Actor { tenant: self.tenant.as_str(), user: self.inviter.as_str(), name: &self.inviter_name }
    }

    /// Who had it undone, as the audit log names them: its inviter, or an administrator.
    pub(crate) fn undoing_actor(&self) -> Actor<'_> {
        let inviter = self.inviter_actor();
        let by = self.pipeline.undone_by.as_ref();
        by.map_or(inviter, |by| Actor { user: by.user.as_str(), name: &by.name, ..inviter })
    }

    /// What its inviter asked to be given.
    pub(crate) const fn access_request(&self) -> AccessRequest<'_> {
        AccessRequest {
            tenant: &self.tenant,
            item: &self.item,
            role: &self.role,
            inviter: &self.inviter,
            inviter_name: self.inviter_name.as_str(),
            invitation: &self.id,
            until: self.options.until,
        }
    }

    /// Whether this is what it waits for already: when the next try is, and under which id it was logged, differs each time.
    pub(crate) fn is_held_by(&self, problem: &Problem) -> bool {
        let before = self.problem.as_ref();
        before.is_some_and(|before| before.code == problem.code && before.reason == problem.reason)
    }

    /// Stopped because its mail did not go out, or nobody knows whether it did.
    pub(crate) fn is_unconfirmed(&self) -> bool {
        let unknown = |problem: &Problem| is_about_delivery(problem.code);
        self.state == InvitationState::Stopped && self.problem.as_ref().is_some_and(unknown)
    }

    /// Whether its guest may still accept it, or turn out to have been reached: then the directory is asked about them.
    pub(crate) fn awaits_acceptance(&self) -> bool {
        (self.state == InvitationState::Sent || self.is_unconfirmed())
            && self.pipeline.superseded_by.is_none()
    }

    /// Whether its guest may be invited again by it: they have not come, and no other invitation stands for it.
    pub(crate) fn may_be_resent(&self) -> bool {
        self.state == InvitationState::Sent && self.guest.is_some() && self.pipeline.superseded_by.is_none()
    }

    /// Whether a mail of ours has gone, and nobody has signed up by its link yet.
    pub(crate) fn awaits_sign_up(&self) -> bool {
        let code = self.problem.as_ref().map(|problem| problem.code);
        self.state == InvitationState::Sent
            && code == Some(ProblemCode::SignUpPending)
            && self.pipeline.superseded_by.is_none()
    }

    /// Whether the inviter may try again, or change it and send it anew.
    pub(crate) const fn may_be_retried(&self) -> bool {
        matches!(self.state, InvitationState::Stopped | InvitationState::Waiting | InvitationState::Failed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn sample() -> Invitation {
        Invitation {
            id: InvitationId::parse("invitation").unwrap(),
            share: ShareId::parse("share").unwrap(),
            tenant: TenantId::parse("tenant").unwrap(),
            inviter: EntraUserId::parse("adele").unwrap(),
            inviter_name: "Adele Vance".to_owned(),
            item: ItemId::parse("plan").unwrap(),
            item_title: "The plan".to_owned(),
            role: RoleName::parse("reader").unwrap(),
            address: "ana@fabrikam.example".to_owned(),
            canonical: "ana@fabrikam.example".to_owned(),
            chosen: None,
            name: Some("Ana".to_owned()),
            message: None,
            language: Language::English,
            options: ShareOptions::default(),
            state: InvitationState::Sent,
            pipeline: PipelineState::default(),
            problem: Some(Problem::new(ProblemCode::OutcomeUnknown)),
            guest: Some(EntraUserId::parse("guest").unwrap()),
            link: Some(vec![1]),
            created_at: 1,
            updated_at: 2,
        }
    }

    #[test]
    fn what_is_stored_comes_back() {
        let row = sample().to_row().unwrap();
        assert_eq!(row.person.as_ref().map(EntraUserId::as_str), Some("guest"));
        let again = Invitation::try_from(row.clone()).unwrap();
        assert_eq!(again.to_row().unwrap(), row);
        let facts =
            |facts: &str| Invitation::try_from(InvitationRow { facts: facts.to_owned(), ..row.clone() });
        assert!(facts("not json").is_err() && facts("{}").is_ok());
    }

    /// As migration 0029 stores it.
    #[test]
    fn what_the_form_said_besides_is_kept() {
        let stored = r#"{"copy":"office@contoso.example","mail_way":"own","sponsor":{"member":"adele"},"until":1798761600000}"#;
        let row = InvitationRow { options: Some(stored.to_owned()), ..sample().to_row().unwrap() };
        let invitation = Invitation::try_from(row.clone()).unwrap();
        assert_eq!(invitation.options.until, Some(1_798_761_600_000));
        assert_eq!(invitation.to_row().unwrap(), row);
        let nothing = InvitationRow { options: None, ..row.clone() };
        assert_eq!(Invitation::try_from(nothing.clone()).unwrap().to_row().unwrap(), nothing);
        let corrupt = InvitationRow { options: Some("not json".to_owned()), ..row };
        assert!(Invitation::try_from(corrupt.clone()).is_err() && Invitation::salvaged(corrupt).is_ok());
    }

    #[test]
    fn the_next_look_and_the_log_entry_are_no_other_reason() {
        let of_group = |name| Problem::of_subject(name, ProblemCode::GroupPending);
        let later = Problem { retry_at: Some(time::OffsetDateTime::UNIX_EPOCH), ..of_group("Falcon") };
        let waiting = Invitation { problem: Some(of_group("Falcon")), ..sample() };
        assert!(waiting.is_held_by(&later));
        assert!(!waiting.is_held_by(&of_group("Readers")));
        assert!(!waiting.is_held_by(&Problem::new(ProblemCode::PackagePending)));
        assert!(!Invitation { problem: None, ..sample() }.is_held_by(&later));
    }

    #[test]
    fn how_somebody_new_came_is_kept() {
        let stored = r#"{"person":null,"seen":false,"invited":false,"signed_up":true,"made_since":true,"failing":null,"tries":1,"looked_up_at":null}"#;
        let row = InvitationRow { facts: stored.to_owned(), ..sample().to_row().unwrap() };
        let came = Invitation::try_from(row).unwrap();
        assert!(came.pipeline.signed_up && came.pipeline.made_since);
        assert_eq!(came.to_row().unwrap().facts, stored);
    }

    #[test]
    fn who_has_it_undone_is_kept_and_named() {
        let stored = r#"{"person":null,"seen":true,"invited":true,"failing":null,"tries":0,"looked_up_at":null,
            "undone_by":{"user":"megan","name":"Megan Bowen"}}"#;
        let row = InvitationRow { facts: stored.to_owned(), ..sample().to_row().unwrap() };
        let undone = Invitation::try_from(row).unwrap();
        assert_eq!((undone.undoing_actor().user, undone.undoing_actor().name), ("megan", "Megan Bowen"));
        let (was, is): (serde_json::Value, serde_json::Value) = (
            serde_json::from_str(stored).unwrap(),
            serde_json::from_str(&undone.to_row().unwrap().facts).unwrap(),
        );
        assert_eq!(is, was);
        assert_eq!(sample().undoing_actor().user, "adele");
    }

    #[test]
    fn that_only_the_access_ended_is_kept() {
        let stored = r#"{"person":null,"seen":true,"invited":true,"access_ended":true,"failing":null,"tries":0,"looked_up_at":null}"#;
        let row = InvitationRow { facts: stored.to_owned(), ..sample().to_row().unwrap() };
        let ended = Invitation::try_from(row).unwrap();
        assert!(ended.pipeline.access_ended && !sample().pipeline.access_ended);
        assert_eq!(ended.to_row().unwrap().facts, stored);
    }

    /// As the first release stored it; what belongs to one step now lies in that step's row.
    #[test]
    fn facts_of_the_first_release_are_read() {
        let stored = r#"{"person":{"id":"p","name":"Ana","address":"ana@fabrikam.example","standing":"pending","company":null},
            "matches":[],"post":{"post":"none"},"requests":[],"seen":true,"invited":true,
            "failing":{"since":5,"times":2},"kept":null,"tries":3}"#;
        let row = InvitationRow { facts: stored.to_owned(), ..sample().to_row().unwrap() };
        let pipeline = Invitation::try_from(row).unwrap().pipeline;
        assert_eq!(pipeline.person.unwrap().standing, UserStatus::Pending);
        assert!(pipeline.seen_in_directory && pipeline.invited && pipeline.manual_retries == 3);
        assert_eq!(pipeline.failing.unwrap().times, 2);
    }
}
