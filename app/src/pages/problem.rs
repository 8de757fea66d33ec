//! One page style for everything that did not work: what happened, what it means, what to do now.

use contract::{Problem, ProblemCode, ReferenceId};
use http::StatusCode;
use leptos::prelude::*;

use crate::frame::{Framing, framed_bare};
use crate::leaving;
use crate::scope::{Scope, query};
use crate::widgets::{Icon, Reference};

/// The code with this text.
pub(crate) fn code_named(text: &str) -> Option<ProblemCode> {
    ProblemCode::ALL.iter().copied().find(|code| code.as_str() == text)
}

/// No such address.
pub(crate) async fn not_found(scope: Scope) -> Result<AnyView, Problem> {
    Ok(trouble_page(&scope, &Problem::new(ProblemCode::NotFound)))
}

/// Where a plain form goes that met a problem which belongs to no field. The address holds a code and a reference id only.
pub(crate) async fn trouble(scope: Scope) -> Result<AnyView, Problem> {
    // Whoever is to sign in is sent to the sign-in page instead; here it would lead in a circle.
    let code = query("problem").and_then(|code| code_named(&code));
    let code = code.filter(|code| *code != ProblemCode::SignInNeeded).unwrap_or(ProblemCode::NotFound);
    let reference = query("reference").and_then(|id| ReferenceId::parse(&id).ok());
    Ok(trouble_page(&scope, &Problem { reference, ..Problem::new(code) }))
}

/// The page instead of the one that was asked for. Somebody who only has to sign in goes there at once and comes back here.
pub(crate) fn trouble_page(scope: &Scope, problem: &Problem) -> AnyView {
    if problem.code == ProblemCode::SignInNeeded {
        leaving::go(&format!("/sign-in/start?to={}", leaving::encode(scope.here.as_str())));
    } else {
        leaving::status(leaving::status_of(problem.code));
    }
    let lang = scope.lang;
    let said = words::say(lang, problem);
    let status = leaving::status_of(problem.code);
    let (class, icon, heading) = look(scope, status, problem.code);
    // Not found and forbidden have their own words; anything else says what the catalogue says.
    let (text, advice) = match status {
        StatusCode::NOT_FOUND => (words::errors::not_found_text(lang).to_owned(), None),
        StatusCode::INTERNAL_SERVER_ERROR => (words::errors::broken_text(lang).to_owned(), said.advice),
        _ => (said.sentence, said.advice),
    };
    let way = match scope.visitor {
        Some(_) => ("/items", words::errors::items(lang)),
        None => ("/", words::errors::home(lang)),
    };
    let reference = problem.reference.clone().map(|id| view! { <Reference scope=scope.clone() id /> });
    let content = view! {
        <div class=class>
            <Icon name=icon />
            <h1>{heading}</h1>
            <p>{text}</p>
            {advice.map(|advice| view! { <p class="quiet">{advice}</p> })}
            <div class="actions">
                <a class="button button-primary" href=way.0>{way.1}</a>
            </div>
            {reference}
        </div>
    };
    framed_bare(scope, Framing::plain(heading), content)
}

fn look(scope: &Scope, status: StatusCode, code: ProblemCode) -> (&'static str, &'static str, &'static str) {
    let lang = scope.lang;
    match (status, code) {
        (StatusCode::NOT_FOUND, _) => ("problem", "search", words::errors::not_found_title(lang)),
        (StatusCode::FORBIDDEN, _) => ("problem", "lock", words::errors::forbidden_title(lang)),
        (StatusCode::UNAUTHORIZED, _) => ("problem", "lock", words::sign_in::problem_heading(lang)),
        (StatusCode::SERVICE_UNAVAILABLE, _) => {
            ("problem problem-broken", "warning", words::errors::directory_title(lang))
        }
        (StatusCode::INTERNAL_SERVER_ERROR, _) => {
            ("problem problem-broken", "error-circle", words::errors::broken_title(lang))
        }
        _ => ("problem", "warning", words::errors::page_title(lang)),
    }
}

/// When not even the request could be read: a page without a frame, in English.
pub(crate) fn plain_trouble(problem: &Problem) -> AnyView {
    leaving::status(leaving::status_of(problem.code));
    let said = words::say(contract::Language::English, problem);
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <title>"Vestibule"</title>
            </head>
            <body>
                <h1>{said.sentence}</h1>
            </body>
        </html>
    }
    .into_any()
}
