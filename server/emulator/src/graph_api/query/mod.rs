//! `OData` query options ("Use query parameters to customize responses", "Advanced query capabilities on directory objects"), for any kind of
//! directory object: a [`Catalogue`] names its properties, an [`Object`] gives their values.

mod catalogue;
mod criteria;
mod expand;
pub mod filter;
mod options;
mod page;
mod search;
mod select;
mod value;

pub use catalogue::{
    Catalogue, NavigationProperty, Operators, Property, SearchMode, Support, ValueKind, is_extension,
};
pub use criteria::{Criteria, Index};
pub use expand::{Expand, MAX_EXPANDED};
pub use options::{QueryOptions, refuse_options};
pub use page::{list, page};
pub use value::{NamedValues, Object, Value, shape};
