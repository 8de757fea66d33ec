//! `/{tenant}/oauth2/v2.0/authorize` ("OAuth 2.0 authorization code flow", Microsoft identity platform).

use axum::{
    Form,
    extract::{OriginalUri, Path, State},
    response::Response,
};
use http::HeaderMap;
use world::{
    World,
    attribute::Attribute,
    ids::{AccountId, UserId},
    sign_in::SignInOutcome,
    user::User,
};

use super::{
    access_checks,
    access_checks::Interruption,
    account_picker,
    authorize_request::{AuthorizeRequest, ClientRequest, no_action},
    grant::AuthenticatedUser,
    interrupt_pages,
    params::{Params, given},
};
use crate::{
    app_state::AppState,
    browser::{
        error::EntraError,
        resume,
        session::{Session, SignedIn, VisitedApp},
    },
    entra::{login::authorize_flow::AuthorizeFlow, redeem, sign_up},
    request_context::RequestContext,
};

/// GET and POST: the parameters come as a query or as a form.
pub(super) async fn authorize(
    State(state): State<AppState>,
    Path(segment): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    context: RequestContext,
    Form(params): Form<Params>,
) -> Response {
    let client_request = match state.read(|world| ClientRequest::read(world, &segment, &params)) {
        Ok(client_request) => client_request,
        Err(error) => return error.page(&context, &no_action()),
    };
    let request = match AuthorizeRequest::read(&context, &client_request, &params) {
        Ok(request) => request,
        Err(error) => return client_request.response_target.error(&context, &error),
    };
    let session = Session::of(&state, &headers);
    let flow = AuthorizeFlow {
        state: &state,
        context: &context,
        path: uri.path(),
        client_request,
        request,
        params,
        session,
    };
    match flow.choose() {
        AccountChoice::Account(signed) => flow.resolve_home_tenant(signed),
        AccountChoice::Ask => {
            account_picker::page(flow.state, &flow.client_request, &flow.session, flow.path, &flow.params)
        }
        AccountChoice::Silent(error) => flow.client_request.response_target.error(flow.context, &error),
    }
}

/// Which account signs in.
enum AccountChoice {
    Account(SignedIn),
    Ask,
    Silent(EntraError),
}

impl AuthorizeFlow<'_> {
    fn choose(&self) -> AccountChoice {
        // The account picker's answer: an account that has just signed in.
        let picked = given(&self.params, resume::ACCOUNT_PARAM)
            .and_then(|id| id.parse::<AccountId>().ok())
            .and_then(|id| self.session.signed_in(id));
        if let Some(signed) = picked.filter(|signed| self.is_still_valid(signed)) {
            return AccountChoice::Account(signed);
        }
        let hinted = given(&self.params, "login_hint")
            .map(|hint| account_picker::hinted(self.state, self.client_request.tenant, hint));
        let holding = self.session.accounts.iter().filter(|signed| self.is_still_valid(signed));
        let candidates: Vec<_> = holding
            .clone()
            .filter(|signed| hinted.is_none_or(|hinted| hinted == Some(signed.account)))
            .copied()
            .collect();
        match (self.request.prompt.as_str(), candidates.as_slice()) {
            ("none", [signed]) => AccountChoice::Account(*signed),
            ("none", []) if holding.count() == 0 => AccountChoice::Silent(EntraError::from_number(50_058)),
            ("none", []) => AccountChoice::Silent(EntraError::from_number(16_002)),
            ("none", _) => AccountChoice::Silent(EntraError::from_number(16_000)),
            ("login" | "select_account", _) => AccountChoice::Ask,
            (_, [signed]) => AccountChoice::Account(*signed),
            _ => AccountChoice::Ask,
        }
    }

    /// Whether the sign-in is still valid: not revoked and not expired.
    fn is_still_valid(&self, signed: &SignedIn) -> bool {
        self.state.read(|world| {
            let directory = world.tenant(self.client_request.tenant);
            let user = directory.and_then(|directory| directory.user_of_account(signed.account));
            user.is_none_or(|user| world.session_is_valid(self.client_request.tenant, user, signed.at))
                && world.sign_in_is_valid(
                    self.client_request.tenant,
                    signed.account,
                    signed.at,
                    self.context.now(),
                )
        })
    }

    /// For a multi-tenant authority, the account decides the tenant.
    fn resolve_home_tenant(mut self, signed: SignedIn) -> Response {
        match self.state.read(|world| self.client_request.use_home_tenant_of(world, signed.account)) {
            Ok(()) => self.continue_as(signed),
            Err(_) if self.request.is_silent() => {
                self.client_request.response_target.error(self.context, &EntraError::from_number(16_000))
            }
            Err(error) => self.refuse(error),
        }
    }

    /// Continues with an account: finds its user, and checks that it has access.
    fn continue_as(&self, signed: SignedIn) -> Response {
        let user = match self.state.read(|world| user_of(world, &self.client_request, signed.account)) {
            Ok(user) => user,
            Err(refusal) => return self.refuse_entry(refusal, signed),
        };
        let authenticated = AuthenticatedUser {
            user,
            account: signed.account,
            sid: signed.sid,
            auth_time: signed.at,
            mfa: signed.mfa,
        };
        let outcome = self.state.read(|world| {
            let user = world.tenant(self.client_request.tenant).and_then(|directory| directory.user(user));
            let user = user.ok_or_else(|| Interruption::Refused(EntraError::from_number(50_034)))?;
            let request = &self.request;
            access_checks::check(
                world,
                &self.client_request,
                user,
                &authenticated,
                &request.requested_claims,
                &request.scopes,
            )?;
            match request.prompt.as_str() {
                "consent" | "admin_consent" => Err(Interruption::Consent(Vec::new())),
                _ => Ok(user.clone()),
            }
        });
        match outcome {
            Ok(user) => self.issue(&user, authenticated),
            Err(interruption) if self.request.is_silent() => {
                let silent = match interruption {
                    Interruption::SecondFactor { registered: false, with_suberror } => {
                        EntraError::from_number(50_072).with_suberror_if(with_suberror)
                    }
                    interruption => interruption.refusal(&self.request.requested_claims.contexts),
                };
                self.client_request.response_target.error(self.context, &silent)
            }
            Err(interruption) => interrupt_pages::page(self, interruption, signed.account, user),
        }
    }

    fn refuse_entry(&self, refusal: EntryRefused, signed: SignedIn) -> Response {
        match refusal {
            EntryRefused::MustRedeem if self.request.is_silent() => {
                let error = EntraError::from_number(50_014).with_error_code("interaction_required");
                self.client_request.response_target.error(self.context, &error)
            }
            EntryRefused::Refused(_) | EntryRefused::MaySignUp(_) if self.request.is_silent() => {
                self.client_request.response_target.error(self.context, &EntraError::from_number(16_000))
            }
            EntryRefused::MustRedeem => {
                let back = resume::address(self.path, &self.params, None);
                redeem::ask_to_join(
                    self.state,
                    self.context,
                    self.client_request.tenant,
                    signed.account,
                    &back,
                )
            }
            EntryRefused::Refused(error) => self.refuse(error),
            EntryRefused::MaySignUp(wanted) => {
                let back = resume::address(self.path, &self.params, None);
                let (tenant, app) = (self.client_request.tenant, &self.client_request.client);
                sign_up::ask(self.state, tenant, app, signed.account, &wanted, &back)
            }
        }
    }

    fn issue(&self, user: &User, authenticated: AuthenticatedUser) -> Response {
        let mut session = self.session.clone();
        let (app, tenant) = (self.client_request.client.client_id, self.client_request.tenant);
        session.add_visited(VisitedApp { sid: authenticated.sid, app, tenant });
        session.with_cookie(
            self.state,
            self.client_request.response_target.send(self.response_params(user, authenticated)),
        )
    }
}

/// Why an account has no user in the tenant.
enum EntryRefused {
    MustRedeem,
    MaySignUp(Vec<Attribute>),
    Refused(EntraError),
}

/// The user that the account signs in as.
fn user_of(
    world: &World,
    client_request: &ClientRequest,
    account: AccountId,
) -> Result<UserId, EntryRefused> {
    match world.sign_in(client_request.tenant, account) {
        SignInOutcome::Allowed(user) => Ok(user.id),
        SignInOutcome::MustRedeem(_) => Err(EntryRefused::MustRedeem),
        SignInOutcome::Blocked(_) => Err(EntryRefused::Refused(EntraError::from_number(50_057))),
        SignInOutcome::Unknown => {
            if let Some(wanted) =
                world.sign_up_of(client_request.tenant, client_request.client.client_id, account)
            {
                return Err(EntryRefused::MaySignUp(wanted));
            }
            let tenant = world.tenant(client_request.tenant).map(|tenant| tenant.display_name.as_str());
            let account = world.account(account);
            let sentence = format!(
                "User account '{}' from identity provider '{}' does not exist in tenant '{}' and cannot access the application '{}'({}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Microsoft Entra user account.",
                account.map(|account| account.address.as_str()).unwrap_or_default(),
                account.map(|account| account.realm.idp()).unwrap_or_default(),
                tenant.unwrap_or_default(),
                client_request.client.client_id,
                client_request.client.name,
            );
            Err(EntryRefused::Refused(EntraError::new("access_denied", 50_020, &sentence)))
        }
    }
}
