//! A section as a form: its fields as texts, what they say, what a button does to them, and what the page shows.

mod edit;
mod fields;
mod pick;
mod read;
mod secret;
mod view;

pub(crate) use edit::apply;
pub(crate) use fields::{Fields, in_order, place_in, typed};
pub(crate) use pick::{OpenPick, open_pick, unanswered_search};
pub(crate) use read::{Read, read};
pub(crate) use secret::{lose, lost, only_secrets, put_back, seal, sealed};
pub(crate) use view::{Shown, view};

#[cfg(test)]
mod tests;
