//! The other side as the emulator's world has it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use emulator::world::effect::{Effect as Happened, LedgerEntry};
use emulator::world::ids::UserId;
use emulator::world::mail::{Mail, Via};
use emulator::world::membership::Member;
use emulator::world::tenant::Tenant;
use emulator::world::user::{ExternalUserState, User, UserType};
use uuid::Uuid;

use super::evidence::{Effect, EffectFact, EmulatorFacts, UserFact};
use crate::EmulatorHarness;

/// A post that invited somebody.
#[derive(Clone, Debug)]
pub struct Post {
    pub guest: String,
    pub inviter: Option<String>,
    pub mail: bool,
    pub redirect: String,
}

/// Users of the tenant, and every effect that the application had there.
pub fn of(emulator: &EmulatorHarness) -> EmulatorFacts {
    let app = emulator.app("vestibule").client_id;
    emulator.world(|world| {
        let tenant = world.resource_tenant().unwrap();
        let assigned: HashMap<_, _> = world.ledger().iter().filter_map(assignment).collect();
        let is_ours = |entry: &&LedgerEntry| entry.by.app == Some(app) || own_mail(entry).is_some();
        let (ours, others): (Vec<_>, Vec<_>) = world.ledger().iter().partition(is_ours);
        let is_member = |user: &&User| !user.is_guest();
        let members: HashSet<_> = tenant.users.values().filter(is_member).map(|user| user.id).collect();
        let sponsored_by_others = others.iter().copied().filter_map(whose_sponsors).collect();
        let of_ours = |entry| effects(entry, &assigned).into_iter().chain(answering(entry, &members));
        EmulatorFacts {
            users: tenant.users.values().map(user).collect(),
            effects: ours.into_iter().flat_map(of_ours).collect(),
            by_others: others
                .into_iter()
                .flat_map(|entry| effects(entry, &assigned))
                .map(|effect| effect.what)
                .collect(),
            memberships: memberships(tenant),
            roles: roles(tenant),
            sponsors: sponsors(tenant),
            sponsored_by_others,
        }
    })
}

/// Who is in which group, where no rule fills it.
fn memberships(tenant: &Tenant) -> BTreeSet<(String, String)> {
    let by_hand = tenant.groups.values().filter(|group| group.rule.is_none());
    let members = by_hand.flat_map(|group| group.members.iter().map(move |member| (member, group.id)));
    members.map(|(member, group)| (member.to_string(), group.to_string())).collect()
}

/// Who has which role of an application, be it by way of a group or not: ids of groups are nobody's.
fn roles(tenant: &Tenant) -> BTreeSet<(String, String)> {
    let assigned = tenant.app_role_assignments.iter();
    assigned.map(|one| (one.principal.id().to_string(), one.role.to_string())).collect()
}

/// Who answers for whom, but for groups.
fn sponsors(tenant: &Tenant) -> BTreeSet<(String, String)> {
    let all = tenant.users.values().flat_map(|user| user.sponsors.iter().map(move |own| (user.id, own)));
    all.map(|(user, sponsor)| (user.to_string(), sponsor.to_string())).collect()
}

/// Whose sponsors were changed.
fn whose_sponsors(entry: &LedgerEntry) -> Option<String> {
    let Happened::SponsorsChanged { user, .. } = &entry.effect else { return None };
    Some(user.to_string())
}

fn user(user: &User) -> UserFact {
    UserFact {
        id: user.id.to_string(),
        is_guest: user.is_guest(),
        addresses: user.mail.iter().chain(&user.other_mails).cloned().collect(),
        has_accepted: user.external_user_state == Some(ExternalUserState::Accepted),
        attributes: attributes(user),
    }
}

/// As the seed and the journal call them, which is as Microsoft does.
fn attributes(user: &User) -> BTreeMap<String, String> {
    serde_json::from_value(serde_json::to_value(&user.attributes).unwrap()).unwrap()
}

/// An assignment of an app role by its number: who got which role.
fn assignment(entry: &LedgerEntry) -> Option<(Uuid, (String, String))> {
    let Happened::AppRoleAssigned { assignment, .. } = &entry.effect else { return None };
    let who = assignment.principal.id().to_string();
    Some((assignment.number, (who, assignment.role.to_string())))
}

/// A mail that came in by the mail server: only ours do.
fn own_mail(entry: &LedgerEntry) -> Option<&Mail> {
    let Happened::MailDelivered { mail, .. } = &entry.effect else { return None };
    Some(&mail.mail).filter(|mail| mail.via == Via::Smtp)
}

/// What one call did to people; the rest belongs to it.
fn effects(entry: &LedgerEntry, assigned: &HashMap<Uuid, (String, String)>) -> Vec<EffectFact> {
    let what = match &entry.effect {
        Happened::Invited { invitation, .. } => {
            vec![Effect::Invited { guest: invitation.user.to_string(), mail: invitation.message_sent }]
        }
        Happened::UserChanged { user, user_type, .. } => {
            vec![Effect::Patched { user: user.to_string(), was_guest: *user_type == UserType::Guest }]
        }
        Happened::UserDeleted { user, .. } => vec![Effect::Deleted { guest: user.to_string() }],
        Happened::MembersChanged { group, added, removed, .. } => {
            let joined =
                |user: &Member| Effect::Joined { user: user.id().to_string(), group: group.to_string() };
            let left = |user: &Member| Effect::Left { user: user.id().to_string(), group: group.to_string() };
            added.iter().map(joined).chain(removed.iter().map(left)).collect()
        }
        Happened::AppRoleAssigned { assignment, .. } => {
            vec![Effect::Granted {
                user: assignment.principal.id().to_string(),
                role: assignment.role.to_string(),
            }]
        }
        // One that the seed has is nobody's here.
        Happened::AppRoleUnassigned { assignment, .. } => {
            let known = assigned.get(assignment).cloned().into_iter();
            known.map(|(user, role)| Effect::TakenBack { user, role }).collect()
        }
        Happened::AccessRequested { request, .. } => {
            let package = request.package.to_string();
            let is_removal = request.kind.is_removal();
            vec![if is_removal {
                Effect::PackageEnded { package }
            } else {
                Effect::PackageRequested { package }
            }]
        }
        Happened::MailDelivered { mail, .. } if mail.mail.via != Via::Entra => {
            vec![Effect::Mailed { to: mail.mail.to.clone() }]
        }
        _ => Vec::new(),
    };
    let request = request_of(entry);
    what.into_iter().map(|what| EffectFact { request: request.clone(), what }).collect()
}

/// Who answers for somebody, as their sponsor or their manager, is as much a part of them as their attributes are.
fn answering(entry: &LedgerEntry, members: &HashSet<UserId>) -> Option<EffectFact> {
    let (Happened::SponsorsChanged { user, .. } | Happened::ManagerChanged { user, .. }) = &entry.effect
    else {
        return None;
    };
    let what = Effect::Patched { user: user.to_string(), was_guest: !members.contains(user) };
    Some(EffectFact { request: request_of(entry), what })
}

/// `client-request-id`; of a mail that came in by the mail server, its key.
fn request_of(entry: &LedgerEntry) -> String {
    let key = own_mail(entry).and_then(|mail| mail.message_id.as_ref()?.split('@').next().map(str::to_owned));
    key.or_else(|| entry.client_request_id.clone()).unwrap_or_default()
}

/// The application's posts that invited somebody, in order.
pub fn posts(emulator: &EmulatorHarness) -> Vec<Post> {
    let app = emulator.app("vestibule").client_id;
    let post = |entry: &LedgerEntry| match &entry.effect {
        Happened::Invited { invitation, .. } if entry.by.app == Some(app) => Some(Post {
            guest: invitation.user.to_string(),
            inviter: invitation.inviter.map(|inviter| inviter.to_string()),
            mail: invitation.message_sent,
            redirect: invitation.redirect_url.clone(),
        }),
        _ => None,
    };
    emulator.world(|world| world.ledger().iter().filter_map(post).collect())
}

/// What must not be told: the links in mails, and the ticket of every invitation.
pub fn links(emulator: &EmulatorHarness) -> Vec<String> {
    emulator.world(|world| {
        let links = world.mail().iter().flat_map(emulator::world::mail::StoredMail::links);
        let mut secrets: Vec<_> = links.filter(|link| link.contains("/redeem?")).collect();
        let tenant = world.resource_tenant().unwrap().id;
        secrets.extend(world.invitations(tenant).map(|invitation| invitation.ticket.clone()));
        secrets
    })
}
