//! The address to continue with after a person has signed in.

use world::ids::AccountId;

use crate::{entra::login::params::Params, pages};

/// The parameter with the account that was chosen in the account picker.
pub const ACCOUNT_PARAM: &str = "emulator_account";

/// The address of the same request, with the account that was chosen, if any.
pub fn address(path: &str, params: &Params, picked: Option<AccountId>) -> String {
    let mut kept: Vec<_> = params
        .iter()
        .filter(|(name, _)| name.as_str() != ACCOUNT_PARAM)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    kept.sort();
    if let Some(account) = picked {
        kept.push((ACCOUNT_PARAM.to_owned(), account.to_string()));
    }
    let query = serde_urlencoded::to_string(&kept).unwrap_or_default();
    format!("{path}?{query}")
}

/// The address of the same request, which prompts for the account.
pub fn address_with_account_prompt(path: &str, params: &Params) -> String {
    let mut params = params.clone();
    params.insert("prompt".to_owned(), "select_account".to_owned());
    params.remove("login_hint");
    address(path, &params, None)
}

/// The address to return to, with a prompt for the account; the overview when it is not an address of the emulator. A redeem link prompts by
/// itself.
pub fn with_account_prompt(back: &str) -> String {
    if !pages::is_local(back) {
        return pages::OVERVIEW.to_owned();
    }
    let Some((path, query)) = back.split_once('?').filter(|(path, _)| !path.starts_with("/redeem")) else {
        return back.to_owned();
    };
    address_with_account_prompt(path, &serde_urlencoded::from_str(query).unwrap_or_default())
}
