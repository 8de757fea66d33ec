//! Throttling ("Microsoft Graph throttling guidance", "Microsoft Graph service-specific throttling limits"): the cost of each request, the budgets,
//! and the 429 answer. Windows slide by the emulator's clock.

pub(crate) mod budget;
mod cost;
pub(crate) mod layer;
pub(crate) mod limits;
pub(crate) mod refusal;
#[cfg(test)]
mod tests;
mod window;
