//! Which of two roles reaches further.

use contract::RoleName;

/// The roles of a kind of item, weakest first. It also knows the place of roles that settings name no longer: who has such a role keeps
/// what it was worth, but nobody is offered it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleHierarchy {
    offered: Vec<RoleName>,
    ranked: Vec<RoleName>,
}

impl RoleHierarchy {
    /// Of the roles that may be given, weakest first.
    pub fn new(offered: &[RoleName]) -> Self {
        Self { offered: offered.to_vec(), ranked: offered.to_vec() }
    }

    /// Takes in roles that are not offered, or not any more, in their `earlier` order, weakest first. What is ranked already keeps its place;
    /// a role that is not comes right above the one that it was above, or below all if it was above none.
    #[must_use]
    pub fn with_earlier(mut self, earlier: &[RoleName]) -> Self {
        let mut place = 0;
        for role in earlier {
            if let Some(rank) = self.rank(role.as_str()) {
                place = rank + 1;
            } else {
                self.ranked.insert(place, role.clone());
                place += 1;
            }
        }
        self
    }

    /// The roles that may be given, weakest first.
    pub fn offered(&self) -> &[RoleName] {
        &self.offered
    }

    /// Every role whose place is known, weakest first.
    pub fn ranked(&self) -> &[RoleName] {
        &self.ranked
    }

    /// Whether somebody may be given the role.
    pub fn offers(&self, role: &str) -> bool {
        self.offered.iter().any(|known| known.as_str() == role)
    }

    /// The place of a role, zero for the weakest; none for a role that was never named.
    pub fn rank(&self, role: &str) -> Option<usize> {
        self.ranked.iter().position(|known| known.as_str() == role)
    }

    /// Whether `own` reaches as far as `other`. A role that was never named reaches as far as itself only, and none but itself reaches it.
    pub fn reaches(&self, own: &str, other: &str) -> bool {
        match (self.rank(own), self.rank(other)) {
            (Some(own), Some(other)) => own >= other,
            (None, _) | (_, None) => own == other,
        }
    }

    /// The roles that reach as far as this one: who has one of them does not need this one. A role that was never named takes the place of
    /// no other.
    pub fn at_least(&self, role: &str) -> Vec<RoleName> {
        match self.rank(role) {
            Some(rank) => self.ranked[rank..].to_vec(),
            None => self.ranked.iter().cloned().chain(RoleName::parse(role)).collect(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(texts: &[&str]) -> Vec<RoleName> {
        texts.iter().map(|text| RoleName::parse(text).unwrap()).collect()
    }

    fn ranked(offered: &[&str], earlier: &[&str]) -> Vec<String> {
        let hierarchy = RoleHierarchy::new(&names(offered)).with_earlier(&names(earlier));
        assert_eq!(hierarchy.offered(), names(offered));
        hierarchy.ranked().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn roles_that_are_no_longer_offered_keep_their_place() {
        for (offered, earlier, expected) in [
            (
                &["reader", "owner"][..],
                &["reader", "editor", "owner"][..],
                &["reader", "editor", "owner"][..],
            ),
            (&["owner"], &["reader", "editor", "owner"], &["reader", "editor", "owner"]),
            (&["reader"], &["reader", "editor", "owner"], &["reader", "editor", "owner"]),
            (&["a", "b"], &["x", "b", "y", "a", "z"], &["x", "a", "z", "b", "y"]),
            (&["a"], &[], &["a"]),
            (&["a"], &["a"], &["a"]),
            (&[], &["a", "b"], &["a", "b"]),
        ] {
            assert_eq!(ranked(offered, earlier), expected, "{offered:?} {earlier:?}");
        }
    }

    #[test]
    fn a_role_reaches_those_below_it() {
        let roles = RoleHierarchy::new(&names(&["reader", "owner"]));
        let roles = roles.with_earlier(&names(&["reader", "editor"]));
        for (own, other, reaches) in [
            ("owner", "reader", true),
            ("reader", "reader", true),
            ("reader", "owner", false),
            ("editor", "reader", true),
            ("editor", "owner", false),
            ("owner", "editor", true),
            ("reader", "editor", false),
            ("stranger", "stranger", true),
            ("stranger", "reader", false),
            ("owner", "stranger", false),
        ] {
            assert_eq!(roles.reaches(own, other), reaches, "{own} {other}");
        }
        assert!(roles.offers("owner") && !roles.offers("editor") && !roles.offers("stranger"));
    }

    #[test]
    fn what_reaches_as_far_is_not_replaced() {
        let roles = RoleHierarchy::new(&names(&["reader", "owner"]));
        let roles = roles.with_earlier(&names(&["reader", "editor"]));
        assert_eq!(roles.at_least("reader"), names(&["reader", "editor", "owner"]));
        assert_eq!(roles.at_least("editor"), names(&["editor", "owner"]));
        assert_eq!(roles.at_least("owner"), names(&["owner"]));
        assert_eq!(roles.at_least("stranger"), names(&["reader", "editor", "owner", "stranger"]));
    }
}
