//! The page after signing out. It leads to the authority, because a form must not redirect to another origin.

use contract::Problem;
use leptos::prelude::*;

use crate::layout::{self, Layout};
use crate::request::{RequestContext, query};
use crate::widgets::Icon;

/// The page after the sign-out form.
pub(crate) async fn sign_out(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    if context.signed_in.is_some() {
        crate::redirect::redirect("/");
    }
    let sign_out_url = context.ports.account.sign_out_url().map(|url| url.as_str().to_owned());
    let (text, href, label) = if let Some(url) = sign_out_url.clone() {
        (words::going_on::sign_out_text(lang, context.product_name()), url, words::going_on::link(lang))
    } else {
        (words::signed_out::text(lang).to_owned(), "/sign-in".to_owned(), words::signed_out::sign_in(lang))
    };
    // With open invitations the page shows a notice, and so waits for a click instead of redirecting.
    let is_open = query("open").is_some();
    let open = is_open.then(|| words::signed_out::open_steps(lang));
    let body = view! { <SignedOutPage context=context.clone() text open href label /> };
    let layout = Layout {
        auto_redirect: sign_out_url.filter(|_| !is_open),
        ..Layout::new(words::signed_out::title(lang))
    };
    Ok(layout::render_without_toasts(&context, layout, body))
}

/// The page to which the authority returns after its own sign-out.
pub(crate) async fn signed_out(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    if context.signed_in.is_some() {
        crate::redirect::redirect("/");
    }
    let (text, label) = (words::signed_out::text(lang).to_owned(), words::signed_out::sign_in(lang));
    let body =
        view! { <SignedOutPage context=context.clone() text open=None href="/sign-in".to_owned() label /> };
    Ok(layout::render_without_toasts(&context, Layout::new(words::signed_out::title(lang)), body))
}

#[component]
fn SignedOutPage(
    context: RequestContext,
    text: String,
    open: Option<&'static str>,
    href: String,
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="problem problem-going">
            <Icon name="sign-out" />
            <h1>{words::signed_out::heading(context.lang)}</h1>
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
