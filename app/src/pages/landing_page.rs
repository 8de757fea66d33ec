//! The landing page: what Vestibule is for, and the link to sign in.

use contract::Problem;
use leptos::prelude::*;

use crate::layout::{self, Layout};
use crate::request::RequestContext;
use crate::widgets::Icon;

/// The landing page.
pub(crate) async fn landing_page(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let (href, label) = match context.signed_in {
        Some(_) => ("/items", words::front::go_to_items(lang)),
        None => ("/sign-in/start?pick=1&to=/items", words::front::sign_in(lang)),
    };
    let lead = words::front::lead(lang, context.product_name());
    let body = move || {
        let point = |icon: &'static str, title: &'static str, text: &'static str| {
            view! {
                <li>
                    <Icon name=icon />
                    <span>
                        <strong>{title}</strong>
                        <br />
                        {text}
                    </span>
                </li>
            }
        };
        view! {
            <div class="front">
                <svg class="icon mark" aria-hidden="true">
                    <use href=format!("{}#mark", crate::document::sprite())></use>
                </svg>
                <h1>{words::front::heading(lang)}</h1>
                <p>{lead}</p>
                <a class="button button-primary button-large" href=href>{label}</a>
                <ul class="front-points" role="list">
                    {point("document", words::front::how_choose_title(lang), words::front::how_choose_text(lang))}
                    {point("person-add", words::front::how_person_title(lang), words::front::how_person_text(lang))}
                    {point("door", words::front::how_arrive_title(lang), words::front::how_arrive_text(lang))}
                </ul>
                <p class="quiet small">
                    {words::front::guest_title(lang)} " " {words::front::guest_text(lang)}
                </p>
            </div>
        }
    };
    Ok(layout::render(&context, Layout::new(words::front::title(lang)), body()).await)
}
