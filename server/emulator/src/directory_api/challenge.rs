//! When a token that is good is not good enough: sessions were ended (continuous access evaluation), or an authentication context is wanted
//! ("Claims challenges, claims requests, and client capabilities").

use serde_json::{Value, json};
use world::{World, policy::WithoutCapability, user::User};

use super::error::GraphError;
use crate::{call::Call, login::graph_claims::GraphClaims, path_pattern};

/// Challenges a token whose application can deal with it. Another keeps what it has when sessions end, and is refused where a context is
/// wanted (unverified, therefore a switch).
pub(super) fn check(world: &World, call: &Call, claims: &GraphClaims, user: &User) -> Result<(), GraphError> {
    let capable = claims.xms_cc.iter().any(|capability| capability == "cp1");
    let ended = world.sessions_valid_from(claims.tid, user);
    if let Some(from) = ended.filter(|from| capable && claims.iat < from.unix_timestamp()) {
        let nbf = json!({ "essential": true, "value": from.unix_timestamp().to_string() });
        return Err(wanted("TokenIssuedBeforeRevocationTimestamp", &json!({ "nbf": nbf })));
    }
    let step_up = world.tenant(claims.tid).and_then(|tenant| tenant.policy.step_up.as_ref());
    let asked = step_up.filter(|step| step.paths.iter().any(|path| path_pattern::fits(path, &call.path)));
    let Some(step) = asked.filter(|step| !claims.acrs.contains(&step.acrs)) else { return Ok(()) };
    let otherwise = world.tenant(claims.tid).map(|tenant| tenant.policy.step_up_without_capability);
    match otherwise.filter(|_| !capable) {
        Some(WithoutCapability::Refuse) => Err(GraphError::denied()),
        Some(WithoutCapability::Accept) => Ok(()),
        Some(WithoutCapability::Challenge) | None => {
            let acrs = json!({ "essential": true, "value": step.acrs });
            Err(wanted("RequestedAuthenticationContextNotSatisfied", &json!({ "acrs": acrs })))
        }
    }
}

fn wanted(code: &str, claims: &Value) -> GraphError {
    let message = format!(
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: {code}"
    );
    GraphError::unauthorized(&message).wanting(&json!({ "access_token": claims }))
}
