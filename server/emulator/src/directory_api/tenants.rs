//! Tenants: the own one (`/organization`), and what others show of themselves ("findTenantInformationByDomainName",
//! "findTenantInformationByTenantId", Microsoft Graph).

use axum::{Router, response::Response, routing::get};
use http::StatusCode;
use serde_json::json;
use world::tenant::Tenant;

use super::{
    ask::Ask,
    error::GraphError,
    query::{Catalogue, Kind, Property},
    reply::Reply,
    rows,
    rows::{Row, plain, text},
    unknown::{not_allowed, unknown_segment},
};
use crate::site::Site;

static DOMAIN: [Property; 5] = [
    plain("capabilities", Kind::Text),
    plain("isDefault", Kind::Flag),
    plain("isInitial", Kind::Flag),
    plain("name", Kind::Text),
    plain("type", Kind::Text),
];

static ORGANIZATION: [Property; 6] = [
    plain("id", Kind::Id),
    text("displayName"),
    plain("countryLetterCode", Kind::Text),
    plain("defaultUsageLocation", Kind::Text),
    plain("tenantType", Kind::Text),
    plain("verifiedDomains", Kind::Complexes(&DOMAIN)),
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
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/organization", get(own).fallback(not_allowed))
        .route("/organization/{id}", get(one).fallback(not_allowed))
        .route("/tenantRelationships/{function}", get(find).fallback(not_allowed))
}

async fn own(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        ask.needs(&READ)?;
        rows::list(&ask, &ORGANIZATIONS, std::iter::once(row(tenant)))
    }))
}

async fn one(ask: Ask) -> Response {
    ask.reply(ask.directory(|_, tenant| {
        ask.needs(&READ)?;
        if ask.segment(0) != tenant.id.to_string() {
            return Err(GraphError::not_found(ask.segment(0)));
        }
        rows::one(&ask, &ORGANIZATIONS, &row(tenant))
    }))
}

fn row(tenant: &Tenant) -> Row {
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
    Row::new(json!({
        "id": tenant.id,
        "displayName": tenant.display_name,
        "countryLetterCode": "LT",
        "tenantType": "AAD",
        "verifiedDomains": domains,
    }))
}

async fn find(ask: Ask) -> Response {
    ask.reply(information(&ask))
}

fn information(ask: &Ask) -> Result<Reply, GraphError> {
    let function = ask.segment(0);
    let named = argument(function, "findTenantInformationByDomainName", "domainName");
    let id = argument(function, "findTenantInformationByTenantId", "tenantId");
    let wanted = named.or(id).ok_or_else(|| unknown_segment(function))?;
    ask.needs(&READ_OTHERS)?;
    ask.no_options()?;
    if id.is_some() && uuid::Uuid::try_parse(wanted).is_err() {
        return Err(GraphError::request_bad_request(&format!("Invalid object identifier '{wanted}'.")));
    }
    ask.site.read(|world| {
        // Unverified: how a domain that no tenant has verified is answered.
        let tenant = world.tenant_named(wanted).ok_or_else(|| {
            GraphError::new(
                StatusCode::NOT_FOUND,
                "Directory_ObjectNotFound",
                "Unable to read the company information from the directory.",
            )
        })?;
        let body = json!({
            "@odata.context": ask.context("microsoft.graph.tenantInformation"),
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
