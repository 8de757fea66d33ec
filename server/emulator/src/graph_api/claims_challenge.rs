//! Claims challenges for valid tokens: the sessions were revoked (continuous access evaluation), or an authentication context is required ("Claims
//! challenges, claims requests, and client capabilities").

use serde_json::{Value, json};
use world::{World, policy::WithoutCapability, user::User};

use super::error::GraphError;
use crate::{
    entra::login::graph_claims::{BACKDATED, GraphClaims},
    path_pattern,
    request_context::RequestContext,
};

/// Challenges a token if its application supports claims challenges. A token of another application stays valid when sessions are revoked, and is
/// refused where a context is required (unverified, therefore a switch).
pub(super) fn check(
    world: &World,
    context: &RequestContext,
    claims: &GraphClaims,
    user: &User,
) -> Result<(), GraphError> {
    let capable = claims.xms_cc.iter().any(|capability| capability == "cp1");
    let ended = world.sessions_valid_from(claims.tid, user);
    let issued = claims.iat + BACKDATED;
    if let Some(from) = ended.filter(|from| capable && issued < from.unix_timestamp()) {
        let nbf = json!({ "essential": true, "value": from.unix_timestamp().to_string() });
        return Err(claims_challenge("TokenIssuedBeforeRevocationTimestamp", &json!({ "nbf": nbf })));
    }
    let step_up = world.tenant(claims.tid).and_then(|tenant| tenant.policy.step_up.as_ref());
    let asked = step_up.filter(|step| step.paths.iter().any(|path| path_pattern::fits(path, &context.path)));
    let Some(step) = asked.filter(|step| !claims.acrs.contains(&step.acrs)) else { return Ok(()) };
    let otherwise = world.tenant(claims.tid).map(|tenant| tenant.policy.step_up_without_capability);
    match otherwise.filter(|_| !capable) {
        Some(WithoutCapability::Refuse) => Err(GraphError::denied()),
        Some(WithoutCapability::Accept) => Ok(()),
        Some(WithoutCapability::Challenge) | None => {
            let acrs = json!({ "essential": true, "value": step.acrs });
            Err(claims_challenge("RequestedAuthenticationContextNotSatisfied", &json!({ "acrs": acrs })))
        }
    }
}

fn claims_challenge(code: &str, claims: &Value) -> GraphError {
    let message = format!(
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: {code}"
    );
    GraphError::unauthorized(&message).with_claims(&json!({ "access_token": claims }))
}
