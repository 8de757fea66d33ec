//! The page of one invitation: steps, timeline and actions. Without scripts it refreshes itself while the invitation is in progress.

use contract::{
    GivenAttribute, InvitationId, InvitationRow, InvitationState, InvitationView, Language, Problem,
    ProblemCode,
};
use islands::ids;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use time::OffsetDateTime;

use super::sign_up::SignUpQuestion;
use super::timeline::Timeline;
use crate::calls::invitations::{PutAway, ReopenAsDraft, Resend, Retry, SkipMail, sign_in_for};
use crate::layout::{self, Layout, NavSection};
use crate::request::{RequestContext, path_param};
use crate::widgets::{
    CopyControl, CopyWords, Icon, Island, ItemTitle, LiveStates, PersonCell, Reference, State,
};

/// The shortest time between two refreshes while an invitation waits, in seconds.
const SHORTEST_WAIT: i64 = 30;

/// The page of one of the caller's invitations.
pub(crate) async fn invitation(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let caller = context.caller()?.clone();
    let id = path_param("id")
        .and_then(|id| InvitationId::parse(&id).ok())
        .ok_or(Problem::new(ProblemCode::NotFound))?;
    let view = context.ports.invitations.open(&caller, &id).await?;
    // Somebody known was invited to nothing.
    let title = match view.row.state {
        InvitationState::Shared => words::invitations::one_title_shared(lang, &view.row.person),
        _ => words::invitations::one_title(lang, &view.row.person),
    };
    let refresh = refresh_after(&view.row, context.now()).map(|seconds| {
        view! {
            <noscript>
                <meta http-equiv="refresh" content=seconds.to_string() />
            </noscript>
        }
    });
    let (reports, is_told) = (vec![view.row.report()], view.row.inviter.is_none());
    let body = view! {
        {refresh}
        <InvitationDetails context=context.clone() view title=title.clone() />
        <LiveStates context=context.clone() reports is_told whole_page=true />
        <Island name=ids::island::COPYING start=() />
    };
    Ok(layout::render(&context, Layout::new(title).in_section(NavSection::Invitations).with_islands(), body)
        .await)
}

/// After how many seconds a page without scripts refreshes: soon while a step runs; while the invitation waits, not before the next retry.
fn refresh_after(row: &InvitationRow, now: OffsetDateTime) -> Option<i64> {
    match row.state {
        InvitationState::Working => Some(2),
        InvitationState::Waiting => {
            let next = row.problem.as_ref().and_then(|problem| problem.retry_at);
            Some(next.map_or(0, |at| (at - now).whole_seconds()).max(SHORTEST_WAIT))
        }
        _ => None,
    }
}

/// Whether a click would do anything: while an invitation waits for a time, it is tried then and not before.
fn may_try_again(row: &InvitationRow, now: OffsetDateTime) -> bool {
    match row.state {
        InvitationState::Stopped | InvitationState::Failed => true,
        InvitationState::Waiting => {
            let next = row.problem.as_ref().and_then(|problem| problem.retry_at);
            next.is_none_or(|at| at <= now)
        }
        _ => false,
    }
}

#[component]
fn InvitationDetails(context: RequestContext, view: InvitationView, title: String) -> impl IntoView {
    let lang = context.lang;
    let row = view.row.clone();
    let sentence = words::row_state(lang, &row, context.now());
    // What is being undone waits by itself: what would help it to be done is no advice.
    let problem = row.problem.as_ref().filter(|_| row.state != InvitationState::Undoing);
    let advice = problem.and_then(|problem| words::localize(lang, problem).advice);
    let reference = row.problem.as_ref().and_then(|problem| problem.reference.clone());
    let (list, back) = match row.inviter {
        Some(_) => ("/invitations?whose=everyone", words::invitations::back_everyone(lang)),
        None => ("/invitations", words::invitations::back(lang)),
    };
    let of_other = row.inviter.as_ref().map(|inviter| words::invitations::of_other(lang, inviter));
    let question = view.signed_up.clone().map(|person| {
        view! { <SignUpQuestion lang invitation=row.id.clone() address=row.address.clone() person /> }
    });
    view! {
        <article class="item">
            <header class="item-head">
                <a class="item-back" href=list>
                    <Icon name="arrow-left" />
                    {back}
                </a>
                <h1>{title}</h1>
                <p class="item-line">
                    <ItemTitle item=view.item.id.clone() title=view.item.title.clone() of_another=row.inviter.is_some() />
                    {format!(" · {}", words::role(lang, &row.role))}
                </p>
            </header>
            <div class="item-body">
                {of_other.map(|text| view! { <p>{text}</p> })}
                <PersonCell name=row.person.clone() more=row.address.clone() outside=row.outside />
                <p role="status">
                    <State state=row.state sentence invitation=row.id.to_string() />
                </p>
                <Given lang given=view.attributes />
                {advice.map(|advice| view! { <p class="quiet">{advice}</p> })}
                {reference.map(|id| view! { <Reference context=context.clone() id /> })}
                {question}
                <Actions context=context.clone() row=row.clone() resend=view.may_be_resent mail=view.may_send_mail_again skip=view.may_skip_mail undo=view.may_be_undone />
            </div>
            <aside class="item-access" aria-labelledby="history-title">
                <h2 id="history-title">{words::invitations::history(lang)}</h2>
                <Timeline context row steps=view.steps />
            </aside>
        </article>
    }
}

/// What was typed of the guest into the form.
#[component]
fn Given(lang: Language, given: Vec<GivenAttribute>) -> impl IntoView {
    if given.is_empty() {
        return ().into_any();
    }
    let line = |GivenAttribute { name, label, value }| {
        let label = words::attribute_label(lang, &name, label.as_deref());
        view! { <li>{words::settings::in_entry(lang, &label, &value)}</li> }
    };
    view! {
        <ul class="rows small" role="list" aria-label=words::share::asked_heading(lang)>
            {given.into_iter().map(line).collect_view()}
        </ul>
    }
    .into_any()
}

/// The actions: copy the link, sign in again, retry, change and send again, put away. Whatever sends, sends in the inviter's name, and the list
/// from which it is put away is theirs: what is left for an administrator is to undo it.
#[component]
fn Actions(
    context: RequestContext,
    row: InvitationRow,
    resend: bool,
    mail: bool,
    skip: bool,
    undo: bool,
) -> impl IntoView {
    let lang = context.lang;
    let id = row.id.to_string();
    let is_own = row.inviter.is_none();
    let again = is_own && may_try_again(&row, context.now());
    let rework = is_own && matches!(row.state, InvitationState::Stopped | InvitationState::Failed);
    let put_away = is_own && row.state.may_be_put_away();
    // A form that was sent before has an old number of tries, and so has no effect.
    let form = |action: &'static str,
                field: Option<(&'static str, String)>,
                icon: &'static str,
                label: &'static str| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="invitation" value=id.clone() />
                {field.map(|(name, value)| view! { <input type="hidden" name=name value=value /> })}
                <button class="button" aria-describedby=(action == Resend::url()).then_some("resend-help")>
                    <Icon name=icon />
                    {label}
                </button>
            </form>
        }
    };
    let sign_in = sign_in_for(&row.id, row.problem.as_ref()).filter(|_| is_own).map(|address| {
        view! {
            <a class="button button-primary" href=address>
                {words::sign_in::again(lang)}
            </a>
        }
    });
    let copy = row.has_link.then(|| {
        view! {
            <CopyControl words=CopyWords::of_invitation(lang) invitation=id.clone() />
            <form class="plain-only" method="post" action=format!("/invitations/{id}/link")>
                <button class="button">
                    <Icon name="link" />
                    {words::share::link_label(lang)}
                </button>
            </form>
        }
    });
    let undo = undo.then(|| {
        view! {
            <a class="button" href=format!("/invitations/{id}/undo")>
                <Icon name="arrow-undo" />
                {words::undo::action(lang)}
            </a>
        }
    });
    view! {
        <div class="actions">
            {copy} {sign_in} {again.then(|| form(Retry::url(), Some(("tries", row.tries.to_string())), "refresh", words::invitations::try_again(lang)))}
            {resend.then(|| form(Resend::url(), Some(("key", (context.ports.new_key)())), "mail", words::invitations::resend(lang)))}
            {mail.then(|| form(Retry::url(), Some(("tries", row.tries.to_string())), "mail", words::invitations::send_mail_again(lang)))}
            {skip.then(|| form(SkipMail::url(), None, "link", words::invitations::skip_mail(lang)))}
            {rework.then(|| form(ReopenAsDraft::url(), None, "mail", words::invitations::change(lang)))}
            {put_away.then(|| form(PutAway::url(), None, "dismiss", words::invitations::put_away(lang)))} {undo}
        </div>
        {skip.then(|| view! { <p class="quiet small">{words::invitations::skip_mail_hint(lang, &row.person)}</p> })}
        {mail.then(|| view! { <p class="quiet small">{words::invitations::send_mail_again_hint(lang, &row.person)}</p> })}
        {resend.then(|| view! { <p class="quiet small" id="resend-help">{words::invitations::resend_hint(lang, &row.person)}</p> })}
    }
}

#[cfg(test)]
mod tests;
