//! The token endpoint: a code, a refresh token or the application's own credentials become tokens (RFC 6749).

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, EndpointNotSet, EndpointSet,
    ExtraTokenFields, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use secrecy::{ExposeSecret as _, SecretString};

use super::error::{AuthorityError, ErrorBody, secret_string};
use super::{Metadata, OidcProvider, assertion, transport};
use crate::config::Credential;

type Unset = EndpointNotSet;
type OauthResponse = StandardTokenResponse<WithIdToken, BasicTokenType>;
/// An `oauth2` client that knows where to sign in and where tokens are.
pub(crate) type OauthClient = Client<
    ErrorBody,
    OauthResponse,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    Unset,
    Unset,
    Unset,
    EndpointSet,
>;
type Failure = RequestTokenError<AuthorityError, ErrorBody>;

/// The field that OIDC adds.
#[derive(serde::Deserialize, serde::Serialize)]
pub(crate) struct WithIdToken {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

impl fmt::Debug for WithIdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WithIdToken")
    }
}

impl ExtraTokenFields for WithIdToken {}

/// What the token endpoint gave.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// For Graph.
    pub access: SecretString,
    /// For the next one.
    pub refresh: Option<SecretString>,
    /// Who signed in.
    pub id_token: Option<SecretString>,
    /// How long `access` is good for.
    pub expires_in: Duration,
}

/// The permission with which people are looked up as whoever shares. `User.ReadBasic.All` shows neither other addresses nor whether an account is blocked.
pub(crate) const LOOK_UP_SCOPE: &str = "User.Read.All";

/// What an access token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scopes {
    /// What everybody agrees to at sign-in.
    Own,
    /// Sending mail from the person's own mailbox.
    Mail,
    /// Looking people up in the directory.
    Directory,
}

/// What to exchange.
#[derive(Debug)]
pub enum Exchange<'a> {
    /// An authorization code.
    Code {
        /// The code.
        code: &'a str,
        /// What it was begun with (RFC 7636).
        verifier: &'a str,
        /// Where it was sent to.
        redirect: &'a str,
    },
    /// A refresh token.
    Refresh {
        /// The token.
        token: &'a SecretString,
        /// A claims challenge to answer, as JSON.
        claims: Option<&'a str>,
        /// What the new access token is for.
        scopes: Scopes,
    },
    /// The application's own credentials.
    Application,
}

impl OidcProvider {
    /// Delegated scopes: those of OIDC, and what Vestibule does on a person's behalf.
    pub fn scopes(&self) -> Vec<String> {
        let resource = &self.entra.cloud.resource;
        let own = ["User.Invite.All", "User.Read"].map(|name| format!("{resource}/{name}"));
        ["openid", "profile", "email", "offline_access"].map(str::to_owned).into_iter().chain(own).collect()
    }

    fn scopes_of(&self, scopes: Scopes) -> Vec<String> {
        match scopes {
            Scopes::Own => self.scopes(),
            Scopes::Mail => self.one_scope("Mail.Send"),
            Scopes::Directory => self.one_scope(LOOK_UP_SCOPE),
        }
    }

    fn one_scope(&self, name: &str) -> Vec<String> {
        vec!["offline_access".to_owned(), format!("{}/{name}", self.entra.cloud.resource)]
    }

    /// The client for this authority.
    pub(crate) fn client(&self, metadata: &Metadata) -> Result<OauthClient, AuthorityError> {
        let wrong = |_| AuthorityError::unreadable("an endpoint");
        let client = Client::new(ClientId::new(self.entra.client_id.clone()))
            .set_auth_uri(AuthUrl::new(metadata.authorization_endpoint.to_string()).map_err(wrong)?)
            .set_token_uri(TokenUrl::new(metadata.token_endpoint.to_string()).map_err(wrong)?)
            .set_auth_type(AuthType::RequestBody);
        Ok(match &self.entra.credential {
            Credential::Secret(secret) => {
                client.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned()))
            }
            Credential::Certificate(_) => client,
        })
    }

    /// Asks the token endpoint.
    pub async fn exchange(&self, what: Exchange<'_>) -> Result<Tokens, AuthorityError> {
        let metadata = self.metadata().await?;
        let client = self.client(&metadata)?;
        let proof = self.proof(&metadata)?;
        let http = self.http.clone();
        let send = move |request| transport::send(http.clone(), request);
        // The three requests are three types; what is added to each is the same.
        macro_rules! ask {
            ($request:expr, $more:expr) => {{
                let request = proof
                    .into_iter()
                    .chain($more)
                    .fold($request, |request, (name, value)| request.add_extra_param(name, value));
                request.request_async(&send).await
            }};
        }
        let answer = match what {
            Exchange::Code { code, verifier, redirect } => {
                let redirect = RedirectUrl::new(redirect.to_owned())
                    .map_err(|_| AuthorityError::unreadable("our own address"))?;
                let request = client
                    .exchange_code(AuthorizationCode::new(code.to_owned()))
                    .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
                    .set_redirect_uri(Cow::Owned(redirect));
                ask!(request, None)
            }
            Exchange::Refresh { token, claims, scopes } => {
                let token = RefreshToken::new(token.expose_secret().to_owned());
                let scopes = self.scopes_of(scopes).into_iter().map(Scope::new);
                let claims = claims.map(|claims| ("claims", claims.to_owned()));
                ask!(client.exchange_refresh_token(&token).add_scopes(scopes), claims)
            }
            Exchange::Application => {
                let scope = Scope::new(format!("{}/.default", self.entra.cloud.resource));
                ask!(client.exchange_client_credentials().add_scope(scope), None)
            }
        };
        answer.map(|answer| tokens(&answer)).map_err(failed)
    }

    /// What proves who the application is, unless a secret does.
    fn proof(&self, metadata: &Metadata) -> Result<Vec<(&'static str, String)>, AuthorityError> {
        let Credential::Certificate(certificate) = &self.entra.credential else { return Ok(Vec::new()) };
        let signed = assertion::sign(
            certificate,
            &self.entra.client_id,
            metadata.token_endpoint.as_str(),
            self.clock.now().unix_timestamp(),
            &self.ids.new_id(),
        )?;
        Ok(vec![("client_assertion_type", assertion::TYPE.to_owned()), ("client_assertion", signed)])
    }
}

fn tokens(answer: &OauthResponse) -> Tokens {
    Tokens {
        access: secret_string(answer.access_token().secret()),
        refresh: answer.refresh_token().map(|token| secret_string(token.secret())),
        id_token: answer.extra_fields().id_token.as_deref().map(secret_string),
        expires_in: answer.expires_in().unwrap_or_default(),
    }
}

/// Only our own words: a body that cannot be read may hold a token.
fn failed(failure: Failure) -> AuthorityError {
    match failure {
        RequestTokenError::ServerResponse(body) => AuthorityError::Refused(body.into()),
        RequestTokenError::Request(error) => error,
        RequestTokenError::Parse(error, _) => {
            AuthorityError::unreadable(format!("tokens: {:?}", error.inner().classify()))
        }
        RequestTokenError::Other(_) => AuthorityError::unreadable("tokens: no JSON"),
    }
}
