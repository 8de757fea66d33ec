//! How shares go: polled by the dialog until nothing more happens without a person.

use std::time::Duration;

use contract::{
    InvitationState, Problem, ProblemCode, Progress, ProgressRow, ShareId, ShareProgress, StepKind,
    StepReport, ToldBy,
};
use islands::responses::{ApiResponse, RowResponse, ShareProgressResponse, StepResponse};
use leptos::prelude::*;

use super::invitations::sign_in_for;
use super::recipients::written;
use super::response::{self, BadRequest};
use crate::request::RequestContext;

/// How long a poll of a script may wait: long enough that most invitations need one poll, and that scripts do not poll in a busy loop.
const FETCH_MAX_WAIT: Duration = Duration::from_millis(400);

/// Puts the progress of one invitation into words.
fn row_response(context: &RequestContext, row: &ProgressRow) -> RowResponse {
    let progress = &row.progress;
    let (lang, now) = (context.lang, context.now());
    // What is being undone waits by itself: what would help it to be done is no advice.
    let problem = progress.problem.as_ref().filter(|_| progress.state != InvitationState::Undoing);
    let reference = progress.problem.as_ref().and_then(|problem| problem.reference.as_ref());
    RowResponse {
        invitation: progress.invitation.to_string(),
        name: progress.person.clone(),
        state: progress.state.as_str().to_owned(),
        sentence: words::progress(lang, progress, now),
        advice: problem.and_then(|problem| words::localize_at(lang, problem, now).advice).unwrap_or_default(),
        settled: progress.state.is_settled(),
        steps: steps(context, progress),
        reference: reference.map(ToString::to_string).unwrap_or_default(),
        has_link: progress.has_link,
        may_retry: may_retry(context, progress.state, progress.problem.as_ref()),
        correctable: correctable(row),
        tries: row.tries.to_string(),
        sign_in: sign_in_for(&progress.invitation, progress.problem.as_ref()).unwrap_or_default(),
    }
}

fn steps(context: &RequestContext, progress: &Progress) -> Vec<StepResponse> {
    // That the inviter is told is no news to whoever reads it.
    // Nor is a mail that was left out: the sentence says so.
    let is_shown = |step: &&StepReport| match step.kind {
        StepKind::TellInviter => false,
        StepKind::SendMail => progress.told_by == ToldBy::Mail,
        _ => true,
    };
    let shown = progress.steps.iter().filter(is_shown);
    let steps = shown.map(|step| StepResponse {
        state: step.state.to_string(),
        label: words::step(context.lang, step.kind).to_owned(),
        note: words::step_state(context.lang, step.state).to_owned(),
    });
    steps.collect()
}

/// Whether a click would do anything: while an invitation waits for a time, it is tried then and not before.
fn may_retry(context: &RequestContext, state: InvitationState, problem: Option<&Problem>) -> bool {
    match state {
        InvitationState::Stopped | InvitationState::Failed => true,
        InvitationState::Waiting => {
            let next = problem.and_then(|problem| problem.retry_at);
            next.is_none_or(|at| at <= context.now())
        }
        _ => false,
    }
}

/// The recipient as they are written, where it failed for a reason that another address may not have; else empty.
fn correctable(row: &ProgressRow) -> String {
    let problem = row.progress.problem.as_ref().filter(|_| row.progress.state == InvitationState::Failed);
    let is_of_address = |problem: &Problem| {
        matches!(
            problem.code,
            ProblemCode::AddressRefused
                | ProblemCode::AddressOfGroup
                | ProblemCode::AddressTaken
                | ProblemCode::AccountTaken
                | ProblemCode::OwnDomain
                | ProblemCode::DomainBlocked
                | ProblemCode::CrossTenantBlocked
                | ProblemCode::PersonGone
        )
    };
    if !problem.is_some_and(is_of_address) {
        return String::new();
    }
    let name = if row.progress.person == row.address { "" } else { &row.progress.person };
    written(name, &row.address)
}

/// Puts the progress of a share into words.
fn share_progress_response(context: &RequestContext, share: &ShareProgress) -> ShareProgressResponse {
    let shown = u32::try_from(share.rows.len()).unwrap_or(u32::MAX);
    let more = match share.total().saturating_sub(shown) {
        0 => String::new(),
        rest => words::share::more_people(context.lang, rest.into()),
    };
    let row = |row: &ProgressRow| row_response(context, row);
    ShareProgressResponse {
        heading: heading(context, share),
        rows: share.rows.iter().map(row).collect(),
        more,
        settled: share.is_settled(),
        link_hint: link_hint(context, share),
        key: (context.ports.new_key)(),
    }
}

/// Of one recipient, what happened to them by name; of several, how many it has worked for.
fn heading(context: &RequestContext, share: &ShareProgress) -> String {
    let lang = context.lang;
    let (settled, total) = (share.is_settled(), u64::from(share.total()));
    if let [only] = share.rows.as_slice() {
        return if settled {
            words::progress(lang, &only.progress, context.now())
        } else {
            words::share::progress_heading(lang, &share.item_title, &only.progress.person)
        };
    }
    let in_trouble =
        share.counts.iter().filter(|(state, _)| needs_somebody(*state)).map(|(_, count)| u64::from(*count));
    match in_trouble.sum::<u64>() {
        _ if !settled => words::share::progress_many(lang, total, &share.item_title),
        0 => words::share::shared_many(lang, total, &share.item_title),
        count => words::share::trouble_many(lang, count),
    }
}

const fn needs_somebody(state: InvitationState) -> bool {
    matches!(state, InvitationState::Stopped | InvitationState::Failed)
}

/// What the links are for, by who writes; empty where there are none.
fn link_hint(context: &RequestContext, share: &ShareProgress) -> String {
    let mut linked = share.rows.iter().map(|row| &row.progress).filter(|progress| progress.has_link);
    match (linked.next(), linked.next()) {
        (None, _) => String::new(),
        (Some(only), None) if share.total() == 1 => {
            words::mail_way::link_hint(context.lang, only.told_by, &only.person)
        }
        _ => words::share::link_hint_many(context.lang).to_owned(),
    }
}

/// The progress of one of the caller's shares.
#[server(name = FollowShare, prefix = "/api", endpoint = "share/progress")]
pub async fn follow_share(share: ShareId) -> Result<ApiResponse<ShareProgressResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let progress = context.ports.invitations.share_progress(&caller, &share, FETCH_MAX_WAIT).await?;
        Ok(share_progress_response(&context, &progress))
    })
    .await
}

#[cfg(test)]
mod tests;
