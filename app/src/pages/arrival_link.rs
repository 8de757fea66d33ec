//! The page of the link in a mail of ours: who shared what, and which account to use. Nobody has to be signed in, and nothing changes by looking. Whoever
//! signs up by it comes back here, signed in, and says that it is for them.

use contract::{ArrivalInvitation, ArrivalWay, InvitationId, Problem, ProblemCode};
use leptos::prelude::*;

use super::sign_up::SigningUp;
use crate::layout::{self, Layout};
use crate::redirect;
use crate::request::{RequestContext, path_param, query};
use crate::widgets::Icon;

/// The page. The way on is a link to us, and not the secret one: that stands in no page.
pub(crate) async fn arrival_link(context: RequestContext) -> Result<AnyView, Problem> {
    let lang = context.lang;
    let id = path_param("id").and_then(|id| InvitationId::parse(&id).ok());
    let (Some(id), Some(secret)) = (id, query("key").filter(|key| is_secret(key))) else {
        return Err(Problem::new(ProblemCode::NotFound));
    };
    let invited = context.ports.arrivals.invited(&id, &secret).await?;
    let layout = Layout::new(words::arrival_link::title(lang));
    let by_sign_up = matches!(invited.leads_to, ArrivalWay::SignUp | ArrivalWay::Package);
    let signs_up = context.signed_in.as_ref().filter(|_| invited.is_open && by_sign_up);
    let body = if let Some(caller) = signs_up {
        let state = context.ports.arrivals.sign_up_state(caller, &id, &secret).await?;
        let more = view! { <SigningUp context=context.clone() invited=invited.clone() secret state /> };
        view! { <Shared context=context.clone() invited more=more.into_any() /> }.into_any()
    } else if invited.is_open {
        view! { <Open context=context.clone() invited secret /> }.into_any()
    } else {
        view! { <Ended context=context.clone() invited /> }.into_any()
    };
    Ok(layout::render_without_toasts(&context, layout, body))
}

/// Whether a text can be a secret of ours: it goes into an address.
fn is_secret(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[component]
fn Open(context: RequestContext, invited: ArrivalInvitation, secret: String) -> impl IntoView {
    let lang = context.lang;
    let next = match invited.leads_to {
        ArrivalWay::Redemption => words::arrival_link::next(lang),
        ArrivalWay::Package => words::arrival_link::next_package(lang),
        ArrivalWay::SignUp => words::arrival_link::next_sign_up(lang),
        ArrivalWay::Item => words::arrival_link::next_item(lang),
    };
    let asks_for_package = invited.leads_to == ArrivalWay::Package;
    // Who has the package comes back and signs in here.
    let sign_in = asks_for_package.then(|| {
        let address = redirect::sign_in_url(&format!("/arrive/{}?key={secret}", invited.id));
        view! {
            <a class="button button-large" href=address rel="nofollow">{words::arrival_link::have_package(lang)}</a>
        }
    });
    let go_on = if asks_for_package {
        words::arrival_link::ask_for_package(lang)
    } else {
        words::arrival_link::go_on(lang)
    };
    let href = format!("/arrive/{}/on?key={secret}", invited.id);
    let account = words::arrival_link::account(lang, &invited.account);
    let more = view! {
        <p>{account}</p>
        <div class="actions">
            <a class="button button-primary button-large" href=href rel="nofollow">
                {go_on}
            </a>
            {sign_in}
        </div>
        <p class="quiet small">{next}</p>
    };
    view! { <Shared context invited more=more.into_any() /> }
}

/// Who shared what, above how it goes on.
#[component]
fn Shared(context: RequestContext, invited: ArrivalInvitation, more: AnyView) -> impl IntoView {
    let lang = context.lang;
    let kind = invited.kind.as_ref().map(|kind| words::kind(lang, kind));
    let role = words::role(lang, &invited.role);
    let about = kind.map_or_else(|| role.clone(), |kind| format!("{kind} · {role}"));
    view! {
        <div class="problem">
            <Icon name="door" />
            <h1>{words::arrival::shared_with_you(lang, &invited.item_title, &invited.inviter)}</h1>
            <p class="quiet">{about}</p>
            {more}
        </div>
    }
}

#[component]
fn Ended(context: RequestContext, invited: ArrivalInvitation) -> impl IntoView {
    let lang = context.lang;
    view! {
        <div class="problem problem-broken">
            <Icon name="warning" />
            <h1>{words::arrival_link::ended(lang)}</h1>
            <p>{words::arrival_link::ended_text(lang, &invited.item_title, &invited.inviter)}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn only_what_we_may_have_made_goes_into_an_address() {
        assert!(is_secret("abc-DEF_123"));
        for wrong in ["", "a&b", "a b", "a/b", "<", &"x".repeat(101)] {
            assert!(!is_secret(wrong), "{wrong}");
        }
    }
}
