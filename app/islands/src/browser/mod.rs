//! What the islands need of the browser.

mod changes;
mod dom;
mod draw;
mod patch;
mod plural;
mod post;
mod sleep;

pub use changes::on_change;
pub use dom::{
    by_id, clone_template, closest, document, is_visible, listen, listen_before, query_all, set_slot, show,
    show_case, window,
};
pub use draw::{draw, follow};
pub use patch::{FOREIGN, KEY};
pub use plural::category_and_number;
pub use post::{RequestError, form_fields, post, post_fields, post_form_to};
pub use sleep::{sleep, spawn};
