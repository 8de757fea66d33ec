#![doc = include_str!("../README.md")]

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod copying;
#[cfg(feature = "hydrate")]
mod live_states;
#[cfg(feature = "hydrate")]
mod share;
#[cfg(feature = "hydrate")]
mod toasts;

pub mod address;

use leptos::prelude::*;

/// The share button and its dialog, drawn by the server as its children.
#[island]
pub fn ShareDialog(
    /// The button and the dialog.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    share::attach();
    children()
}

/// The region of the toasts, drawn by the server as its children. Adds those that come while the page is open, and lets good ones go.
#[island]
pub fn Toasts(
    /// The region.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    toasts::attach();
    children()
}

/// Makes every button with `data-copy` or `data-copy-invitation` copy.
#[island]
pub fn Copying() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    copying::attach();
}

/// Keeps the states of the invitations on the screen true.
#[island]
pub fn LiveStates() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    live_states::attach();
}
