//! What a tenant allows people from outside: providers, consent, terms, sign-up, quotas, delays.

use serde::{Deserialize, Serialize};

/// An entry of `primaryIdentityProviderPrecedenceOrder` ("invitationRedemptionIdentityProviderConfiguration resource type").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PrimaryProvider {
    /// A work or school account.
    AzureActiveDirectory,
    /// A SAML or WS-Fed federation of the domain.
    ExternalFederation,
    /// Google and Facebook.
    SocialIdentityProviders,
}

impl PrimaryProvider {
    /// The order that a tenant begins with.
    pub const ORDER: [Self; 3] =
        [Self::AzureActiveDirectory, Self::ExternalFederation, Self::SocialIdentityProviders];
}

/// `fallbackIdentityProvider`: what is left when none of the primary ones knows the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FallbackProvider {
    /// A Microsoft account that there is, else a passcode, else a new Microsoft account.
    DefaultConfiguredIdp,
    /// Passcodes only.
    EmailOneTimePasscode,
    /// Microsoft accounts only.
    MicrosoftAccount,
}

/// What happens to an address of this tenant's domains that nobody has an account for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UnknownPeople {
    /// The emulator makes the account when its owner signs in: a help for developers, who invite whom they like.
    GetAnAccount,
    /// The directory is managed and knows nobody of that name: discovery goes on to the next provider.
    AreLookedForElsewhere,
    /// The domain is federated: its own sign-in is asked, and has no such account.
    EndAtTheirFederation,
}

/// What becomes of an invitation whose address belongs to a mail contact of the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ContactConflict {
    /// It is refused.
    Refused,
    /// Reported of older times: the guest has the address in `otherMails` only, and cannot sign in without the link.
    WithoutMail,
    /// Newer text: the guest has no proxy address; redemption searches the invited address.
    WithoutProxyAddresses,
}

/// The part of the policy that is about people from outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct External {
    /// `primaryIdentityProviderPrecedenceOrder`: what is tried first for an address; what is left out is not tried.
    pub primary_identity_provider_precedence_order: Vec<PrimaryProvider>,
    /// `fallbackIdentityProvider`.
    pub fallback_identity_provider: FallbackProvider,
    /// Domains with a SAML or WS-Fed federation of this tenant.
    pub saml_domains: Vec<String>,
    /// Whether Google accounts may redeem.
    pub google_federation: bool,
    /// Whether Facebook accounts may redeem.
    pub facebook_federation: bool,
    /// As the home of others: what happens to addresses that nobody has an account for.
    pub unknown_people: UnknownPeople,
    /// Terms of use that guests accept once, after "Review permissions" or at their next sign-in.
    pub terms_of_use: Option<String>,
    /// `automaticUserConsentSettings.inboundAllowed`: home tenants (id or domain) whose people are not asked for consent.
    pub automatic_consent_inbound: Vec<String>,
    /// `automaticUserConsentSettings.outboundAllowed`: tenants (id or domain) in which own people are not asked.
    pub automatic_consent_outbound: Vec<String>,
    /// Language of the directory's own mails.
    pub notification_language: Option<String>,
    /// Whether the invitation mail ends with a link that blocks the organization, as earlier versions of it did.
    pub block_link_in_mail: bool,
    /// Objects that the directory holds at most.
    pub directory_quota: Option<u32>,
    /// `selfServiceSignUp.isEnabled` of the authentication flows policy.
    pub self_service_sign_up: bool,
    /// How long a change of who may invite, of the domain lists and of guests' access takes to have effect (really 15 to 60).
    pub settings_delay_minutes: u32,
    /// How long a change of directory roles takes to have effect (really up to 15).
    pub roles_delay_minutes: u32,
    /// Unverified: what an invitation to a mail contact's address comes to. Documented as refused; reported otherwise.
    pub contact_conflict: ContactConflict,
    /// Unverified: the status of an invitation that cross-tenant access blocks.
    pub cross_tenant_refusal_status: u16,
    /// Unverified: whether invitations count toward the 250 objects that somebody without a role may create, and with what limit.
    pub user_object_quota: Option<u32>,
    /// Unverified: whether a link opened while somebody else is signed in ends there, as people report.
    pub other_session_ends_redemption: bool,
    /// Whether ending the sessions of a guest from another organization here has an effect. Documented: only its home can.
    pub guest_sessions_end_here: bool,
    /// Unverified: whether a code that was asked for without a proof key is good in an application that keeps no secret.
    pub accept_codes_without_proof_key: bool,
    /// Unverified: whether a filter finds proxy addresses whatever the case of their prefix.
    pub proxy_prefix_ignores_case: bool,
    /// Unverified: the address of who becomes the sponsor of a guest whom an application invites by itself. None: nobody does.
    pub app_only_sponsor: Option<String>,
    /// Unverified: how many digits a one-time passcode has.
    pub passcode_digits: u8,
    /// Unverified: how long an access token is good at most, in minutes; each gets its own time between 60 and that. None: 3599 seconds.
    pub longest_access_token_minutes: Option<u16>,
}

impl Default for External {
    fn default() -> Self {
        Self {
            primary_identity_provider_precedence_order: PrimaryProvider::ORDER.to_vec(),
            fallback_identity_provider: FallbackProvider::DefaultConfiguredIdp,
            saml_domains: vec!["woodgrove.example".to_owned()],
            google_federation: true,
            facebook_federation: true,
            unknown_people: UnknownPeople::GetAnAccount,
            terms_of_use: None,
            automatic_consent_inbound: Vec::new(),
            automatic_consent_outbound: Vec::new(),
            notification_language: None,
            block_link_in_mail: false,
            directory_quota: Some(300_000),
            self_service_sign_up: false,
            settings_delay_minutes: 0,
            roles_delay_minutes: 0,
            contact_conflict: ContactConflict::Refused,
            cross_tenant_refusal_status: 400,
            user_object_quota: None,
            other_session_ends_redemption: true,
            guest_sessions_end_here: false,
            accept_codes_without_proof_key: false,
            proxy_prefix_ignores_case: false,
            app_only_sponsor: None,
            passcode_digits: 8,
            longest_access_token_minutes: None,
        }
    }
}
