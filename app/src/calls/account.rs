//! Signing out.

use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};
use crate::redirect;

/// Ends the session, then redirects to our own sign-out page, which leads to the authority: a form must not redirect to another origin, because
/// Chromium applies `form-action` to the whole redirect chain.
#[server(name = SignOut, prefix = "/api", endpoint = "account/sign-out")]
pub async fn sign_out() -> Result<ApiResponse<Ack>, BadRequest> {
    let mut target = "/sign-out";
    let redirect_target = &mut target;
    let response = response::respond(|context, caller| async move {
        if context.ports.account.sign_out(&caller).await?.open_invitations > 0 {
            *redirect_target = "/sign-out?open=1";
        }
        Ok(Ack { done: true })
    })
    .await;
    redirect::redirect(target);
    response
}
