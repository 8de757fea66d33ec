//! What two pages share.

mod empty;
mod person;
mod state;
mod time;
pub(crate) mod toasts;

pub(crate) use empty::Empty;
pub(crate) use person::{AccessList, Avatar, PersonCell};
pub(crate) use state::{Reference, State, step_icon};
pub(crate) use time::When;

use contract::Standing;

/// A standing's stable text, for looks.
pub(crate) const fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Member => "member",
        Standing::Guest => "guest",
        Standing::Pending => "pending",
    }
}
