//! Files that hold secrets.

use std::fs;
use std::path::Path;

/// Settings that are secrets, or may hold one. Each may be named as `..._FILE` instead: the file that it is in.
pub(super) const SECRETS: [&str; 7] = [
    "VESTIBULE_DATABASE_URL",
    "VESTIBULE_DATABASE_MIGRATE_URL",
    "VESTIBULE_SECRET_KEY",
    "VESTIBULE_SECRET_KEY_PREVIOUS",
    "VESTIBULE_ENTRA_CLIENT_SECRET",
    "VESTIBULE_ENTRA_CLIENT_CERTIFICATE",
    "VESTIBULE_SMTP_URL",
];

/// The variable that names the file of a secret.
pub(super) fn file_variable(secret: &str) -> String {
    format!("{secret}_FILE")
}

/// The secret of which this variable names the file.
pub(super) fn secret_of(variable: &str) -> Option<&'static str> {
    let secret = variable.strip_suffix("_FILE")?;
    SECRETS.into_iter().find(|known| *known == secret)
}

/// The text of a file that nobody else can read.
pub(super) fn read(path: &Path) -> Result<String, String> {
    refuse_shared(path)?;
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// Refuses a file that others can read: everybody, or the group of a file that is this user's own. A file of another user, handed over by
/// its group, is how container platforms mount secrets.
pub(super) fn refuse_shared(path: &Path) -> Result<(), String> {
    match fs::metadata(path) {
        Ok(file) if is_shared(&file) => Err(format!("{} can be read by other users", path.display())),
        // Whoever reads it says why that is not possible.
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn is_shared(file: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (group, everybody) = (0o070, 0o007);
    // Where the system does not tell who this process is, the file counts as its own.
    let is_own = fs::metadata("/proc/self").map_or(true, |process| process.uid() == file.uid());
    file.mode() & everybody != 0 || is_own && file.mode() & group != 0
}

#[cfg(not(unix))]
fn is_shared(_file: &fs::Metadata) -> bool {
    false
}
