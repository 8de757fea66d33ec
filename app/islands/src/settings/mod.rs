//! Says of a section's form what is wrong with it and what it would change, while it is being filled in.

#[cfg(feature = "csr")]
mod live;
pub mod state;

#[cfg(feature = "csr")]
pub use live::mount;

use crate::wire::wire;

wire! {
    /// The start data of a section's page.
    pub struct SettingsStart {
        /// The address of the icons.
        pub sprite: String,
        /// The heading of what would change.
        pub heading: String,
        /// What is read aloud between what a setting is and what it becomes.
        pub becomes: String,
    }
}
