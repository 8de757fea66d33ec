//! `OData` query options ("Use query parameters to customize responses", "Advanced query capabilities on directory objects").

pub mod filter;
mod options;
mod search;

pub use options::Options;
