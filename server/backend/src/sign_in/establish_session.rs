//! Establishes the session of a sign-in: session, person, tokens and audit entry are stored in one transaction.

use std::time::Duration;

use contract::{SessionKey, UserStatus};
use serde_json::json;
use storage::people::{self, PersonRow};
use storage::{StorageError, Tx, tokens};

use super::SignInState;
use super::claims::Claims;
use super::failure::SignInFailure;
use crate::audit::{self, Action, Actor};
use crate::oidc_provider::Tokens;
use crate::session::{NewSession, SessionUser, session_key};
use crate::token_vault::TokenVault;

/// How long the directory may take to tell members and guests apart.
const DIRECTORY_TIMEOUT: Duration = Duration::from_secs(3);
/// The log line when neither the token nor the directory can tell.
const GUEST_UNKNOWN: &str = "the ID token has no acct claim (add it as an optional claim of the app registration), and the directory did not say \
    whether the person is a guest: taken for one";

/// A sign-in that is checked and not yet stored. It is stored together with its session: so the audit log names no sign-in without a session, and no
/// token stays without a session whose end would delete it.
pub(super) struct CompletedSignIn {
    vault: TokenVault,
    pub(super) person: SessionUser,
    row: PersonRow,
    tokens: Tokens,
}

/// Collects what is to be stored; nothing is stored yet.
pub(super) async fn complete_sign_in(
    state: &SignInState,
    claims: &Claims,
    tokens: Tokens,
) -> Result<CompletedSignIn, SignInFailure> {
    let now = state.clock.now_ms();
    let (tenant, user) = (claims.tid.as_str(), claims.oid.as_str());
    let known = people::load(&state.storage, tenant, user).await?;
    // A token that names none replaces no address that is known.
    let known_address = known.as_ref().map(|known| known.address.clone()).filter(|known| !known.is_empty());
    let address = claims.address().map(str::to_owned).or(known_address);
    let name = claims.name.clone().filter(|name| !name.trim().is_empty()).or_else(|| address.clone());
    let account = account(state, claims).await;
    let person = SessionUser {
        tenant: claims.tid.clone(),
        user: claims.oid.clone(),
        name: name.unwrap_or_else(|| user.to_owned()),
        address,
        has_mail: account.has_mail,
        is_admin: claims.is_admin(),
        is_guest: account.is_guest,
        key: key_of_session(state, claims)?,
        since: now,
        seen: now,
    };
    let row = PersonRow {
        tenant: claims.tid.clone(),
        user: claims.oid.clone(),
        name: person.name.clone(),
        address: person.address.clone().unwrap_or_default(),
        standing: if person.is_guest { UserStatus::Guest } else { UserStatus::Member },
        company: known.and_then(|known| known.company),
        seen_at: now,
    };
    Ok(CompletedSignIn { vault: state.vault.clone(), person, row, tokens })
}

impl CompletedSignIn {
    /// Stores it, and the session with it.
    pub(super) async fn store(&self, tx: &mut Tx, session: &mut NewSession) -> Result<(), StorageError> {
        let Self { vault, person, row, tokens: given } = self;
        if person.is_guest {
            // Nothing is ever done in the name of a guest, so there is nothing to keep; nor what was kept while they were a member.
            tokens::delete(tx, person.tenant.as_str(), person.user.as_str()).await?;
        } else {
            vault.put(tx, &person.tenant, &person.user, given).await?;
        }
        people::upsert(tx, row).await?;
        session.store(tx).await?;
        let detail = json!({ "guest": person.is_guest, "admin": person.is_admin });
        audit::append(tx, person.since, Actor::from(person), Action::SignedIn, person.user.as_str(), detail)
            .await
    }
}

/// What the directory knows of the account.
struct Account {
    is_guest: bool,
    has_mail: bool,
}

/// From the token, or else from the directory, which is asked at most once. Whoever neither says anything of counts as a guest, who may do less,
/// and as somebody with a mail address. The `email` claim of members is optional, so that it is missing says nothing ("Optional claims
/// reference"); nobody is told about mail as a guest.
async fn account(state: &SignInState, claims: &Claims) -> Account {
    let is_guest = claims.is_guest();
    let has_mail = claims.email.is_some() || is_guest == Some(true);
    if let Some(is_guest) = is_guest.filter(|_| has_mail) {
        return Account { is_guest, has_mail };
    }
    let graph = state.directory.as_application();
    match tokio::time::timeout(DIRECTORY_TIMEOUT, graph.user(claims.oid.as_str())).await {
        Ok(Ok(user)) => {
            return Account {
                is_guest: is_guest.unwrap_or_else(|| user.is_guest()),
                has_mail: has_mail || user.mail.is_some(),
            };
        }
        _ if is_guest.is_some() => {}
        Ok(Err(error)) => tracing::warn!(%error, "{GUEST_UNKNOWN}"),
        Err(_) => tracing::warn!("{GUEST_UNKNOWN}"),
    }
    Account { is_guest: is_guest.unwrap_or(true), has_mail: true }
}

fn key_of_session(state: &SignInState, claims: &Claims) -> Result<SessionKey, SignInFailure> {
    let of_authority = claims.sid.as_deref().and_then(|sid| session_key(&claims.tid, sid));
    let own = || SessionKey::parse(&state.ids.new_id()).ok();
    of_authority.or_else(own).ok_or(SignInFailure::NoIdToken)
}
