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

use super::{MyAccessRequest, approver};
use crate::{browser::resume::ACCOUNT_PARAM, entra::home_idp::SIGN_IN, pages, pages::decision};

/// Nobody is signed in, or not whoever asks.
pub(super) fn sign_in(my_access: &MyAccessRequest, package: Option<Uuid>) -> Response {
    let organization = my_access.state.read(|world| name_of(world, my_access));
    let body = html! {
        p { "Sign in to see the access packages of " strong { (organization) } ". People from outside sign in with the account they have." }
        form method="get" action=(SIGN_IN) {
            input type="hidden" name="continue" value=(my_access.address(package));
            label for="address" { "Email address" }
            input #address name="address" inputmode="email" autocomplete="username" required;
            div.actions { button { "Next" } }
        }
    };
    pages::page("My Access", &body)
}

fn name_of(world: &World, my_access: &MyAccessRequest) -> String {
    world.tenant(my_access.tenant).map(|tenant| tenant.display_name.clone()).unwrap_or_default()
}

/// The packages that the owner of the account may ask for, and their requests.
pub(super) fn list(my_access: &MyAccessRequest, account: AccountId) -> Response {
    let body = my_access.state.read(|world| {
        let Some(tenant) = world.tenant(my_access.tenant) else { return html! {} };
        let requests = world.access_requests_of(my_access.tenant, account);
        let waiting: Vec<_> = match approver(world, my_access.tenant, account, my_access.context.now()) {
            Some(_) => waiting(tenant),
            None => Vec::new(),
        };
        html! {
            (who(world, my_access, account))
            @if !waiting.is_empty() {
                h2 { "Waiting for you" }
                @for request in waiting { (to_decide(world, tenant, my_access, account, request)) }
            }
            h2 { "Access packages" }
            @let packages: Vec<_> = tenant.requestable_packages().collect();
            @if packages.is_empty() { p { "There is none that you can ask for." } }
            ul.plain {
                @for (package, _) in packages {
                    li {
                        a href=(my_access.address_for(Some(package.id), account)) { (package.display_name) }
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
pub(super) fn package(my_access: &MyAccessRequest, account: AccountId, id: Uuid) -> Response {
    let found = my_access.state.read(|world| {
        let tenant = world.tenant(my_access.tenant)?;
        let (package, policy) = tenant.requestable_packages().find(|(package, _)| package.id == id)?;
        let requests = world.access_requests_of(my_access.tenant, account);
        let latest = requests.into_iter().find(|request| request.package == id && !request.kind.is_removal());
        let held = latest.filter(|latest| is_open(latest));
        let body = html! {
            (who(world, my_access, account))
            p { (package.description) }
            @if let Some(latest) = latest { p role="status" { strong { (words(latest)) } } }
            @if held.is_none() {
                @if policy.approval { p.soft { "Somebody of the organization has to approve it." } }
                (ask(my_access, account, package))
            } @else {
                div.actions { a.button.quiet href=(my_access.address_for(Some(id), account)) { "Look again" } }
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

fn ask(my_access: &MyAccessRequest, account: AccountId, package: &AccessPackage) -> Markup {
    html! {
        form method="post" action=(my_access.address(Some(package.id))) {
            input type="hidden" name=(ACCOUNT_PARAM) value=(account);
            div.actions { button { "Request access" } }
        }
    }
}

fn to_decide(
    world: &World,
    tenant: &Tenant,
    my_access: &MyAccessRequest,
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
    let action = format!("{}/decisions", my_access.address(None));
    decision(&action, &hidden, &about, [("approve", "Approve"), ("deny", "Deny")])
}

/// Who is signed in.
fn who(world: &World, my_access: &MyAccessRequest, account: AccountId) -> Markup {
    let address = world.account(account).map(|account| account.address.clone()).unwrap_or_default();
    html! {
        p.soft {
            "You are " (address) ", at " (name_of(world, my_access)) ". "
            a href=(format!("{}?other=1", my_access.address(None))) { "Use another account" }
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
pub(super) fn refused(my_access: &MyAccessRequest, refused: &AccessRefused) -> Response {
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
        div.actions { a.button href=(my_access.address(None)) { "Go to My Access" } }
    };
    pages::page_with(status, "You cannot ask for it", &body)
}
