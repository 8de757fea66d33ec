//! The account picker: signed-in accounts, the people of the tenant, or another address.

use axum::response::Response;
use maud::{Markup, html};
use uuid::Uuid;
use world::{
    World,
    account::Account,
    ids::{AccountId, TenantId, UserId},
    sign_in::SignInOutcome,
};

use super::{
    authorize_request::ClientRequest,
    params::{Params, given},
};
use crate::{
    app_state::AppState,
    browser::{resume::address, session::Session},
    entra::home_idp,
    pages,
};

/// The maximum number of people on the page.
const MAX_PEOPLE: usize = 40;

/// The same request without `domain_hint`.
fn without_domain(path: &str, params: &Params) -> String {
    let mut params = params.clone();
    params.remove("domain_hint");
    address(path, &params, None)
}

/// The account of a `login_hint`: an address, a principal name, or the `login_hint` claim.
pub(super) fn hinted(state: &AppState, tenant: TenantId, hint: &str) -> Option<AccountId> {
    state.read(|world| {
        if let Some(user) = hint.strip_prefix("O.").and_then(|id| Uuid::try_parse(id).ok()) {
            return world.tenant(tenant)?.user(UserId(user))?.account;
        }
        let user = world.tenant(tenant).and_then(|directory| directory.user_named(hint));
        user.and_then(|user| user.account).or_else(|| world.account_of(hint).map(|account| account.id))
    })
}

struct Persona {
    account: AccountId,
    name: String,
    address: String,
    note: String,
    member: bool,
}

/// The people that can sign in to the tenant.
fn personas(world: &World, client_request: &ClientRequest, session: &Session) -> Vec<Persona> {
    let tenant = |account: &Account| match client_request.multi_tenant {
        None => Some(client_request.tenant),
        Some(any) => any.home(world, account.id),
    };
    let persona = |account: &Account, name: &str, note: String, member| Persona {
        account: account.id,
        name: name.to_owned(),
        address: account.address.clone(),
        note,
        member,
    };
    let known = world.accounts().filter_map(|account| match world.sign_in(tenant(account)?, account.id) {
        SignInOutcome::Allowed(user) | SignInOutcome::MustRedeem(user) | SignInOutcome::Blocked(user) => {
            // The display name in the directory, which may differ from that of the home account.
            Some(persona(account, &user.display_name, user.summary(), !user.is_guest()))
        }
        SignInOutcome::Unknown => None,
    });
    let mut personas: Vec<_> = known.take(MAX_PEOPLE).collect();
    for signed in &session.accounts {
        if !personas.iter().any(|known| known.account == signed.account)
            && let Some(account) = world.account(signed.account)
        {
            let note = "not in this organization".to_owned();
            personas.push(persona(account, &account.display_name, note, false));
        }
    }
    personas.sort_by_key(|persona| {
        (session.signed_in(persona.account).is_none(), !persona.member, persona.name.clone())
    });
    personas
}

/// The page.
pub(super) fn page(
    state: &AppState,
    client_request: &ClientRequest,
    session: &Session,
    path: &str,
    params: &Params,
) -> Response {
    let back = address(path, params, None);
    let hint = given(params, "login_hint").filter(|hint| hint.contains('@')).unwrap_or_default();
    let domain = given(params, "domain_hint").filter(|domain| domain.contains('.'));
    let (organization, mut people) = state.read(|world| {
        let name =
            world.tenant(client_request.tenant).map(|tenant| tenant.display_name.clone()).unwrap_or_default();
        (name, personas(world, client_request, session))
    });
    if let Some(domain) = domain {
        people.retain(|person| world::address::domain(&person.address).eq_ignore_ascii_case(domain));
    }
    people.sort_by_key(|person| !person.address.eq_ignore_ascii_case(hint));
    let body = html! {
        p {
            (client_request.client.name) " asks you to sign in"
            @if client_request.multi_tenant.is_none() { " to " (organization) }
            "."
        }
        @if people.is_empty() && let Some(domain) = domain {
            p { "Nobody here has an address of " strong { (domain) } "." }
            p.link { a href=(without_domain(path, params)) { "Show all accounts" } }
        }
        ul.plain {
            @for person in &people {
                li { (button(person, session, &back)) }
            }
        }
        h2 { "Use another account" }
        form.row method="get" action=(home_idp::SIGN_IN) {
            input type="hidden" name="continue" value=(back);
            div {
                label for="address" { "E-mail address" }
                input #address type="email" name="address" value=(hint) required autocomplete="username";
            }
            button { "Next" }
        }
    };
    pages::page("Pick an account", &body)
}

fn button(person: &Persona, session: &Session, back: &str) -> Markup {
    let signed_in = session.signed_in(person.account).is_some();
    html! {
        form method="post" action=(home_idp::PICK) {
            input type="hidden" name="continue" value=(back);
            input type="hidden" name="account" value=(person.account);
            button.person {
                span.name { (person.name) }
                span { (person.address) }
                span.soft { (person.note) @if signed_in { ", signed in" } }
            }
        }
    }
}
