//! The letter case of addresses: names of segments have any ("Use the Microsoft Graph API": path URL resource names, query parameters and action
//! parameters are not case-sensitive). Ids and names that people give stay as they are.

use axum::{
    Router,
    extract::Request,
    middleware::{self, Next},
    response::Response,
};
use http::{Uri, uri::PathAndQuery};

/// Where addresses of Graph begin.
const ROOT: &str = "/v1.0/";
/// The segment after which a name of an open extension stands, which its application has given.
const NAMED_BY_APPLICATIONS: &str = "extensions";

/// The segments that have a name, in the letter case of the routes.
const SEGMENTS: [&str; 55] = [
    "$batch",
    "$count",
    "$ref",
    "accessPackages",
    "administrativeUnits",
    "appRoleAssignedTo",
    "appRoleAssignments",
    "applications",
    "assignmentPolicies",
    "assignmentRequests",
    "assignments",
    "authenticationFlowsPolicy",
    "authorizationPolicy",
    "cancel",
    "checkMemberGroups",
    "checkMemberObjects",
    "crossTenantAccessPolicy",
    "default",
    "deletedItems",
    "delta",
    "directory",
    "directoryObjects",
    "entitlementManagement",
    "extensionProperties",
    NAMED_BY_APPLICATIONS,
    "findTenantInformationByDomainName",
    "findTenantInformationByTenantId",
    "getMemberGroups",
    "getMemberObjects",
    "groups",
    "identityGovernance",
    "invitations",
    "manager",
    "me",
    "memberOf",
    "members",
    "microsoft.graph.delta",
    "microsoft.graph.group",
    "microsoft.graph.sendMail",
    "microsoft.graph.user",
    "oauth2PermissionGrants",
    "organization",
    "policies",
    "restore",
    "roleAssignments",
    "roleDefinitions",
    "roleManagement",
    "sendMail",
    "servicePrincipals",
    "sponsors",
    "subscriptions",
    "tenantRelationships",
    "transitiveMemberOf",
    "transitiveMembers",
    "users",
];

/// The same router, for addresses in any letter case. The rewriting stands before the routes, because they are found by the address.
pub(crate) fn in_any_case(router: Router) -> Router {
    Router::new().fallback_service(router).layer(middleware::from_fn(rewrite))
}

async fn rewrite(mut request: Request, next: Next) -> Response {
    if let Some(uri) = rewritten(request.uri()) {
        *request.uri_mut() = uri;
    }
    next.run(request).await
}

/// The address with its names as the routes have them; none when nothing changes.
fn rewritten(uri: &Uri) -> Option<Uri> {
    let path = canonical(uri.path())?;
    let path_and_query = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path_and_query).ok()?);
    Uri::from_parts(parts).ok()
}

fn canonical(path: &str) -> Option<String> {
    let rest = path.strip_prefix(ROOT)?;
    let mut segments = Vec::new();
    for segment in rest.split('/') {
        let of_application = segments.last() == Some(&NAMED_BY_APPLICATIONS.to_owned());
        segments.push(if of_application { segment.to_owned() } else { named(segment) });
    }
    let canonical = format!("{ROOT}{}", segments.join("/"));
    (canonical != path).then_some(canonical)
}

/// The segment as the routes have it: `Users` is `users`, `ServicePrincipals(appId='x')` is `servicePrincipals(appId='x')`.
fn named(segment: &str) -> String {
    let (name, key) = segment.find('(').map_or((segment, ""), |at| segment.split_at(at));
    let same = |known: &&str| known.eq_ignore_ascii_case(name);
    SEGMENTS.into_iter().find(same).map_or_else(|| segment.to_owned(), |known| format!("{known}{key}"))
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn names_get_the_case_of_the_routes_and_ids_keep_theirs() {
        for (path, wanted) in [
            ("/v1.0/Users/Grady@X.example/MANAGER/$Ref", Some("/v1.0/users/Grady@X.example/manager/$ref")),
            ("/v1.0/ME", Some("/v1.0/me")),
            ("/v1.0/ServicePrincipals(appId='AB')", Some("/v1.0/servicePrincipals(appId='AB')")),
            ("/v1.0/Users/Delta()", Some("/v1.0/users/delta()")),
            ("/v1.0/users/Id/extensions/Members", None),
            ("/v1.0/users/Id/Extensions/Members", Some("/v1.0/users/Id/extensions/Members")),
            ("/v1.0/users", None),
            ("/V1.0/Users", None),
            ("/_emulator/Users", None),
        ] {
            assert_eq!(canonical(path).as_deref(), wanted, "{path}");
        }
    }
}
