//! Mounting over what the server drew.

use leptos::prelude::IntoView;
use web_sys::{HtmlElement, Node};

/// Draws a view into a place, in stead of what the server drew there. That goes last: should drawing fail, it stays.
pub fn mount_over<V: IntoView + 'static>(place: &HtmlElement, view: impl FnOnce() -> V + 'static) {
    let drawn = place.child_nodes();
    let drawn: Vec<Node> = (0..drawn.length()).filter_map(|at| drawn.get(at)).collect();
    leptos::mount::mount_to(place.clone(), view).forget();
    for node in drawn {
        let _ = place.remove_child(&node);
    }
}
