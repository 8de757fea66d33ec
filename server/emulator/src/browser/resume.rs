//! How to go on to the page that asked who signs in.

use world::ids::AccountId;

use crate::{login::params::Params, pages};

/// The parameter in which the picker names the account that was picked.
pub const PICKED: &str = "emulator_account";

/// The address of the same request, without what is only for the first visit; with the account that was picked, if one was.
pub fn address(path: &str, params: &Params, picked: Option<AccountId>) -> String {
    let mut kept: Vec<_> = params
        .iter()
        .filter(|(name, _)| name.as_str() != PICKED)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    kept.sort();
    if let Some(account) = picked {
        kept.push((PICKED.to_owned(), account.to_string()));
    }
    let query = serde_urlencoded::to_string(&kept).unwrap_or_default();
    format!("{path}?{query}")
}

/// The address of the same request that always asks.
pub fn another(path: &str, params: &Params) -> String {
    let mut params = params.clone();
    params.insert("prompt".to_owned(), "select_account".to_owned());
    params.remove("login_hint");
    address(path, &params, None)
}

/// The address to come back to, so that it asks who signs in; the overview when it leads elsewhere. A link of an invitation asks by itself.
pub fn asking_again(back: &str) -> String {
    if !pages::is_local(back) {
        return pages::OVERVIEW.to_owned();
    }
    let Some((path, query)) = back.split_once('?').filter(|(path, _)| !path.starts_with("/redeem")) else {
        return back.to_owned();
    };
    another(path, &serde_urlencoded::from_str(query).unwrap_or_default())
}
