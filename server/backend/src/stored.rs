//! Stored rows and JSON columns: reading them back, and what it means when that fails.

use thiserror::Error;

/// Something stored cannot be read back; the text says which kind of row.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("a stored {0} cannot be read")]
pub(crate) struct CorruptRow(pub(crate) &'static str);
