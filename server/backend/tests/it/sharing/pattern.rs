//! The requests of the integration pattern, one after the other as its article sends them; and the same writes in the ledger of a share that uses every
//! step.

use backend::settings::FixedSettings;
use contract::InvitationState;
use emulator::world::effect::{Effect as Happened, LedgerEntry};
use reqwest::Method;
use serde_json::json;
use testing::names::{ADELE, APP};

use super::app::{FALCON, TestApp, adele, every_step, form};

const ANA: &str = "ana@fabrikam.example";
const BO: &str = "bo@fabrikam.example";

/// The pattern's three writes, as the ledger names them, about whoever has this address.
fn writes(app: &TestApp, address: &str) -> Vec<&'static str> {
    let guest = app.emulator.user(address);
    let write = |entry: &LedgerEntry| match &entry.effect {
        Happened::Invited { invitation, .. } if invitation.user.to_string() == guest => Some("invited"),
        Happened::UserChanged { user, .. } if user.to_string() == guest => Some("changed"),
        Happened::MembersChanged { added, .. } => {
            added.iter().any(|member| member.id().to_string() == guest).then_some("joined")
        }
        _ => None,
    };
    app.emulator.world(|world| world.ledger().iter().filter_map(write).collect())
}

async fn with_everything() -> TestApp {
    let settings: FixedSettings = every_step();
    let app = TestApp::new().await.with_settings(settings);
    app.show_new_guests_at_once().await;
    app
}

#[tokio::test]
async fn the_patterns_requests_and_a_share_have_the_same_three_writes() {
    let app = with_everything().await;
    let daemon = app.emulator.application_token("daemon").await;
    // The extension property must be defined first.
    let client = app.emulator.app("daemon").client_id;
    let filter = format!("/applications?$filter=appId eq '{client}'");
    let found = app.emulator.graph(Method::GET, &filter, &daemon, None).await;
    let application = found["value"][0]["id"].as_str().unwrap().to_owned();
    let body = json!({ "name": "appRole", "dataType": "String", "targetObjects": ["User"] });
    let path = format!("/applications/{application}/extensionProperties");
    let defined = app.emulator.graph(Method::POST, &path, &daemon, Some(body)).await;
    let app_role = defined["name"].as_str().unwrap().to_owned();

    let look_up = format!("/users?$filter=othermails/any(id:id eq '{BO}')");
    let nobody = app.emulator.graph(Method::GET, &look_up, &daemon, None).await;
    assert_eq!(nobody["value"], json!([]));
    let adeles = app.emulator.person_token(ADELE, "openid User.Invite.All").await;
    let invitation = json!({
        "invitedUserDisplayName": "Bo", "invitedUserEmailAddress": BO,
        "sendInvitationMessage": true, "inviteRedirectUrl": APP,
    });
    let invited = app.emulator.graph(Method::POST, "/invitations", &adeles, Some(invitation)).await;
    let bo = invited["invitedUser"]["id"].as_str().unwrap().to_owned();
    let attributes = json!({
        "businessPhones": ["+370 600 00000"], "givenName": "Bo", "surname": "Lee", app_role.as_str(): "external",
    });
    app.emulator.graph(Method::PATCH, &format!("/users/{bo}"), &daemon, Some(attributes)).await;
    let member = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{bo}") });
    app.emulator.graph(Method::POST, &format!("/groups/{FALCON}/members/$ref"), &daemon, Some(member)).await;
    let found = app.emulator.graph(Method::GET, &look_up, &daemon, None).await;
    assert_eq!(found["value"][0]["id"], bo, "who was invited is found by the same look-up");
    assert_eq!(writes(&app, BO), ["invited", "changed", "joined"]);

    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    assert_eq!(writes(&app, ANA), writes(&app, BO));
}
