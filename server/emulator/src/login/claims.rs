//! Claims of ID tokens (v2) and of access tokens for Microsoft Graph ("ID token claims reference", "Access token claims reference").

use serde_json::{Value, json};
use world::{
    World,
    app::{Client, GRAPH_APP_ID},
    ids::{AppId, TenantId, UserId},
    optional_claim::OptionalClaim,
    user::User,
};

use super::{authority::issuer, challenge::Claimed, grant::Principal, scopes::Scopes};
use crate::{call::Call, keys::sha256, login::graph_claims::GRAPH_AUDIENCE};

/// How long access and ID tokens are good, in seconds.
const LIFE: i64 = 3599;

/// How long the access tokens of an application that takes claims challenges are good: 28 hours ("Continuous access evaluation").
const LONG_LIFE: i64 = 28 * 60 * 60 - 1;

/// The least that an access token is good, where each is for its own time.
const LEAST: i64 = 60 * 60;

/// How long the access token of this call is good, in seconds. Unverified: the real ones last 60 to 90 minutes, each its own time.
pub(super) fn life(world: &World, tenant: TenantId, call: &Call, claimed: &Claimed) -> i64 {
    let policy = world.tenant(tenant).map(|directory| &directory.policy);
    match policy.and_then(|policy| policy.longest_access_token_minutes) {
        _ if claimed.is_capable() => LONG_LIFE,
        None => LIFE,
        Some(longest) => {
            let span = (i64::from(longest) * 60 - LEAST).max(0);
            let own = call.meta.request_id.as_u64_pair().1.cast_signed() & i64::MAX;
            LEAST + own % (span + 1)
        }
    }
}

/// The subject of a user for one application: another application sees another one.
pub(crate) fn pairwise(client: AppId, tenant: TenantId, user: UserId) -> String {
    sha256(&format!("{client}|{tenant}|{user}"))
}

fn times(call: &Call, life: i64) -> Value {
    let now = call.now().unix_timestamp();
    json!({ "iat": now, "nbf": now, "exp": now + life })
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

/// Where a guest's account is at home, as claims put it. None for members.
fn home_idp(world: &World, tenant: TenantId, user: &User) -> Option<String> {
    let home = world.account(user.account?)?;
    (home.realm != world::account::Realm::Entra(tenant)).then(|| home.realm.idp())
}

/// The name a person signs in with: a guest's is the one at home.
pub(crate) fn sign_in_name(world: &World, user: &User) -> String {
    let home = user.account.and_then(|account| world.account(account)).filter(|_| user.is_guest());
    home.map_or_else(|| user.user_principal_name.clone(), |home| home.address.clone())
}

/// Whom a person's tokens are about, and for which application.
pub(super) struct About<'a> {
    pub(super) world: &'a World,
    pub(super) call: &'a Call,
    pub(super) client: &'a Client,
    pub(super) tenant: TenantId,
    pub(super) user: &'a User,
    pub(super) scopes: &'a Scopes,
    pub(super) claimed: &'a Claimed,
}

impl About<'_> {
    /// The claims of an ID token; `groups` is the most groups that it may name.
    pub(super) fn id_token(&self, principal: Principal, nonce: Option<&str>, groups: usize) -> Value {
        let Self { world, call, client, tenant, user, scopes, .. } = *self;
        let profile = scopes.has("profile");
        let roles = world.app_role_values(client, tenant, user.id);
        let issues_optional_claim = |claim| world.issues_optional_claim(client, claim);
        // Present by default for guests, an optional claim for members.
        let email =
            user.mail.as_deref().filter(|_| user.is_guest() || issues_optional_claim(OptionalClaim::Email));
        let claims = json!({
            "aud": client.client_id,
            "iss": issuer(&call.origin, &tenant.to_string()),
            "aio": sha256(&call.meta.request_id.to_string()),
            "auth_time": issues_optional_claim(OptionalClaim::AuthTime).then_some(principal.auth_time),
            "acct": issues_optional_claim(OptionalClaim::Acct).then_some(i32::from(user.is_guest())),
            "email": email,
            "idp": home_idp(world, tenant, user),
            "login_hint": issues_optional_claim(OptionalClaim::LoginHint).then(|| format!("O.{}", user.id)),
            "name": profile.then_some(&user.display_name),
            "nonce": nonce,
            "oid": profile.then_some(user.id),
            "preferred_username": profile.then(|| sign_in_name(world, user)),
            "rh": sha256(&principal.sid.to_string()),
            "roles": non_empty(&roles),
            "sid": principal.sid,
            "sub": pairwise(client.client_id, tenant, user.id),
            "tid": tenant,
            "uti": sha256(&call.meta.request_id.to_string())[..22],
            "ver": "2.0",
        });
        merged(merged(times(call, LIFE), claims), self.groups(groups))
    }

    /// The user's groups where the registration asks for them. Too many are replaced by a hint where to find them, which is as dead as
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

    /// The claims of a delegated access token for Graph; `strength` is how the client proved itself.
    pub(super) fn delegated(&self, principal: Principal, strength: &str) -> Value {
        let Self { world, call, client, tenant, user, scopes, claimed } = *self;
        let factors: &[&str] = if principal.mfa { &["pwd", "mfa"] } else { &["pwd"] };
        let claims = json!({
            "acct": i32::from(user.is_guest()),
            "acrs": non_empty(&claimed.contexts),
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
            "xms_cc": non_empty(&claimed.capabilities),
        });
        merged(graph_base(call, client, tenant, life(world, tenant, call, claimed)), claims)
    }
}

/// The claims of an application's own access token for Graph. Issued even when it holds no role.
pub(super) fn app_only(call: &Call, client: &Client, roles: &[String], strength: &str, life: i64) -> Value {
    let claims = json!({
        "app_displayname": client.name,
        "appidacr": strength,
        "idtyp": "app",
        "oid": client.service_principal,
        "roles": non_empty(roles),
        "sub": client.service_principal,
    });
    merged(graph_base(call, client, client.tenant_id, life), claims)
}

fn graph_base(call: &Call, client: &Client, tenant: TenantId, life: i64) -> Value {
    let claims = json!({
        "aud": GRAPH_AUDIENCE,
        "iss": format!("https://sts.windows.net/{tenant}/"),
        "appid": client.client_id,
        "tid": tenant,
        "uti": sha256(&call.meta.request_id.to_string())[..22],
        "ver": "1.0",
    });
    merged(times(call, life), claims)
}
