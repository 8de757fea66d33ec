//! Every kind of effect is read as it was written: the journal and the ledger rest on it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::match_same_arms)]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use time::{OffsetDateTime, macros::datetime};
use uuid::Uuid;

use super::{Actor, Effect, LedgerEntry};
use crate::{
    account::{Account, Realm},
    app_role::{AppRole, AppRoleAssignment, Principal},
    attribute::Attribute,
    change::{Change, ObjectKind},
    consent::Consent,
    directory_role::{CustomRole, RoleAssignment, Scope},
    entitlement::{AccessRequest, AccessTarget, RequestState, RequestType},
    extension::{DataType, Definition, Extensions, OpenExtension},
    group::{Group, GroupChanges},
    ids::{AccountId, AppId, GroupId, InvitationId, TenantId, UnitId, UserId},
    invitation::Invitation,
    mail::{Header, Mail, StoredMail, Via},
    membership::Member,
    optional_claim::OptionalClaim,
    policy::{Policy, StepUp},
    policy_propagation::PreviousValue,
    profile::Profile,
    registration::{Registration, SignInAudience},
    rule::Rule,
    subscription::Subscription,
    unit::Unit,
    update::Changes,
    user::{User, UserType},
    visibility_lag::VisibilityLag,
};

const AT: OffsetDateTime = datetime!(2026-06-01 12:00 UTC);
const ID: Uuid = Uuid::from_u128(7);

fn text() -> String {
    "\u{17e} \"x\"".to_owned()
}

fn lag() -> VisibilityLag {
    VisibilityLag {
        read_ms: Some(1),
        list_ms: Some(2),
        group_reference_ms: Some(3),
        app_role_ms: Some(4),
        update_ms: Some(5),
    }
}

fn open_extension() -> OpenExtension {
    let values = json!({ "theme": "dark", "sizes": [1, 2.5] }).as_object().unwrap().clone();
    OpenExtension { name: text(), app: AppId(ID), values }
}

fn user() -> User {
    let mut user = User::guest(UserId(ID), "a@b.example", "contoso.example", AT);
    user.business_phones = vec![text()];
    user.attributes = Attribute::ALL.map(|attribute| (attribute, text())).into();
    user.visibility = lag();
    user.account = Some(AccountId(ID));
    user.sessions_valid_from = Some(AT);
    user.directory_roles = vec![ID];
    user.sponsors = vec![UserId(ID)];
    user.sponsor_groups = vec![GroupId(ID)];
    user.earlier_roles = vec![PreviousValue { until: AT, value: vec![ID] }];
    user.terms_accepted = Some(AT);
    user.on_premises_user_principal_name = Some(text());
    user.manager = Some(UserId(ID));
    user.extensions = Extensions {
        directory: BTreeMap::from([("extension_1".to_owned(), json!(true))]),
        attributes: BTreeMap::from([(1, text()), (15, text())]),
        open: vec![open_extension()],
    };
    user.profile = Profile::ALL.map(|(property, _)| (property, json!([text()]))).into();
    user
}

fn changes() -> Changes {
    Changes {
        attributes: Attribute::ALL.map(|attribute| (attribute, Some(text()))).into(),
        display_name: Some(text()),
        mail_nickname: Some(text()),
        mail: Some(Some(text())),
        other_mails: Some(vec![text()]),
        business_phones: Some(vec![text()]),
        add_proxy_address: Some(text()),
        account_enabled: Some(true),
        user_type: Some(UserType::Guest),
        directory_extensions: BTreeMap::from([("extension_1".to_owned(), json!(5))]),
        extension_attributes: BTreeMap::from([(1, Some(text())), (15, Some(text()))]),
        profile: Profile::ALL.map(|(property, _)| (property, json!(text()))).into(),
    }
}

fn group() -> Group {
    Group {
        members: BTreeSet::from([UserId(ID)]),
        nested: BTreeSet::from([GroupId(ID)]),
        owners: BTreeSet::from([UserId(ID)]),
        description: Some(text()),
        mail: Some(text()),
        visibility: Some(text()),
        rule: Some(Rule { text: text(), on: true }),
        ..Group::new(GroupId(ID), "Group", AT)
    }
}

fn policy() -> Policy {
    let mut policy = Policy {
        allowed_domains: vec![text()],
        blocked_domains: vec![text()],
        suspicious_after: Some(3),
        visibility: lag(),
        blocked_home_tenants: vec![text()],
        blocked_resource_tenants: vec![text()],
        step_up: Some(StepUp { acrs: text(), paths: vec![text()] }),
        ..Policy::default()
    };
    policy.without_mailbox = vec![text()];
    policy.terms_of_use = Some(text());
    policy.automatic_consent_inbound = vec![text()];
    policy.automatic_consent_outbound = vec![text()];
    policy.notification_language = Some(text());
    policy.directory_quota = Some(5);
    policy.user_object_quota = Some(6);
    policy.longest_access_token_minutes = Some(90);
    policy.app_only_sponsor = Some(text());
    policy
}

fn registration() -> Registration {
    Registration {
        app_role_assignment_required: true,
        enable_id_token_issuance: true,
        group_membership_claims: true,
        secret_end_date_time: Some(AT),
        redirect_uris: vec![text()],
        spa_redirect_uris: vec![text()],
        requested_scopes: vec![text()],
        requested_roles: vec![text()],
        optional_claims: Some(vec![OptionalClaim::LoginHint]),
        app_roles: vec![AppRole { id: ID, value: text(), display_name: text(), for_applications: true }],
        sign_in_audience: SignInAudience::AzureADMultipleOrgs,
        self_service_sign_up: Some(vec![Attribute::City]),
    }
}

fn invitation() -> Invitation {
    Invitation {
        id: InvitationId(ID),
        user: UserId(ID),
        address: text(),
        ticket: text(),
        redirect_url: text(),
        inviter: Some(UserId(ID)),
        message_sent: true,
        repeated: true,
        at: AT,
        superseded: true,
    }
}

fn account() -> Account {
    Account {
        id: AccountId(ID),
        realm: Realm::Entra(TenantId(ID)),
        address: text(),
        aliases: vec![text()],
        display_name: text(),
        given_name: Some(text()),
        surname: Some(text()),
    }
}

fn mail() -> StoredMail {
    let mail = Mail {
        from: text(),
        reply_to: Some(text()),
        to: vec![text()],
        cc: vec![text()],
        subject: text(),
        text: text(),
        html: Some(text()),
        language: Some(text()),
        via: Via::Smtp,
        sender: Some(text()),
        recipients: vec![text()],
        message_id: Some(text()),
        headers: vec![Header { name: text(), value: text() }],
        user: Some(text()),
        over_tls: true,
    };
    StoredMail { id: ID, at: AT, mail }
}

fn access_request() -> AccessRequest {
    AccessRequest {
        id: ID,
        kind: RequestType::AdminRemove,
        assignment: ID,
        package: ID,
        policy: ID,
        target: AccessTarget::Address(text()),
        state: RequestState::Delivered,
        status: text(),
        user: Some(UserId(ID)),
        ended: true,
        created: AT,
        completed: Some(AT),
    }
}

fn subscription() -> Subscription {
    Subscription {
        id: ID,
        app: AppId(ID),
        resource: text(),
        kind: ObjectKind::User,
        object: Some(ID),
        changes: vec![Change::Created, Change::Deleted],
        notification_url: text(),
        lifecycle_url: Some(text()),
        client_state: Some(text()),
        expires: AT,
    }
}

/// An example of every kind. One without an example does not compile.
macro_rules! every {
    ($of:ident { $($kind:ident $fields:tt,)* }) => {{
        let known = |effect: &$of| match effect { $($of::$kind { .. } => (),)* };
        let examples = vec![$($of::$kind $fields,)*];
        examples.iter().for_each(known);
        examples
    }};
}

#[expect(clippy::too_many_lines, reason = "a list of examples, one for each effect")]
fn effects() -> Vec<Effect> {
    let (tenant, user, app) = (TenantId(ID), UserId(ID), AppId(ID));
    let user_object = Box::new(self::user());
    let definition =
        Definition { id: ID, app, name: text(), data_type: DataType::Binary, target_objects: vec![text()] };
    let consent = Consent { app, user: Some(user), scopes: vec![text()], roles: vec![text()] };
    let group = GroupId(ID);
    let follows = || Some(Rule { text: text(), on: true });
    let group_changes = GroupChanges {
        display_name: Some(text()),
        mail_nickname: Some(text()),
        description: Some(text()),
        visibility: Some(text()),
        rule: follows(),
    };
    let unit = Unit {
        id: UnitId(ID),
        display_name: text(),
        description: Some(text()),
        visibility: Some(text()),
        members: BTreeSet::from([user]),
        rule: follows(),
    };
    let app_role = AppRoleAssignment {
        number: ID,
        principal: Principal::Group(group),
        resource: AppId(ID),
        role: ID,
        created: AT,
    };
    let role = CustomRole {
        id: ID,
        display_name: text(),
        description: Some(text()),
        enabled: true,
        actions: vec![text()],
        version: Some(text()),
    };
    let held = |scope| RoleAssignment { principal: ID, role: ID, scope };
    every!(Effect {
        Seeded { seed: text() },
        UserCreated { tenant, user: user_object },
        UserChanged { tenant, user, user_type: UserType::Member, changes: Box::new(changes()) },
        Invited { tenant, invitation: Box::new(invitation()) },
        RedemptionReset { tenant, user },
        Redeemed { tenant, user, account: AccountId(ID), invitation: Some(InvitationId(ID)) },
        AccountCreated { account: Box::new(account()) },
        PasscodeIssued { address: text(), code: text() },
        MailDelivered { mail: Box::new(mail()) },
        GroupCreated { tenant, group: Box::new(self::group()) },
        Consented { tenant, consent: Box::new(consent) },
        SessionsRevoked { tenant, user },
        MfaRegistered { tenant, user },
        RegistrationChanged { app, registration: Box::new(registration()) },
        PolicyChanged { tenant, policy: Box::new(policy()) },
        VisibilityDelayed { tenant, user, visibility: lag() },
        UserLost { tenant, user },
        Converted { tenant, user },
        TermsAccepted { tenant, user },
        RolesChanged { tenant, user, roles: vec![ID] },
        Synchronized { tenant, user, user_principal_name: Some(text()) },
        ContactCreated { tenant, address: text() },
        OrganizationBlocked { tenant, address: text() },
        UserDeleted { tenant, user },
        UserRestored { tenant, user },
        UserErased { tenant, user },
        SponsorsChanged { tenant, user, sponsors: vec![user], groups: vec![GroupId(ID)] },
        ManagerChanged { tenant, user, manager: Some(user) },
        ExtensionWritten { tenant, user, extension: Box::new(open_extension()) },
        ExtensionRemoved { tenant, user, name: text() },
        ExtensionDefined { definition: Box::new(definition) },
        ExtensionUndefined { name: text() },
        GroupChanged { tenant, group, changes: Box::new(group_changes) },
        GroupDeleted { tenant, group },
        MembersChanged { tenant, group, added: vec![Member::User(user)], removed: vec![Member::Group(group)] },
        UnitCreated { tenant, unit: Box::new(unit) },
        UnitDeleted { tenant, unit: UnitId(ID) },
        UnitMembersChanged { tenant, unit: UnitId(ID), added: vec![user], removed: vec![user] },
        AppRoleAssigned { tenant, assignment: Box::new(app_role) },
        AppRoleUnassigned { tenant, assignment: ID },
        RoleDefined { tenant, role: Box::new(role) },
        RoleAssigned { tenant, assignment: held(Scope::Unit(UnitId(ID))) },
        RoleUnassigned { tenant, assignment: held(Scope::Object(ID)) },
        AccessRequested { tenant, request: Box::new(access_request()) },
        AccessMoved { tenant, request: ID, state: RequestState::Delivered, status: text(), user: Some(user) },
        Subscribed { tenant, subscription: Box::new(subscription()) },
        SubscriptionRenewed { tenant, subscription: ID, expires: AT },
        Unsubscribed { tenant, subscription: ID },
    })
}

fn entry(effect: Effect) -> LedgerEntry {
    let by = Actor { app: Some(AppId(ID)), user: Some(UserId(ID)) };
    LedgerEntry { seq: 1, at: AT, request_id: ID, client_request_id: Some(text()), by, effect }
}

#[test]
fn every_effect_is_read_as_it_was_written() {
    for entry in effects().into_iter().map(entry) {
        let line = serde_json::to_string(&entry).unwrap();
        for empty in ["null", "[]", "{}"] {
            assert!(!line.contains(empty), "the example leaves something out: {line}");
        }
        assert_eq!(serde_json::from_str::<LedgerEntry>(&line).unwrap(), entry, "{line}");
    }
}

#[test]
fn what_clears_or_leaves_out_is_read_as_it_was_written() {
    let (tenant, user) = (TenantId(ID), UserId(ID));
    let clearing = Changes {
        attributes: BTreeMap::from([(Attribute::City, None)]),
        mail: Some(None),
        other_mails: Some(Vec::new()),
        directory_extensions: BTreeMap::from([("extension_1".to_owned(), json!(null))]),
        extension_attributes: BTreeMap::from([(2, None)]),
        profile: BTreeMap::from([(Profile::Skills, json!(null))]),
        ..Changes::default()
    };
    for changes in [clearing, Changes::default()] {
        let changes = Box::new(changes);
        let entry = entry(Effect::UserChanged { tenant, user, user_type: UserType::Guest, changes });
        let line = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<LedgerEntry>(&line).unwrap(), entry, "{line}");
    }
}
