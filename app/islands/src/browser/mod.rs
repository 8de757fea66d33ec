//! What the islands need of the browser.

mod changes;
mod dom;
mod mount;
mod plural;
mod post;
mod sleep;

pub use changes::on_change;
pub use dom::{
    by_id, clone_template, document, is_visible, listen, query_all, set_slot, show, show_case, show_case_by,
    window,
};
pub use mount::mount_over;
pub use plural::plural_text;
pub use post::{RequestError, post, post_form, post_form_to};
pub use sleep::sleep;
