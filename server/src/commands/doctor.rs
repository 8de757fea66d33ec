//! `vestibule doctor`: can the authority, Graph and the database be used with these settings? `--recount` puts the database's own counts right.

use std::sync::Arc;

use backend::Backend;
use backend::clock::SystemClock;
use backend::config::Config;
use backend::pipeline::{Permission, StepInfo, step_list};
use backend::settings::{SecretState, StoredSecret};

use super::CommandError;
use crate::{console, logging};

/// A difference of clocks that does no harm, in milliseconds.
const MAX_SKEW_MS: u64 = 2_000;

/// Tries everything that the server needs, and reports what fails and why.
pub async fn run(config: &Config) -> Result<(), CommandError> {
    logging::start(&config.log);
    if config.is_development() {
        console::line(
            "Development: the emulator is part of the process; there is nothing outside to be asked.",
        );
        return Ok(());
    }
    let clock = Arc::new(SystemClock::new(Arc::default()));
    let backend = Backend::connect(config, clock).await?;
    console::line("ok      database and secret key");
    for secret in backend.sharing.stored_secrets().await? {
        console::line(&secret_line(&secret));
    }
    for advice in config.advice() {
        console::line(&format!("advice  {advice}"));
    }
    if let Some(skew) = backend.clock_skew_ms().await? {
        console::line(&clock_line(skew));
    }
    let graph = backend.auth.directory().as_application();
    // Nobody has this address: the result is empty, but only with permission to read the directory.
    let asked = graph.find_by_address("doctor@invalid.example").await;
    backend.close().await;
    match asked {
        Ok(_) => {
            console::line("ok      application token, and User.Read.All on Microsoft Graph");
            for line in step_list().flat_map(|step| untried(&step)) {
                console::line(&line);
            }
            Ok(())
        }
        Err(error) => Err(format!("Microsoft Graph as the application: {error}").into()),
    }
}

/// What became of a secret of the settings after the secret key was changed.
fn secret_line(StoredSecret { name, state }: &StoredSecret) -> String {
    match state {
        SecretState::Current => format!("ok      {name} of the settings opens with the secret key"),
        SecretState::Previous => format!(
            "advice  {name} of the settings is sealed under a secret key before: a server that runs seals it anew within a minute; until then keep VESTIBULE_SECRET_KEY_PREVIOUS"
        ),
        SecretState::Lost => format!(
            "wrong   {name} of the settings opens with no secret key that is given: type it again on its settings page, or give the key before as VESTIBULE_SECRET_KEY_PREVIOUS"
        ),
    }
}

/// Leases are measured by the database's clock, everything else by this machine's.
fn clock_line(skew_ms: i64) -> String {
    let (by, way) = (skew_ms.unsigned_abs(), if skew_ms < 0 { "behind" } else { "ahead of" });
    let (seconds, ms) = (by / 1000, by % 1000);
    let line = format!("the database's clock is {seconds}.{ms:03} s {way} this machine's");
    if by < MAX_SKEW_MS {
        format!("ok      {line}")
    } else {
        format!("wrong   {line}: set both by the same time server")
    }
}

/// What a step needs that cannot be tried without a person or an effect: whether it was granted, the admin centre shows.
fn untried(step: &StepInfo) -> Vec<String> {
    let line = |permission: &Permission, what: &str| {
        format!(
            "needed  {permission}, {what} the step \"{}\" (not tried)",
            step.kind.as_str().replace('-', " ")
        )
    };
    let tried = Permission::Application("User.Read.All");
    let to_do = step.permissions.iter().filter(|permission| **permission != tried);
    let instead = step.alternative_permissions.iter();
    let to_undo = step.undo_permissions.iter().filter(|permission| **permission != tried);
    let what = if step.is_optional { "only where settings ask for" } else { "for" };
    let mut lines: Vec<_> = to_do.map(|permission| line(permission, what)).collect();
    lines.extend(
        instead.map(|permission| {
            line(permission, "in the place of the application's where settings say so, for")
        }),
    );
    let besides = step.optional_permissions.iter();
    lines.extend(
        besides.map(|permission| {
            line(permission, "optional, and only where settings ask for what it reads, for")
        }),
    );
    // Optional: where this was not granted, undo leaves the guest account, and says so.
    lines.extend(to_undo.map(|permission| line(permission, "only to undo")));
    lines
}

/// Recomputes the stored counts: after rows were changed outside of Vestibule, or restored partly. Servers may keep running; their writes
/// wait.
pub async fn recount(config: &Config) -> Result<(), CommandError> {
    logging::start(&config.log);
    match backend::recount(config).await? {
        0 => console::line("ok      every count that is kept is right"),
        1 => console::line("mended  1 count that was wrong"),
        wrong => console::line(&format!("mended  {wrong} counts that were wrong")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doctor_shows_how_far_the_clocks_are_apart() {
        assert_eq!(clock_line(-12), "ok      the database's clock is 0.012 s behind this machine's");
        assert_eq!(
            clock_line(181_500),
            "wrong   the database's clock is 181.500 s ahead of this machine's: set both by the same time server"
        );
    }

    #[test]
    fn the_doctor_says_which_secret_of_the_settings_does_not_open() {
        let line = |state| secret_line(&StoredSecret { name: "smtp.password".to_owned(), state });
        assert_eq!(
            line(SecretState::Current),
            "ok      smtp.password of the settings opens with the secret key"
        );
        let (previous, lost) = (line(SecretState::Previous), line(SecretState::Lost));
        assert!(previous.starts_with("advice  smtp.password of the settings is sealed under"), "{previous}");
        assert!(lost.starts_with("wrong   smtp.password of the settings opens with no"), "{lost}");
        assert!([previous, lost].iter().all(|line| line.contains("VESTIBULE_SECRET_KEY_PREVIOUS")));
    }

    #[test]
    fn the_doctor_names_what_each_step_needs_and_cannot_be_tried() {
        let lines: Vec<_> = step_list().flat_map(|step| untried(&step)).collect();
        let expected = [
            "needed  delegated User.Read.All, in the place of the application's where settings say so, for the step \"find person\" (not tried)",
            "needed  delegated User.Invite.All, for the step \"send invitation\" (not tried)",
            "needed  application User.DeleteRestore.All, only to undo the step \"send invitation\" (not tried)",
            "needed  application EntitlementManagement.ReadWrite.All, only where settings ask for the step \"request access package\" (not tried)",
            "needed  application User.ReadWrite.All, only where settings ask for the step \"set attributes\" (not tried)",
            "needed  application CrossTenantInformation.ReadBasic.All, optional, and only where settings ask for what it reads, for the step \"set attributes\" (not tried)",
            "needed  application GroupMember.ReadWrite.All, only where settings ask for the step \"join group\" (not tried)",
            "needed  application AppRoleAssignment.ReadWrite.All, only where settings ask for the step \"grant app role\" (not tried)",
            "needed  application Application.Read.All, only where settings ask for the step \"grant app role\" (not tried)",
            "needed  delegated Mail.Send, only where settings ask for the step \"send mail\" (not tried)",
        ];
        assert_eq!(lines, expected);
    }
}
