//! The sections of the settings, a file each: its fields, their defaults, what makes no sense, and what the configuration decides. A new section
//! is its file and its line in the list below.

mod attributes;
mod grants;
mod inviting;
mod landing;
mod limits;
mod look;
mod mail;
mod permissions;
mod roles;
mod smtp;
mod ways;

use super::any_section::{AnySection, Typed};
use super::document::Document;
use super::fixed::FixedSettings;
use super::section::Section;
use crate::config::Config;
pub use attributes::{AttributeRule, AttributeSource, Attributes};
pub use grants::{AppRoleGrant, Grants, GroupGrant, RoleGrants};
pub use inviting::{Inviting, LanguageChoice};
pub use landing::{Landing, LandingAddress};
pub use limits::Limits;
pub use look::Look;
pub use mail::{MailTemplate, OwnMail};
pub use permissions::{LookUps, PermissionWay, Permissions};
pub use roles::{KindRoles, Roles};
pub use smtp::{Smtp, SmtpSecurity};
pub use ways::{AssignedPackage, KindWays, RoleWay, WayIn, Ways};

/// Lists the sections once.
macro_rules! sections {
    ($($(#[$doc:meta])* $field:ident: $section:ident,)*) => {
        /// Every setting. What is not stored has its default.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Settings {
            $($(#[$doc])* pub $field: $section,)*
        }

        impl Settings {
            /// The names of the sections.
            pub const SECTIONS: &[&str] = &[$($section::NAME,)*];

            /// What makes no sense in any section.
            #[cfg(test)]
            fn validate(&self) -> Vec<contract::FieldProblem> {
                [$(self.$field.validate(),)*].concat()
            }

            /// Puts every section into a document.
            #[cfg(test)]
            pub(super) fn put_all(&self, document: &mut Document) -> serde_json::Result<()> {
                $(document.put(&self.$field)?;)*
                Ok(())
            }

            /// The sections of a document, with what the configuration decides.
            pub(super) fn read(document: &Document, fixed: &FixedSettings) -> serde_json::Result<Self> {
                Ok(Self { $($field: fixed.apply(document.section()?)?,)* })
            }
        }

        /// The sections without their types, in their order.
        pub(crate) const ALL: &[&dyn AnySection] = &[$(&Typed::<$section>::NEW,)*];

        /// Each section by its name, as it is stored.
        #[cfg(test)]
        pub(super) const SAMPLES: &[(&str, &str)] = &[$(($section::NAME, $section::SAMPLE),)*];

        impl FixedSettings {
            /// What this configuration decides.
            pub fn by(config: &Config) -> Self {
                let mut all = Vec::new();
                $(all.extend($section::fixed_by(config));)*
                Self::new(all)
            }
        }
    };
}

sections! {
    /// What people may do on items.
    roles: Roles,
    /// How long things may take.
    limits: Limits,
    /// What a role brings in the tenant's directory.
    grants: Grants,
    /// What is written to guests.
    attributes: Attributes,
    /// With which right the application changes the tenant's directory.
    permissions: Permissions,
    /// How people are told what was shared with them.
    inviting: Inviting,
    /// What our own mail says.
    mail: OwnMail,
    /// The mail server for it.
    smtp: Smtp,
    /// Where invited people may land.
    landing: Landing,
    /// How the pages look.
    look: Look,
    /// How somebody new gets in.
    ways: Ways,
}

/// The section of this name.
pub(crate) fn named(name: &str) -> Option<&'static dyn AnySection> {
    ALL.iter().copied().find(|section| section.name() == name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_section_has_a_name_of_its_own_and_defaults_that_make_sense() {
        let names: BTreeSet<_> = Settings::SECTIONS.iter().collect();
        assert_eq!(names.len(), Settings::SECTIONS.len());
        assert_eq!(Settings::default().validate(), []);
    }

    #[test]
    fn every_field_that_is_stored_is_on_its_sections_page() {
        for section in ALL {
            assert_eq!(named(section.name()).map(AnySection::name), Some(section.name()));
            let stored = section.default().unwrap();
            let stored: BTreeSet<_> = stored.as_object().unwrap().keys().cloned().collect();
            let shown: BTreeSet<_> =
                section.fields().into_iter().map(|field| field.name.to_owned()).collect();
            assert!(!shown.is_empty(), "{} has a page", section.name());
            assert_eq!(stored, shown, "{}", section.name());
        }
        assert!(named("no-such-section").is_none());
    }
}
