//! The sign-in page, with the reason if the last sign-in failed.

use contract::{LocalPath, Problem, ProblemCode, ReferenceId};
use leptos::prelude::*;

use super::error_page::code_from_text;
use crate::layout::{self, Layout};
use crate::redirect;
use crate::request::{RequestContext, query};
use crate::widgets::{Icon, Reference};

/// The sign-in page. Its address contains at most a code and a reference id, never a text.
pub(crate) async fn sign_in(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let to = query("to")
        .and_then(|to| LocalPath::parse(&to).ok())
        .unwrap_or_else(|| LocalPath::parse("/items").unwrap_or_else(|_| LocalPath::home()));
    let problem = query("problem").and_then(|code| code_from_text(&code));
    if context.signed_in.is_some() && !problem.is_some_and(concerns_signed_in) {
        redirect::redirect_to(&to);
    }
    let reference = query("reference").and_then(|id| ReferenceId::parse(&id).ok());
    let start = redirect::other_account_url(to.as_str());
    let localized = problem.map(|code| words::localize(lang, &Problem::new(code)));
    let heading = match problem {
        Some(ProblemCode::SignInNeeded | ProblemCode::SignInAgain) | None => {
            words::sign_in::heading(lang, context.product_name())
        }
        Some(ProblemCode::SignedOut) => words::signed_out::heading(lang).to_owned(),
        Some(_) if context.signed_in.is_some() => words::errors::other_account(lang).to_owned(),
        Some(_) => words::sign_in::problem_heading(lang).to_owned(),
    };
    let label = if localized.is_some() { words::sign_in::again(lang) } else { words::sign_in::button(lang) };
    let (class, icon) = match problem {
        None => ("problem", "door"),
        Some(ProblemCode::SignedOut) => ("problem problem-going", "sign-out"),
        Some(_) => ("problem problem-broken", "warning"),
    };
    let text = localized
        .as_ref()
        .map_or_else(|| words::sign_in::lead(lang).to_owned(), |localized| localized.sentence.clone());
    let advice = localized
        .and_then(|localized| localized.advice)
        .map(|advice| view! { <p class="quiet">{advice}</p> });
    let reference = reference.map(|id| view! { <Reference context=context.clone() id /> });
    let body = view! {
        <div class=class>
            <Icon name=icon />
            <h1>{heading}</h1>
            <p>{text}</p>
            {advice}
            <div class="actions">
                <a class="button button-primary button-large" href=start>{label}</a>
            </div>
            <p class="quiet small">{words::sign_in::privacy(lang, context.product_name())}</p>
            {reference}
        </div>
    };
    Ok(layout::render_without_toasts(&context, Layout::new(words::sign_in::title(lang)), body))
}

/// Whether a signed-in person is told: Microsoft wants a fresh sign-in, or did not take the other account that they chose. Else they need not sign in.
const fn concerns_signed_in(problem: ProblemCode) -> bool {
    matches!(
        problem,
        ProblemCode::SignInAgain
            | ProblemCode::SignInFailed
            | ProblemCode::ConsentDeclined
            | ProblemCode::ConsentMissing
            | ProblemCode::NotAssigned
            | ProblemCode::AccountUnknown
            | ProblemCode::SignInBlocked
    )
}
