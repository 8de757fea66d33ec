//! `/users/{id}/sponsors` ("List sponsors", "Add sponsor", "Remove sponsor", Microsoft Graph).

use axum::response::Response;

use super::{
    PEOPLE,
    property::Entity,
    target::{to_read, to_write},
};
use crate::{
    directory_api::{
        Asked, Caller, GraphError,
        query::{self, shape},
        reply::Reply,
    },
    world::{
        World,
        ids::{TenantId, UserId},
        sponsor::SponsorRefused,
    },
};

pub(in crate::directory_api) async fn list(asked: Asked) -> Response {
    asked.answer(|asked| {
        let caller = asked.caller()?;
        let options = asked.options(&PEOPLE)?;
        asked.site.read(|world| {
            let user = to_read(world, asked, &caller, asked.segment(0))?;
            let found = sponsors(world, caller.tenant, &user.sponsors);
            Ok(query::page(&asked.call, &options, &found, |entity| {
                let mut body = shape(entity, options.shown(), |_| true);
                body.insert("@odata.type".to_owned(), "#microsoft.graph.user".into());
                body
            }))
        })
    })
}

/// Those of them that are there.
pub(super) fn sponsors<'a>(world: &'a World, tenant: TenantId, ids: &[UserId]) -> Vec<Entity<'a>> {
    let users = ids.iter().filter_map(|id| world.tenant(tenant)?.user(*id));
    users.map(|user| Entity::of(world, user)).collect()
}

pub(in crate::directory_api) async fn add(asked: Asked) -> Response {
    asked.answer(|asked| {
        let sponsor = UserId(asked.reference()?);
        change(asked, |world, caller, user| {
            let refused = world.add_sponsor(&caller.cause(&asked.call), caller.tenant, user, sponsor);
            refused.map_err(|refused| refusal(refused, asked.segment(0), sponsor))
        })
    })
}

pub(in crate::directory_api) async fn remove(asked: Asked) -> Response {
    asked.answer(|asked| {
        let named = asked.segment(1);
        let sponsor = named.parse().map_err(|_| GraphError::not_found(named))?;
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

fn refusal(refused: SponsorRefused, user: &str, sponsor: UserId) -> GraphError {
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
