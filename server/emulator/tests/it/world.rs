use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use emulator::{
    seed::{
        self,
        contoso::{CONTOSO, FABRIKAM},
        ids::VESTIBULE,
    },
    world::{
        World,
        account::Realm,
        address,
        effect::{Actor, EventMeta},
        invitation::InvitationRequest,
        invite::InviteRefused,
        policy::AllowInvitesFrom,
        redeem::RedeemRefused,
        registration::Registration,
        sign_in::SignInOutcome,
        sign_up::SignUpForm,
        update::Changes,
        user::ExternalUserState,
    },
};
use time::macros::datetime;
use uuid::Uuid;

fn world() -> World {
    let next = AtomicU64::new(1);
    let new_id = Arc::new(move || Uuid::from_u128(next.fetch_add(1, Ordering::SeqCst).into()));
    let mut world = World::empty(seed::shipped(&[]), new_id);
    assert!(world.reseed(&meta(), "contoso"));
    world
}

fn meta() -> EventMeta {
    EventMeta {
        now: datetime!(2026-06-01 12:00 UTC),
        request_id: Uuid::nil(),
        client_request_id: None,
        actor: Actor::default(),
    }
}

fn by(world: &World, address: &str) -> EventMeta {
    let user = world.tenant(CONTOSO).unwrap().user_with_address(address).map(|user| user.id);
    meta().by(Actor { app: None, user })
}

fn request(address: &str) -> InvitationRequest {
    InvitationRequest {
        address: address.to_owned(),
        redirect_url: "http://localhost:3000/".to_owned(),
        ..InvitationRequest::default()
    }
}

const ADELE: &str = "adele.vance@contoso.example";

#[test]
fn addresses_are_checked_as_documented() {
    for good in ["a@b.example", "a.b-c_d@b.example", "o_@b.example", "o'neil@b.example", "ąžuolas@b.example"]
    {
        assert!(address::well_formed(good, false), "{good}");
    }
    for bad in [
        "",
        "@",
        "a@",
        "@b.example",
        "a@b",
        "a b@b.example",
        "-a@b.example",
        "a.@b.example",
        "a@b..example",
        "a;b@b.example",
    ] {
        assert!(!address::well_formed(bad, false), "{bad}");
    }
    assert!(address::well_formed("a+b@b.example", true) && !address::well_formed("a+b@b.example", false));
}

#[test]
fn each_domain_of_the_seed_has_its_realm() {
    let world = world();
    for (address, realm) in [
        ("x@fabrikam.example", Realm::Entra(FABRIKAM)),
        (ADELE, Realm::Entra(CONTOSO)),
        ("x@woodgrove.example", Realm::Saml),
        ("x@GMAIL.com", Realm::Google),
        ("x@facebook.example", Realm::Facebook),
        ("x@outlook.com", Realm::MicrosoftAccount),
        ("x@anywhere.example", Realm::Passcode),
    ] {
        assert_eq!(world.realm_of(address), realm, "{address}");
    }
}

#[test]
fn an_invitation_is_redeemed_once_and_by_its_own_account_only() {
    let mut world = world();
    let meta = by(&world, ADELE);
    let invited = world.invite(&meta, CONTOSO, &request("nora@fabrikam.example"), |_| String::new()).unwrap();
    let nora = world.account_at_home(&meta, "nora@fabrikam.example", "Nora New");
    let grady = world.account_of("grady.archie@fabrikam.example").unwrap().id;
    let mut redeem = |account, ticket: &str| world.redeem(&meta, CONTOSO, invited.id, ticket, account);
    assert_eq!(redeem(grady, &invited.ticket), Err(RedeemRefused::WrongAccount));
    assert_eq!(redeem(nora, "wrong"), Err(RedeemRefused::Unknown));
    assert!(redeem(nora, &invited.ticket).is_ok());
    let ledger = world.ledger().len();
    assert!(world.redeem(&meta, CONTOSO, invited.id, &invited.ticket, nora).is_ok());
    assert_eq!(world.ledger().len(), ledger, "a second time changes nothing");
    let SignInOutcome::Allowed(user) = world.sign_in(CONTOSO, nora) else { panic!("not welcome") };
    assert_eq!(user.id, invited.user);
    assert_eq!(user.external_user_state, Some(ExternalUserState::Accepted));
    assert_eq!(user.display_name, "Nora New");
}

#[test]
fn a_later_invitation_replaces_the_earlier_link() {
    let mut world = world();
    let meta = by(&world, ADELE);
    let mut invite = || world.invite(&meta, CONTOSO, &request("nora@a.example"), |_| String::new()).unwrap();
    let (first, second) = (invite(), invite());
    assert_eq!(first.user, second.user);
    assert!(!first.repeated && second.repeated);
    let open = |ticket: &emulator::world::invitation::Invitation| {
        world.open_invitation(CONTOSO, ticket.id, &ticket.ticket, meta.now).map(|_| ())
    };
    assert_eq!(open(&first), Err(RedeemRefused::Superseded));
    assert_eq!(open(&second), Ok(()));
}

#[test]
fn a_mailbox_without_an_account_keeps_the_name_the_inviter_gave() {
    let mut world = world();
    let meta = by(&world, ADELE);
    let asked =
        InvitationRequest { display_name: Some("Nora New".to_owned()), ..request("n@nowhere.example") };
    let invited = world.invite(&meta, CONTOSO, &asked, |_| String::new()).unwrap();
    let account = world.account_at_home(&meta, "n@nowhere.example", "");
    world.redeem(&meta, CONTOSO, invited.id, &invited.ticket, account).unwrap();
    assert_eq!(world.tenant(CONTOSO).unwrap().user(invited.user).unwrap().display_name, "Nora New");
}

#[test]
fn equal_principal_names_are_told_apart() {
    let mut world = world();
    let meta = by(&world, ADELE);
    for address in ["a_b@c.example", "a@b_c.example"] {
        world.invite(&meta, CONTOSO, &request(address), |_| String::new()).unwrap();
    }
    let names: std::collections::BTreeSet<_> =
        world.tenant(CONTOSO).unwrap().users.values().map(|user| user.user_principal_name.clone()).collect();
    assert_eq!(names.len(), 8);
}

#[test]
fn a_group_or_an_own_address_is_no_guest() {
    let mut world = world();
    let meta = by(&world, ADELE);
    let mut refused =
        |address: &str| world.invite(&meta, CONTOSO, &request(address), |_| String::new()).unwrap_err();
    assert_eq!(refused("all.company@contoso.example"), InviteRefused::GroupAddress);
    assert_eq!(refused("x@contoso.example"), InviteRefused::OwnDomain);
    assert!(matches!(
        refused("diego.siciliani@relecloud.example"),
        InviteRefused::AlreadyInDirectory { blocked: false, .. }
    ));
}

#[test]
fn a_member_s_secondary_address_is_taken() {
    let mut world = world();
    let meta = by(&world, ADELE);
    let adele = meta.actor.user.unwrap();
    let changes =
        Changes { add_proxy_address: Some("adele@relecloud.example".to_owned()), ..Changes::default() };
    world.update_user(&meta, CONTOSO, adele, changes).unwrap();
    let before = world.ledger().len();
    let refused = world.invite(&meta, CONTOSO, &request("ADELE@relecloud.example"), |_| String::new());
    assert_eq!(refused, Err(InviteRefused::AddressTaken));
    assert_eq!(world.ledger().len(), before);
}

#[test]
fn a_shorter_delay_does_not_bring_an_older_setting_back() {
    let mut world = world();
    let mut meta = by(&world, ADELE);
    let mut change = |meta: &EventMeta, allow: AllowInvitesFrom, minutes: u32| {
        let mut policy = world.tenant(CONTOSO).unwrap().policy.clone();
        policy.allow_invites_from = allow;
        policy.settings_delay_minutes = minutes;
        assert!(world.set_policy(meta, CONTOSO, policy));
        world.tenant(CONTOSO).unwrap().clone()
    };
    let start = meta.now;
    change(&meta, AllowInvitesFrom::None, 60);
    meta.now += time::Duration::minutes(1);
    let tenant = change(&meta, AllowInvitesFrom::AdminsAndGuestInviters, 10);
    let at = |minutes| tenant.policy_at(start + time::Duration::minutes(minutes)).allow_invites_from;
    assert_eq!(at(10), AllowInvitesFrom::Everyone);
    assert_eq!(at(11), AllowInvitesFrom::AdminsAndGuestInviters);
}

#[test]
fn replaying_what_happens_to_people_outside_gives_the_same_world() {
    let mut world = world();
    let meta = by(&world, ADELE);
    let adele = meta.actor.user.unwrap();
    let mut policy = world.tenant(CONTOSO).unwrap().policy.clone();
    policy.settings_delay_minutes = 30;
    policy.roles_delay_minutes = 15;
    policy.self_service_sign_up = true;
    policy.terms_of_use = Some("Be kind.".to_owned());
    world.set_policy(&meta, CONTOSO, policy);
    world.set_roles(&meta, CONTOSO, adele, vec![emulator::world::tenant::role::GLOBAL_ADMINISTRATOR]);
    world.synchronize(&meta, CONTOSO, adele, Some("adele@corp".to_owned()));
    world.add_contact(&meta, CONTOSO, "Contact@fabrikam.example");
    world.block_organization(&meta, CONTOSO, "Nora@fabrikam.example");
    let registration = Registration { self_service_sign_up: Some(Vec::new()), ..Registration::default() };
    world.register(&meta, VESTIBULE, registration);
    let sam = world.account_at_home(&meta, "sam@fabrikam.example", "Sam");
    let sam = world.sign_up(&meta, CONTOSO, VESTIBULE, sam, SignUpForm::default()).unwrap();
    world.accept_terms(&meta, CONTOSO, sam);
    let kinds = ["converted", "termsAccepted"];
    let mail = Changes { mail: Some(Some("diego@fabrikam.example".to_owned())), ..Changes::default() };
    let megan = by(&world, "megan.bowen@contoso.example");
    let diego = by(&world, "diego.siciliani@contoso.example").actor.user;
    world.update_user(&meta, CONTOSO, diego.unwrap(), mail).unwrap();
    let convert = InvitationRequest { user: diego, ..request("diego@fabrikam.example") };
    world.invite(&megan, CONTOSO, &convert, |_| String::new()).unwrap();
    let ledger = serde_json::to_string(world.ledger()).unwrap();
    assert!(kinds.iter().all(|kind| ledger.contains(&format!("\"kind\":\"{kind}\""))));
    let mut again = World::empty(seed::shipped(&[]), Arc::new(Uuid::new_v4));
    for entry in serde_json::from_str::<Vec<emulator::world::effect::LedgerEntry>>(&ledger).unwrap() {
        again.replay(entry);
    }
    assert_eq!(again, world);
}

#[test]
fn replaying_the_ledger_gives_the_same_world() {
    let mut world = world();
    let meta = by(&world, ADELE);
    let asked = InvitationRequest { send_message: true, ..request("nora@fabrikam.example") };
    let invited = world.invite(&meta, CONTOSO, &asked, |_| "http://link/".to_owned()).unwrap();
    let nora = world.account_at_home(&meta, "nora@fabrikam.example", "Nora New");
    world.redeem(&meta, CONTOSO, invited.id, &invited.ticket, nora).unwrap();
    world.send_passcode(&meta, None, "x@nowhere.example");
    let mut again = World::empty(seed::shipped(&[]), Arc::new(Uuid::new_v4));
    for entry in world.ledger() {
        let line = serde_json::to_string(entry).unwrap();
        again.replay(serde_json::from_str(&line).unwrap());
    }
    assert_eq!(again, world);
}
