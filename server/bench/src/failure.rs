//! How measuring ends when it does not end well.

/// Why something could not be measured, for a person to read.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The result of a measurement.
pub type Outcome<T> = Result<T, Failure>;
