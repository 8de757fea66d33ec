//! While Microsoft blocks the tenant: an administrator has one invitation find out whether it is over, and the others go on by themselves.

use backend::clock::Clock;
use contract::{BlockProbe, Caller, HistoryEvent, InvitationId, InvitationState, ProblemCode};
use time::Duration;

use super::app::{TestApp, adele, answer, form, invites, person, sign_in};

const BLOCKED: &str = "Invitations are blocked for this directory due to suspicious activity.";

fn megan() -> Caller {
    Caller { is_admin: true, name: "Megan Bowen".to_owned(), ..person("megan", false) }
}

/// Four of Adele's and one of Diego's, all stopped by the block that the first has met.
async fn stopped(app: &TestApp) -> Vec<InvitationId> {
    app.fail(&invites(), std::iter::repeat_n(answer(403, "Forbidden", BLOCKED), 9));
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(app.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
    }
    ids.push(app.accepted(&person("diego", false), form("other@fabrikam.example")).await);
    app.settle().await;
    assert_eq!(app.emulator.faults_left(&invites()), 8, "one post, no storm");
    ids
}

async fn state(app: &TestApp, id: &InvitationId) -> InvitationState {
    app.sharing.invitations().open(&megan(), id).await.unwrap().row.state
}

#[tokio::test]
async fn one_finds_out_and_the_others_go_on_by_themselves() {
    stories::one_finds_out_and_the_others_go_on_by_themselves(TestApp::new().await).await;
}

#[tokio::test]
async fn only_an_administrator_has_one_find_out() {
    let app = TestApp::new().await;
    let port = app.sharing.invitations();
    assert_eq!(port.block_probe(&megan()).await.unwrap(), BlockProbe::NothingStopped);
    assert_eq!(port.probe_block(&megan()).await.unwrap_err().code, ProblemCode::NotFound);
    stopped(&app).await;
    for other in [adele(), Caller { is_admin: true, ..person("grady", true) }] {
        assert_eq!(port.block_probe(&other).await.unwrap_err().code, ProblemCode::NotAllowed);
        assert_eq!(port.probe_block(&other).await.unwrap_err().code, ProblemCode::NotAllowed);
    }
    app.settle().await;
    assert_eq!(app.emulator.faults_left(&invites()), 8);
}

#[tokio::test]
async fn what_an_administrators_share_finds_out_lets_the_others_go_on_too() {
    let app = TestApp::new().await;
    let ids = stopped(&app).await;
    app.emulator.clear_faults(&invites());
    let admin = Caller { is_admin: true, ..adele() };
    app.accepted(&admin, form("probe@fabrikam.example")).await;
    app.settle().await;
    for id in &ids {
        assert_eq!(state(&app, id).await, InvitationState::Sent);
    }
    app.check().await;
}

pub mod stories {
    use super::*;

    pub async fn one_finds_out_and_the_others_go_on_by_themselves(app: TestApp) {
        let (port, left) = (app.sharing.invitations(), || app.emulator.faults_left(&invites()));
        let ids = stopped(&app).await;
        assert_eq!(port.block_probe(&megan()).await.unwrap(), BlockProbe::NobodySignedIn);
        assert_eq!(port.probe_block(&megan()).await.unwrap_err().code, ProblemCode::NotFound);
        sign_in(&app.storage, adele().user.as_str()).await;
        assert_eq!(port.block_probe(&megan()).await.unwrap(), BlockProbe::Possible);
        let first = port.probe_block(&megan()).await.unwrap();
        assert_eq!(first, ids[3], "the newest of whoever is signed in, not Diego's");
        app.settle().await;
        assert_eq!(state(&app, &first).await, InvitationState::Stopped);
        assert_eq!(left(), 7, "one post finds out");

        let early = port.probe_block(&megan()).await.unwrap_err();
        assert_eq!(early.code, ProblemCode::SuspiciousActivity);
        let (at, now) = (early.retry_at.unwrap(), app.clock.now());
        assert!(at > now && at <= now + Duration::hours(1), "{at}");
        assert_eq!(port.block_probe(&megan()).await.unwrap(), BlockProbe::NotBefore(at));
        app.settle().await;
        assert_eq!(left(), 7, "once in an hour");

        app.advance(Duration::hours(1));
        app.emulator.clear_faults(&invites());
        let second = port.probe_block(&megan()).await.unwrap();
        app.settle().await;
        for id in &ids {
            assert_eq!(state(&app, id).await, InvitationState::Sent);
            let lines = port.open(&megan(), id).await.unwrap().row.history;
            let has = |event| lines.iter().any(|line| line.event == event);
            assert_eq!(has(HistoryEvent::BlockLifted), *id != second);
            assert_eq!(has(HistoryEvent::BlockProbed), *id == first || *id == second);
        }
        assert_eq!(port.block_probe(&megan()).await.unwrap(), BlockProbe::NothingStopped);
        let entries = storage::audit::list(&app.storage, 0, 500).await.unwrap();
        let by: Vec<_> = entries.iter().filter(|entry| entry.action == "block-probed").collect();
        assert!(by.len() == 2 && by.iter().all(|entry| entry.actor_name == "Megan Bowen"), "{by:?}");
        app.check().await;
    }
}
