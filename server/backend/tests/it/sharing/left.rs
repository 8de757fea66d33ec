//! What an undone invitation left, because another one needed it: the last one that does takes it back, and nothing that an administrator has done since.

use contract::{HistoryEvent, InvitationId, InvitationState, ProblemCode, ShareForm, StepKind, UndoEffect};
use reqwest::Method;
use serde_json::{Value, json};
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{
    APP_ROLE, APPLICATION, FALCON, SEEN_AFTER, TestApp, adele, answer, answer_after, fixed, form, invites,
    person,
};
use super::directory_steps::{change, chosen, holders, members, user};
use super::packages::entries;

const ANA: &str = "ana@fabrikam.example";

on_sqlite! {
    whichever_is_undone_first_the_last_one_takes_everything_back,
    one_that_was_never_begun_takes_it_back_too,
    of_several_that_are_undone_at_once_nothing_is_left,
    what_an_administrator_has_done_since_stays,
    what_somebody_else_has_taken_back_is_not_said_to_be_by_us,
    what_was_refused_before_somebody_else_took_it_back_is_not_said_to_be_by_us,
    what_undoing_gives_up_on_is_named,
    an_attribute_is_not_said_to_be_written_back_where_nobody_knows,
    what_was_taken_back_is_nobodys_any_more,
    what_was_written_over_is_found_again,
    a_guest_is_deleted_with_the_last_one_that_needs_them,
    a_preview_reads_no_more_of_many_that_are_undone,
    who_has_come_stays,
    whom_an_administrator_brought_back_stays,
    whoever_is_late_deletes_nobody,
    who_is_needed_at_the_last_moment_stays,
    whoever_shares_while_the_guest_is_deleted_waits_and_invites_them_anew,
    whoever_waits_for_a_deletion_goes_on_as_soon_as_it_is_through,
    whom_somebody_else_deletes_first_is_not_said_to_be_deleted_by_us,
    a_deletion_without_an_answer_is_looked_at_although_somebody_shares_since,
}

/// The calls that take back what every step gives a new guest.
const TAKES_BACK: [(&str, &str, StepKind); 3] = [
    ("/v1.0/groups/*/members/*/$ref", "group-left", StepKind::JoinGroup),
    ("/v1.0/servicePrincipals/*/appRoleAssignedTo/*", "app-role-taken-back", StepKind::GrantAppRole),
    ("/v1.0/users/*", "guest-deleted", StepKind::SendInvitation),
];

fn denied() -> Value {
    answer(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
}

/// A share of another item with the same person.
fn other(number: u32, form: ShareForm) -> ShareForm {
    let item = ["punctuality", "energy-use"][usize::from(number > 1)];
    ShareForm { item: item.to_owned(), key: format!("other-{number}"), ..form }
}

/// Undoes it, and all that follows by itself.
async fn undo(app: &TestApp, id: &InvitationId) {
    assert!(app.sharing.undo(id).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(id).await, InvitationState::Undone);
}

/// Whether they are in the group, and have the role.
async fn has(app: &TestApp, user: &str) -> (bool, bool) {
    let user = user.to_owned();
    (members(app, FALCON).await.contains(&user), holders(app).await.contains(&user))
}

/// What an administrator does by hand.
async fn by_hand(app: &TestApp, method: Method, path: &str, body: Option<Value>) -> Value {
    let token = app.emulator.application_token("daemon").await;
    app.emulator.graph(method, path, &token, body).await
}

async fn put_into_group(app: &TestApp, user: &str) {
    let body = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{user}") });
    by_hand(app, Method::POST, &format!("/groups/{FALCON}/members/$ref"), Some(body)).await;
}

async fn take_out_of_group(app: &TestApp, user: &str) {
    by_hand(app, Method::DELETE, &format!("/groups/{FALCON}/members/{user}/$ref"), None).await;
}

async fn assign_role(app: &TestApp, user: &str) {
    let body = json!({ "principalId": user, "resourceId": APPLICATION, "appRoleId": APP_ROLE });
    by_hand(app, Method::POST, &format!("/servicePrincipals/{APPLICATION}/appRoleAssignedTo"), Some(body))
        .await;
}

async fn take_role(app: &TestApp, user: &str) {
    let all = format!("/servicePrincipals/{APPLICATION}/appRoleAssignedTo");
    let found = by_hand(app, Method::GET, &all, None).await;
    let own = found["value"].as_array().unwrap().iter().find(|one| one["principalId"] == user).unwrap();
    let id = own["id"].as_str().unwrap();
    by_hand(app, Method::DELETE, &format!("{all}/{id}"), None).await;
}

/// Whether the directory has somebody with the address.
async fn is_there(app: &TestApp, address: &str) -> bool {
    app.evidence().await.emulator.users.iter().any(|user| user.addresses.contains(&address.to_owned()))
}

/// The application reads somebody by their id, as faults name it.
fn reads() -> Value {
    json!({ "app": "vestibule", "method": "GET", "path": "/v1.0/users/*" })
}

/// What the timeline says could not be taken back.
async fn remaining(app: &TestApp, id: &InvitationId) -> Vec<StepKind> {
    let view = app.sharing.invitations().open(&adele(), id).await.unwrap();
    let remaining = view.row.history.into_iter().filter_map(|line| match line.event {
        HistoryEvent::StepRemains(step) => Some(step),
        _ => None,
    });
    let mut remaining: Vec<_> = remaining.filter(|step| *step != StepKind::SendMail).collect();
    remaining.sort_by_key(|step| step.as_str());
    remaining
}

async fn preview(app: &TestApp, id: &InvitationId) -> Vec<(StepKind, UndoEffect)> {
    let preview = app.sharing.invitations().undo_preview(&adele(), id).await.unwrap();
    preview.lines.into_iter().map(|line| (line.step, line.effect)).collect()
}

/// Two shares with Grady: the first writes, the second finds it written.
async fn two(app: &TestApp) -> [InvitationId; 2] {
    let first = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    let second = app.accepted(&adele(), other(1, chosen("grady", GRADY))).await;
    app.settle().await;
    [first, second]
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn whichever_is_undone_first_the_last_one_takes_everything_back(first: TestApp) {
        use StepKind::{GrantAppRole, JoinGroup, SetAttributes};
        use UndoEffect::IfUnneeded;
        let grady = user_id("grady");
        for order in [[0, 1], [1, 0]] {
            let app = first.afresh().await.planning_every_step().await;
            let before = user(&app, &grady).await;
            let both = two(&app).await;
            let written = user(&app, &grady).await;
            assert_ne!(written, before);
            let own = preview(&app, &both[1]).await;
            assert!(
                own.iter().all(|(_, effect)| *effect != IfUnneeded),
                "the first one wrote the rest: {own:?}"
            );
            undo(&app, &both[order[0]]).await;
            assert_eq!((has(&app, &grady).await, user(&app, &grady).await), ((true, true), written));
            if order == [0, 1] {
                assert_eq!(remaining(&app, &both[0]).await, [GrantAppRole, JoinGroup, SetAttributes]);
                let left = [GrantAppRole, JoinGroup, SetAttributes].map(|step| (step, IfUnneeded));
                assert_eq!(preview(&app, &both[1]).await, [&own[..], &left[..]].concat());
            }
            app.check().await;
            undo(&app, &both[order[1]]).await;
            assert_eq!(has(&app, &grady).await, (false, false), "{order:?}");
            assert_eq!(user(&app, &grady).await, before, "{order:?}");
            assert!(remaining(&app, &both[order[1]]).await.is_empty(), "{order:?}");
            app.check().await;
        }
    }

    pub async fn one_that_was_never_begun_takes_it_back_too(app: TestApp) {
        let app = app.planning_every_step().await;
        let grady = user_id("grady");
        let before = user(&app, &grady).await;
        let first = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        let second = app.accepted(&adele(), other(1, chosen("grady", GRADY))).await;
        app.fail_after(Some(0));
        app.run_due().await;
        app.fail_after(None);
        assert_eq!(app.state(&second).await, InvitationState::Waiting);
        // Its next try is not due yet.
        assert!(app.sharing.undo(&first).await.unwrap());
        app.run_due().await;
        assert_eq!(app.state(&first).await, InvitationState::Undone);
        assert_eq!(has(&app, &grady).await, (true, true), "the second needs it");
        undo(&app, &second).await;
        assert_eq!((has(&app, &grady).await, user(&app, &grady).await), ((false, false), before));
        app.check().await;
    }

    pub async fn of_several_that_are_undone_at_once_nothing_is_left(first: TestApp) {
        let grady = user_id("grady");
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let app = first.afresh().await.planning_every_step().await;
            let before = user(&app, &grady).await;
            let [one, two] = two(&app).await;
            let three = app.accepted(&adele(), other(2, chosen("grady", GRADY))).await;
            app.settle().await;
            let all = [one, two, three];
            for at in order {
                assert!(app.sharing.undo(&all[at]).await.unwrap());
            }
            app.settle().await;
            assert_eq!((has(&app, &grady).await, user(&app, &grady).await), ((false, false), before));
            app.check().await;
        }
    }

    pub async fn what_an_administrator_has_done_since_stays(app: TestApp) {
        let app = app.planning_every_step().await;
        let grady = user_id("grady");
        let [first, second] = two(&app).await;
        // Taken out by somebody else: that they are in it later is not by us.
        take_out_of_group(&app, &grady).await;
        undo(&app, &first).await;
        assert_eq!(remaining(&app, &first).await, [StepKind::GrantAppRole, StepKind::SetAttributes]);
        put_into_group(&app, &grady).await;
        take_role(&app, &grady).await;
        assign_role(&app, &grady).await;
        change(&app, &grady, json!({ "department": "Suppliers" })).await;
        undo(&app, &second).await;
        assert_eq!(has(&app, &grady).await, (true, true));
        let stands = user(&app, &grady).await;
        assert_eq!((&stands["department"], &stands["officeLocation"]), (&json!("Suppliers"), &Value::Null));
        app.check().await;
    }

    /// An administrator was quicker, and the entries are theirs; or we took it back ourselves, and the answers to that were lost.
    pub async fn what_somebody_else_has_taken_back_is_not_said_to_be_by_us(first: TestApp) {
        let grady = user_id("grady");
        for is_ours in [false, true] {
            let app = first.afresh().await.planning_every_step().await;
            let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
            app.settle().await;
            if is_ours {
                // Taken back, and the answers are lost.
                for path in ["/v1.0/groups/*/members/*/$ref", "/v1.0/servicePrincipals/*/appRoleAssignedTo/*"]
                {
                    app.fail(&json!({ "method": "DELETE", "path": path }), [json!({ "drop_after": true })]);
                }
            } else {
                take_out_of_group(&app, &grady).await;
                take_role(&app, &grady).await;
            }
            undo(&app, &id).await;
            assert_eq!(has(&app, &grady).await, (false, false));
            for action in ["group-left", "app-role-taken-back"] {
                assert_eq!(entries(&app, &id, action).await.len(), usize::from(is_ours), "{action}");
            }
            app.check().await;
        }
    }

    /// Shared with Ana, who is there everywhere by now. Her object id.
    async fn with_ana(first: &TestApp) -> (TestApp, InvitationId, String) {
        let app = first.afresh().await.planning_every_step().await;
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(SEEN_AFTER);
        let ana = app.emulator.user(ANA);
        (app, id, ana)
    }

    pub async fn what_was_refused_before_somebody_else_took_it_back_is_not_said_to_be_by_us(first: TestApp) {
        for (path, action, _) in TAKES_BACK {
            let (app, id, ana) = with_ana(&first).await;
            let refused = json!({ "method": "DELETE", "path": path });
            app.fail(&refused, [answer_after(429, "7")]);
            assert!(app.sharing.undo(&id).await.unwrap());
            app.run_due().await;
            let stands = (app.state(&id).await, app.emulator.faults_left(&refused));
            assert_eq!(stands, (InvitationState::Undoing, 0), "{action}");
            match action {
                "group-left" => take_out_of_group(&app, &ana).await,
                "app-role-taken-back" => take_role(&app, &ana).await,
                _ => app.delete(ANA).await,
            }
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{action}");
            assert!(!is_there(&app, ANA).await, "{action}");
            assert!(entries(&app, &id, action).await.is_empty(), "{action}");
            app.check().await;
        }
    }

    /// It was taken back, the answer was lost, and then a permission is missing: whether it was, nobody learns any more.
    pub async fn what_undoing_gives_up_on_is_named(first: TestApp) {
        for (path, action, step) in TAKES_BACK {
            let (app, id, _) = with_ana(&first).await;
            let deletes = json!({ "method": "DELETE", "path": path });
            app.fail(&deletes, [json!({ "drop_after": true }), denied()]);
            assert!(app.sharing.undo(&id).await.unwrap());
            app.run_due().await;
            let stands = (app.state(&id).await, app.emulator.faults_left(&deletes));
            assert_eq!(stands, (InvitationState::Undoing, 1), "{action}");
            if step == StepKind::SendInvitation {
                app.emulator.fault(reads(), denied());
            }
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{action}");
            assert_eq!(remaining(&app, &id).await, [step]);
            assert!(entries(&app, &id, action).await.is_empty(), "{action}");
            app.check().await;
        }
    }

    /// The call was refused before somebody else changed it, or its answer was lost before the guest could not be read any more.
    pub async fn an_attribute_is_not_said_to_be_written_back_where_nobody_knows(first: TestApp) {
        for is_refused in [true, false] {
            let reader = json!({ "reader": { "attributes": { "department": "Partners" } } });
            let app = first.afresh().await.with_settings(fixed([("grants", "other_kinds", reader)]));
            app.show_new_guests_at_once().await;
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            app.advance(SEEN_AFTER);
            let ana = app.emulator.user(ANA);
            assert_eq!(user(&app, &ana).await["department"], "Partners");
            let writes = json!({ "app": "vestibule", "method": "PATCH", "path": "/v1.0/users/*" });
            let effect = if is_refused { answer_after(429, "7") } else { json!({ "drop_after": true }) };
            app.fail(&writes, [effect]);
            assert!(app.sharing.undo(&id).await.unwrap());
            app.run_due().await;
            let stands = (app.state(&id).await, app.emulator.faults_left(&writes));
            assert_eq!(stands, (InvitationState::Undoing, 0), "{is_refused}");
            if is_refused {
                change(&app, &ana, json!({ "department": "Suppliers" })).await;
            } else {
                app.emulator.fault(reads(), denied());
            }
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{is_refused}");
            assert!(entries(&app, &id, "attributes-restored").await.is_empty(), "{is_refused}");
            if !is_refused {
                let expected = [StepKind::SendInvitation, StepKind::SetAttributes];
                assert_eq!(remaining(&app, &id).await, expected);
            }
            app.check().await;
        }
    }

    pub async fn what_was_taken_back_is_nobodys_any_more(app: TestApp) {
        let app = app.planning_every_step().await;
        let grady = user_id("grady");
        for id in two(&app).await {
            undo(&app, &id).await;
        }
        assert_eq!(has(&app, &grady).await, (false, false));
        put_into_group(&app, &grady).await;
        assign_role(&app, &grady).await;
        change(&app, &grady, json!({ "department": "Partners", "officeLocation": "2/1107" })).await;
        let third = app.accepted(&adele(), other(2, chosen("grady", GRADY))).await;
        app.settle().await;
        let said = preview(&app, &third).await;
        assert!(said.iter().all(|(_, effect)| *effect != UndoEffect::IfUnneeded), "{said:?}");
        undo(&app, &third).await;
        assert_eq!(has(&app, &grady).await, (true, true));
        let stands = user(&app, &grady).await;
        assert_eq!(
            (&stands["department"], &stands["officeLocation"]),
            (&json!("Partners"), &json!("2/1107"))
        );
        app.check().await;
    }

    /// Adele's department was written, and Diego's over it.
    pub async fn what_was_written_over_is_found_again(first: TestApp) {
        let grady = user_id("grady");
        for order in [[0, 1], [1, 0]] {
            let rules = json!([{ "attribute": "department", "from": { "inviter": "department" } }]);
            let overwrite = ("attributes", "overwrite", json!(true));
            let app = first.afresh().await.with_settings(fixed([("attributes", "rules", rules), overwrite]));
            change(&app, &grady, json!({ "department": "Their own" })).await;
            let one = app.accepted(&adele(), chosen("grady", GRADY)).await;
            app.settle().await;
            assert_eq!(user(&app, &grady).await["department"], "Operations");
            let two = app.accepted(&person("diego", false), other(1, chosen("grady", GRADY))).await;
            app.settle().await;
            let both = [one, two];
            for at in order {
                assert_eq!(user(&app, &grady).await["department"], "Sales", "{order:?}");
                assert!(app.sharing.undo(&both[at]).await.unwrap());
                app.settle().await;
            }
            assert_eq!(user(&app, &grady).await["department"], "Their own", "{order:?}");
            app.check().await;
        }
    }

    /// The second one joins the first, or chooses the guest whom it made.
    pub async fn a_guest_is_deleted_with_the_last_one_that_needs_them(first: TestApp) {
        for (is_chosen, order) in [(false, [0, 1]), (false, [1, 0]), (true, [0, 1]), (true, [1, 0])] {
            let app = first.afresh().await.planning_every_step().await;
            let one = app.accepted(&adele(), form(ANA)).await;
            let two = if is_chosen {
                app.settle().await;
                app.advance(Duration::seconds(11));
                let ana = ShareForm { person: app.emulator.user(ANA), ..form(ANA) };
                app.accepted(&adele(), other(1, ana)).await
            } else {
                app.accepted(&adele(), other(1, form(ANA))).await
            };
            app.settle().await;
            app.advance(SEEN_AFTER);
            assert_eq!(app.posts().len(), 1);
            let both = [one, two];
            undo(&app, &both[order[0]]).await;
            assert!(is_there(&app, ANA).await, "the other one needs them");
            let guest_goes = |(step, effect): &(StepKind, UndoEffect)| {
                matches!(step, StepKind::FindPerson | StepKind::SendInvitation)
                    && *effect == UndoEffect::IfUnneeded
            };
            let said = preview(&app, &both[order[1]]).await;
            assert!(said.iter().any(guest_goes), "{is_chosen} {order:?} {said:?}");
            undo(&app, &both[order[1]]).await;
            assert!(!is_there(&app, ANA).await, "{is_chosen} {order:?}");
            app.check().await;
            // Nobody joins whom we have deleted.
            let again = app.accepted(&adele(), other(2, form(ANA))).await;
            app.settle().await;
            assert_eq!((app.state(&again).await, app.posts().len()), (InvitationState::Sent, 2));
            assert!(is_there(&app, ANA).await, "{is_chosen} {order:?}");
            app.check().await;
        }
    }

    pub async fn a_preview_reads_no_more_of_many_that_are_undone(app: TestApp) {
        let first = app.accepted(&adele(), form(ANA)).await;
        let mut others = Vec::new();
        for number in [1, 2] {
            others.push(app.accepted(&adele(), other(number, form(ANA))).await);
        }
        app.settle().await;
        app.advance(SEEN_AFTER);
        let last = others.pop().unwrap();
        let reads = async || {
            // The settings are read again now and then, and not by what is counted.
            preview(&app, &last).await;
            let before = app.storage.usage().reads;
            let said = preview(&app, &last).await;
            assert!(said.contains(&(StepKind::SendInvitation, UndoEffect::IfUnneeded)), "{said:?}");
            app.storage.usage().reads - before
        };
        undo(&app, &first).await;
        let of_one = reads().await;
        undo(&app, &others[0]).await;
        assert_eq!(reads().await, of_one);
        app.check().await;
    }

    pub async fn who_has_come_stays(app: TestApp) {
        let one = app.accepted(&adele(), form(ANA)).await;
        let two = app.accepted(&adele(), other(1, form(ANA))).await;
        app.settle().await;
        app.advance(SEEN_AFTER);
        app.accept(ANA).await;
        for id in [&one, &two] {
            undo(&app, id).await;
            assert!(is_there(&app, ANA).await);
            assert_eq!(remaining(&app, id).await, [StepKind::SendInvitation]);
        }
        app.check().await;
    }

    pub async fn whom_an_administrator_brought_back_stays(app: TestApp) {
        let one = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(SEEN_AFTER);
        let ana = app.emulator.user(ANA);
        undo(&app, &one).await;
        assert!(!is_there(&app, ANA).await);
        by_hand(&app, Method::POST, &format!("/directory/deletedItems/{ana}/restore"), None).await;
        app.advance(Duration::seconds(11));
        let two = app.accepted(&adele(), other(1, ShareForm { person: ana, ..form(ANA) })).await;
        app.settle().await;
        undo(&app, &two).await;
        assert!(is_there(&app, ANA).await, "it is not the one that was made");
        app.check().await;
    }

    /// A process that slept before the guest is deleted: somebody else may have the job by then, and have found that they are needed.
    pub async fn whoever_is_late_deletes_nobody(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(SEEN_AFTER);
        app.fail(&reads(), [json!({ "hold": true })]);
        assert!(app.sharing.undo(&id).await.unwrap());
        let meanwhile = async {
            app.emulator.met(&reads()).await;
            app.advance(Duration::seconds(16));
            app.emulator.clear_faults(&reads());
        };
        tokio::join!(app.run_due(), meanwhile);
        assert!(is_there(&app, ANA).await, "the lease had run out");
        assert_eq!(app.state(&id).await, InvitationState::Undoing);
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        assert!(!is_there(&app, ANA).await && remaining(&app, &id).await.is_empty());
        app.check().await;
    }

    /// Somebody shares with the guest after it was looked whether they are needed, and before they are deleted.
    pub async fn who_is_needed_at_the_last_moment_stays(app: TestApp) {
        let one = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(Duration::seconds(11));
        let ana = app.emulator.user(ANA);
        app.fail(&reads(), [json!({ "hold": true })]);
        assert!(app.sharing.undo(&one).await.unwrap());
        let meanwhile = async {
            app.emulator.met(&reads()).await;
            let two = app.accepted(&adele(), other(1, ShareForm { person: ana, ..form(ANA) })).await;
            app.emulator.clear_faults(&reads());
            two
        };
        let (_, two) = tokio::join!(app.run_due(), meanwhile);
        app.settle().await;
        assert_eq!(app.state(&one).await, InvitationState::Undone);
        assert!(is_there(&app, ANA).await, "the other one needs them");
        assert_eq!(remaining(&app, &one).await, [StepKind::SendInvitation]);
        app.check().await;
        undo(&app, &two).await;
        assert!(!is_there(&app, ANA).await, "they were left to the other one");
        app.check().await;
    }

    /// The process dies after the guest is deleted, or before: nobody knows which. The guest is joined by nobody, and no post is answered with them.
    pub async fn whoever_shares_while_the_guest_is_deleted_waits_and_invites_them_anew(first: TestApp) {
        for (effect, is_deleted) in [("hang", true), ("hold", false)] {
            let app = first.afresh().await;
            // Whoever looks the address up finds nobody, deleted or not.
            app.emulator.fault(invites(), json!({ "late": { "readMs": 0, "listMs": 3_600_000 } }));
            let one = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            app.advance(SEEN_AFTER);
            let deletes = json!({ "method": "DELETE", "path": "/v1.0/users/*" });
            app.fail(&deletes, [json!({ (effect): true })]);
            assert!(app.sharing.undo(&one).await.unwrap());
            let struck = async {
                app.emulator.met(&deletes).await;
                while is_deleted && is_there(&app, ANA).await {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                _ = app.run_due() => panic!("it is not answered"),
                () = struck => {}
            }
            assert_eq!(is_there(&app, ANA).await, !is_deleted);
            let two = app.accepted(&adele(), other(1, form(ANA))).await;
            app.run_due().await;
            let problem = app.progress(&two).await.problem.map(|problem| problem.code);
            assert_eq!((problem, app.posts().len()), (Some(ProblemCode::GuestLeaving), 1), "{effect}");
            app.outlive_leases().await;
            app.settle().await;
            assert_eq!(app.state(&one).await, InvitationState::Undone, "{effect}");
            assert_eq!((app.state(&two).await, app.posts().len()), (InvitationState::Sent, 2), "{effect}");
            assert!(is_there(&app, ANA).await, "{effect}");
            app.check().await;
        }
    }

    /// The one that deletes the guest has only chosen them, and so is of no address itself.
    pub async fn whoever_waits_for_a_deletion_goes_on_as_soon_as_it_is_through(app: TestApp) {
        // Whoever looks the address up finds nobody, deleted or not.
        app.emulator.fault(invites(), json!({ "late": { "readMs": 0, "listMs": 360_000_000 } }));
        let one = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(Duration::seconds(11));
        let ana = ShareForm { person: app.emulator.user(ANA), ..form(ANA) };
        let two = app.accepted(&adele(), other(1, ana)).await;
        app.settle().await;
        undo(&app, &one).await;
        let deletes = json!({ "method": "DELETE", "path": "/v1.0/users/*" });
        app.fail(&deletes, [json!({ "hold": true })]);
        assert!(app.sharing.undo(&two).await.unwrap());
        let meanwhile = async {
            app.emulator.met(&deletes).await;
            let three = app.accepted(&adele(), other(2, form(ANA))).await;
            app.run_due().await;
            let problem = app.progress(&three).await.problem.map(|problem| problem.code);
            assert_eq!(problem, Some(ProblemCode::GuestLeaving));
            app.emulator.clear_faults(&deletes);
            three
        };
        let (_, three) = tokio::join!(app.run_due(), meanwhile);
        app.run_due().await;
        assert_eq!(app.state(&two).await, InvitationState::Undone);
        // No time has passed: its next try was not due.
        assert_eq!((app.state(&three).await, app.posts().len()), (InvitationState::Sent, 2));
        app.check().await;
    }

    /// They are deleted by somebody else after they were read, or a server that answers has not heard of them yet.
    pub async fn whom_somebody_else_deletes_first_is_not_said_to_be_deleted_by_us(first: TestApp) {
        for is_gone in [true, false] {
            let (app, id, _) = with_ana(&first).await;
            let deletes = json!({ "app": "vestibule", "method": "DELETE", "path": "/v1.0/users/*" });
            assert!(app.sharing.undo(&id).await.unwrap());
            if is_gone {
                app.fail(&deletes, [json!({ "hold": true })]);
                let meanwhile = async {
                    app.emulator.met(&deletes).await;
                    app.delete(ANA).await;
                    app.emulator.clear_faults(&deletes);
                };
                tokio::join!(app.run_due(), meanwhile);
            } else {
                app.fail(&deletes, [answer(404, "Request_ResourceNotFound", "Resource does not exist.")]);
                app.run_due().await;
            }
            assert_eq!(
                (app.state(&id).await, is_there(&app, ANA).await),
                (InvitationState::Undoing, !is_gone)
            );
            let problem = app.progress(&id).await.problem.map(|problem| problem.code);
            assert_eq!(problem, Some(ProblemCode::NotVisibleYet), "{is_gone}");
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{is_gone}");
            assert!(!is_there(&app, ANA).await && remaining(&app, &id).await.is_empty(), "{is_gone}");
            assert_eq!(entries(&app, &id, "guest-deleted").await.len(), usize::from(!is_gone));
            app.check().await;
        }
    }

    /// Somebody shares with the guest whom the call has deleted, while the directory does not say that they are gone.
    pub async fn a_deletion_without_an_answer_is_looked_at_although_somebody_shares_since(app: TestApp) {
        let one = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(Duration::seconds(11));
        let ana = app.emulator.user(ANA);
        let shown = "id,displayName,mail,otherMails,proxyAddresses,userPrincipalName,userType,accountEnabled,externalUserState,createdDateTime";
        let as_before = by_hand(&app, Method::GET, &format!("/users/{ana}?$select={shown}"), None).await;
        let deletes = json!({ "method": "DELETE", "path": "/v1.0/users/*" });
        app.fail(&deletes, [json!({ "drop_after": true })]);
        assert!(app.sharing.undo(&one).await.unwrap());
        app.run_due().await;
        assert_eq!((app.state(&one).await, is_there(&app, ANA).await), (InvitationState::Undoing, false));
        app.emulator.fault(reads(), json!({ "status": 200, "body": as_before }));
        let two = app.accepted(&adele(), other(1, ShareForm { person: ana, ..form(ANA) })).await;
        app.emulator.clear_faults(&reads());
        app.settle().await;
        assert_eq!(app.state(&one).await, InvitationState::Undone);
        assert_eq!(entries(&app, &one, "guest-deleted").await.len(), 1);
        assert!(remaining(&app, &one).await.is_empty());
        // Whoever has access is gone.
        undo(&app, &two).await;
        app.check().await;
    }
}
