//! The people with access to an item, as a list, with what may be changed about each.

mod forms;
mod last_day;

use contract::{AccessRow, AccessState, Language, UserStatus};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use self::forms::hidden_fields;
use self::last_day::last_day_form;
use super::person::{Avatar, NameAndMore};
use super::{Icon, SharedBy};
use crate::calls::access::{ChangeRole, EndAccess};
use crate::request;
pub(crate) use forms::AccessForms;

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
    /// The forms that change what the reader may change; without them it is a list to be read.
    #[prop(optional_no_strip)]
    forms: Option<AccessForms>,
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
    let of_others = forms.clone();
    // What came back is in sight.
    let is_open =
        forms.as_ref().is_some_and(|forms| others.iter().any(|row| forms.refused_of(row).is_some()));
    let others = (!others.is_empty()).then(|| {
        view! {
            <details class="fold" open=is_open>
                <summary>
                    <Icon name="chevron-right" />
                    {summary}
                </summary>
                <PeopleRows lang people=others to_invitations forms=of_others />
                {rest}
            </details>
        }
    });
    view! {
        <PeopleRows lang people to_invitations forms />
        {others}
    }
}

#[component]
fn PeopleRows(
    lang: Language,
    people: Vec<AccessRow>,
    to_invitations: bool,
    #[prop(optional_no_strip)] forms: Option<AccessForms>,
) -> impl IntoView {
    let rows = people.into_iter().map(|row| access_row(lang, row, to_invitations, forms.as_ref()));
    view! { <ul class="rows" role="list">{rows.collect_view()}</ul> }
}

/// Who has what, since when and through whom, until when, and how far it is.
fn access_row(
    lang: Language,
    row: AccessRow,
    to_invitations: bool,
    forms: Option<&AccessForms>,
) -> impl IntoView + use<> {
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
    let until = row.until.map(|until| {
        let last = words::last_day(lang, until);
        view! { <span>{words::access::until(lang, &last)}</span> }
    });
    let changes = forms.filter(|_| row.may_change).map(|forms| change_forms(lang, &row, forms));
    let role = words::role(lang, &row.role);
    view! {
        <li class="person access-row">
            <Avatar name=row.name.clone() outside />
            <NameAndMore name=row.name more=row.address />
            <span class="person-role">{role} " " {pending} {invitation}</span>
            <div class="access-more">
                <p class="access-line quiet small">
                    <SharedBy lang now=request::now() person=row.given_by at=row.since />
                    {until}
                    {state_word(lang, row.state)}
                </p>
                {changes}
            </div>
        </li>
    }
}

/// How far what follows from the access is, where that is not done.
fn state_word(lang: Language, state: AccessState) -> Option<impl IntoView + use<>> {
    let (icon, word) = match state {
        AccessState::Active => return None,
        AccessState::UnderWay => ("clock", words::access::under_way(lang)),
        AccessState::Troubled => ("warning", words::access::troubled(lang)),
    };
    Some(view! {
        <span class="access-state">
            <Icon name=icon />
            {word}
        </span>
    })
}

/// Another role, another last day, and the end, folded: each form works by itself, with the keyboard and without scripts.
fn change_forms(lang: Language, row: &AccessRow, forms: &AccessForms) -> impl IntoView + use<> {
    let role = (!row.offered_roles.is_empty()).then(|| role_form(lang, row, forms));
    let day = row.may_move_last_day.then(|| last_day_form(lang, row, forms));
    let is_open = forms.refused_of(row).is_some();
    let name = row.name.clone();
    view! {
        <details class="fold access-change" open=is_open>
            <summary>
                <Icon name="chevron-right" />
                {words::access::change(lang)}
                <span class="read-aloud">" " {name}</span>
            </summary>
            <div class="access-forms">{role} {day} {end_form(lang, row, forms)}</div>
        </details>
    }
}

fn role_form(lang: Language, row: &AccessRow, forms: &AccessForms) -> impl IntoView + use<> {
    let own = std::iter::once((&row.role, true));
    let roles = own.chain(row.offered_roles.iter().map(|role| (role, false)));
    let option = |(role, selected): (&contract::RoleName, bool)| {
        view! { <option value=role.to_string() selected=selected>{words::role(lang, role)}</option> }
    };
    let options = roles.map(option).collect_view();
    let name = row.name.clone();
    view! {
        <form method="post" action=ChangeRole::url() class="access-form">
            {hidden_fields(row, forms)}
            <label>
                <span>{words::access::role(lang)} <span class="read-aloud">" " {name.clone()}</span></span>
                <select class="input" name="role" autocomplete="off">{options}</select>
            </label>
            <button class="button">
                {words::access::change_role(lang)} <span class="read-aloud">" " {name}</span>
            </button>
        </form>
    }
}

/// The end, behind one more fold that says what it comes to.
fn end_form(lang: Language, row: &AccessRow, forms: &AccessForms) -> impl IntoView + use<> {
    let lead = words::access::end_lead(lang, &forms.item_title, &row.name);
    let says = if row.standing == UserStatus::Member {
        lead
    } else {
        words::app::two_sentences(lang, &lead, &words::undo::guest_stays(lang, &row.name))
    };
    let name = row.name.clone();
    view! {
        <details class="fold access-end">
            <summary>
                <Icon name="chevron-right" />
                {words::access::end(lang)}
                <span class="read-aloud">" " {name.clone()}</span>
            </summary>
            <form method="post" action=EndAccess::url()>
                {hidden_fields(row, forms)}
                <p class="help">{says}</p>
                <button class="button">
                    {words::access::end(lang)} <span class="read-aloud">" " {name}</span>
                </button>
            </form>
        </details>
    }
}

#[cfg(test)]
mod tests;
