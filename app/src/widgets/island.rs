//! What makes a part of a page an island: its name, and the data that it starts with.

use islands::wire::start_data;
use leptos::prelude::*;

/// Stands anywhere on a page that is drawn alive; the loader calls the island of this name.
#[component]
pub(crate) fn Island<T: serde::Serialize>(
    /// The island.
    name: &'static str,
    /// What it starts with.
    start: T,
) -> impl IntoView {
    let data = start_data(&start).map_err(|error| tracing::error!(%error, island = name, "no start data"));
    // No script: data that the browser leaves alone. In it `<` is written as an escape, so that nothing in it ends the element.
    data.ok().map(|data| view! { <script type="application/json" data-island=name inner_html=data></script> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_data_cannot_leave_its_element() {
        let html = view! { <Island name="toasts" start="</script><img src=x onerror=alert(1)>" /> }.to_html();
        let expected = r#"<script type="application/json" data-island="toasts">"\u003c/script>\u003cimg src=x onerror=alert(1)>"</script>"#;
        assert_eq!(html, expected);
    }
}
