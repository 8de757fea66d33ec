//! Everything about one person.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::{choice, moment};
use crate::{
    call::Call,
    pages,
    site::Site,
    world::{World, directory_role, ids::UserId, late::Api, membership::Member, tenant::Tenant, user::User},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    tenant: Option<String>,
}

pub(super) async fn page(
    State(site): State<Site>,
    Path(id): Path<UserId>,
    Query(wanted): Query<Wanted>,
    call: Call,
) -> Response {
    let found = site.read(|world| {
        let tenant = choice::tenant(world, wanted.tenant.as_deref())?;
        let user = tenant.user(id)?;
        Some((user.display_name.clone(), body(world, &call, tenant, user)))
    });
    if let Some((name, body)) = found {
        return pages::page(&name, &body);
    }
    let body = html! { p { "There is no such person, or not any more." } };
    pages::page_with(StatusCode::NOT_FOUND, "Nobody", &body)
}

fn body(world: &World, call: &Call, tenant: &Tenant, user: &User) -> Markup {
    html! {
        (choice::places(tenant))
        p { (user.description()) }
        dl {
            dt { "Object id" } dd { code { (user.id) } }
            dt { "userPrincipalName" } dd { code { (user.user_principal_name) } }
            (several("mail", user.mail.iter()))
            (several("otherMails", user.other_mails.iter()))
            (several("proxyAddresses", user.proxy_addresses.iter()))
            dt { "createdDateTime" } dd { (moment(user.created)) }
            @if let Some(state) = user.external_user_state {
                dt { "externalUserState" } dd { (state.name()) }
            }
            @for (attribute, value) in &user.attributes { dt { (attribute.name()) } dd { (value) } }
            (several("Directory roles", user.directory_roles.iter().map(|id| directory_role::name(*id).unwrap_or("another role"))))
            (several("Sponsors", user.all_sponsors().map(|sponsor| sponsor_name(tenant, sponsor))))
            (several("Groups", tenant.groups.values().filter(|group| group.members.contains(&user.id)).map(|group| &group.display_name)))
            (several("App roles", world.clients().iter().flat_map(|client| world.app_role_values(client, tenant.id, user.id))))
            @if let Some(home) = user.account.and_then(|account| world.account(account)) {
                dt { "Signs in as" } dd { (home.address) ", " (home.realm.issuer()) }
            }
            dt { "Seen by" } dd { (seen_by(user, call)) }
        }
        @let invitations: Vec<_> = world.invitations(tenant.id).rev().filter(|invitation| invitation.user == user.id).collect();
        @if !invitations.is_empty() {
            h2 { "Invitations" }
            ul.plain {
                @for invitation in invitations {
                    li { (moment(invitation.at)) ", " (invitation.address) @if invitation.superseded { span.soft { " (replaced by a later one)" } } }
                }
            }
        }
        @if let Some(mail) = &user.mail {
            p { a href=(format!("/_emulator/mail?{}", serde_urlencoded::to_string([("to", mail)]).unwrap_or_default())) { "Mail to " (mail) } }
        }
    }
}

fn several<T: std::fmt::Display>(name: &str, values: impl Iterator<Item = T>) -> Markup {
    let values: Vec<_> = values.map(|value| value.to_string()).collect();
    html! { @if !values.is_empty() { dt { (name) } dd { (values.join(", ")) } } }
}

fn sponsor_name(tenant: &Tenant, sponsor: Member) -> String {
    let name = match sponsor {
        Member::User(id) => tenant.user(id).map(|user| user.display_name.clone()),
        Member::Group(id) => tenant.groups.get(&id).map(|group| group.display_name.clone()),
    };
    name.unwrap_or_else(|| sponsor.id().to_string())
}

/// Which APIs see the object by now.
fn seen_by(user: &User, call: &Call) -> String {
    let apis = [
        ("reads", Api::Read),
        ("lists", Api::List),
        ("changes", Api::Update),
        ("groups", Api::GroupReference),
        ("app roles", Api::AppRole),
    ];
    let seen: Vec<_> =
        apis.iter().filter(|(_, api)| user.is_visible_to(*api, call.now())).map(|(name, _)| *name).collect();
    if seen.len() == apis.len() { "every API".to_owned() } else { format!("{} only", seen.join(", ")) }
}
