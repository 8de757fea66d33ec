//! The settings as an administrator sees and changes them: overview, forms with a second step before anything is stored, history, restoring.

mod as_typed;
mod attribute_check;
mod check;
mod directory_check;
mod directory_search;
mod held_roles;
mod history;
mod known_mark;
mod lost_secret;
mod overview;
mod package_check;
pub(crate) mod permission_report;
mod restore;
mod sample_mail;
mod secrets;
mod section;
mod section_list;
mod submit;
mod test_mail;
mod transfer;
mod upload_mark;

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    Caller, DraftId, FormEdit, Language, MarkAnswer, Problem, ProblemCode, RestoreForm, SectionCheck,
    SectionName, SectionPage, SectionReview, SettingsAnswer, SettingsForm, SettingsHistory, SettingsOverview,
    SettingsStep, UploadedMark, VersionPage, ports,
};

use crate::app_state::AppState;
use crate::form_sender;
use section::DraftCheck;
pub use transfer::{ImportError, ImportInto, ImportReport, export_text, import_text};

/// The port. Each method asks first whether the caller is an administrator.
pub(crate) struct SettingsService(pub(crate) Arc<AppState>);

/// Only administrators see and change settings.
fn require_admin(caller: &Caller) -> Result<(), Problem> {
    if caller.is_administrator() { Ok(()) } else { Err(Problem::new(ProblemCode::NotAllowed)) }
}

#[async_trait]
impl ports::SettingsAdmin for SettingsService {
    async fn overview(&self, caller: &Caller) -> Result<SettingsOverview, Problem> {
        require_admin(caller)?;
        overview::overview(&self.0).await
    }

    async fn section(
        &self,
        caller: &Caller,
        section: &SectionName,
        draft: Option<&DraftId>,
    ) -> Result<SectionPage, Problem> {
        require_admin(caller)?;
        section::page(&self.0, caller, section, draft, DraftCheck::IfRefused).await
    }

    async fn section_after_review(
        &self,
        caller: &Caller,
        section: &SectionName,
        draft: &DraftId,
    ) -> Result<SectionPage, Problem> {
        require_admin(caller)?;
        section::page(&self.0, caller, section, Some(draft), DraftCheck::Always).await
    }

    async fn edit(
        &self,
        caller: &Caller,
        form: SettingsForm,
        edit: FormEdit,
    ) -> Result<SettingsAnswer, Problem> {
        require_admin(caller)?;
        form_sender::require_own(&self.0.sealer, caller, &form.sender, self.0.now())?;
        submit::edit(&self.0, caller, form, &edit).await
    }

    async fn check(&self, caller: &Caller, form: SettingsForm) -> Result<SectionCheck, Problem> {
        require_admin(caller)?;
        as_typed::check(&self.0, caller, form).await
    }

    async fn review(
        &self,
        caller: &Caller,
        section: &SectionName,
        draft: &DraftId,
    ) -> Result<SectionReview, Problem> {
        require_admin(caller)?;
        section::review(&self.0, caller, section, draft).await
    }

    async fn confirm(
        &self,
        caller: &Caller,
        draft: &DraftId,
        reason: String,
        step: SettingsStep,
    ) -> Result<SettingsAnswer, Problem> {
        require_admin(caller)?;
        submit::confirm(&self.0, caller, draft, reason, step).await
    }

    async fn save_for_sender(&self, form: SettingsForm) -> Result<Option<DraftId>, Problem> {
        submit::save_for_sender(&self.0, form).await
    }

    async fn test_mail(&self, caller: &Caller, language: Language) -> Result<(), Problem> {
        require_admin(caller)?;
        test_mail::send(&self.0, caller, language).await
    }

    async fn upload_mark(&self, caller: &Caller, mark: UploadedMark) -> Result<MarkAnswer, Problem> {
        require_admin(caller)?;
        form_sender::require_own(&self.0.sealer, caller, &mark.form.sender, self.0.now())?;
        upload_mark::upload(&self.0, caller, mark).await
    }

    async fn history(&self, caller: &Caller, before: Option<i64>) -> Result<SettingsHistory, Problem> {
        require_admin(caller)?;
        history::history(&self.0, before).await
    }

    async fn version(
        &self,
        caller: &Caller,
        version: i64,
        draft: Option<&DraftId>,
    ) -> Result<VersionPage, Problem> {
        require_admin(caller)?;
        restore::page(&self.0, caller, version, draft).await
    }

    async fn restore(&self, caller: &Caller, form: RestoreForm) -> Result<SettingsAnswer, Problem> {
        require_admin(caller)?;
        form_sender::require_own(&self.0.sealer, caller, &form.sender, self.0.now())?;
        restore::restore(&self.0, caller, form).await
    }
}
