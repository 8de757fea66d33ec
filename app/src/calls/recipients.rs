//! Recipients before they are sent to: each judged, and what the whole form would do.

use contract::{
    GuestsAhead, JudgedRecipient, Light, PlannedMail, RecipientKind, RoleName, ShareForm, SharePlan,
    TypedRecipient,
};
use islands::responses::{ApiResponse, ChipResponse, JudgedResponse, MailResponse, PlanResponse};
use leptos::prelude::*;

use super::people::candidate_response;
use super::response::{self, BadRequest};
use crate::request::RequestContext;
use crate::widgets::initials;

/// A recipient as a chip.
pub(crate) fn chip_response(context: &RequestContext, judged: &JudgedRecipient) -> ChipResponse {
    let lang = context.lang;
    let (name, address) = (judged.name(), judged.address());
    let (name, address) = if name.is_empty() { (address, "") } else { (name, address) };
    ChipResponse {
        key: judged.key.clone(),
        line: judged.typed.line(),
        resend_line: resend_line(judged).unwrap_or_default(),
        resends: judged.typed.resend,
        text: text_to_edit(judged),
        name: name.to_owned(),
        address: address.to_owned(),
        company: company(judged.outside, &judged.company, name, address).to_owned(),
        initials: initials(judged.name()),
        kind: judged.kind.as_str().to_owned(),
        outside: judged.outside,
        light: judged.light.as_str().to_owned(),
        sentence: words::recipient(lang, judged, context.now()),
        trouble: words::recipient_trouble(lang, judged).to_owned(),
        candidates: judged.candidates.iter().map(|person| candidate_response(lang, person)).collect(),
    }
}

/// Where somebody from outside comes from. The domain says nothing beside an address that stands as the name.
fn company<'a>(outside: bool, company: &'a str, name: &str, address: &str) -> &'a str {
    let is_in_name = address.is_empty()
        && name.rsplit_once('@').is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(company));
    if outside && !is_in_name { company } else { "" }
}

/// A recipient of a form that nobody has judged yet: without a light.
pub(crate) fn unjudged_chip(typed: &TypedRecipient) -> ChipResponse {
    let (name, address) =
        if typed.name.is_empty() { (&typed.text, "") } else { (&typed.name, typed.text.as_str()) };
    ChipResponse {
        key: if typed.person.is_empty() { typed.text.to_lowercase() } else { typed.person.clone() },
        line: typed.line(),
        resend_line: if typed.resend { typed.line() } else { String::new() },
        resends: typed.resend,
        text: written(&typed.name, &typed.text),
        name: name.clone(),
        address: address.to_owned(),
        initials: initials(&typed.name),
        ..ChipResponse::default()
    }
}

/// The line with which a guest who has not accepted yet gets a new invitation; `None` for anybody else. Where that is what cannot be, because the day
/// has no room, it stays: else nobody could take the wish back, and it would be lost in silence.
pub(crate) fn resend_line(judged: &JudgedRecipient) -> Option<String> {
    let may = judged.kind == RecipientKind::Pending && (judged.light != Light::Red || judged.typed.resend);
    may.then(|| TypedRecipient { resend: true, ..judged.typed.clone() }.line())
}

/// What is put into the field when somebody wants to write it otherwise.
fn text_to_edit(judged: &JudgedRecipient) -> String {
    let name = if judged.person.is_some() { "" } else { &judged.typed.name };
    match judged.address() {
        "" => judged.name().to_owned(),
        address => written(name, address),
    }
}

/// An address with a name beside it, as mail programs write it. A name with marks that would end it stands in quotation marks.
pub(crate) fn written(name: &str, address: &str) -> String {
    if name.is_empty() {
        return address.to_owned();
    }
    if name.contains(|c: char| "\",;:<>@()[]\\".contains(c)) {
        let name = name.replace('\\', "\\\\").replace('"', "\\\"");
        return format!("\"{name}\" <{address}>");
    }
    format!("{name} <{address}>")
}

/// The recipients as chips. Whoever repeats another one is left out.
pub(crate) fn chips(context: &RequestContext, recipients: &[JudgedRecipient]) -> Vec<ChipResponse> {
    let once = recipients.iter().filter(|judged| judged.repeats.is_none());
    once.map(|judged| chip_response(context, judged)).collect()
}

/// What is said of those who repeat another one; empty if nobody does.
pub(crate) fn repeated(context: &RequestContext, recipients: &[JudgedRecipient]) -> String {
    match recipients.iter().filter(|judged| judged.repeats.is_some()).count() {
        0 => String::new(),
        count => words::share::repeated(context.lang, u64::try_from(count).unwrap_or(u64::MAX)),
    }
}

/// What a share would do, in words.
fn plan_response(context: &RequestContext, role: &str, plan: &SharePlan) -> PlanResponse {
    let (lang, now) = (context.lang, context.now());
    let role = RoleName::parse(role).ok();
    let goes_out = |mail: &&PlannedMail| !(mail.to_new && plan.only_joins());
    let mails = plan.mails.iter().filter(goes_out).map(|mail| MailResponse {
        caption: words::plan_mail(lang, mail).to_owned(),
        language: mail.language.tag().to_owned(),
        subject: mail.subject.clone(),
        text: mail.text.clone(),
    });
    PlanResponse {
        lines: words::plan_lines(lang, plan, role.as_ref(), context.product_name()),
        warnings: words::plan_warnings(lang, plan, now),
        mails: mails.collect(),
        problem: plan.problem.as_ref().map(|problem| response::problem_body(lang, problem)),
    }
}

/// Judges the recipients of a form, of which nothing else but item, role and last day counts, behind the new guests who stand before them on the page.
/// Nothing is written.
#[server(name = JudgeShare, prefix = "/api", endpoint = "share/judge")]
pub async fn judge_share(
    form: ShareForm,
    #[server(default)] ahead: GuestsAhead,
) -> Result<ApiResponse<JudgedResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let recipients = context.ports.invitations.judge(&caller, form, ahead).await?;
        Ok(JudgedResponse { chips: chips(&context, &recipients), repeated: repeated(&context, &recipients) })
    })
    .await
}

/// Says what a form would do. Nothing is written.
#[server(name = PlanShare, prefix = "/api", endpoint = "share/plan")]
pub async fn plan_share(form: ShareForm) -> Result<ApiResponse<PlanResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        // What the product is called here stands in a sentence about the mail.
        let context = context.with_look().await;
        let role = form.role.clone();
        let plan = context.ports.invitations.plan(&caller, form, context.lang).await?;
        Ok(plan_response(&context, &role, &plan))
    })
    .await
}

#[cfg(test)]
mod tests;
