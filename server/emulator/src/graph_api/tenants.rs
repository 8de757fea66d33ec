//! Tenants: the caller's own (`/organization`), and the public information about others ("findTenantInformationByDomainName",
//! "findTenantInformationByTenantId", Microsoft Graph).

use axum::{Router, response::Response, routing::get};
use http::StatusCode;
use serde_json::json;
use world::tenant::Tenant;

use super::{
    authorized_request::AuthorizedRequest,
    error::GraphError,
    json_rows,
    json_rows::{JsonRow, plain, text},
    query::{Catalogue, Property, ValueKind},
    reply::Reply,
    unknown::{not_allowed, unknown_segment},
};
use crate::app_state::AppState;

static DOMAIN: [Property; 5] = [
    plain("capabilities", ValueKind::Text),
    plain("isDefault", ValueKind::Flag),
    plain("isInitial", ValueKind::Flag),
    plain("name", ValueKind::Text),
    plain("type", ValueKind::Text),
];

static ORGANIZATION: [Property; 6] = [
    plain("id", ValueKind::Id),
    text("displayName"),
    plain("countryLetterCode", ValueKind::Text),
    plain("defaultUsageLocation", ValueKind::Text),
    plain("tenantType", ValueKind::Text),
    plain("verifiedDomains", ValueKind::Complexes(&DOMAIN)),
];

static ORGANIZATIONS: Catalogue = Catalogue {
    type_name: "microsoft.graph.organization",
    set: "organization",
    properties: &ORGANIZATION,
    links: &[],
    extensible: false,
};

const READ: [&str; 5] =
    ["Organization.Read.All", "User.Read", "User.ReadWrite", "Directory.Read.All", "Directory.ReadWrite.All"];
const READ_OTHERS: [&str; 1] = ["CrossTenantInformation.ReadBasic.All"];

/// The addresses of tenants.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/organization", get(own).fallback(not_allowed))
        .route("/organization/{id}", get(one).fallback(not_allowed))
        .route("/tenantRelationships/{function}", get(find).fallback(not_allowed))
}

async fn own(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        request.require_permission(&READ)?;
        json_rows::list(&request, &ORGANIZATIONS, std::iter::once(row(tenant)))
    }))
}

async fn one(request: AuthorizedRequest) -> Response {
    request.reply(request.read_directory(|_, tenant| {
        request.require_permission(&READ)?;
        if request.segment(0) != tenant.id.to_string() {
            return Err(GraphError::not_found(request.segment(0)));
        }
        json_rows::one(&request, &ORGANIZATIONS, &row(tenant))
    }))
}

fn row(tenant: &Tenant) -> JsonRow {
    let domain = |name: &String, initial: bool| {
        json!({
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": name == tenant.primary_domain(),
            "isInitial": initial,
            "name": name,
            "type": "Managed",
        })
    };
    let mut domains = vec![domain(&tenant.initial_domain, true)];
    domains.extend(tenant.domains.iter().map(|name| domain(name, false)));
    JsonRow::new(json!({
        "id": tenant.id,
        "displayName": tenant.display_name,
        "countryLetterCode": "LT",
        "tenantType": "AAD",
        "verifiedDomains": domains,
    }))
}

async fn find(request: AuthorizedRequest) -> Response {
    request.reply(information(&request))
}

fn information(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    let function = request.segment(0);
    let named = argument(function, "findTenantInformationByDomainName", "domainName");
    let id = argument(function, "findTenantInformationByTenantId", "tenantId");
    let wanted = named.or(id).ok_or_else(|| unknown_segment(function))?;
    request.require_permission(&READ_OTHERS)?;
    request.no_options()?;
    if id.is_some() && uuid::Uuid::try_parse(wanted).is_err() {
        return Err(GraphError::request_bad_request(&format!("Invalid object identifier '{wanted}'.")));
    }
    request.state.read(|world| {
        // Unverified: the answer for a domain that no tenant has verified.
        let tenant = world.tenant_named(wanted).ok_or_else(|| {
            GraphError::new(
                StatusCode::NOT_FOUND,
                "Directory_ObjectNotFound",
                "Unable to read the company information from the directory.",
            )
        })?;
        let body = json!({
            "@odata.context": request.odata_context("microsoft.graph.tenantInformation"),
            "tenantId": tenant.id,
            "federationBrandName": null,
            "displayName": tenant.display_name,
            "defaultDomainName": tenant.primary_domain(),
        });
        Ok(Reply::Json(StatusCode::OK, body))
    })
}

/// The text in `name(argument='text')`.
fn argument<'a>(function: &'a str, name: &str, argument: &str) -> Option<&'a str> {
    let inner = function.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?;
    let value = inner.trim().strip_prefix(argument)?.trim_start().strip_prefix('=')?;
    value.trim().strip_prefix('\'')?.strip_suffix('\'')
}
