//! The element that starts an island: its name and its start data.

use islands::wire::start_data;
use leptos::prelude::*;

/// Can be anywhere on a page with islands; the loader calls the export of this name.
#[component]
pub(crate) fn Island<T: serde::Serialize>(
    /// The island.
    name: &'static str,
    /// The start data.
    start: T,
) -> impl IntoView {
    let data = start_data(&start).map_err(|error| tracing::error!(%error, island = name, "no start data"));
    // JSON is not executed by the browser. `<` is escaped, so that the data cannot end the element.
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
