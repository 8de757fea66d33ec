//! People: as initials, as a line.

use islands::avatar::avatar_class;
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
    let class = avatar_class(&name);
    if outside && !small {
        return view! {
            <span class=class aria-hidden="true">
                {letters}
                <span class="avatar-corner">
                    <Icon name="globe" />
                </span>
            </span>
        }
        .into_any();
    }
    // Written as text, as an icon is: a list of items has four in each row.
    InertElement::new(write(class, size, &letters)).into_any()
}

fn write(class: &str, size: &str, letters: &str) -> String {
    let letters = escape(letters);
    format!("<span class=\"{class}{size}\" aria-hidden=\"true\">{letters}</span>")
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
pub(crate) fn NameAndMore(
    /// The name of the person.
    name: String,
    /// What distinguishes people of the same name.
    more: String,
    /// Where the name leads.
    #[prop(optional_no_strip)]
    href: Option<String>,
) -> impl IntoView {
    let more = (more != name).then(|| {
        view! {
            <span class="person-more" dir="auto">
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

/// The first letters of the first and the last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests;
