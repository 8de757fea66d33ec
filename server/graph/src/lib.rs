//! A typed Microsoft Graph client.
