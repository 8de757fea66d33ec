//! `GET /me`

use axum::response::Response;

use super::{authorized_request::AuthorizedRequest, error::GraphError, reply::Reply, users};

const DELEGATED: [&str; 7] = [
    "User.Read",
    "User.ReadWrite",
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

pub(super) async fn get(request: AuthorizedRequest) -> Response {
    request.reply(read(&request))
}

fn read(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let user = request.signed_in_user()?;
    request.require_permission(&DELEGATED)?;
    let options = request.options_of_one(&users::USERS)?;
    request.state.read(|world| users::entity(world, request, user, &options))
}
