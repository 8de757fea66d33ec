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
    defined::check_defined,
    property::PEOPLE,
    target::{to_read, to_write},
};
use crate::directory_api::{
    ask::Ask,
    caller::Caller,
    error::GraphError,
    groups::{member::MemberObject, view_of_member},
    query,
    reply::Reply,
};

pub(in crate::directory_api) async fn list(ask: Ask) -> Response {
    ask.reply(page(&ask))
}

fn page(ask: &Ask) -> Result<Reply, GraphError> {
    let options = ask.options(&PEOPLE)?;
    ask.directory(|world, tenant| {
        let user = to_read(world, ask)?;
        check_defined(world, tenant.id, &options.wanted()?)?;
        let found = sponsors(world, &ask.caller, user);
        query::list(&ask.call, &options, found.into_iter(), |sponsor| sponsor.shape(options.shown()))
    })
}

/// Those of them that are there.
pub(super) fn sponsors<'a>(world: &'a World, caller: &Caller, user: &User) -> Vec<MemberObject<'a>> {
    let Some(tenant) = world.tenant(caller.tenant) else { return Vec::new() };
    let view = |user: &User| view_of_member(world, caller, user);
    user.all_sponsors().filter_map(|sponsor| MemberObject::of(world, tenant, sponsor, view)).collect()
}

pub(in crate::directory_api) async fn add(ask: Ask) -> Response {
    ask.reply(ask.reference().and_then(|sponsor| change(&ask, sponsor, World::add_sponsor)))
}

pub(in crate::directory_api) async fn remove(ask: Ask) -> Response {
    let named = ask.segment(1);
    let sponsor = Uuid::try_parse(named).map_err(|_| GraphError::not_found(named));
    ask.reply(sponsor.and_then(|sponsor| change(&ask, sponsor, World::remove_sponsor)))
}

fn change(
    ask: &Ask,
    sponsor: Uuid,
    work: impl FnOnce(&mut World, &EventMeta, TenantId, UserId, Uuid) -> Result<(), SponsorRefused>,
) -> Result<Reply, GraphError> {
    ask.site.change(|world| {
        let user = to_write(world, ask, &[])?.id;
        let done = work(world, &ask.meta(), ask.caller.tenant, user, sponsor);
        done.map(|()| Reply::NoContent).map_err(|refused| refusal(refused, ask.segment(0), sponsor))
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
