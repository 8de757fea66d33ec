//! `/users`

mod changes;
mod complex_values;
mod delete;
pub(super) mod directory_extensions;
mod expand;
pub(super) mod extensions;
mod get;
mod index;
mod list;
pub(super) mod manager_relationship;
mod patch;
pub(super) mod permission;
mod property;
mod shape;
pub(super) mod sponsors;
pub(super) mod target;
pub(super) mod view;

pub(super) use delete::delete;
pub(super) use get::{entity, get};
pub(super) use list::{count, list};
pub(super) use patch::patch;
pub(super) use property::{DELETED, PEOPLE, USERS, UserEntity};
