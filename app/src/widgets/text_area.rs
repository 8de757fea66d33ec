//! The only place that renders a `<textarea>`: the server render of leptos 0.8.23 does not escape its children, and a property renders
//! nothing there, so the text is escaped here.

use leptos::prelude::*;

use crate::document::escape;

/// A text area that shows what was typed before.
#[component]
pub(crate) fn TextArea(
    /// The form field's name.
    #[prop(into)]
    name: String,
    /// The element's id, for its label.
    #[prop(into)]
    id: String,
    /// The value typed before.
    value: String,
    /// The ids of the elements that describe it.
    #[prop(into)]
    described_by: String,
    /// Whether it has an error.
    invalid: bool,
    /// How many lines are seen at once.
    #[prop(default = 3)]
    rows: u8,
    /// Whether it cannot be changed.
    #[prop(optional)]
    readonly: bool,
) -> impl IntoView {
    // The HTML parser drops a line end directly after the tag.
    let text = format!("\n{}", escape(&value));
    view! {
        <textarea
            class="input"
            id=id
            name=name
            rows=rows.to_string()
            readonly=readonly
            aria-describedby=described_by
            aria-invalid=invalid.then_some("true")
            inner_html=text
        ></textarea>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_the_text_area() {
        let hostile = "</textarea><img src=x onerror=alert(1)>&amp;";
        let value = hostile.to_owned();
        let html = view! { <TextArea name="m" id="m" value described_by="h" invalid=false /> }.to_html();
        let expected = ">\n&lt;/textarea&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;</textarea>";
        assert!(html.contains(expected), "{html}");
        assert!(!html.contains("<img"));
    }
}
