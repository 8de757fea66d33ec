//! What wakes the open pages of a person: one event stream a browser, `GET /events`. An event says that something of theirs has changed, by a number
//! that grows, and nothing else: the page then asks what it always asks.

mod feed;
mod followers;
mod stream;

pub use feed::ChangeFeed;
pub use followers::{Follower, News};

pub(crate) use followers::Followers;
pub(crate) use stream::routes;
