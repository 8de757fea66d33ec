//! How far sharing reaches: not to oneself, not above one's own role, and never downwards.

use contract::{FieldPath, InvitationState, ItemId, ProblemCode, ShareAnswer, ShareForm, ToastKind};
use storage::access::{self, AccessRow};
use storage::audit;

use super::graph::guid;
use super::town::{ITEM, TENANT, Town, adele, form, person};

const ANA: &str = "ana@fabrikam.example";
const JONI: &str = "joni@northwind.example";
const DIEGO: &str = "diego@contoso.example";

async fn town() -> Town {
    let town = Town::new().await;
    town.graph.add("diego", "Diego Siciliani", DIEGO, "Member", None);
    town
}

/// A form for somebody known, under a key of its own.
fn known(name: &str, address: &str, role: &str, key: &str) -> ShareForm {
    ShareForm { person: guid(name), role: role.to_owned(), key: key.to_owned(), ..form(address) }
}

fn of_role(role: &str, form: ShareForm) -> ShareForm {
    ShareForm { role: role.to_owned(), ..form }
}

async fn standing(town: &Town, id: &str) -> AccessRow {
    access::of_person(&town.storage, TENANT, id, ITEM).await.unwrap().unwrap()
}

#[tokio::test]
async fn nobody_shares_with_themselves() {
    let town = town().await;
    town.accepted(&adele(), known("diego", DIEGO, "reader", "k1")).await;
    town.settle().await;
    let diego = person("diego", false);
    for typed in
        [known("diego", DIEGO, "contributor", "k2"), of_role("contributor", form("Diego@Contoso.example"))]
    {
        let ShareAnswer::Refused { problem, .. } = town.share(&diego, typed).await else { panic!() };
        assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::Yourself));
    }
    town.settle().await;
    let own = standing(&town, &guid("diego")).await;
    assert_eq!((own.role.as_str(), own.given_by_user.as_str()), ("reader", guid("adele").as_str()));
    town.check().await;
}

#[tokio::test]
async fn who_has_it_by_sharing_gives_no_more_than_their_own() {
    let town = town().await;
    town.accepted(&adele(), known("diego", DIEGO, "reader", "k1")).await;
    town.settle().await;
    town.close_item().await;
    let (diego, item) = (person("diego", false), ItemId::parse(ITEM).unwrap());
    let view = town.sharing.items().open(&diego, &item).await.unwrap();
    assert_eq!(view.roles.iter().map(contract::RoleName::as_str).collect::<Vec<_>>(), ["reader"]);
    for typed in [of_role("contributor", form(ANA)), known("joni", JONI, "contributor", "k2")] {
        let ShareAnswer::Refused { problem, .. } = town.share(&diego, typed).await else { panic!() };
        assert_eq!(problem.about(&FieldPath::ROLE), Some(ProblemCode::RoleAboveOwn));
    }
    town.accepted(&diego, form(ANA)).await;
    town.settle().await;
    assert_eq!(town.rows().await.len(), 2);
    town.check().await;
}

#[tokio::test]
async fn what_was_lost_in_between_is_not_given() {
    let town = town().await;
    let id = town.accepted(&adele(), known("joni", JONI, "reader", "k1")).await;
    town.close_item().await;
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Failed);
    assert_eq!(town.progress(&id).await.problem.unwrap().code, ProblemCode::RoleAboveOwn);
    assert!(access::of_person(&town.storage, TENANT, &guid("joni"), ITEM).await.unwrap().is_none());
    town.check().await;
}

#[tokio::test]
async fn a_role_is_raised_and_never_lowered_nor_taken_over() {
    let town = town().await;
    let (diego, alex) = (person("diego", false), person("alex", false));
    town.accepted(&adele(), known("joni", JONI, "reader", "k1")).await;
    town.settle().await;
    let first = standing(&town, &guid("joni")).await;
    let ShareAnswer::Refused { problem, .. } = town.share(&diego, known("joni", JONI, "reader", "k2")).await
    else {
        panic!("the same role")
    };
    assert_eq!(problem.about(&FieldPath::ADDRESS), Some(ProblemCode::AlreadyShared));
    assert_eq!(problem.role.as_ref().unwrap().as_str(), "reader");
    assert_eq!(standing(&town, &guid("joni")).await, first);

    town.advance(time::Duration::minutes(1));
    let raised = town.accepted(&diego, known("joni", JONI, "contributor", "k3")).await;
    town.settle().await;
    let now = standing(&town, &guid("joni")).await;
    assert_eq!((now.role.as_str(), now.given_by_user.as_str()), ("contributor", diego.user.as_str()));
    assert!(now.since > first.since);
    let entries = audit::of_subject(&town.storage, raised.as_str()).await.unwrap();
    let entry = entries.iter().find(|entry| entry.action == "access-recorded").unwrap();
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
    assert_eq!(detail["before"], serde_json::json!({ "role": "reader", "by": guid("adele") }));

    let ShareAnswer::Refused { problem, .. } = town.share(&alex, known("joni", JONI, "reader", "k4")).await
    else {
        panic!("a lower role")
    };
    assert_eq!(problem.role.unwrap().as_str(), "contributor");
    assert_eq!(standing(&town, &guid("joni")).await, now);
    let again = town.accepted(&diego, known("joni", JONI, "contributor", "k3")).await;
    assert_eq!(again, raised, "the same form still has the same answer");
    town.check().await;
}

#[tokio::test]
async fn who_is_found_on_the_way_keeps_what_reaches_further() {
    stories::who_is_found_on_the_way_keeps_what_reaches_further(Town::new().await).await;
}

#[tokio::test]
async fn who_is_found_on_the_way_is_raised() {
    stories::who_is_found_on_the_way_is_raised(Town::new().await).await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn who_is_found_on_the_way_keeps_what_reaches_further(town: Town) {
        town.graph.world().lag = 10;
        let first = of_role("contributor", form(ANA));
        town.accepted(&adele(), first).await;
        town.run_due().await;
        let diego = person("diego", false);
        let second = town.accepted(&diego, form(ANA)).await;
        town.settle().await;
        let guest = town.graph.world().sent[0].guest.clone();
        let stands = standing(&town, &guest).await;
        assert_eq!(
            (stands.role.as_str(), stands.given_by_user.as_str()),
            ("contributor", guid("adele").as_str())
        );
        let port = town.sharing.invitations();
        let progress = port.progress(&diego, &second, std::time::Duration::ZERO).await.unwrap();
        assert_eq!(progress.kept.unwrap().as_str(), "contributor");
        let toasts = town.sharing.toasts().unseen(&diego).await.unwrap();
        assert!(matches!(&toasts[0].kind, ToastKind::Kept { role, .. } if role.as_str() == "contributor"));
        let entries = audit::of_subject(&town.storage, second.as_str()).await.unwrap();
        assert!(entries.iter().any(|entry| entry.action == "access-kept"));
        assert!(!entries.iter().any(|entry| entry.action == "access-recorded"));
        town.check().await;
    }

    pub async fn who_is_found_on_the_way_is_raised(town: Town) {
        town.graph.world().lag = 10;
        town.accepted(&adele(), form(ANA)).await;
        town.run_due().await;
        town.accepted(&person("diego", false), of_role("contributor", form(ANA))).await;
        town.settle().await;
        let guest = town.graph.world().sent[0].guest.clone();
        let stands = standing(&town, &guest).await;
        assert_eq!(
            (stands.role.as_str(), stands.given_by_user.as_str()),
            ("contributor", guid("diego").as_str())
        );
        town.check().await;
    }
}
