//! The directory on Entra: Graph with tokens from the vault.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{EntraUserId, TenantId};
use graph::{ConsentType, Graph, GraphClient, GraphError, MICROSOFT_GRAPH, TokenError, TokenProvider as _};
use secrecy::ExposeSecret as _;

use super::claims::{roles_claim, scopes_claim};
use super::refresh::NO_CONSENT;
use super::{ApplicationTokens, TokenVault};
use crate::directory::{DelegatedGrants, Directory};
use crate::oidc_provider::LOOK_UP_SCOPE;

/// Graph for people and for the application.
#[derive(Debug, Clone)]
pub struct EntraDirectory {
    client: GraphClient,
    vault: TokenVault,
    application: Arc<ApplicationTokens>,
}

impl EntraDirectory {
    /// A directory on this client, with the vault's tokens.
    pub fn new(client: GraphClient, vault: TokenVault, application: Arc<ApplicationTokens>) -> Self {
        Self { client, vault, application }
    }
}

#[async_trait]
impl Directory for EntraDirectory {
    fn as_person(&self, tenant: &TenantId, user: &EntraUserId) -> Graph {
        self.client.as_caller(Arc::new(self.vault.of_person(tenant, user)))
    }

    fn as_sender(&self, tenant: &TenantId, user: &EntraUserId) -> Graph {
        self.client.as_caller(Arc::new(self.vault.mail_of_person(tenant, user)))
    }

    fn as_reader(&self, tenant: &TenantId, user: &EntraUserId) -> Graph {
        self.client.as_caller(Arc::new(self.vault.directory_of_person(tenant, user)))
    }

    fn as_application(&self) -> Graph {
        self.client.as_caller(Arc::clone(&self.application) as Arc<dyn graph::TokenProvider>)
    }

    fn client_id(&self) -> String {
        self.application.client_id().to_owned()
    }

    async fn application_permissions(&self) -> Option<Vec<String>> {
        let token = self.application.token().await.ok()?;
        roles_claim(token.expose_secret())
    }

    async fn delegated_grants(
        &self,
        person: Option<(&TenantId, &EntraUserId)>,
        looks_up: bool,
    ) -> DelegatedGrants {
        match grants_of_graph(&self.as_application(), self.application.client_id()).await {
            Ok(grants) => return grants,
            Err(error) => tracing::info!(%error, "the directory does not say what people have agreed to"),
        }
        let mut seen = DelegatedGrants::default();
        let Some((tenant, user)) = person else { return seen };
        if let Ok(token) = self.vault.of_person(tenant, user).token().await {
            seen.for_some.extend(scopes_claim(token.expose_secret()).unwrap_or_default());
        }
        if looks_up {
            match self.vault.directory_of_person(tenant, user).token().await {
                Ok(_) => seen.for_some.push(LOOK_UP_SCOPE.to_owned()),
                Err(TokenError::Refused { code, .. }) if code == NO_CONSENT => {
                    seen.refused.push(LOOK_UP_SCOPE.to_owned());
                }
                Err(error) => tracing::info!(%error, "nobody knows whether people have agreed to look-ups"),
            }
        }
        seen
    }
}

/// What the directory has of consents to this application, of Microsoft Graph's permissions.
async fn grants_of_graph(application: &Graph, client_id: &str) -> Result<DelegatedGrants, GraphError> {
    let all = application.delegated_permissions_of(client_id).await?;
    let graph = application.service_principal_of(MICROSOFT_GRAPH).await?;
    let (mut for_everybody, mut for_some) = (Vec::new(), Vec::new());
    for grant in all.into_iter().filter(|grant| grant.resource_id.eq_ignore_ascii_case(&graph.id)) {
        match grant.consent_type {
            ConsentType::AllPrincipals => for_everybody.extend(grant.scopes),
            ConsentType::Principal | ConsentType::Other => for_some.extend(grant.scopes),
        }
    }
    Ok(DelegatedGrants { for_everybody: Some(for_everybody), for_some, refused: Vec::new() })
}
