//! The measurements. Each compares within one run: what is held against each other takes turns.

pub mod pages;
pub mod rates;
pub mod shares;

/// The item that the share goes out for, and whose page is read.
pub const ITEM: &str = "crowd-item-7";
/// Its title, which each of the pages shows.
pub const TITLE: &str = "Crowd item 7";
