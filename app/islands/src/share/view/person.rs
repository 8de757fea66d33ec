//! A person: picture, name, what tells them apart, badge.

use leptos::either::Either;
use leptos::prelude::*;

use crate::avatar::avatar_class;
use crate::icon::icon;
use crate::responses::MatchResponse;

/// Where a person's name goes in a text.
pub(super) const NAME: &str = "{person}";

/// A globe for somebody from outside, initials in the colour of the name for anybody else.
pub(super) fn avatar(sprite: &str, outside: bool, name: &str, initials: String) -> impl IntoView + use<> {
    let (class, inside) = if outside {
        ("avatar", Either::Left(icon(sprite, "globe")))
    } else {
        (avatar_class(name), Either::Right(initials))
    };
    view! {
        <span class=class aria-hidden="true">
            {inside}
        </span>
    }
}

/// The content of an option, and of the button of somebody who may be meant.
pub(super) fn person(sprite: &str, person: MatchResponse) -> impl IntoView + use<> {
    let MatchResponse {
        name, address, company, standing, badge, blocked, initials, outside, outcome, ..
    } = person;
    // Why they cannot be chosen, else what choosing them comes to.
    let reason = if blocked.is_empty() { outcome } else { blocked };
    let picture = avatar(sprite, outside, &name, initials);
    let more = [address, company].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        {picture}
        <span class="person-text">
            <span class="person-name" dir="auto">{name}</span>
            <span class="person-more">{more}</span>
            <span class="person-more person-outcome">{reason}</span>
        </span>
        <span class=["badge badge-", &standing].concat()>{badge}</span>
    }
}
