//! What two pages share.

mod copy;
mod counted;
mod empty;
mod icon;
mod island;
mod pager;
mod person;
mod state;
mod text_area;
mod time;
pub(crate) mod toasts;

pub(crate) use copy::{CopyControl, CopyWords};
pub(crate) use counted::Counted;
pub(crate) use empty::Empty;
pub(crate) use icon::Icon;
pub(crate) use island::Island;
pub(crate) use pager::Pager;
pub(crate) use person::{AccessList, Avatar, PersonCell, initials};
pub(crate) use state::{LiveStates, Reference, State, step_icon};
pub(crate) use text_area::TextArea;
pub(crate) use time::{SharedBy, When};
