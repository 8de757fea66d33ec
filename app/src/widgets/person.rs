//! People: as initials, as a line, as a list with their access.

use contract::{AccessRow, Standing};
use leptos::prelude::*;

use super::{Icon, standing_name};
use crate::scope::Scope;

/// Initials for somebody inside, a globe for somebody outside. The colour tells two people apart and means nothing else.
#[component]
pub(crate) fn Avatar(
    /// Whose.
    name: String,
    /// Comes from outside.
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
    let blank = outside || letters.is_empty();
    let class = if blank { format!("avatar{size}") } else { format!("avatar avatar-{colour}{size}") };
    view! {
        <span class=class aria-hidden="true">
            {if blank { view! { <Icon name="globe" /> }.into_any() } else { letters.into_any() }}
        </span>
    }
}

/// A person as a line: picture, name, address.
#[component]
pub(crate) fn PersonCell(
    /// Who.
    name: String,
    /// What tells two people of one name apart.
    more: String,
    /// Comes from outside.
    outside: bool,
) -> impl IntoView {
    view! {
        <div class="person">
            <Avatar name=name.clone() outside />
            <div>
                <span class="person-name" dir="auto">{name}</span>
                <span class="person-more">{more}</span>
            </div>
        </div>
    }
}

/// Who has access to an item.
#[component]
pub(crate) fn AccessList(
    /// The request.
    scope: Scope,
    /// Newest first.
    people: Vec<AccessRow>,
) -> impl IntoView {
    let lang = scope.lang;
    let line = move |row: AccessRow| {
        let outside = row.standing != Standing::Member;
        let pending = (row.standing == Standing::Pending).then(|| {
            view! {
                <span class=format!("badge badge-{}", standing_name(row.standing))>
                    <Icon name="clock" />
                    {words::standing(lang, row.standing)}
                </span>
            }
        });
        view! {
            <li class="person">
                <Avatar name=row.name.clone() outside />
                <div>
                    <span class="person-name" dir="auto">{row.name}</span>
                    <span class="person-more">{row.address}</span>
                </div>
                <span class="person-role">
                    {words::role(lang, &row.role)}
                    " "
                    {pending}
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
mod tests {
    use super::initials;

    #[test]
    fn initials_of_any_name() {
        for (name, expected) in
            [("Adele Vance", "AV"), ("joni", "J"), ("José María Álvarez", "JÁ"), ("王小明", "王"), ("", "")]
        {
            assert_eq!(initials(name), expected);
        }
    }
}
