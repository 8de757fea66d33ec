//! Signing out.

use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::reply::{self, Unreadable};
use crate::leaving;

/// Ends the session here, then goes on to the authority by an own page: a form's answer must not redirect to another origin, because
/// Chromium applies `form-action` to the whole redirect chain.
#[server(name = SignOut, prefix = "/api", endpoint = "account/sign-out")]
pub async fn sign_out() -> Result<ApiResponse<Ack>, Unreadable> {
    let mut onward = "/sign-out";
    let told = &mut onward;
    let reply = reply::answer(|scope, caller| async move {
        if scope.ports.account.sign_out(&caller).await?.open_invitations > 0 {
            *told = "/sign-out?open=1";
        }
        Ok(Ack { done: true })
    })
    .await;
    leaving::go(onward);
    reply
}
