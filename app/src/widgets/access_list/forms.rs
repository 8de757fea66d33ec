//! What the forms of a list that changes access need to know.

use contract::{AccessRow, ItemId};
use leptos::prelude::*;

use crate::calls::access::RefusedDay;

/// What the forms of a list that changes access need to know. They are no part of another form.
#[derive(Clone)]
pub(crate) struct AccessForms {
    /// The item.
    pub item: ItemId,
    /// The item's title.
    pub item_title: String,
    /// The page that they are on, to which they go back.
    pub back: String,
    /// What the ids of their fields begin with: another one for each list of a page.
    pub place: &'static str,
    /// For whom they are rendered: what `ports::Account::form_sender` gave.
    pub sender: String,
    /// The most days that access may last from today; 0 if there is no limit.
    pub longest_days: u32,
    /// The form of a last day that came back.
    pub refused: Option<RefusedDay>,
}

impl AccessForms {
    /// What came back of this person's last day.
    pub(super) fn refused_of(&self, row: &AccessRow) -> Option<&RefusedDay> {
        self.refused.as_ref().filter(|refused| refused.user == row.user)
    }
}

/// Whose access, to what, and where to go back to.
pub(super) fn hidden_fields(row: &AccessRow, forms: &AccessForms) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="item" value=forms.item.to_string() autocomplete="off" />
        <input type="hidden" name="user" value=row.user.to_string() autocomplete="off" />
        <input type="hidden" name="back" value=forms.back.clone() autocomplete="off" />
    }
}
