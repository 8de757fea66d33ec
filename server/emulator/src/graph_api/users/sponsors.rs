//! `/users/{id}/sponsors` ("List sponsors", "Add sponsor", "Remove sponsor", Microsoft Graph).

use axum::response::Response;
use uuid::Uuid;
use world::{
    World,
    effect::EventMeta,
    ids::{TenantId, UserId},
    sponsor::SponsorRefused,
    user::User,
};

use super::{
    directory_extensions::check_defined,
    property::PEOPLE,
    target::{to_read, to_write},
};
use crate::graph_api::{
    authorized_request::AuthorizedRequest,
    caller::Caller,
    error::GraphError,
    groups::{member::MemberObject, view_of_member},
    query,
    reply::Reply,
};

pub(in crate::graph_api) async fn list(request: AuthorizedRequest) -> Response {
    request.reply(page(&request))
}

fn page(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let options = request.options(&PEOPLE)?;
    request.read_directory(|world, tenant| {
        let user = to_read(world, request)?;
        check_defined(world, tenant.id, &options.criteria()?)?;
        let found = sponsors(world, &request.caller, user);
        query::list(&request.context, &options, found.into_iter(), |sponsor| sponsor.shape(options.shown()))
    })
}

/// The sponsors that exist.
pub(super) fn sponsors<'a>(world: &'a World, caller: &Caller, user: &User) -> Vec<MemberObject<'a>> {
    let Some(tenant) = world.tenant(caller.tenant) else { return Vec::new() };
    let view = |user: &User| view_of_member(world, caller, user);
    user.all_sponsors().filter_map(|sponsor| MemberObject::of(world, tenant, sponsor, view)).collect()
}

pub(in crate::graph_api) async fn add(request: AuthorizedRequest) -> Response {
    request.reply(request.reference().and_then(|sponsor| change(&request, sponsor, World::add_sponsor)))
}

pub(in crate::graph_api) async fn remove(request: AuthorizedRequest) -> Response {
    let named = request.segment(1);
    let sponsor = Uuid::try_parse(named).map_err(|_| GraphError::not_found(named));
    request.reply(sponsor.and_then(|sponsor| change(&request, sponsor, World::remove_sponsor)))
}

fn change(
    request: &AuthorizedRequest,
    sponsor: Uuid,
    work: impl FnOnce(&mut World, &EventMeta, TenantId, UserId, Uuid) -> Result<(), SponsorRefused>,
) -> Result<Reply, GraphError> {
    request.state.change(|world| {
        let user = to_write(world, request, &[], Some("microsoft.directory/users/sponsors/update"))?.id;
        let done = work(world, &request.event_meta(), request.caller.tenant, user, sponsor);
        done.map(|()| Reply::NoContent).map_err(|refused| refusal(refused, request.segment(0), sponsor))
    })
}

fn refusal(refused: SponsorRefused, user: &str, sponsor: Uuid) -> GraphError {
    match refused {
        SponsorRefused::NoUser => GraphError::not_found(user),
        SponsorRefused::NoSponsor | SponsorRefused::NotOne => GraphError::not_found(&sponsor.to_string()),
        SponsorRefused::Already => GraphError::request_bad_request(
            "One or more added object references already exist for the following modified properties: 'sponsors'.",
        ),
        // The limit is documented, the words are not known.
        SponsorRefused::TooMany => GraphError::request_bad_request(
            "The number of sponsors exceeds the limit of 5 for the property 'sponsors'.",
        ),
    }
}
