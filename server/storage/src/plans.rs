//! The statements that pages and the runner run again and again: for the suite, which asks both databases how they would run them.

use crate::storage::Dialects;
use crate::{access, changes, invitations, invited_addresses, items, jobs, sessions, toasts};

/// A statement.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// What it reads.
    pub name: &'static str,
    /// The SQL for SQLite.
    pub sqlite: &'static str,
    /// The SQL for PostgreSQL.
    pub postgres: &'static str,
    /// Whether it sorts what one page shows, or one person has: several orders in one, or several items' people.
    pub sorts_a_page: bool,
}

const fn same(name: &'static str, text: &'static str) -> Plan {
    Plan { name, sqlite: text, postgres: text, sorts_a_page: false }
}

const fn both(name: &'static str, Dialects { sqlite, postgres }: Dialects) -> Plan {
    Plan { name, sqlite, postgres, sorts_a_page: false }
}

const fn sorted(plan: Plan) -> Plan {
    Plan { sorts_a_page: true, ..plan }
}

/// All of them.
pub const ALL: [Plan; 58] = [
    same("a session", sessions::LOAD),
    sorted(same("a member's items", items::LISTS[0][0])),
    sorted(same("a member's items by text", items::LISTS[0][1])),
    sorted(same("a member's items of a kind", items::LISTS[0][2])),
    sorted(same("a member's items of a kind by text", items::LISTS[0][3])),
    sorted(same("a guest's items", items::LISTS[1][0])),
    sorted(same("a guest's items by text", items::LISTS[1][1])),
    sorted(same("a guest's items of a kind", items::LISTS[1][2])),
    sorted(same("a guest's items of a kind by text", items::LISTS[1][3])),
    sorted(same("a member's kinds", items::KINDS_OF_MEMBER)),
    sorted(same("a guest's kinds", items::KINDS_OF_GUEST)),
    same("an item", items::ITEM_WITH_ACCESS),
    sorted(both("the newest few of each item", access::BADGES)),
    same("people with access", access::OF_ITEM),
    same("access that has ended", access::ENDED),
    both("how often a role of some kinds is given", access::COUNTS[0]),
    both("how often a role of the other kinds is given", access::COUNTS[1]),
    both("who holds a role of some kinds", access::ANY[0]),
    both("who holds a role of the other kinds", access::ANY[1]),
    both("what many people have on an item", access::ROLES),
    same("invitations", invitations::PAGES[0]),
    same("invitations in a state", invitations::PAGES[1]),
    same("older invitations", invitations::PAGES[2]),
    same("older invitations in a state", invitations::PAGES[3]),
    same("everyone's invitations", invitations::EVERYONES_PAGES[0]),
    same("everyone's invitations in a state", invitations::EVERYONES_PAGES[1]),
    same("everyone's older invitations", invitations::EVERYONES_PAGES[2]),
    same("everyone's older invitations in a state", invitations::EVERYONES_PAGES[3]),
    both("the states of everyone's invitations", invitations::EVERYONES_STATES),
    sorted(both("who is looked for", invitations::SOUGHT)),
    sorted(both("the invitations of whoever is looked for", invitations::FOUND[0])),
    sorted(both("the invitations in a state of whoever is looked for", invitations::FOUND[1])),
    both("the invitations that a page follows", invitations::LINES_OF),
    sorted(both("the invitations of a share", invitations::OF_SHARE)),
    sorted(same("how the invitations of a share go", invitations::COUNTS_OF_SHARE)),
    sorted(both("the histories of a page's invitations", invitations::HISTORY_OF)),
    sorted(both("the steps of a page's invitations", invitations::STEPS_OF)),
    sorted(same("counts of invitations", invitations::COUNTS)),
    same("whether the runner works for somebody", invitations::IN_STATES),
    same("what is on its way to an item", invitations::ON_THE_WAY),
    both("what an inviter has under way", invitations::UNDER_WAY),
    sorted(both("what an inviter has not ended well", invitations::TWINS)),
    sorted(both("with whom somebody has shared of late", invitations::RECENT_PEOPLE)),
    both("what has changed for those who follow", changes::OF_PEOPLE),
    sorted(same("toasts", toasts::UNDISMISSED)),
    same("a dismissed toast", toasts::DISMISS[0]),
    same("toasts of an invitation", toasts::DISMISS[1]),
    same("what a dismissed toast stands for", toasts::DISMISS[2]),
    same("what a person was told", toasts::OF_PERSON),
    both("who invites each of many addresses", invited_addresses::OF_ADDRESSES),
    same("the addresses of a guest who is gone", invited_addresses::FORGET_GUEST),
    sorted(same("what others need of a person", invitations::STEPS_OF_PERSON)),
    sorted(same("what others need of an addressee", invitations::NEEDED_STEPS)),
    sorted(same("what undone ones left to an addressee", invitations::UNDONE_STEPS)),
    sorted(same("who has recorded access of a person", invitations::RECORDED)),
    sorted(same("which invitations stand behind access", invitations::OF_ACCESS)),
    same("which undone ones made a guest", invitations::UNDONE_INVITES),
    same("the next job", jobs::NEXT_RUN_AT),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::{Path, PathBuf};

    fn sources(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, all);
            } else {
                all.push(path);
            }
        }
    }

    #[test]
    fn no_statement_has_a_bare_parameter_as_its_limit() {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        assert!(all.len() > 30, "{all:?}");
        for path in all {
            let text = std::fs::read_to_string(&path).unwrap();
            for (_, rest) in text.match_indices("LIMIT $").map(|(at, found)| text.split_at(at + found.len()))
            {
                let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
                // This file speaks of it.
                let is_own = path.ends_with("plans.rs");
                assert!(
                    is_own || rest.starts_with(" + 0"),
                    "SQLite plans it anew each time: {}",
                    path.display()
                );
            }
        }
    }
}
