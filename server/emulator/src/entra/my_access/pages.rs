//! The pages of My Access.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use maud::{Markup, html};
use uuid::Uuid;
use world::{
    World,
    entitlement::{AccessPackage, AccessRefused, AccessRequest, AccessTarget, RequestState},
    ids::AccountId,
    tenant::Tenant,
};

use super::{Visit, approver};
use crate::{browser::resume::ACCOUNT_PARAM, entra::home_idp::SIGN_IN, pages, pages::decision};

/// Nobody is signed in, or not whoever asks.
pub(super) fn sign_in(visit: &Visit, package: Option<Uuid>) -> Response {
    let organization = visit.state.read(|world| name_of(world, visit));
    let body = html! {
        p { "Sign in to see the access packages of " strong { (organization) } ". People from outside sign in with the account they have." }
        form method="get" action=(SIGN_IN) {
            input type="hidden" name="continue" value=(visit.address(package));
            label for="address" { "Email address" }
            input #address name="address" inputmode="email" autocomplete="username" required;
            div.actions { button { "Next" } }
        }
    };
    pages::page("My Access", &body)
}

fn name_of(world: &World, visit: &Visit) -> String {
    world.tenant(visit.tenant).map(|tenant| tenant.display_name.clone()).unwrap_or_default()
}

/// The packages that the owner of the account may ask for, and their requests.
pub(super) fn list(visit: &Visit, account: AccountId) -> Response {
    let body = visit.state.read(|world| {
        let Some(tenant) = world.tenant(visit.tenant) else { return html! {} };
        let requests = world.access_requests_of(visit.tenant, account);
        let waiting: Vec<_> = match approver(world, visit.tenant, account) {
            Some(_) => waiting(tenant),
            None => Vec::new(),
        };
        html! {
            (who(world, visit, account))
            @if !waiting.is_empty() {
                h2 { "Waiting for you" }
                @for request in waiting { (to_decide(world, tenant, visit, account, request)) }
            }
            h2 { "Access packages" }
            @let packages: Vec<_> = tenant.requestable_packages().collect();
            @if packages.is_empty() { p { "There is none that you can ask for." } }
            ul.plain {
                @for (package, _) in packages {
                    li {
                        a href=(visit.address_for(Some(package.id), account)) { (package.display_name) }
                        " " span.soft { (package.description) }
                    }
                }
            }
            @if !requests.is_empty() {
                h2 { "Your requests" }
                ul.plain {
                    @for request in requests {
                        li { (package_name(tenant, request.package)) ": " (words(request)) }
                    }
                }
            }
        }
    });
    pages::page("My Access", &body)
}

fn waiting(tenant: &Tenant) -> Vec<&AccessRequest> {
    let requests = tenant.entitlement.requests.iter();
    requests.filter(|request| request.state == RequestState::PendingApproval).collect()
}

/// A package: what it is for, and to ask for it, or what became of that.
pub(super) fn package(visit: &Visit, account: AccountId, id: Uuid) -> Response {
    let found = visit.state.read(|world| {
        let tenant = world.tenant(visit.tenant)?;
        let (package, policy) = tenant.requestable_packages().find(|(package, _)| package.id == id)?;
        let requests = world.access_requests_of(visit.tenant, account);
        let latest = requests.into_iter().find(|request| request.package == id && !request.kind.is_removal());
        let held = latest.filter(|latest| is_open(latest));
        let body = html! {
            (who(world, visit, account))
            p { (package.description) }
            @if let Some(latest) = latest { p role="status" { strong { (words(latest)) } } }
            @if held.is_none() {
                @if policy.approval { p.soft { "Somebody of the organization has to approve it." } }
                (ask(visit, account, package))
            } @else {
                div.actions { a.button.quiet href=(visit.address_for(Some(id), account)) { "Look again" } }
            }
        };
        Some((package.display_name.clone(), body))
    });
    match found {
        Some((title, body)) => pages::page(&title, &body),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether it is under way, or has what it asked for.
fn is_open(request: &AccessRequest) -> bool {
    let given = request.state == RequestState::Delivered && !request.ended;
    given || !request.state.is_final()
}

fn ask(visit: &Visit, account: AccountId, package: &AccessPackage) -> Markup {
    html! {
        form method="post" action=(visit.address(Some(package.id))) {
            input type="hidden" name=(ACCOUNT_PARAM) value=(account);
            div.actions { button { "Request access" } }
        }
    }
}

fn to_decide(
    world: &World,
    tenant: &Tenant,
    visit: &Visit,
    account: AccountId,
    request: &AccessRequest,
) -> Markup {
    let whose = match &request.target {
        AccessTarget::User(user) => tenant.user(*user).map(|user| user.display_name.clone()),
        AccessTarget::Address(address) => {
            let home = world.account_of(address).map(|home| home.display_name.clone());
            Some(home.map_or_else(|| address.clone(), |name| format!("{name} ({address})")))
        }
    };
    let (account, id) = (account.to_string(), request.id.to_string());
    let hidden = [(ACCOUNT_PARAM, account.as_str()), ("request", &id)];
    let about = html! {
        p { strong { (whose.unwrap_or_default()) } " asks for " strong { (package_name(tenant, request.package)) } "." }
    };
    let action = format!("{}/decisions", visit.address(None));
    decision(&action, &hidden, &about, [("approve", "Approve"), ("deny", "Deny")])
}

/// Who is signed in.
fn who(world: &World, visit: &Visit, account: AccountId) -> Markup {
    let address = world.account(account).map(|account| account.address.clone()).unwrap_or_default();
    html! {
        p.soft {
            "You are " (address) ", at " (name_of(world, visit)) ". "
            a href=(format!("{}?other=1", visit.address(None))) { "Use another account" }
        }
    }
}

fn package_name(tenant: &Tenant, id: Uuid) -> &str {
    tenant.entitlement.packages.get(&id).map_or("an access package", |package| &package.display_name)
}

/// The state of a request, for people.
fn words(request: &AccessRequest) -> &'static str {
    match request.state {
        _ if request.ended => "You had it, and have it no more.",
        RequestState::Delivered if request.kind.is_removal() => "It was taken back.",
        RequestState::Submitted => "Your request was sent.",
        RequestState::PendingApproval => "Your request waits for approval.",
        RequestState::Delivering => "Your access is being set up.",
        RequestState::Delivered => "You have access.",
        RequestState::DeliveryFailed => "Your access could not be set up.",
        RequestState::Canceled => "Your request was cancelled.",
        RequestState::Denied => "Your request was denied.",
    }
}

/// The page that says why somebody cannot ask.
pub(super) fn refused(visit: &Visit, refused: &AccessRefused) -> Response {
    let (status, text) = match refused {
        AccessRefused::Existing => {
            (StatusCode::CONFLICT, "You have this access package already, or your request is under way.")
        }
        AccessRefused::NotAllowed | AccessRefused::NoTarget => {
            (StatusCode::FORBIDDEN, "The organization does not let you ask for this access package.")
        }
        AccessRefused::Unknown(_) => (StatusCode::NOT_FOUND, "There is no such access package."),
    };
    let body = html! {
        p { (text) }
        div.actions { a.button href=(visit.address(None)) { "Go to My Access" } }
    };
    pages::page_with(status, "You cannot ask for it", &body)
}
