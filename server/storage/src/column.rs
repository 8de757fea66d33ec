//! Text columns that hold a type of `contract`: ids, states, languages. A text that does not parse makes the whole row unreadable. And bytes as the text
//! by which many rows are stored at once.

use std::error::Error;
use std::fmt::Write as _;

use sqlx::{ColumnIndex, Decode, Row, Type};

/// The value of a text column.
pub(crate) fn text<'r, R, T>(row: &'r R, column: &str) -> sqlx::Result<T>
where
    R: Row,
    for<'c> &'c str: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    T: TryFrom<String>,
    T::Error: Error + Send + Sync + 'static,
{
    value(column, row.try_get(column)?)
}

/// The value of a text column that may be null.
pub(crate) fn optional_text<'r, R, T>(row: &'r R, column: &str) -> sqlx::Result<Option<T>>
where
    R: Row,
    for<'c> &'c str: ColumnIndex<R>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    T: TryFrom<String>,
    T::Error: Error + Send + Sync + 'static,
{
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| value(column, text)).transpose()
}

fn value<T>(column: &str, text: String) -> sqlx::Result<T>
where
    T: TryFrom<String>,
    T::Error: Error + Send + Sync + 'static,
{
    T::try_from(text)
        .map_err(|source| sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(source) })
}

/// Small letters, two for a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing into memory does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
