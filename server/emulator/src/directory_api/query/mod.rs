//! `OData` query options ("Use query parameters to customize responses", "Advanced query capabilities on directory objects"), for any kind of
//! directory object: a [`Catalogue`] names its properties, an [`Object`] gives their values.

mod catalogue;
mod expand;
pub mod filter;
mod options;
mod page;
mod search;
mod select;
mod value;
mod wanted;

pub use catalogue::{Catalogue, Kind, Link, Operators, Property, Search, Support, is_extension};
pub use expand::{Expand, MOST as MOST_EXPANDED};
pub use options::{Options, refuse_options};
pub use page::{list, page};
pub use value::{Object, Parts, Value, shape};
pub use wanted::{Index, Wanted};
