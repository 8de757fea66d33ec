//! Throttling ("Microsoft Graph throttling guidance", "Microsoft Graph service-specific throttling limits"): what each call costs, whose
//! budget pays, and what an overdrawn one answers. Windows slide on the emulator's clock.

pub(crate) mod budget;
mod cost;
pub(crate) mod layer;
pub(crate) mod limits;
pub(crate) mod refusal;
#[cfg(test)]
mod tests;
mod window;
