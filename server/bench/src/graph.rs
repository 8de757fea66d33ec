//! The bare calls: what any program must ask Graph for one new guest, without anything around it.

use http::Method;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::body::Bytes;
use serde_json::json;

use crate::connection::{Connection, JSON, form};
use crate::failure::Outcome;

/// The seeded application that has every application permission.
const CLIENT: &str = "daemon";
/// What a program that only wants to know whether somebody is there would ask for.
const SELECT: &str = "id,displayName,mail,otherMails,proxyAddresses,userPrincipalName,userType";

/// A connection to the emulator's Graph, with a token.
pub struct Graph {
    connection: Connection,
    authorization: String,
}

impl Graph {
    /// Connects and gets a token of the application.
    pub async fn open(emulator: u16, tenant: &str) -> Outcome<Self> {
        let mut connection = Connection::open(emulator).await?;
        let clients = connection.json("/_emulator/clients").await?;
        let mut clients = clients.as_array().into_iter().flatten();
        let client = clients.find(|client| client["name"] == CLIENT).ok_or("the seed has no daemon")?;
        let text = |key: &str| client[key].as_str().unwrap_or_default().to_owned();
        let path = format!("/{tenant}/oauth2/v2.0/token");
        let (draft, body) = form(
            connection.request(Method::POST, &path, JSON),
            &[
                ("grant_type", "client_credentials"),
                ("client_id", &text("clientId")),
                ("client_secret", &text("clientSecret")),
                ("scope", "https://graph.microsoft.com/.default"),
            ],
        )?;
        let answer = connection.send(draft, body).await?.ok("the token")?.json()?;
        let token = answer["access_token"].as_str().ok_or("there is no token in the answer")?;
        let authorization = format!("Bearer {token}");
        Ok(Self { connection, authorization })
    }

    /// Looks an address up that nobody has, and invites it.
    pub async fn invite(&mut self, address: &str) -> Outcome<()> {
        let filter = format!(
            "mail eq '{address}' or userPrincipalName eq '{address}' or otherMails/any(x:x eq '{address}') \
             or proxyAddresses/any(x:x eq 'SMTP:{address}') or proxyAddresses/any(x:x eq 'smtp:{address}')"
        );
        let query = serde_urlencoded::to_string([("$select", SELECT), ("$filter", &filter)])?;
        let draft = self.connection.request(Method::GET, &format!("/v1.0/users?{query}"), JSON);
        let draft = draft.header(AUTHORIZATION, &self.authorization);
        let found = self.connection.send(draft, Bytes::new()).await?.ok("the look-up")?.json()?;
        if found["value"].as_array().is_none_or(|found| !found.is_empty()) {
            return Err(format!("the look-up of {address} found somebody: {found}").into());
        }
        let body = json!({
            "invitedUserEmailAddress": address,
            "inviteRedirectUrl": "http://localhost:3000/items/crowd-item-7",
            "sendInvitationMessage": true,
            "invitedUserMessageInfo": { "messageLanguage": "en" },
            "invitedUserType": "Guest",
        });
        let draft = self.connection.request(Method::POST, "/v1.0/invitations", JSON);
        let draft = draft.header(AUTHORIZATION, &self.authorization).header(CONTENT_TYPE, JSON);
        self.connection.send(draft, body.to_string()).await?.ok("the invitation")?;
        Ok(())
    }
}
