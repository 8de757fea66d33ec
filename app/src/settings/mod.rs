//! The settings pages' parts: their frame, the form of a section, and what differs.

mod differences;
mod entries;
mod entry_forms;
mod field;
mod form;
mod frame;
mod landing;
mod look;
mod mail_preview;
mod parts;
mod permissions;
mod pick;
mod picture;
mod secret;
mod single;
mod test_mail;
mod unassigned;
mod versions;

pub(crate) use differences::Differences;
pub(crate) use form::SectionForm;
pub(crate) use frame::{Notice, Place, Reason, settings_frame, wrong_reason};
pub(crate) use landing::LandingLines;
pub(crate) use look::{LookSample, MarkChoice};
pub(crate) use mail_preview::MailPreviews;
pub(crate) use permissions::Permissions;
pub(crate) use test_mail::TestMail;
pub(crate) use unassigned::UnassignedRoles;
pub(crate) use versions::{VersionLine, VersionRows};
