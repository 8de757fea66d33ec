//! The catalogue of a kind of directory object: its properties, and which operators each supports by default, only in an advanced query, or not at
//! all ("Advanced query capabilities on Microsoft Entra ID objects").

use std::{borrow::Cow, fmt};

/// Whether an operator is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// In no query.
    No,
    /// In any query.
    Default,
    /// In an advanced query only.
    Advanced,
}

/// The operators of `$filter` on a property. `ne` and `not` are supported in advanced queries only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operators {
    /// `eq` and `in`.
    pub equal: Support,
    /// `ne` and `not`.
    pub negate: Support,
    /// `ge` and `le` (and, here, `gt` and `lt`).
    pub range: Support,
    /// `startsWith`.
    pub starts: Support,
    /// `endsWith`.
    pub ends: Support,
    /// `/$count` of a collection.
    pub count: Support,
}

impl Operators {
    /// No operator.
    pub const NONE: Self = Self {
        equal: Support::No,
        negate: Support::No,
        range: Support::No,
        starts: Support::No,
        ends: Support::No,
        count: Support::No,
    };
    /// One of a few values: `eq`, `in`, `ne`, `not`.
    pub const CHOICE: Self = Self { equal: Support::Default, negate: Support::Advanced, ..Self::NONE };
    /// A time or number: a choice with `ge` and `le`.
    pub const RANGE: Self = Self { range: Support::Default, ..Self::CHOICE };
    /// A text: a range with `startsWith`.
    pub const TEXT: Self = Self { starts: Support::Default, ..Self::RANGE };
    /// An address: a text with `endsWith`, and `/$count` where there are several.
    pub const ADDRESS: Self = Self { ends: Support::Advanced, count: Support::Advanced, ..Self::TEXT };
    /// A text that only advanced queries may filter on.
    pub const ADVANCED: Self = Self {
        equal: Support::Advanced,
        negate: Support::Advanced,
        range: Support::Advanced,
        starts: Support::Advanced,
        ..Self::NONE
    };

    /// Whether no operator is supported.
    pub fn none(self) -> bool {
        self == Self::NONE
    }
}

/// The kind of value of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// An id, written like a text.
    Id,
    /// Text.
    Text,
    /// True or false.
    Flag,
    /// A date and time.
    Time,
    /// Several texts.
    Texts,
    /// A complex value.
    Complex(&'static [Property]),
    /// A collection of complex values.
    Complexes(&'static [Property]),
    /// A value whose kind is defined elsewhere (directory extensions).
    Defined,
}

/// How `$search` matches a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchMode {
    /// Not at all.
    No,
    /// At its beginning.
    Start,
    /// At the beginning of its words.
    Words,
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a table of what is supported")]
pub struct Property {
    /// Its name.
    pub name: Cow<'static, str>,
    /// The kind of its value.
    pub kind: ValueKind,
    /// How it can be filtered on.
    pub operators: Operators,
    /// How it can be searched.
    pub search: SearchMode,
    /// Whether `$orderby` takes it.
    pub sortable: bool,
    /// Whether it is returned without `$select`.
    pub default: bool,
    /// Whether `User.ReadBasic.All` covers it.
    pub basic: bool,
    /// Whether it can be read of single objects only, not in lists.
    pub single: bool,
}

impl Property {
    /// A property with these operators.
    pub const fn new(name: &'static str, kind: ValueKind, operators: Operators) -> Self {
        Self {
            name: Cow::Borrowed(name),
            kind,
            operators,
            search: SearchMode::No,
            sortable: false,
            default: false,
            basic: false,
            single: false,
        }
    }

    /// A text property.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, ValueKind::Text, Operators::TEXT)
    }

    /// The same, returned without `$select`.
    #[must_use]
    pub const fn by_default(mut self) -> Self {
        self.default = true;
        self
    }

    /// The same, covered by `User.ReadBasic.All`.
    #[must_use]
    pub const fn covered(mut self) -> Self {
        self.basic = true;
        self
    }

    /// The same, returned without `$select` and covered by `User.ReadBasic.All`.
    #[must_use]
    pub const fn basic(self) -> Self {
        self.covered().by_default()
    }

    /// The same, readable of single objects only.
    #[must_use]
    pub const fn single(mut self) -> Self {
        self.single = true;
        self
    }

    /// The same, with `$orderby`.
    #[must_use]
    pub const fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    /// The same, with `$search`.
    #[must_use]
    pub const fn searched(mut self, search: SearchMode) -> Self {
        self.search = search;
        self
    }

    /// Whether it holds several values.
    pub fn is_collection(&self) -> bool {
        matches!(self.kind, ValueKind::Texts | ValueKind::Complexes(_))
    }

    /// The part of a complex value with this name, ignoring case.
    pub fn part(&self, name: &str) -> Option<&'static Self> {
        match self.kind {
            ValueKind::Complex(parts) | ValueKind::Complexes(parts) => {
                parts.iter().find(|part| part.name.eq_ignore_ascii_case(name))
            }
            _ => None,
        }
    }
}

/// A navigation property: a link to other objects. Kinds may link to each other in a circle.
pub struct NavigationProperty {
    /// Its name, e.g. `sponsors`.
    pub name: &'static str,
    /// The kind of the linked objects; none where no properties can be selected.
    pub end: Option<&'static Catalogue>,
}

impl fmt::Debug for NavigationProperty {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

/// A kind of directory object.
#[derive(Debug)]
pub struct Catalogue {
    /// Its type, e.g. `microsoft.graph.user`.
    pub type_name: &'static str,
    /// Its set in contexts, e.g. `users`.
    pub set: &'static str,
    /// All properties, the default ones first and in Graph's order.
    pub properties: &'static [Property],
    /// What `$expand` may name.
    pub links: &'static [NavigationProperty],
    /// Whether it takes directory extensions, `extension_<application>_<name>`.
    pub extensible: bool,
}

impl Catalogue {
    /// The property of this name, ignoring case. For a directory extension it does not check whether it is defined.
    pub fn property(&self, name: &str) -> Option<Property> {
        let known = self.properties.iter().find(|property| property.name.eq_ignore_ascii_case(name));
        known.cloned().or_else(|| {
            let extension = self.extensible && is_extension(name);
            extension.then(|| Property {
                name: Cow::Owned(name.to_owned()),
                ..Property::new("", ValueKind::Defined, Operators::CHOICE)
            })
        })
    }
}

/// Whether this is the name of a directory extension, whatever its case: `extension_`, 32 hexadecimal digits, `_` and a name.
pub fn is_extension(name: &str) -> bool {
    let Some((kind, rest)) = name.split_at_checked("extension_".len()) else { return false };
    let Some((app, own)) = rest.split_at_checked(32) else { return false };
    kind.eq_ignore_ascii_case("extension_")
        && app.chars().all(|c| c.is_ascii_hexdigit())
        && own.len() > 1
        && own.starts_with('_')
}
