//! `vestibule doctor`: can the authority, Graph and the database be used with these settings? `--recount` puts the database's own counts right.

use std::sync::Arc;

use backend::Backend;
use backend::clock::SystemClock;
use backend::config::Config;
use backend::settings::{SecretState, StoredSecret};
use contract::{Granted, NeededRole, PermissionReport, PermissionStatus, RoleScope, StepKind};

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
    let told = try_directory(&backend).await;
    backend.close().await;
    for line in told? {
        console::line(&line);
    }
    Ok(())
}

/// Tries the authority and Graph, and says what the settings in force need of them.
async fn try_directory(backend: &Backend) -> Result<Vec<String>, CommandError> {
    let graph = backend.auth.directory().as_application();
    // Nobody has this address: the result is empty, but only with permission to read the directory.
    let asked = graph.find_by_address("doctor@invalid.example").await;
    asked.map_err(|error| format!("Microsoft Graph as the application: {error}"))?;
    let report = backend.sharing.permission_report().await?;
    let tried = "ok      application token, and User.Read.All on Microsoft Graph".to_owned();
    Ok(std::iter::once(tried).chain(report_lines(&report)).collect())
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

/// What the settings in force need, a line each, then what is granted beyond that.
fn report_lines(report: &PermissionReport) -> Vec<String> {
    let mut lines: Vec<_> = report.needed.iter().map(permission_line).collect();
    lines.extend(report.roles.iter().map(role_line));
    lines.extend(report.replaced.iter().map(|name| {
        format!("spare   application {name}: a role is to do instead; remove it once that is assigned")
    }));
    lines.extend(
        report
            .unneeded
            .iter()
            .map(|name| format!("spare   application {name}: nothing that is switched on needs it")),
    );
    lines
}

fn permission_line(status: &PermissionStatus) -> String {
    let (word, remark) = match status.granted {
        Granted::Yes => ("ok", ""),
        Granted::ForSome => ("ok", " (at least some people have agreed)"),
        Granted::No => ("missing", ""),
        Granted::Optional => ("ok", " (not granted, optional)"),
        Granted::Unknown => ("unsure", " (Microsoft does not say whether it is granted)"),
    };
    let whose = if status.is_delegated { "delegated" } else { "application" };
    let name = &status.name;
    let what = match status.steps.as_slice() {
        [] => "for searching on the settings pages".to_owned(),
        steps if status.only_to_undo => format!("only to undo {}", steps_in_words(steps)),
        steps => format!("for {}", steps_in_words(steps)),
    };
    format!("{word:<8}{whose} {name}, {what}{remark}")
}

fn role_line(role: &NeededRole) -> String {
    let (kind, scope) = match role.scope {
        RoleScope::Unit => ("custom role", "the administrative unit that guests are in"),
        RoleScope::Group => ("custom role", "each group"),
        RoleScope::Application => ("custom role", "the application whose role is given"),
        RoleScope::Catalog => ("role", "the package's catalog"),
    };
    let (allows, step) = (role.allows.join(", "), steps_in_words(&[role.step]));
    format!(
        "unsure  {kind} {allows}, its scope {scope}, for {step} (Microsoft does not say whether it is assigned)"
    )
}

fn steps_in_words(steps: &[StepKind]) -> String {
    let named: Vec<_> = steps.iter().map(|step| format!("\"{}\"", step.as_str().replace('-', " "))).collect();
    format!("{} {}", if named.len() == 1 { "the step" } else { "the steps" }, named.join(", "))
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
    fn the_doctor_says_of_each_permission_and_role_whether_it_is_there() {
        let status =
            |name: &str, is_delegated: bool, steps: &[StepKind], granted: Granted| PermissionStatus {
                name: name.to_owned(),
                is_delegated,
                steps: steps.to_vec(),
                only_to_undo: granted == Granted::Optional,
                is_optional: false,
                granted,
            };
        let both = [StepKind::FindPerson, StepKind::SendInvitation];
        let report = PermissionReport {
            needed: vec![
                status("User.Read.All", false, &both, Granted::Yes),
                status("User.Invite.All", true, &both[1..], Granted::ForSome),
                status("Mail.Send", true, &[StepKind::SendMail], Granted::Unknown),
                status("GroupMember.Read.All", false, &[], Granted::No),
                status("User.DeleteRestore.All", false, &both[1..], Granted::Optional),
            ],
            roles: vec![NeededRole {
                step: StepKind::JoinGroup,
                allows: vec!["microsoft.directory/groups/members/update".to_owned()],
                scope: RoleScope::Group,
            }],
            replaced: vec!["GroupMember.ReadWrite.All".to_owned()],
            unneeded: vec!["Sites.Read.All".to_owned()],
        };
        let expected = [
            "ok      application User.Read.All, for the steps \"find person\", \"send invitation\"",
            "ok      delegated User.Invite.All, for the step \"send invitation\" (at least some people have agreed)",
            "unsure  delegated Mail.Send, for the step \"send mail\" (Microsoft does not say whether it is granted)",
            "missing application GroupMember.Read.All, for searching on the settings pages",
            "ok      application User.DeleteRestore.All, only to undo the step \"send invitation\" (not granted, optional)",
            "unsure  custom role microsoft.directory/groups/members/update, its scope each group, for the step \"join group\" (Microsoft does not say whether it is assigned)",
            "spare   application GroupMember.ReadWrite.All: a role is to do instead; remove it once that is assigned",
            "spare   application Sites.Read.All: nothing that is switched on needs it",
        ];
        assert_eq!(report_lines(&report), expected);
    }
}
