//! Throttling at work.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use world::ids::{AppId, TenantId};

use super::{
    budget::Charged,
    cost,
    limits::RetryForm,
    refusal::{Refusal, RetryAfter},
};
use crate::{call::Call, directory_api::reply::stamp, login::graph_claims::GraphClaims, site::Site};

/// How full a budget has to be before answers say so.
const TOLD_FROM: f64 = 0.8;

/// The application and the tenant of a good token.
pub(crate) fn caller_of(site: &Site, headers: &HeaderMap) -> Option<(AppId, TenantId)> {
    let sent = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = sent.split_once(' ')?;
    let claims = Some(token).filter(|_| scheme.eq_ignore_ascii_case("bearer"))?;
    site.keys.verify::<GraphClaims>(claims.trim()).map(|claims| (claims.appid, claims.tid))
}

/// Charges a call of Graph, and refuses it when a budget is overdrawn. Who shows no token has no budget.
pub(crate) async fn limit(State(site): State<Site>, call: Call, request: Request, next: Next) -> Response {
    let limits = site.throttle.limits();
    // A batch is charged by its parts.
    let counts = limits.enabled && !call.path.ends_with("/$batch");
    let caller = counts.then(|| caller_of(&site, request.headers())).flatten();
    let Some((app, tenant)) = caller else { return identified(&call, next.run(request).await) };
    let users = site.read(|world| world.tenant(tenant).map_or(0, |tenant| tenant.users.len()));
    let path = call.path.strip_prefix("/v1.0").unwrap_or(&call.path);
    let query = request.uri().query().unwrap_or_default();
    let asked = cost::Asked { method: request.method(), path, query, app, tenant, users };
    let charged = site.throttle.charge(call.now(), &asked.charges(&limits));
    let units = asked.resource_units();
    let response = match charged.overdrawn {
        None => next.run(request).await,
        Some((kind, wait)) => {
            let retry_after = when(wait, limits.retry_after);
            let refusal = Refusal { retry_after, scope: kind.scope(), information: kind.information() };
            refusal.respond(&call, caller)
        }
    };
    tell(identified(&call, response), units, charged)
}

fn when(wait: time::Duration, form: RetryForm) -> RetryAfter {
    let seconds = wait.as_seconds_f64();
    match form {
        RetryForm::Fractional => RetryAfter::Seconds((seconds * 1000.0).ceil() / 1000.0),
        RetryForm::Whole => RetryAfter::Seconds(seconds.ceil()),
        RetryForm::Date => RetryAfter::Date(seconds),
        RetryForm::None => RetryAfter::None,
    }
}

/// Every answer of Graph has its ids, also one that the framework gave.
fn identified(call: &Call, response: Response) -> Response {
    if response.headers().contains_key("request-id") { response } else { stamp(call, response) }
}

fn tell(mut response: Response, units: u32, charged: Charged) -> Response {
    let headers = response.headers_mut();
    headers.insert("x-ms-resource-unit", HeaderValue::from(units));
    if charged.used > TOLD_FROM
        && let Ok(used) = HeaderValue::try_from(format!("{:.2}", charged.used))
    {
        headers.insert("x-ms-throttle-limit-percentage", used);
    }
    response
}
