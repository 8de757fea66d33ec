//! Why the emulator cannot start.

use std::{io, net::SocketAddr, path::PathBuf};

use crate::{journal::JournalError, keys::KeyError, listen::tls::TlsError, seed::SeedError};

/// Why the emulator cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is not loopback, and `beyond_loopback` is not set.
    #[error("the emulator does not listen beyond this machine ({0}) unless told to")]
    BeyondLoopback(SocketAddr),
    /// The seed cannot be used.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The address of this setting cannot be bound.
    #[error("{}", unbound(.0, .1, .2))]
    Listen(SocketAddr, &'static str, io::Error),
    /// The kept world cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Its folder cannot be used.
    #[error("the emulator's folder {0}: {1}")]
    Folder(PathBuf, io::Error),
    /// Its keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// TLS cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

fn unbound(addr: &SocketAddr, setting: &str, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::AddrInUse {
        return format!(
            "{addr} is taken, perhaps by another emulator, or by Vestibule in development with its own. Stop that one, or give {setting} another address"
        );
    }
    format!("the emulator cannot listen on {addr} ({setting}): {error}")
}
