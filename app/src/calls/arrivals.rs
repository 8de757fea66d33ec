//! Server function of the link in a mail of ours.

use contract::{InvitationId, LocalPath};
use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};

/// Says that what a link is about is for whoever is signed in. `key` is the secret of the link, from its page.
#[server(name = SignUp, prefix = "/api", endpoint = "arrivals/sign-up")]
pub async fn sign_up(
    invitation: InvitationId,
    #[server(default)] key: String,
) -> Result<ApiResponse<Ack>, BadRequest> {
    let page = LocalPath::parse(&format!("/arrive/{invitation}?key={key}"));
    let page = page.unwrap_or_else(|_| LocalPath::home());
    response::respond_to_form(&page.clone(), |context, caller| async move {
        context.ports.arrivals.sign_up(&caller, &invitation, &key).await?;
        Ok(page)
    })
    .await
}
