//! The guest's arrival: the one thing that happens when somebody merely opens a page.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{Caller, ItemId, Problem, ports};

use super::{acceptance, reached};
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
        reached::at_the_door(&self.0, caller, item).await?;
        access::see(&self.0, caller, item.as_str()).await?;
        acceptance::arrived(&self.0, caller).await.map_err(|error| self.0.internal(error))
    }
}
