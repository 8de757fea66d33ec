//! The button that sends an administrator the mail of our own.

use contract::SectionName;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::frame::Notice;
use crate::calls::settings::SendTestMail;
use crate::request::{RequestContext, query};

/// What is in force goes to the administrator's own address. Shown only where they have one.
#[component]
pub(crate) fn TestMail(
    /// The request.
    context: RequestContext,
    /// The section on whose page it stands.
    section: SectionName,
) -> impl IntoView {
    let lang = context.lang;
    let address = context.signed_in.as_ref().and_then(|caller| caller.address.clone());
    let sent = query("tested").zip(address.clone()).map(|(_, address)| {
        let sentence = words::settings::test_sent(lang, &address);
        view! { <Notice icon="checkmark-circle" class="notice-done" sentence /> }
    });
    address.map(|address| {
        view! {
            <section class="settings-group">
                <h2>{words::settings::test_title(lang)}</h2>
                {sent}
                <form method="post" action=SendTestMail::url()>
                    <input type="hidden" name="section" value=section.to_string() />
                    <button class="button">{words::settings::test_send(lang, &address)}</button>
                </form>
                <p class="quiet small">{words::settings::test_hint(lang)}</p>
            </section>
        }
    })
}
