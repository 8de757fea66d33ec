//! Claims of ID tokens (v2) and of access tokens for Microsoft Graph ("ID token claims reference", "Access token claims reference").

use serde_json::{Value, json};
use world::{
    World,
    app::{Client, GRAPH_APP_ID},
    ids::{AppId, TenantId, UserId},
    optional_claim::OptionalClaim,
    user::User,
};

use super::{authority::issuer, grant::AuthenticatedUser, requested_claims::RequestedClaims, scopes::Scopes};
use crate::{
    entra::login::graph_claims::{BACKDATED, GRAPH_AUDIENCE},
    keys::sha256,
    request_context::RequestContext,
};

/// How long access and ID tokens are valid, in seconds.
const TOKEN_LIFETIME: i64 = 3599;

/// How long access tokens are valid for an application that supports claims challenges: 28 hours ("Continuous access evaluation").
const CAE_TOKEN_LIFETIME: i64 = 28 * 60 * 60 - 1;

/// The minimum lifetime of an access token where lifetimes vary.
const MIN_TOKEN_LIFETIME: i64 = 60 * 60;

/// How long the access token of this request is valid, in seconds. Unverified: real lifetimes vary from 60 to 90 minutes.
pub(super) fn token_lifetime(
    world: &World,
    tenant: TenantId,
    context: &RequestContext,
    requested_claims: &RequestedClaims,
) -> i64 {
    let policy = world.tenant(tenant).map(|directory| &directory.policy);
    match policy.and_then(|policy| policy.longest_access_token_minutes) {
        _ if requested_claims.is_capable() => CAE_TOKEN_LIFETIME,
        None => TOKEN_LIFETIME,
        Some(longest) => {
            let span = (i64::from(longest) * 60 - MIN_TOKEN_LIFETIME).max(0);
            let own = context.meta.request_id.as_u64_pair().1.cast_signed() & i64::MAX;
            MIN_TOKEN_LIFETIME + own % (span + 1)
        }
    }
}

/// The pairwise subject of a user, which differs for each application.
pub(crate) fn pairwise(client: AppId, tenant: TenantId, user: UserId) -> String {
    sha256(&format!("{client}|{tenant}|{user}"))
}

fn times(context: &RequestContext, token_lifetime: i64) -> Value {
    let now = context.now().unix_timestamp();
    json!({ "iat": now - BACKDATED, "nbf": now - BACKDATED, "exp": now + token_lifetime })
}

fn non_empty(values: &[String]) -> Option<&[String]> {
    Some(values).filter(|values| !values.is_empty())
}

fn merged(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
    }
    base
}

/// The `idp` claim of a guest; none for members.
fn home_idp(world: &World, tenant: TenantId, user: &User) -> Option<String> {
    let home = world.account(user.account?)?;
    (home.realm != world::account::Realm::Entra(tenant)).then(|| home.realm.idp())
}

/// The name that a person signs in with; for a guest the one of the home account.
pub(crate) fn sign_in_name(world: &World, user: &User) -> String {
    let home = user.account.and_then(|account| world.account(account)).filter(|_| user.is_guest());
    home.map_or_else(|| user.user_principal_name.clone(), |home| home.address.clone())
}

/// The user of a token, and the application it is for.
pub(super) struct TokenSubject<'a> {
    pub(super) world: &'a World,
    pub(super) context: &'a RequestContext,
    pub(super) client: &'a Client,
    pub(super) tenant: TenantId,
    pub(super) user: &'a User,
    pub(super) scopes: &'a Scopes,
    pub(super) requested_claims: &'a RequestedClaims,
}

impl TokenSubject<'_> {
    /// The claims of an ID token; `groups` is the maximum number of groups in it.
    pub(super) fn id_token(
        &self,
        authenticated: AuthenticatedUser,
        nonce: Option<&str>,
        groups: usize,
    ) -> Value {
        let Self { world, context, client, tenant, user, scopes, .. } = *self;
        let profile = scopes.has("profile");
        let roles = world.app_role_values(client, tenant, user.id);
        let issues_optional_claim = |claim| world.issues_optional_claim(client, claim);
        // Present by default for guests, an optional claim for members.
        let by_default =
            user.is_guest() && world.tenant(tenant).is_some_and(|own| own.policy.guest_tokens_name_mail);
        let email =
            user.mail.as_deref().filter(|_| by_default || issues_optional_claim(OptionalClaim::Email));
        let claims = json!({
            "aud": client.client_id,
            "iss": issuer(&context.origin, &tenant.to_string()),
            "aio": sha256(&context.meta.request_id.to_string()),
            "auth_time": issues_optional_claim(OptionalClaim::AuthTime).then_some(authenticated.auth_time),
            "acct": issues_optional_claim(OptionalClaim::Acct).then_some(i32::from(user.is_guest())),
            "email": email,
            "idp": home_idp(world, tenant, user),
            "login_hint": issues_optional_claim(OptionalClaim::LoginHint).then(|| format!("O.{}", user.id)),
            "name": profile.then_some(&user.display_name),
            "nonce": nonce,
            "oid": profile.then_some(user.id),
            "preferred_username": profile.then(|| sign_in_name(world, user)),
            "rh": sha256(&authenticated.sid.to_string()),
            "roles": non_empty(&roles),
            "sid": authenticated.sid,
            "sub": pairwise(client.client_id, tenant, user.id),
            "tid": tenant,
            "uti": sha256(&context.meta.request_id.to_string())[..22],
            "ver": "2.0",
        });
        merged(merged(times(context, TOKEN_LIFETIME), claims), self.groups(groups))
    }

    /// The user's groups, if the registration requests them. Too many are replaced by a link to find them (groups overage), which does not work, like
    /// the real one.
    fn groups(&self, most: usize) -> Value {
        let Self { world, client, tenant, user, .. } = *self;
        if !world.registration(client.client_id).group_membership_claims {
            return Value::Null;
        }
        let groups = world.tenant(tenant).map(|directory| directory.groups_of(user.id)).unwrap_or_default();
        if groups.len() <= most {
            return json!({ "groups": groups });
        }
        let endpoint = format!("https://graph.windows.net/{tenant}/users/{}/getMemberObjects", user.id);
        json!({ "_claim_names": { "groups": "src1" }, "_claim_sources": { "src1": { "endpoint": endpoint } } })
    }

    /// The claims of a delegated access token for Graph; `strength` is how the client authenticated.
    pub(super) fn delegated(&self, authenticated: AuthenticatedUser, strength: &str) -> Value {
        let Self { world, context, client, tenant, user, scopes, requested_claims } = *self;
        let factors: &[&str] = if authenticated.mfa { &["pwd", "mfa"] } else { &["pwd"] };
        let claims = json!({
            "acct": i32::from(user.is_guest()),
            "acrs": non_empty(&requested_claims.contexts),
            "amr": factors,
            "app_displayname": client.name,
            "appidacr": strength,
            "idp": home_idp(world, tenant, user),
            "idtyp": "user",
            "name": user.display_name,
            "oid": user.id,
            "scp": scopes.in_token(),
            "sub": pairwise(GRAPH_APP_ID, tenant, user.id),
            "unique_name": sign_in_name(world, user),
            "upn": user.user_principal_name,
            "wids": user.role_template_ids(),
            "xms_cc": non_empty(&requested_claims.capabilities),
        });
        merged(
            graph_base(context, client, tenant, token_lifetime(world, tenant, context, requested_claims)),
            claims,
        )
    }
}

/// The claims of an app-only access token for Graph. It is issued even when the application holds no role.
pub(super) fn app_only(
    context: &RequestContext,
    client: &Client,
    roles: &[String],
    strength: &str,
    token_lifetime: i64,
) -> Value {
    let claims = json!({
        "app_displayname": client.name,
        "appidacr": strength,
        "idtyp": "app",
        "oid": client.service_principal,
        "roles": non_empty(roles),
        "sub": client.service_principal,
    });
    merged(graph_base(context, client, client.tenant_id, token_lifetime), claims)
}

fn graph_base(context: &RequestContext, client: &Client, tenant: TenantId, token_lifetime: i64) -> Value {
    let claims = json!({
        "aud": GRAPH_AUDIENCE,
        "iss": format!("https://sts.windows.net/{tenant}/"),
        "appid": client.client_id,
        "tid": tenant,
        "uti": sha256(&context.meta.request_id.to_string())[..22],
        "ver": "1.0",
    });
    merged(times(context, token_lifetime), claims)
}
