//! `/users/{id}/sponsors` ("List sponsors", "Add sponsor", "Remove sponsor", Microsoft Graph).

use axum::response::Response;
use uuid::Uuid;

use super::{
    PEOPLE,
    shape::View,
    target::{to_read, to_write},
};
use crate::{
    directory_api::{Asked, Caller, GraphError, groups::MemberObject, query, reply::Reply},
    world::{World, ids::UserId, sponsor::SponsorRefused, user::User},
};

pub(in crate::directory_api) async fn list(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let options = asked.options(&PEOPLE)?;
        asked.site.read(|world| {
            let user = to_read(world, asked, &caller, asked.segment(0))?;
            let found = sponsors(world, &caller, user);
            Ok(query::page(&asked.call, &options, &found, |sponsor| sponsor.shape(options.shown())))
        })
    })
}

/// Those of them that are there.
pub(super) fn sponsors<'a>(world: &'a World, caller: &Caller, user: &User) -> Vec<MemberObject<'a>> {
    let Some(tenant) = world.tenant(caller.tenant) else { return Vec::new() };
    let view = |user: &User| View::of(world, caller, Some(user)).ok();
    user.all_sponsors().filter_map(|sponsor| MemberObject::of(world, tenant, sponsor, view)).collect()
}

pub(in crate::directory_api) async fn add(asked: Asked) -> Response {
    asked.answer(|asked| {
        let sponsor = asked.reference()?;
        change(asked, |world, caller, user| {
            let refused = world.add_sponsor(&caller.cause(&asked.call), caller.tenant, user, sponsor);
            refused.map_err(|refused| refusal(refused, asked.segment(0), sponsor))
        })
    })
}

pub(in crate::directory_api) async fn remove(asked: Asked) -> Response {
    asked.answer(|asked| {
        let named = asked.segment(1);
        let sponsor = Uuid::try_parse(named).map_err(|_| GraphError::not_found(named))?;
        change(asked, |world, caller, user| {
            let refused = world.remove_sponsor(&caller.cause(&asked.call), caller.tenant, user, sponsor);
            refused.map_err(|refused| refusal(refused, asked.segment(0), sponsor))
        })
    })
}

fn change(
    asked: &Asked,
    work: impl FnOnce(&mut World, &Caller, UserId) -> Result<(), GraphError>,
) -> Result<Reply, GraphError> {
    let caller = asked.caller()?;
    asked.site.change(|world| {
        let user = to_write(world, asked, &caller, asked.segment(0), &[])?.id;
        work(world, &caller, user).map(|()| Reply::NoContent)
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
