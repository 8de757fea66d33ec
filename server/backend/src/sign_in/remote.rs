//! Sign-out from elsewhere ("Single sign-out", OIDC Front-Channel Logout 1.0).

use axum::extract::{Query, State};
use contract::{Problem, ProblemCode};
use http::StatusCode;
use serde::Deserialize;
use storage::sessions;

use super::Desk;
use crate::audit::Actor;
use crate::reference::log_as;
use crate::session::{EndedBy, end, key_for, person_in};

/// What the authority's hidden frame asks.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Ask {
    sid: Option<String>,
    iss: Option<String>,
}

/// `GET /sign-out/remote`: ends the session that belongs to the authority's. Our cookie does not come along, for the frame is in another
/// site's page, so the session is found by `sid`. Always 200, as the standard wants, unless the database is down.
pub(super) async fn remote_sign_out(State(desk): State<Desk>, Query(ask): Query<Ask>) -> StatusCode {
    let tenant = &desk.provider.entra().tenant;
    let ours = ask.iss.is_none_or(|iss| iss == desk.provider.issuer());
    let Some(key) = ask.sid.filter(|_| ours).and_then(|sid| key_for(tenant, &sid)) else {
        return StatusCode::OK;
    };
    let end = async {
        let (mut tx, now) = (desk.storage.begin().await?, desk.clock.now_ms());
        let row = sessions::by_key(&mut tx, key.as_str(), now).await?;
        if let Some(person) = row.as_ref().and_then(|row| person_in(&row.data)) {
            end(&mut tx, Actor::from(&person), &person.key, now, EndedBy::Authority).await?;
        } else {
            sessions::delete_by_key(&mut tx, key.as_str()).await?;
        }
        tx.commit().await
    };
    match end.await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            let _: Problem = log_as(&*desk.ids, ProblemCode::Internal, &error);
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
