//! The log.

use backend::config::{Log, LogFormat};
use tracing_subscriber::EnvFilter;

/// Crates that log addresses or tokens at debug level stay at `info`, whatever the filter says.
const HELD: [&str; 5] = ["hyper=info", "hyper_util=info", "reqwest=info", "rustls=info", "h2=info"];

/// Starts the log. An invalid filter falls back to `info`, with a warning.
pub fn start(log: &Log) {
    let asked = log.filter.parse::<EnvFilter>();
    let misread = asked.is_err();
    let filter = HELD
        .iter()
        .filter_map(|held| held.parse().ok())
        .fold(asked.unwrap_or_else(|_| EnvFilter::new("info")), EnvFilter::add_directive);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
    if misread {
        tracing::warn!("VESTIBULE_LOG cannot be read; logging at info");
    }
}
