//! The throttling layer.

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
    refusal::{RetryAfter, TooManyRequests},
};
use crate::{
    app_state::AppState, entra::login::graph_claims::GraphClaims, graph_api::reply::add_standard_headers,
    request_context::RequestContext,
};

/// The used share from which answers report it.
const REPORT_FROM: f64 = 0.8;

/// The application and the tenant of a valid token.
pub(crate) fn caller_of(state: &AppState, headers: &HeaderMap) -> Option<(AppId, TenantId)> {
    let sent = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = sent.split_once(' ')?;
    let claims = Some(token).filter(|_| scheme.eq_ignore_ascii_case("bearer"))?;
    state.keys.verify::<GraphClaims>(claims.trim()).map(|claims| (claims.appid, claims.tid))
}

/// Charges a request to Graph, and refuses it when a budget is exceeded. A request without a token has no budget.
pub(crate) async fn limit(
    State(state): State<AppState>,
    context: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    let limits = state.throttle.limits();
    // The parts of a batch are charged, not the batch.
    let counts = limits.enabled && !context.path.ends_with("/$batch");
    let caller = counts.then(|| caller_of(&state, request.headers())).flatten();
    let Some((app, tenant)) = caller else { return with_request_ids(&context, next.run(request).await) };
    let users = state.read(|world| world.tenant(tenant).map_or(0, |tenant| tenant.users.len()));
    let path = context.path.strip_prefix("/v1.0").unwrap_or(&context.path);
    let query = request.uri().query().unwrap_or_default();
    let costed_request = cost::CostedRequest { method: request.method(), path, query, app, tenant, users };
    let charged = state.throttle.charge(context.now(), &costed_request.charges(&limits));
    let units = costed_request.resource_units();
    let response = match charged.overdrawn {
        None => next.run(request).await,
        Some((kind, wait)) => {
            let retry_after = retry_after(wait, limits.retry_after);
            let refusal =
                TooManyRequests { retry_after, scope: kind.scope(), information: kind.information() };
            refusal.respond(&context, caller)
        }
    };
    add_usage_headers(with_request_ids(&context, response), units, charged)
}

fn retry_after(wait: time::Duration, form: RetryForm) -> RetryAfter {
    let seconds = wait.as_seconds_f64();
    match form {
        RetryForm::Fractional => RetryAfter::Seconds((seconds * 1000.0).ceil() / 1000.0),
        RetryForm::Whole => RetryAfter::Seconds(seconds.ceil()),
        RetryForm::Date => RetryAfter::Date(seconds),
        RetryForm::None => RetryAfter::None,
    }
}

/// Adds the request's ids to every answer of Graph, also to those of the framework.
fn with_request_ids(context: &RequestContext, response: Response) -> Response {
    if response.headers().contains_key("request-id") {
        response
    } else {
        add_standard_headers(context, response)
    }
}

fn add_usage_headers(mut response: Response, units: u32, charged: Charged) -> Response {
    let headers = response.headers_mut();
    headers.insert("x-ms-resource-unit", HeaderValue::from(units));
    if charged.used > REPORT_FROM
        && let Ok(used) = HeaderValue::try_from(format!("{:.2}", charged.used))
    {
        headers.insert("x-ms-throttle-limit-percentage", used);
    }
    response
}
