//! Sign-out that the authority starts ("Single sign-out", OIDC Front-Channel Logout 1.0).

use axum::extract::{Query, State};
use contract::{Problem, ProblemCode};
use http::StatusCode;
use serde::Deserialize;
use storage::sessions;

use super::SignInState;
use crate::audit::Actor;
use crate::error_reference::report;
use crate::session::{LogoutInitiator, end_session, session_key, session_user_in};

/// The query of the authority's hidden frame.
#[derive(Debug, Default, Deserialize)]
pub(super) struct LogoutQuery {
    sid: Option<String>,
    iss: Option<String>,
}

/// `GET /sign-out/remote`: ends the session that belongs to the authority's. Our cookie does not come along, for the frame is in another
/// site's page, so the session is found by `sid`. Always 200, as the standard wants, unless the database is down.
pub(super) async fn front_channel_logout(
    State(state): State<SignInState>,
    Query(params): Query<LogoutQuery>,
) -> StatusCode {
    let tenant = &state.provider.entra().tenant;
    let ours = params.iss.is_none_or(|iss| iss == state.provider.issuer());
    let Some(key) = params.sid.filter(|_| ours).and_then(|sid| session_key(tenant, &sid)) else {
        return StatusCode::OK;
    };
    let end = async {
        let now = state.clock.now_ms();
        // Anybody may ask, so nothing is written for a session that there is not.
        let Some(row) = sessions::by_key(&state.storage, key.as_str(), now).await? else { return Ok(()) };
        let mut tx = state.storage.begin().await?;
        if let Some(person) = session_user_in(&row.data) {
            end_session(&mut tx, Actor::from(&person), &person.key, now, LogoutInitiator::Authority).await?;
        } else {
            sessions::delete_by_key(&mut tx, key.as_str()).await?;
        }
        tx.commit().await
    };
    match end.await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            let _: Problem = report(&*state.ids, ProblemCode::Internal, &error);
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
