//! The guest's arrival: the one thing that happens when somebody merely opens a page.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{ArrivalInvitation, ArrivalTarget, Caller, InvitationId, ItemId, Problem, SignUpState, ports};

use super::{acceptance, arrival_link, delivery_confirmation, sign_up};
use crate::access;
use crate::app_state::AppState;

/// The port, on storage.
pub(crate) struct ArrivalService(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::Arrivals for ArrivalService {
    async fn arrive(&self, caller: &Caller, item: &ItemId) -> Result<(), Problem> {
        if !caller.is_guest {
            return Ok(());
        }
        let app = &self.0;
        delivery_confirmation::on_arrival(app, caller, item).await.map_err(|error| app.internal(error))?;
        access::require_visible(app, caller, item.as_str()).await?;
        acceptance::arrived(app, caller).await.map_err(|error| app.internal(error))
    }

    async fn invited(&self, id: &InvitationId, secret: &str) -> Result<ArrivalInvitation, Problem> {
        arrival_link::invited(&self.0, id, secret).await
    }

    async fn target(&self, id: &InvitationId, secret: &str) -> Result<ArrivalTarget, Problem> {
        arrival_link::target(&self.0, id, secret).await
    }

    async fn sign_up_state(
        &self,
        caller: &Caller,
        id: &InvitationId,
        secret: &str,
    ) -> Result<SignUpState, Problem> {
        sign_up::state(&self.0, caller, id, secret).await
    }

    async fn sign_up(&self, caller: &Caller, id: &InvitationId, secret: &str) -> Result<(), Problem> {
        sign_up::sign_up(&self.0, caller, id, secret).await
    }
}
