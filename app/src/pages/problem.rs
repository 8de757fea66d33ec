//! One page style for everything that did not work: what happened, what it means, what to do now.

use contract::{Language, LocalPath, Problem, ProblemCode, ReferenceId};
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

/// Where a plain form goes that met a problem which belongs to no field. The address holds a code, a reference id and the way back only.
pub(crate) async fn trouble(scope: Scope) -> Result<AnyView, Problem> {
    // Whoever is to sign in is sent to the sign-in page instead; here it would lead in a circle.
    let code = query("problem").and_then(|code| code_named(&code));
    let code = code.filter(|code| *code != ProblemCode::SignInNeeded).unwrap_or(ProblemCode::NotFound);
    let reference = query("reference").and_then(|id| ReferenceId::parse(&id).ok());
    let back = query("to").and_then(|to| LocalPath::parse(&to).ok());
    Ok(page(&scope, &Problem { reference, ..Problem::new(code) }, back.as_ref()))
}

/// The page instead of the one that was asked for. Somebody who only has to sign in goes there at once and comes back here.
pub(crate) fn trouble_page(scope: &Scope, problem: &Problem) -> AnyView {
    page(scope, problem, Some(&scope.here))
}

fn page(scope: &Scope, problem: &Problem, back: Option<&LocalPath>) -> AnyView {
    if problem.code == ProblemCode::SignInNeeded {
        leaving::go(&leaving::sign_in_address(scope.here.as_str()));
    } else {
        leaving::status(leaving::status_of(problem.code));
    }
    let Face { class, icon, heading, text, advice } = face(scope.lang, problem);
    let reference = problem.reference.clone().map(|id| view! { <Reference scope=scope.clone() id /> });
    let (first, second) = ways(scope, problem.code, back);
    let content = view! {
        <div class=class>
            <Icon name=icon />
            <h1>{heading.clone()}</h1>
            {text.map(|text| view! { <p>{text}</p> })}
            {advice.map(|advice| view! { <p class="quiet">{advice}</p> })}
            <div class="actions">
                <a class="button button-primary" href=first.0>{first.1}</a>
                {second.map(|(href, label)| view! { <a class="button" href=href>{label}</a> })}
            </div>
            {reference}
        </div>
    };
    framed_bare(scope, Framing::plain(heading), content)
}

/// How a problem looks as a page.
struct Face {
    class: &'static str,
    icon: &'static str,
    heading: String,
    text: Option<String>,
    advice: Option<String>,
}

/// Some have words of their own as a page; anything else says what the catalogue says.
fn face(lang: Language, problem: &Problem) -> Face {
    let said = words::localize(lang, problem);
    let face = |class, icon, heading: &str, text, advice| {
        let heading = heading.trim_end_matches(['.', '。']).to_owned();
        Face { class, icon, heading, text, advice }
    };
    let (calm, broken) = ("problem", "problem problem-broken");
    match (problem.code, leaving::status_of(problem.code)) {
        (ProblemCode::NotFound, _) => {
            let text = words::errors::not_found_text(lang).to_owned();
            face(calm, "search", words::errors::not_found_title(lang), Some(text), None)
        }
        (ProblemCode::NotAllowed, _) => {
            let text = words::errors::forbidden_text(lang).to_owned();
            face(calm, "lock", words::errors::forbidden_title(lang), Some(text), None)
        }
        (ProblemCode::SignInNeeded | ProblemCode::SessionLapsed, _) => {
            face(calm, "lock", words::sign_in::problem_heading(lang), Some(said.sentence), said.advice)
        }
        (ProblemCode::Internal, _) => {
            let text = words::errors::broken_text(lang).to_owned();
            face(broken, "error-circle", words::errors::broken_title(lang), Some(text), said.advice)
        }
        (_, StatusCode::SERVICE_UNAVAILABLE) => {
            face(broken, "warning", words::errors::directory_title(lang), Some(said.sentence), said.advice)
        }
        (_, StatusCode::INTERNAL_SERVER_ERROR) => {
            face(broken, "error-circle", &said.sentence, said.advice, None)
        }
        _ => face(calm, "warning", &said.sentence, said.advice, None),
    }
}

type Way = (String, &'static str);

/// The next click, and another where there is one. Trying again is for what may have mended itself, at the address where it happened.
fn ways(scope: &Scope, code: ProblemCode, back: Option<&LocalPath>) -> (Way, Option<Way>) {
    let lang = scope.lang;
    let onward = match (code, &scope.visitor) {
        (ProblemCode::SignInNeeded | ProblemCode::SessionLapsed | ProblemCode::SignInAgain, _) => {
            let to = back.map_or("/items", LocalPath::as_str);
            (leaving::sign_in_address(to), words::sign_in::again(lang))
        }
        (_, None) => ("/".to_owned(), words::errors::home(lang)),
        (ProblemCode::KeyReused | ProblemCode::NoLink, Some(_)) => {
            ("/invitations".to_owned(), words::errors::invitations(lang))
        }
        (_, Some(_)) => ("/items".to_owned(), words::errors::items(lang)),
    };
    let again = back.filter(|_| leaving::status_of(code).is_server_error());
    match again {
        Some(again) => ((again.as_str().to_owned(), words::errors::try_again(lang)), Some(onward)),
        None => (onward, None),
    }
}

/// When not even the request could be read: a page without a frame, in English.
pub(crate) fn plain_trouble(problem: &Problem) -> AnyView {
    leaving::status(leaving::status_of(problem.code));
    let said = words::localize(Language::English, problem);
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
