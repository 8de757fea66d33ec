//! A new guest is not there for every API at once: whichever is late, and however late, everything ends well, and nobody has to click.

use backend::settings::FixedSettings;
use contract::{InvitationState, StepKind};
use serde_json::{Map, Value, json};
use time::Duration;

use super::app::{APP_ROLE, APPLICATION, FALCON, TestApp, adele, every_step, fixed, form};
use crate::invariants::{Effect, facts};

/// The APIs that see a new guest in their own time, as the emulator names them.
const APIS: [&str; 5] = ["readMs", "listMs", "updateMs", "groupReferenceMs", "appRoleMs"];
/// How late, in seconds.
const LATE: [u32; 5] = [0, 1, 30, 120, 600];

/// Each of them by itself, and all of them.
fn cases() -> impl Iterator<Item = Vec<&'static str>> {
    APIS.into_iter().map(|api| vec![api]).chain([APIS.to_vec()])
}

/// Guests who are made from now on are there so late for these APIs, and at once for the others.
async fn lag(app: &TestApp, late: &[&str], seconds: u32) {
    let of = |api| if late.contains(&api) { seconds * 1000 } else { 0 };
    let visibility: Map<String, Value> =
        APIS.into_iter().map(|api| (api.to_owned(), of(api).into())).collect();
    app.policy(json!({ "visibilityLagMs": 0, "visibility": visibility })).await;
}

/// Readers get a group, a role and these attributes; the mail comes from the inviter's mailbox. `way` is with which right the directory is changed.
fn granting(attributes: Value, way: &str) -> FixedSettings {
    let reader = json!({
        "groups": [{ "id": FALCON, "name": "Project Falcon" }],
        "app_role": { "application": APPLICATION, "application_name": "Vestibule", "role": APP_ROLE, "name": "Reader" },
        "attributes": attributes,
    });
    fixed([
        ("grants", "other_kinds", json!({ "reader": reader })),
        ("inviting", "mail_way", json!("inviter")),
        ("permissions", "way", json!(way)),
    ])
}

/// The share is accepted, time passes, and the invitation ends as sent. What it did, it did once: post, mail, group and role, where they are planned.
async fn ends_well(app: &TestApp, address: &str) {
    let id = app.accepted(&adele(), form(address)).await;
    app.settle().await;
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Sent, "{address}: {:?}", progress.problem);
    let planned = |kind| usize::from(progress.steps.iter().any(|step| step.kind == kind));
    let guest = app.emulator.user(address);
    let effects = facts::of(&app.emulator).effects;
    let count = |is_it: &dyn Fn(&Effect) -> bool| effects.iter().filter(|effect| is_it(&effect.what)).count();
    let posts = count(&|what| matches!(what, Effect::Invited { guest: of, .. } if *of == guest));
    let writes = count(&|what| matches!(what, Effect::Patched { user, .. } if *user == guest));
    let joined =
        count(&|what| matches!(what, Effect::Joined { user, group } if *user == guest && group == FALCON));
    let granted =
        count(&|what| matches!(what, Effect::Granted { user, role } if *user == guest && role == APP_ROLE));
    let mails = app.emulator.world(|world| world.mail().iter().filter(|mail| mail.is_for(address)).count());
    assert_eq!((posts, mails), (1, 1), "{address}");
    assert_eq!(
        (joined, granted),
        (planned(StepKind::JoinGroup), planned(StepKind::GrantAppRole)),
        "{address}"
    );
    assert!(writes >= planned(StepKind::SetAttributes), "{address}");
}

/// The directory is asked about guests who do not come: what it shows late does not count as gone.
async fn stays_well(app: &TestApp) {
    for minutes in [1, 5, 30] {
        app.advance(Duration::minutes(minutes));
        app.run_due().await;
    }
    for row in app.rows().await {
        assert_eq!(row.state, InvitationState::Sent, "{}: {:?}", row.address, row.problem);
    }
    app.check().await;
}

/// Every case with these settings.
async fn whatever_is_late(first: &TestApp, settings: FixedSettings) {
    for seconds in LATE {
        let app = first.afresh().await.with_settings(settings.clone());
        for (number, late) in cases().enumerate() {
            lag(&app, &late, seconds).await;
            ends_well(&app, &format!("late-{number}-{seconds}@fabrikam.example")).await;
        }
        stays_well(&app).await;
    }
}

on_sqlite! {
    whatever_is_late_every_step_ends_without_a_click,
    whatever_is_late_a_group_and_a_role_end_without_a_click,
    whatever_is_late_a_plain_share_ends_without_a_click,
    a_unit_that_is_ten_minutes_behind_is_waited_for_without_a_click,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn whatever_is_late_every_step_ends_without_a_click(app: TestApp) {
        whatever_is_late(&app, every_step()).await;
    }

    /// No step reads the guest before the group and the role do.
    pub async fn whatever_is_late_a_group_and_a_role_end_without_a_click(app: TestApp) {
        whatever_is_late(&app, granting(json!({}), "application")).await;
    }

    /// Nobody but the poll for the acceptance looks at the guest.
    pub async fn whatever_is_late_a_plain_share_ends_without_a_click(app: TestApp) {
        whatever_is_late(&app, FixedSettings::default()).await;
    }

    /// Least privilege: until the unit takes the guest in, Microsoft refuses as if the right were missing.
    pub async fn a_unit_that_is_ten_minutes_behind_is_waited_for_without_a_click(app: TestApp) {
        let settings = granting(json!({ "department": "Partners" }), "scoped");
        let app = app.seeded("scoped-application").await.with_settings(settings);
        app.policy(json!({ "dynamicMembershipLagMs": 600_000 })).await;
        for seconds in [0, 30, 600] {
            lag(&app, &APIS, seconds).await;
            let begun = app.emulator.passed();
            ends_well(&app, &format!("unit-{seconds}@fabrikam.example")).await;
            assert!(app.emulator.passed() - begun >= Duration::minutes(10), "the unit was not behind");
        }
        stays_well(&app).await;
    }
}
