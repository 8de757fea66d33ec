//! Mounts a view in place of what the server rendered.

use leptos::prelude::IntoView;
use web_sys::{HtmlElement, Node};

/// Mounts a view into an element, in place of what the server rendered there. The server's nodes are removed last,
/// so that they remain if mounting fails.
pub fn mount_over<V: IntoView + 'static>(place: &HtmlElement, view: impl FnOnce() -> V + 'static) {
    let old = place.child_nodes();
    let old: Vec<Node> = (0..old.length()).filter_map(|at| old.get(at)).collect();
    leptos::mount::mount_to(place.clone(), view).forget();
    for node in old {
        let _ = place.remove_child(&node);
    }
}
