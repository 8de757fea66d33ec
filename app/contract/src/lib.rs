#![doc = include_str!("../README.md")]

mod access_change;
mod arrival;
mod caller;
mod draft;
mod email;
mod field_path;
mod form_options;
mod id;
mod invitation;
mod invitation_view;
mod item;
mod language;
mod mail;
mod person;
#[cfg(not(target_arch = "wasm32"))]
pub mod ports;
mod problem;
mod problem_code;
mod recipient;
mod redeem_link;
mod remedy;
pub mod routes;
mod safe_url;
mod settings;
mod share;
mod share_plan;
mod share_progress;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod stored_samples;
mod tenant_block;
mod text_enum;
mod toast;
mod undo;

pub use access_change::{AccessChange, AccessChangeKind, LastDayAnswer, LastDayForm};
pub use arrival::{ArrivalInvitation, ArrivalTarget, ArrivalWay, SignUpState};
pub use caller::{Caller, NoCaller, SignedOut, Via};
pub use draft::{Draft, Form, FormKind, SavedForm};
pub use email::{EmailAddress, ListedMailbox, Mailbox, NotInvitable, ParseEmailError, parse_address_list};
pub use field_path::{FieldPath, ParseFieldPathError};
pub use form_options::{FormOptions, UntilOption};
pub use id::{
    AccessChangeId, DirectoryObjectId, DraftId, EntraUserId, IdempotencyKey, InvitationId, ItemId, KindName,
    ParseIdError, ReferenceId, RoleName, SectionName, SessionKey, ShareId, TenantId, ToastId,
};
pub use invitation::{
    HistoryEntry, HistoryEvent, InvitationState, Progress, StateReport, StepKind, StepReport, StepState,
};
pub use invitation_view::{InvitationFilter, InvitationList, InvitationRow, InvitationView, SignedUpPerson};
pub use item::{
    AccessPage, AccessRow, AccessState, FormDefaults, Item, ItemFilter, ItemList, ItemRow, ItemView,
    OnTheWay, PersonBadge,
};
pub use language::Language;
pub use mail::{MailWay, ToldBy};
pub use person::{FoundPerson, NewAddress, PeopleFound, PersonMatch, UserStatus};
pub use problem::{FieldProblem, Problem};
pub use problem_code::ProblemCode;
pub use recipient::{GuestsAhead, JudgedRecipient, Light, RECIPIENTS_LIMIT, RecipientKind, TypedRecipient};
pub use redeem_link::RedeemLink;
pub use remedy::{FixedBy, Retried};
pub use safe_url::{LocalPath, ParseUrlError, SafeUrl};
pub use settings::{
    AccentPreview, AccentTones, ChangedSince, FieldInput, FormEdit, Granted, HeldRole, LandingLine,
    LandingStanding, ListEntry, Look, LookPreview, MailPreview, MarkAnswer, NeededRole, ParseFormEditError,
    PermissionReport, PermissionStatus, PickFound, PickMatch, Picked, RestoreForm, RoleScope, SectionCheck,
    SectionPage, SectionReview, SectionSummary, SettingChange, SettingPart, SettingUnit, SettingValue,
    SettingsAnswer, SettingsField, SettingsForm, SettingsHistory, SettingsOverview, SettingsStep,
    SettingsVersion, UnassignedRole, UploadedMark, VersionPage,
};
pub use share::{
    ASKED_LIMIT, AskedAttribute, GivenAttribute, MAIL_BODY_LIMIT, MAIL_LEAD_LIMIT, MESSAGE_LIMIT, NAME_LIMIT,
    ShareAnswer, ShareForm, TypedAttribute,
};
pub use share_plan::{DroppedOption, PlannedEffects, PlannedMail, SharePlan};
pub use share_progress::{PROGRESS_ROWS, ProgressRow, ShareProgress};
pub use tenant_block::{BlockProbe, TenantBlock};
pub use text_enum::UnknownVariant;
pub use toast::{ActivityList, Awaited, Toast, ToastKind, ToastList, ToastOutcome};
pub use undo::{UndoEffect, UndoLine, UndoPreview};
