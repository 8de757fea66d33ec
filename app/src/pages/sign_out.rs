//! Signed out here; on to the authority by a page of our own, because a form's answer must not redirect to another origin.

use contract::Problem;
use leptos::prelude::*;

use crate::frame::{Framing, framed_bare};
use crate::scope::{Scope, query};
use crate::widgets::Icon;

/// The page behind the sign-out form.
pub(crate) async fn sign_out(scope: Scope) -> Result<AnyView, Problem> {
    let lang = scope.lang;
    if scope.visitor.is_some() {
        crate::leaving::go("/");
    }
    let onward = scope.ports.account.sign_out_url().map(|url| url.as_str().to_owned());
    let (text, href, label) = if let Some(url) = onward.clone() {
        (words::going_on::sign_out_text(lang), url, words::going_on::link(lang))
    } else {
        (words::signed_out::text(lang), "/sign-in".to_owned(), words::signed_out::sign_in(lang))
    };
    // What is still under way is said where it can be read: this page then waits for a click.
    let is_open = query("open").is_some();
    let open = is_open.then(|| words::signed_out::open_steps(lang));
    let content = view! { <Left scope=scope.clone() text open href label /> };
    let framing =
        Framing { onward: onward.filter(|_| !is_open), ..Framing::plain(words::signed_out::title(lang)) };
    Ok(framed_bare(&scope, framing, content))
}

/// Where the authority sends people back to after signing out.
pub(crate) async fn signed_out(scope: Scope) -> Result<AnyView, Problem> {
    let lang = scope.lang;
    if scope.visitor.is_some() {
        crate::leaving::go("/");
    }
    let (text, label) = (words::signed_out::text(lang), words::signed_out::sign_in(lang));
    let content = view! { <Left scope=scope.clone() text open=None href="/sign-in".to_owned() label /> };
    Ok(framed_bare(&scope, Framing::plain(words::signed_out::title(lang)), content))
}

#[component]
fn Left(
    scope: Scope,
    text: &'static str,
    open: Option<&'static str>,
    href: String,
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="problem problem-going">
            <Icon name="sign-out" />
            <h1>{words::signed_out::heading(scope.lang)}</h1>
            <p>{text}</p>
            {open.map(|open| view! { <p>{open}</p> })}
            <div class="actions">
                <a class="button button-primary" href=href>
                    {label}
                </a>
            </div>
        </div>
    }
}
