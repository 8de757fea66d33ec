//! People: as initials, as a line, as a list with their access.

use contract::{AccessRow, Language, UserStatus};
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use super::{Address, Icon};
use crate::document::escape;

/// Initials; a guest has a small globe at the corner. The colour distinguishes people and has no other meaning.
#[component]
pub(crate) fn Avatar(
    /// The name of the person.
    name: String,
    /// Whether the person is a guest.
    #[prop(optional)]
    outside: bool,
    /// The small size, for overlapping rows.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let colour =
        name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 6 + 1;
    let size = if small { " avatar-small" } else { "" };
    let letters = initials(&name);
    if letters.is_empty() {
        return view! {
            <span class=format!("avatar{size}") aria-hidden="true">
                <Icon name="globe" />
            </span>
        }
        .into_any();
    }
    if outside && !small {
        return view! {
            <span class=format!("avatar avatar-{colour}") aria-hidden="true">
                {letters}
                <span class="avatar-corner">
                    <Icon name="globe" />
                </span>
            </span>
        }
        .into_any();
    }
    // Written as text, as an icon is: a list of items has four in each row.
    InertElement::new(write(colour, size, &letters)).into_any()
}

fn write(colour: u32, size: &str, letters: &str) -> String {
    let letters = escape(letters);
    format!("<span class=\"avatar avatar-{colour}{size}\" aria-hidden=\"true\">{letters}</span>")
}

/// A person as a line: picture, name, address.
#[component]
pub(crate) fn PersonCell(
    /// The name of the person.
    name: String,
    /// What distinguishes people of the same name, such as the address.
    more: String,
    /// Whether the person is a guest.
    outside: bool,
    /// Where the name leads.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    view! {
        <div class="person">
            <Avatar name=name.clone() outside />
            <NameAndMore name more href />
        </div>
    }
}

/// A person without a known name has the address as the name: it is then shown once.
#[component]
fn NameAndMore(name: String, more: String, #[prop(optional_no_strip)] href: Option<String>) -> impl IntoView {
    let more = (more != name).then(|| {
        view! {
            <span class="person-more">
                <Address text=more />
            </span>
        }
    });
    let name = view! { <Address text=name /> };
    let name = match href {
        Some(href) => view! { <a class="row-link" href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <div>
            <span class="person-name" dir="auto">
                {name}
            </span>
            {more}
        </div>
    }
}

/// The people with access to an item: the first few, and the others folded.
#[component]
pub(crate) fn AccessList(
    /// The page's language.
    lang: Language,
    /// Newest first, at most one page.
    people: Vec<AccessRow>,
    /// The number of people.
    count: u32,
    /// The number of people shown unfolded.
    few: usize,
    /// The address of the next page.
    #[prop(optional_no_strip)]
    more: Option<String>,
    /// Whether each leads to the invitation that gave the access: for administrators.
    #[prop(optional)]
    to_invitations: bool,
) -> impl IntoView {
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let all = u64::from(count);
    let missing = all.saturating_sub(number(people.len()));
    let mut people = people;
    // One more line needs no more room than the fold would.
    let others = if people.len() > few + 1 { people.split_off(few) } else { Vec::new() };
    let summary = match missing {
        0 => words::item::people_all(lang, all),
        _ => words::items::people_more(lang, all.saturating_sub(number(few))),
    };
    let rest = (missing > 0).then(|| {
        let says = words::items::people_more(lang, missing);
        let says = match more {
            Some(href) => view! { <a href=href>{says}</a> }.into_any(),
            None => says.into_any(),
        };
        view! { <p class="quiet small">{says}</p> }
    });
    let others = (!others.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>
                    <Icon name="chevron-right" />
                    {summary}
                </summary>
                <PeopleRows lang people=others to_invitations />
                {rest}
            </details>
        }
    });
    view! {
        <PeopleRows lang people to_invitations />
        {others}
    }
}

#[component]
fn PeopleRows(lang: Language, people: Vec<AccessRow>, to_invitations: bool) -> impl IntoView {
    let line = move |row: AccessRow| {
        let outside = row.standing != UserStatus::Member;
        let pending = (row.standing == UserStatus::Pending).then(|| {
            view! {
                <span class=format!("badge badge-{}", row.standing)>
                    <Icon name="clock" />
                    {words::user_status(lang, row.standing)}
                </span>
            }
        });
        let invitation = row.invitation.as_ref().filter(|_| to_invitations).map(|id| {
            view! {
                " "
                <a href=format!("/invitations/{id}")>
                    {words::invitations::history(lang)} <span class="read-aloud">" " {row.name.clone()}</span>
                </a>
            }
        });
        view! {
            <li class="person">
                <Avatar name=row.name.clone() outside />
                <NameAndMore name=row.name more=row.address />
                <span class="person-role">
                    {words::role(lang, &row.role)}
                    " "
                    {pending}
                    {invitation}
                </span>
            </li>
        }
    };
    view! { <ul class="rows" role="list">{people.into_iter().map(line).collect_view()}</ul> }
}

/// The first letters of the first and the last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests;
