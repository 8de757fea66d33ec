//! Ids in the shipped seeds, for tests and other crates.

use uuid::uuid;
use world::ids::AppId;

/// The client id of the application `vestibule`.
pub const VESTIBULE: AppId = AppId(uuid!("7e571b01-e000-4c11-a0f0-00000000a001"));
