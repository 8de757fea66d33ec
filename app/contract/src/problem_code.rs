//! The error catalogue.

use serde::{Deserialize, Serialize};

use crate::remedy::{FixedBy, Retried};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $by:ident, $retried:ident;)*) => {
        /// The error catalogue. `words` has a sentence and an advice for each code in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable text of the code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Who can fix it.
            pub const fn fixed_by(self) -> FixedBy {
                match self { $(Self::$name => FixedBy::$by,)* }
            }

            /// Whether an invitation that meets it is tried again.
            pub const fn retried(self) -> Retried {
                match self { $(Self::$name => Retried::$retried,)* }
            }
        }
    };
}

codes! {
    /// Nobody is signed in.
    SignInNeeded = "sign-in-needed", You, No;
    /// The session ended while the form was open; the form is saved.
    SessionLapsed = "session-lapsed", You, No;
    /// The person signed out in this browser, and nobody has signed in since.
    SignedOut = "signed-out", You, No;
    /// The form was opened by somebody else than the person who is signed in now.
    SomebodyElse = "somebody-else", You, No;
    /// For too long it is unknown whether the person's account is still there.
    AccountUnchecked = "account-unchecked", Time, No;
    /// Sign-in failed; Entra's error code is in the log.
    SignInFailed = "sign-in-failed", You, No;
    /// The sign-in was started in another browser, or too long ago.
    SignInStale = "sign-in-stale", You, No;
    /// The person closed Entra's page without signing in.
    SignInDeclined = "sign-in-declined", You, No;
    /// The person did not agree to what the application asks for.
    ConsentDeclined = "consent-declined", You, No;
    /// An administrator has to agree to what the application asks for.
    ConsentMissing = "consent-missing", Admin, No;
    /// The account is not assigned to the application.
    NotAssigned = "not-assigned", Admin, No;
    /// The account is not in the tenant's directory.
    AccountUnknown = "account-unknown", You, No;
    /// A rule of the organisation stops the account from signing in.
    SignInBlocked = "sign-in-blocked", Admin, No;
    /// Signed in, but not allowed to do this.
    NotAllowed = "not-allowed", Admin, No;
    /// No such page or thing, or none the person may see.
    NotFound = "not-found", You, No;
    /// The form lacks a field that a person cannot leave out.
    BadForm = "bad-form", You, No;
    /// The request came from another site.
    ForeignForm = "foreign-form", You, No;
    /// The form was larger than allowed.
    TooLarge = "too-large", You, No;
    /// No address was typed.
    AddressMissing = "address-missing", You, No;
    /// The typed text is not an e-mail address.
    AddressMalformed = "address-malformed", You, No;
    /// Several addresses were typed where one is expected.
    AddressSeveral = "address-several", You, No;
    /// The address has letters of another alphabet that look like those of the first.
    AddressMixedScripts = "address-mixed-scripts", You, No;
    /// Microsoft refused the address as malformed.
    AddressRefused = "address-refused", You, No;
    /// The address belongs to a group.
    AddressOfGroup = "address-of-group", You, No;
    /// Another object of the directory owns the address.
    AddressTaken = "address-taken", Admin, No;
    /// The account behind the address is in the directory under another address.
    AccountTaken = "account-taken", You, No;
    /// The domain is the organisation's own: an administrator creates such a user; nobody invites one.
    OwnDomain = "own-domain", You, No;
    /// No role was chosen, or a role that this kind of item does not have.
    RoleUnknown = "role-unknown", You, No;
    /// The name is too long.
    NameTooLong = "name-too-long", You, No;
    /// The message is too long.
    MessageTooLong = "message-too-long", You, No;
    /// A field that must be filled in is empty.
    ValueMissing = "value-missing", You, No;
    /// The settings ask for more than the form did when it was opened.
    MoreAsked = "more-asked", You, No;
    /// A number is outside of what the field allows.
    ValueOutOfRange = "value-out-of-range", You, No;
    /// Microsoft refused the value of a field.
    ValueRefused = "value-refused", You, No;
    /// A list has the same entry twice.
    ValueRepeated = "value-repeated", You, No;
    /// A number is not written as one.
    NumberMalformed = "number-malformed", You, No;
    /// A rate limit is not written as one.
    RateMalformed = "rate-malformed", You, No;
    /// The rate of a limit of a day is written in another unit than the day.
    RatePerDay = "rate-per-day", You, No;
    /// A rate limit of one person is above that of their whole tenant.
    LimitAboveTenant = "limit-above-tenant", You, No;
    /// A text is longer than the field allows.
    TextTooLong = "text-too-long", You, No;
    /// A name has letters that names cannot have, or too many.
    NameMalformed = "name-malformed", You, No;
    /// A list has more entries than it may.
    ListTooLong = "list-too-long", You, No;
    /// No attribute of users has this name, or none that may be read and written.
    AttributeUnknown = "attribute-unknown", You, No;
    /// The tenant has no directory extension of this name for users.
    AttributeUndefined = "attribute-undefined", You, No;
    /// A directory extension is defined for several values at once.
    AttributeMultiValued = "attribute-multi-valued", You, No;
    /// A directory extension takes no text, and a text is to be written to it.
    AttributeNotText = "attribute-not-text", You, No;
    /// A boolean is not written as one.
    BooleanMalformed = "boolean-malformed", You, No;
    /// A date and time is not written as one.
    TimeMalformed = "time-malformed", You, No;
    /// A landing address is not written as one.
    LandingMalformed = "landing-malformed", You, No;
    /// A landing address is not among those that the configuration allows.
    LandingUnknown = "landing-unknown", You, No;
    /// A colour is not written as one.
    ColorMalformed = "color-malformed", You, No;
    /// A file is no picture that is taken as a mark.
    MarkUnreadable = "mark-unreadable", You, No;
    /// The picture of a mark is larger than allowed, in bytes or in pixels.
    MarkTooLarge = "mark-too-large", You, No;
    /// The settings name a mark whose picture is not stored.
    MarkUnknown = "mark-unknown", You, No;
    /// Somebody else changed the settings while the form was open.
    SettingsChanged = "settings-changed", You, No;
    /// A secret of the settings was set for another connection than the one that it would be used for.
    SecretAgain = "secret-again", You, No;
    /// A secret of the settings that was typed into a form is not kept any more.
    SecretLapsed = "secret-lapsed", You, No;
    /// The text is neither the name of a server nor an IP address.
    HostMalformed = "host-malformed", You, No;
    /// The server is this machine, or one that only this machine reaches.
    HostLocal = "host-local", You, No;
    /// The mail server cannot be taken out of the settings, because mail is sent by it.
    MailServerInUse = "mail-server-in-use", You, No;
    /// A role cannot be taken out of the settings, because people have it.
    RoleInUse = "role-in-use", You, No;
    /// People in the directory have this address: the inviter must say which person is meant.
    ChoosePerson = "choose-person", You, ByPerson;
    /// The chosen person is no longer in the directory.
    PersonGone = "person-gone", You, No;
    /// The account is blocked from signing in.
    PersonBlocked = "person-blocked", Admin, No;
    /// The address is already an account of the organisation.
    AlreadyInside = "already-inside", You, No;
    /// The inviter tried to share an item with themselves.
    Yourself = "yourself", You, No;
    /// The role is above the inviter's own role on the item.
    RoleAboveOwn = "role-above-own", You, No;
    /// Several recipients cannot be sent to as they are; each has its own problem.
    CheckRecipients = "check-recipients", You, No;
    /// The form has more recipients than it takes.
    TooManyRecipients = "too-many-recipients", You, No;
    /// The same person stands in the form twice.
    RecipientRepeated = "recipient-repeated", You, No;
    /// A day is not written as one, or has passed.
    DayMalformed = "day-malformed", You, No;
    /// Access may not last as long as that.
    DayTooLate = "day-too-late", You, No;
    /// The way of the mail is not one that the settings allow.
    MailWayUnknown = "mail-way-unknown", You, No;
    /// The sponsor is not a member of the organisation, or not there.
    SponsorUnknown = "sponsor-unknown", You, No;
    /// The guest has as many sponsors as there may be.
    SponsorsFull = "sponsors-full", Admin, No;
    /// The person has the same or a higher role on the item.
    AlreadyShared = "already-shared", You, No;
    /// The inviter shares the item with the person already: that is under way.
    AlreadyUnderWay = "already-under-way", You, No;
    /// The organisation's policy forbids this person to invite guests.
    PolicyForbids = "policy-forbids", Admin, No;
    /// The domain is not on the allow list, or on the deny list.
    DomainBlocked = "domain-blocked", Admin, No;
    /// Cross-tenant access settings forbid it.
    CrossTenantBlocked = "cross-tenant-blocked", Admin, No;
    /// Microsoft has blocked invitations of the whole organisation.
    SuspiciousActivity = "suspicious-activity", Admin, ByPerson;
    /// The directory's quota is used up.
    QuotaExceeded = "quota-exceeded", Admin, ByPerson;
    /// The inviter's own quota of directory objects is used up.
    OwnQuotaExceeded = "own-quota-exceeded", Admin, ByPerson;
    /// Guests may not be sent to the address at which the item opens.
    ItemRefused = "item-refused", Operator, No;
    /// The application lacks a permission.
    PermissionMissing = "permission-missing", Admin, ByPerson;
    /// People are looked up as whoever shares, and nobody has agreed to that.
    LookUpConsentMissing = "look-up-consent-missing", Admin, ByPerson;
    /// Microsoft requires a fresh sign-in.
    SignInAgain = "sign-in-again", You, ByPerson;
    /// Microsoft is throttling.
    DirectoryBusy = "directory-busy", Time, Yes;
    /// Microsoft answered with a server error.
    DirectoryTrouble = "directory-trouble", Time, Yes;
    /// Microsoft could not be reached.
    DirectoryUnreachable = "directory-unreachable", Time, Yes;
    /// Microsoft refused for a reason that we do not know.
    DirectoryRefused = "directory-refused", Operator, No;
    /// The invitation was created but the guest has not appeared.
    NotVisibleYet = "not-visible-yet", Time, Yes;
    /// The application's role does not reach the new guest yet: Microsoft has not put them into the administrative unit.
    OutOfScope = "out-of-scope", Time, Yes;
    /// Microsoft has not added the person yet to a group that it fills by a rule.
    GroupPending = "group-pending", Time, Yes;
    /// Microsoft refused the value that the settings have for an attribute.
    AttributeRefused = "attribute-refused", Admin, No;
    /// The group is no longer in the directory.
    GroupGone = "group-gone", Admin, No;
    /// The group is filled by a rule: nobody can be added.
    GroupDynamic = "group-dynamic", Admin, No;
    /// Members of the group can hold roles of the directory: nobody is added.
    GroupRoleAssignable = "group-role-assignable", Admin, No;
    /// The group is a distribution list or a mail-enabled security group: nobody can be added through Microsoft Graph.
    GroupMailEnabled = "group-mail-enabled", Admin, No;
    /// The group is synchronised from a directory on premises: nobody can be added in the cloud.
    GroupOnPremises = "group-on-premises", Admin, No;
    /// The group that is said to be filled by a rule has none.
    GroupByHand = "group-by-hand", Admin, No;
    /// The application, or its role, is not there any more.
    AppRoleGone = "app-role-gone", Admin, No;
    /// The group through which a role of an application is given does not hold it.
    GroupWithoutAppRole = "group-without-app-role", Admin, No;
    /// The mail server is not set up, so no mail of our own can be chosen.
    MailServerMissing = "mail-server-missing", Admin, ByPerson;
    /// The mail server cannot be reached, or takes no mail for now.
    MailServerBusy = "mail-server-busy", Time, Yes;
    /// The mail server does not let us in, or we do not trust it.
    MailServerRefuses = "mail-server-refuses", Admin, ByPerson;
    /// The mail was refused for good: its address, most often.
    MailRefused = "mail-refused", You, ByPerson;
    /// Nobody knows whether the mail of our own went out.
    MailUnconfirmed = "mail-unconfirmed", You, ByPerson;
    /// The mail has gone out, and nobody has signed up through its link yet.
    SignUpPending = "sign-up-pending", Time, Yes;
    /// Somebody has signed in through the link of the mail, and the directory does not say that they are the person.
    SignUpUnconfirmed = "sign-up-unconfirmed", You, ByPerson;
    /// No mail went out, so nobody can sign up.
    SignUpUnsent = "sign-up-unsent", You, No;
    /// This way in needs a mail of our own.
    WayNeedsMail = "way-needs-mail", You, No;
    /// The text is not the address of an access package.
    PackageLinkMalformed = "package-link-malformed", You, No;
    /// Microsoft has not finished assigning an access package.
    PackagePending = "package-pending", Time, Yes;
    /// Somebody has to approve an access package.
    PackageApproval = "package-approval", Admin, Yes;
    /// Undoing waits until somebody decides on an access package.
    PackageUndecided = "package-undecided", Admin, Yes;
    /// An access package was denied, or the request for it cancelled.
    PackageDenied = "package-denied", Admin, No;
    /// Not all that an access package holds could be given.
    PackageFailed = "package-failed", Admin, ByPerson;
    /// The access package, or its policy, is not there any more.
    PackageGone = "package-gone", Admin, No;
    /// Nobody knows whether Microsoft took the request for an access package.
    PackageUnknown = "package-unknown", You, ByPerson;
    /// Microsoft has not finished ending the assignment of an access package.
    PackageEnding = "package-ending", Time, Yes;
    /// Microsoft has not ended the assignment of an access package.
    PackageNotEnded = "package-not-ended", Admin, No;
    /// An id is not written as one.
    IdMalformed = "id-malformed", You, No;
    /// The text of a mail names something that there is not.
    PlaceholderUnknown = "placeholder-unknown", You, No;
    /// The text of a mail lacks the link.
    PlaceholderMissing = "placeholder-missing", You, No;
    /// A colleague's invitation of the same address is on its way.
    BeingInvited = "being-invited", Time, Yes;
    /// The guest who has the address is being deleted.
    GuestLeaving = "guest-leaving", Time, Yes;
    /// It is unknown whether the invitation was sent.
    OutcomeUnknown = "outcome-unknown", You, ByPerson;
    /// The same form was sent twice with different contents.
    KeyReused = "key-reused", You, No;
    /// There is no link to copy, or not any more.
    NoLink = "no-link", You, No;
    /// Too many requests in a short time.
    TooFast = "too-fast", Time, No;
    /// New guests are invited in turn, and this one's turn is still to come.
    WaitsForTurn = "waits-for-turn", Time, Yes;
    /// No more new guests may be invited for now: the limit of a day, of the person or of the organisation.
    DayLimit = "day-limit", Time, No;
    /// An error in Vestibule itself.
    Internal = "internal", Operator, Yes;
}

impl ProblemCode {
    /// The code with this stable text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}
