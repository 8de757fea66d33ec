//! Entra ID and Microsoft Graph on your own machine: world model first, HTTP second.
