//! The error page: what happened, what it means, what to do now.

use contract::{Caller, Language, LocalPath, Problem, ProblemCode, ReferenceId};
use http::StatusCode;
use leptos::prelude::*;
use time::OffsetDateTime;

use crate::layout::{self, Layout};
use crate::redirect;
use crate::request::{RequestContext, query};
use crate::widgets::{Icon, Reference};

/// The code with this text.
pub(crate) fn code_from_text(text: &str) -> Option<ProblemCode> {
    ProblemCode::ALL.iter().copied().find(|code| code.as_str() == text)
}

/// The page for an unknown address.
pub(crate) async fn not_found(context: RequestContext) -> Result<AnyView, Problem> {
    Ok(render_error_page(&context, &Problem::new(ProblemCode::NotFound)))
}

/// The error page to which a plain form is redirected. Its address contains a code, a reference id, a time and the path to return to only.
pub(crate) async fn error_page(context: RequestContext) -> Result<AnyView, Problem> {
    // `sign-in-needed` redirects to the sign-in, which would return here in a loop.
    let code = query("problem").and_then(|code| code_from_text(&code));
    let code = code.filter(|code| *code != ProblemCode::SignInNeeded).unwrap_or(ProblemCode::NotFound);
    let reference = query("reference").and_then(|id| ReferenceId::parse(&id).ok());
    let back = query("to").and_then(|to| LocalPath::parse(&to).ok());
    let until = query("until").and_then(|until| until.parse().ok());
    let retry_at = until.and_then(|until| OffsetDateTime::from_unix_timestamp(until).ok());
    Ok(page(&context, &Problem { reference, retry_at, ..Problem::new(code) }, back.as_ref()))
}

/// Renders the error page in place of the requested one. A person who must sign in is redirected to the sign-in and returns.
pub(crate) fn render_error_page(context: &RequestContext, problem: &Problem) -> AnyView {
    page(context, problem, Some(&context.path))
}

fn page(context: &RequestContext, problem: &Problem, back: Option<&LocalPath>) -> AnyView {
    if problem.code == ProblemCode::SignInNeeded {
        let back = &context.path;
        // Whoever has signed out is asked first: the authority may know them still, and sign them in without a word.
        redirect::redirect(&if context.has_signed_out() {
            redirect::session_lapsed_url(back, true)
        } else {
            redirect::sign_in_url(back.as_str())
        });
    } else {
        redirect::set_status(redirect::status_of(problem.code));
    }
    let ErrorText { class, icon, heading, text, advice } = error_text(context, problem);
    let reference = problem.reference.clone().map(|id| view! { <Reference context=context.clone() id /> });
    let (first, second) = actions(context, problem.code, back);
    let identity = context.signed_in.as_ref().filter(|_| is_of_another(problem.code));
    let identity = identity.map(|caller| words::errors::signed_in_as(context.lang, &identified(caller)));
    let body = view! {
        <div class=class>
            <Icon name=icon />
            <h1>{heading.clone()}</h1>
            {text.map(|text| view! { <p>{text}</p> })}
            {advice.map(|advice| view! { <p class="quiet">{advice}</p> })}
            {identity.map(|identity| view! { <p>{identity}</p> })}
            <div class="actions">
                <a class="button button-primary" href=first.0>{first.1}</a>
                {second.map(|(href, label)| view! { <a class="button" href=href>{label}</a> })}
            </div>
            {reference}
        </div>
    };
    layout::render_without_toasts(context, Layout::new(heading), body)
}

/// Whether another account may have what this one has not. The page says as whom one is signed in, and is the same whether there is something
/// that this account may not see, or nothing.
const fn is_of_another(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::NotFound | ProblemCode::NotAllowed | ProblemCode::SomebodyElse)
}

/// The name, and the address where there is one.
fn identified(caller: &Caller) -> String {
    match caller.address.as_deref().filter(|address| *address != caller.name) {
        Some(address) => format!("{} ({address})", caller.name),
        None => caller.name.clone(),
    }
}

/// The texts and the icon of an error page.
struct ErrorText {
    class: &'static str,
    icon: &'static str,
    heading: String,
    text: Option<String>,
    advice: Option<String>,
}

/// Some codes have texts of their own for the page; the others use the texts of the catalogue.
fn error_text(context: &RequestContext, problem: &Problem) -> ErrorText {
    let lang = context.lang;
    let localized = words::localize_at(lang, problem, context.now());
    let text_with = |class, icon, heading: &str, text, advice| {
        let heading = heading.trim_end_matches(['.', '。']).to_owned();
        ErrorText { class, icon, heading, text, advice }
    };
    let (calm, broken) = ("problem", "problem problem-broken");
    match (problem.code, redirect::status_of(problem.code)) {
        (ProblemCode::NotFound, _) => {
            let text = words::errors::not_found_text(lang).to_owned();
            text_with(calm, "search", words::errors::not_found_title(lang), Some(text), None)
        }
        (ProblemCode::NotAllowed, _) => {
            let text = words::errors::forbidden_text(lang).to_owned();
            text_with(calm, "lock", words::errors::forbidden_title(lang), Some(text), None)
        }
        (ProblemCode::SignInNeeded | ProblemCode::SessionLapsed | ProblemCode::SignedOut, _) => text_with(
            calm,
            "lock",
            words::sign_in::problem_heading(lang),
            Some(localized.sentence),
            localized.advice,
        ),
        (ProblemCode::Internal, _) => {
            let text = words::errors::broken_text(lang).to_owned();
            text_with(broken, "error-circle", words::errors::broken_title(lang), Some(text), localized.advice)
        }
        // Not Microsoft's: the organisation's own mail server.
        (ProblemCode::MailServerBusy, _) => {
            text_with(broken, "warning", &localized.sentence, localized.advice, None)
        }
        (_, StatusCode::SERVICE_UNAVAILABLE) => text_with(
            broken,
            "warning",
            words::errors::directory_title(lang),
            Some(localized.sentence),
            localized.advice,
        ),
        (_, StatusCode::INTERNAL_SERVER_ERROR) => {
            text_with(broken, "error-circle", &localized.sentence, localized.advice, None)
        }
        _ => text_with(calm, "warning", &localized.sentence, localized.advice, None),
    }
}

type Action = (String, &'static str);

/// The main link, and a second one if any. "Try again" is for server errors, which may be transient, and leads to the failed address.
fn actions(
    context: &RequestContext,
    code: ProblemCode,
    back: Option<&LocalPath>,
) -> (Action, Option<Action>) {
    let lang = context.lang;
    let next = match (code, &context.signed_in) {
        (
            ProblemCode::SignInNeeded
            | ProblemCode::SessionLapsed
            | ProblemCode::SignedOut
            | ProblemCode::SignInAgain,
            _,
        ) => {
            let to = back.map_or("/items", LocalPath::as_str);
            (redirect::sign_in_url(to), words::sign_in::again(lang))
        }
        (_, None) => ("/".to_owned(), words::errors::home(lang)),
        (ProblemCode::KeyReused | ProblemCode::NoLink, Some(_)) => {
            ("/invitations".to_owned(), words::errors::invitations(lang))
        }
        (_, Some(_)) => ("/items".to_owned(), words::errors::items(lang)),
    };
    if context.signed_in.is_some() && is_of_another(code) {
        let to = back.map_or("/items", LocalPath::as_str);
        let other = (redirect::other_account_url(to), words::errors::other_account(lang));
        return if code == ProblemCode::SomebodyElse { (other, Some(next)) } else { (next, Some(other)) };
    }
    let again = back.filter(|_| redirect::status_of(code).is_server_error());
    match again {
        Some(again) => ((again.as_str().to_owned(), words::errors::try_again(lang)), Some(next)),
        None => (next, None),
    }
}

/// For when not even the request context is available: a page without layout, in English.
pub(crate) fn render_bare_error_page(problem: &Problem) -> AnyView {
    redirect::set_status(redirect::status_of(problem.code));
    let localized = words::localize(Language::English, problem);
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <title>"Vestibule"</title>
            </head>
            <body>
                <h1>{localized.sentence}</h1>
            </body>
        </html>
    }
    .into_any()
}
