//! Secrets that are typed into a form of the settings. The form goes through a draft to the step that shows what will change: until then, and for an hour
//! at most, each lies beside the draft, sealed for whoever typed it. When it is stored, it is sealed anew as a setting.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{Caller, DraftId, FieldPath, Problem, ProblemCode, SettingsForm};

use super::section_list::named;
use crate::app_state::AppState;
use crate::drafts;
use crate::seal::SealError;
use crate::settings::any_section::AnySection;
use crate::settings::form;
use crate::settings::secret::{PURPOSE, SealedSecrets, full_name};

/// What the secrets of drafts are sealed for.
const DRAFT_PURPOSE: &str = "setting-draft";

/// Seals what was typed: from here on nothing of it is anywhere in clear.
pub(super) fn seal(app: &AppState, caller: &Caller, of: &dyn AnySection, form: &mut SettingsForm) {
    let sealed = |field: &str, typed: &str| {
        let bound_to = owner(caller, of, field);
        URL_SAFE_NO_PAD.encode(app.sealer.seal(DRAFT_PURPOSE, &bound_to, typed.as_bytes()))
    };
    form::seal(&of.fields(), &mut form.fields, sealed);
}

/// Saves a form as a draft, with what was typed into its secrets beside it.
pub(super) async fn save(
    app: &AppState,
    caller: &Caller,
    of: &dyn AnySection,
    form: &SettingsForm,
    problem: Option<&Problem>,
) -> Result<DraftId, Problem> {
    let mut form = form.clone();
    let typed = form::sealed(&of.fields(), &form.fields);
    form::lose(&of.fields(), &mut form.fields);
    drafts::save_with_secrets(app, caller, &form, problem, &[], &typed).await
}

/// Puts what lies beside a draft back into its form.
pub(super) async fn put_back(
    app: &AppState,
    draft: &DraftId,
    form: &mut SettingsForm,
) -> Result<(), Problem> {
    let of = named(&form.section)?;
    let secrets = drafts::secrets_of(app, draft).await?;
    form::put_back(&of.fields(), &mut form.fields, secrets);
    Ok(())
}

/// What was typed into a secret of a draft is not kept any more: it is typed again before anything is stored.
pub(super) fn lost(of: &dyn AnySection, form: &SettingsForm) -> Option<Problem> {
    let lost = form::lost(&of.fields(), &form.fields)?;
    Some(Problem::of_field(FieldPath::known(lost), ProblemCode::SecretLapsed))
}

/// The secrets of a draft as they are to be stored.
pub(super) fn of_draft(
    app: &AppState,
    caller: &Caller,
    of: &dyn AnySection,
    draft: &SettingsForm,
) -> Result<SealedSecrets, SealError> {
    let stored = |(field, sealed): (&'static str, String)| {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| SealError::Malformed)?;
        let typed = app.sealer.open(DRAFT_PURPOSE, &owner(caller, of, field), &sealed)?;
        Ok((field, app.sealer.seal(PURPOSE, &full_name(of.name(), field), &typed)))
    };
    form::sealed(&of.fields(), &draft.fields).into_iter().map(stored).collect()
}

/// Whose draft a secret lies in, and of which field.
fn owner(caller: &Caller, of: &dyn AnySection, field: &str) -> String {
    format!("{}/{}/{}", caller.tenant, caller.user, full_name(of.name(), field))
}
