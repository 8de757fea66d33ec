//! The way in, and why the last try did not work.

use contract::{LocalPath, Problem, ProblemCode, ReferenceId};
use leptos::prelude::*;

use super::problem::code_named;
use crate::frame::{Framing, framed_bare};
use crate::leaving::{self, encode};
use crate::scope::{Scope, query};
use crate::widgets::{Icon, Reference};

/// The sign-in page. The address says a code and a reference at most, never a text.
pub(crate) async fn sign_in(scope: Scope) -> Result<AnyView, Problem> {
    let lang = scope.lang;
    let to = query("to")
        .and_then(|to| LocalPath::parse(&to).ok())
        .unwrap_or_else(|| LocalPath::parse("/items").unwrap_or_else(|_| LocalPath::home()));
    let problem = query("problem").and_then(|code| code_named(&code));
    // Whoever is signed in has nothing to do here, unless Microsoft asks for them once more.
    if scope.visitor.is_some() && problem != Some(ProblemCode::SignInAgain) {
        leaving::go_to(&to);
    }
    let reference = query("reference").and_then(|id| ReferenceId::parse(&id).ok());
    let start = format!("/sign-in/start?pick=1&to={}", encode(to.as_str()));
    let said = problem.map(|code| words::localize(lang, &Problem::new(code)));
    let heading = match problem {
        Some(ProblemCode::SignInNeeded | ProblemCode::SignInAgain) | None => words::sign_in::heading(lang),
        Some(_) => words::sign_in::problem_heading(lang),
    };
    let label = if said.is_some() { words::sign_in::again(lang) } else { words::sign_in::button(lang) };
    let (class, icon) =
        if said.is_some() { ("problem problem-broken", "warning") } else { ("problem", "door") };
    let text =
        said.as_ref().map_or_else(|| words::sign_in::lead(lang).to_owned(), |said| said.sentence.clone());
    let advice = said.and_then(|said| said.advice).map(|advice| view! { <p class="quiet">{advice}</p> });
    let reference = reference.map(|id| view! { <Reference scope=scope.clone() id /> });
    let content = view! {
        <div class=class>
            <Icon name=icon />
            <h1>{heading}</h1>
            <p>{text}</p>
            {advice}
            <div class="actions">
                <a class="button button-primary button-large" href=start>{label}</a>
            </div>
            <p class="quiet small">{words::sign_in::privacy(lang)}</p>
            {reference}
        </div>
    };
    Ok(framed_bare(&scope, Framing::plain(words::sign_in::title(lang)), content))
}
