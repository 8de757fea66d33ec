//! Server functions of the settings: each form answers with a redirect to one of the settings pages.

use contract::{
    DraftId, FieldProblem, FormEdit, Language, LocalPath, MailPreview, MarkAnswer, Problem, ProblemCode,
    RestoreForm, SectionCheck, SectionName, SettingChange, SettingsAnswer, SettingsForm, SettingsStep,
};
use islands::responses::{Ack, ApiResponse, ChangeResponse, FieldText, MailResponse, SettingsResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};
use crate::redirect::{self, RequestKind};
use crate::request::RequestContext;

/// Does what a button of a section's form says.
#[server(name = EditSettings, prefix = "/api", endpoint = "settings/edit")]
pub async fn edit_settings(
    form: SettingsForm,
    #[server(default)] action: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let context = match RequestContext::current() {
        Ok(context) => context,
        Err(problem) => return Ok(response::to_response(Language::English, Err(problem))),
    };
    let outcome = edit(&context, &form, &action).await;
    let response = response::to_response(context.lang, outcome.clone().map(|_| Ack { done: true }));
    if redirect::request_kind() == RequestKind::Form {
        match outcome {
            Ok(target) => redirect::redirect_to(&target),
            Err(problem) => redirect_to_error(&context, form, &problem).await,
        }
    }
    Ok(response)
}

async fn edit(context: &RequestContext, form: &SettingsForm, action: &str) -> Result<LocalPath, Problem> {
    let caller = context.caller()?;
    let edit = FormEdit::parse(action).map_err(|_| Problem::new(ProblemCode::BadForm))?;
    let answer = context.ports.settings.edit(caller, form.clone(), edit).await?;
    Ok(next(&form.section, &answer))
}

/// The section about the look.
pub const LOOK: &str = "look";

/// The page of the section about the look, with this draft.
pub fn look_page(draft: Option<&DraftId>) -> LocalPath {
    section_path(LOOK, &draft.map(|draft| format!("?draft={draft}")).unwrap_or_default())
}

/// The page after a mark was sent. Why it was refused is in the address, to be said beside its field.
pub fn page_after_look(answer: &MarkAnswer) -> LocalPath {
    match answer {
        MarkAnswer::Taken(answer) => next(LOOK, answer),
        MarkAnswer::Refused(draft, code) => {
            section_path(LOOK, &format!("?draft={draft}&mark={}#mark", code.as_str()))
        }
    }
}

/// The page after a section's form.
fn next(section: &str, answer: &SettingsAnswer) -> LocalPath {
    let rest = match answer {
        SettingsAnswer::Edit(draft) => format!("?draft={draft}"),
        SettingsAnswer::EditAt(draft, place) => format!("?draft={draft}#setting-{}", place.replace('.', "-")),
        SettingsAnswer::Review(draft) => format!("?draft={draft}&step=review"),
        SettingsAnswer::Unchanged => "?unchanged=1".to_owned(),
        SettingsAnswer::Stored(version) => format!("?saved={version}"),
    };
    section_path(section, &rest)
}

/// A form of somebody who is not, or no longer, signed in here is kept for whom it was rendered.
async fn redirect_to_error(context: &RequestContext, form: SettingsForm, problem: &Problem) {
    let section = form.section.clone();
    if !response::is_for_another_time(problem.code) {
        return redirect::redirect_to_error(problem, &section_path(&section, ""));
    }
    match context.ports.settings.save_for_sender(form).await {
        Ok(draft) => {
            let rest = draft.map(|draft| format!("?draft={draft}")).unwrap_or_default();
            redirect::redirect_to_error(problem, &section_path(&section, &rest));
        }
        Err(problem) => redirect::redirect_to_error(&problem, &section_path(&section, "")),
    }
}

/// Says what is wrong with a section's form that is being filled in, and what it would change.
#[server(name = CheckSettings, prefix = "/api", endpoint = "settings/check")]
pub async fn check_settings(form: SettingsForm) -> Result<ApiResponse<SettingsResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let checked = context.ports.settings.check(&caller, form).await?;
        Ok(settings_response(context.lang, checked))
    })
    .await
}

fn settings_response(lang: Language, checked: SectionCheck) -> SettingsResponse {
    let wrong = |FieldProblem { field, code }: FieldProblem| {
        let localized = words::localize(lang, &Problem::of_field(field.clone(), code));
        let text = localized.fields.into_iter().next().map_or(localized.sentence, |(_, text)| text);
        FieldText { field: field.in_form(), text }
    };
    let change = |change: &SettingChange| ChangeResponse {
        name: words::setting_name(lang, change),
        before: words::setting_before(lang, change),
        after: words::setting_after(lang, change),
    };
    let mail = |MailPreview { language, subject, text }| MailResponse {
        caption: String::new(),
        language: language.tag().to_owned(),
        subject,
        text,
    };
    let count = u64::try_from(checked.changes.len()).unwrap_or(u64::MAX);
    let standing = match (checked.wrong.is_empty(), count) {
        (false, _) => words::settings::unsaved_wrong(lang).to_owned(),
        (true, 0) => String::new(),
        (true, count) => words::settings::unsaved(lang, count),
    };
    SettingsResponse {
        wrong: checked.wrong.into_iter().map(wrong).collect(),
        standing,
        changes: checked.changes.iter().map(change).collect(),
        mails: checked.mails.into_iter().map(mail).collect(),
    }
}

/// Stores what a draft would change, or goes back to its form.
#[server(name = ConfirmSettings, prefix = "/api", endpoint = "settings/confirm")]
pub async fn confirm_settings(
    section: SectionName,
    draft: DraftId,
    #[server(default)] reason: String,
    #[server(default)] step: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let page = next(section.as_str(), &SettingsAnswer::Review(draft.clone()));
    response::respond_to_form(&page, |context, caller| async move {
        let settings = &context.ports.settings;
        let answer = settings.confirm(&caller, &draft, reason, SettingsStep::from_text(&step)).await?;
        Ok(next(section.as_str(), &answer))
    })
    .await
}

/// Sends an administrator the mail of our own, as it is in force. It is asked for on the pages of two sections.
#[server(name = SendTestMail, prefix = "/api", endpoint = "settings/test-mail")]
pub async fn send_test_mail(#[server(default)] section: String) -> Result<ApiResponse<Ack>, BadRequest> {
    let page = if section == "smtp" { "smtp" } else { "mail" };
    response::respond_to_form(&section_path(page, ""), |context, caller| async move {
        context.ports.settings.test_mail(&caller, context.lang).await?;
        Ok(section_path(page, "?tested=1"))
    })
    .await
}

/// Makes the settings of an earlier version hold again.
#[server(name = RestoreSettings, prefix = "/api", endpoint = "settings/restore")]
pub async fn restore_settings(form: RestoreForm) -> Result<ApiResponse<Ack>, BadRequest> {
    let page = version_path(form.version, "");
    response::respond_to_form(&page, |context, caller| async move {
        let version = form.version;
        Ok(match context.ports.settings.restore(&caller, form).await? {
            SettingsAnswer::Edit(draft)
            | SettingsAnswer::EditAt(draft, _)
            | SettingsAnswer::Review(draft) => version_path(version, &format!("?draft={draft}")),
            SettingsAnswer::Unchanged => version_path(version, ""),
            SettingsAnswer::Stored(stored) => section_path("history", &format!("?saved={stored}")),
        })
    })
    .await
}

fn version_path(version: i64, rest: &str) -> LocalPath {
    section_path("history", &format!("/{version}{rest}"))
}

/// The address of a section's page, with what follows the path; of the overview where the name is none.
fn section_path(section: &str, rest: &str) -> LocalPath {
    let section = SectionName::parse(section).ok().map(|section| format!("/{section}")).unwrap_or_default();
    LocalPath::parse(&format!("/settings{section}{rest}")).unwrap_or_else(|_| LocalPath::home())
}
