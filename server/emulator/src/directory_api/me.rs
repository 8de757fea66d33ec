//! `GET /me`

use axum::response::Response;

use super::{ask::Ask, error::GraphError, reply::Reply, users};

const DELEGATED: [&str; 7] = [
    "User.Read",
    "User.ReadWrite",
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

pub(super) async fn get(ask: Ask) -> Response {
    ask.reply(read(&ask))
}

fn read(ask: &Ask) -> Result<Reply, GraphError> {
    let Some(user) = &ask.caller.user else {
        return Err(GraphError::bad_request("/me request is only valid with delegated authentication flow."));
    };
    ask.needs(&DELEGATED)?;
    let options = ask.options_of_one(&users::USERS)?;
    ask.site.read(|world| users::entity(world, ask, user, &options))
}
