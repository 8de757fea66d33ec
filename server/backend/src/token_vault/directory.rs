//! The directory on Entra: Graph with tokens from the vault.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{EntraUserId, TenantId};
use graph::{Graph, GraphClient, TokenProvider as _};
use secrecy::ExposeSecret as _;

use super::roles_claim::roles_claim;
use super::{ApplicationTokens, TokenVault};
use crate::directory::Directory;

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
}
