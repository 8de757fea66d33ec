//! Components that several pages use.

mod access_list;
mod address;
mod copy;
pub(crate) mod day;
mod empty_state;
mod icon;
mod island;
mod item_title;
mod pager;
mod person;
mod state;
mod text_area;
mod time;
pub(crate) mod toasts;

pub(crate) use access_list::{AccessForms, AccessList};
pub(crate) use address::{Address, MailTo};
pub(crate) use copy::{CopyControl, CopyWords};
pub(crate) use empty_state::EmptyState;
pub(crate) use icon::Icon;
pub(crate) use island::Island;
pub(crate) use item_title::ItemTitle;
pub(crate) use pager::Pager;
pub(crate) use person::{Avatar, PersonCell, initials};
pub(crate) use state::{LiveStates, Reference, State, step_icon};
pub(crate) use text_area::TextArea;
pub(crate) use time::{RelativeTime, SharedBy};
