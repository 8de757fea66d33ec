//! The one place where a `<textarea>` is drawn: the server render of leptos 0.8.23 does not escape its children, and a property renders
//! nothing there, so the text is escaped here.

use leptos::prelude::*;

/// A text area that shows what was typed before.
#[component]
pub fn TextArea(
    /// The form field's name.
    name: &'static str,
    /// The element's id, for its label.
    id: &'static str,
    /// What was typed.
    value: String,
    /// The most characters it takes.
    limit: usize,
    /// What is wrong with it, if anything: the id of the sentence.
    #[prop(into)]
    described_by: Signal<Option<&'static str>>,
) -> impl IntoView {
    // The parser drops a line end right behind the tag.
    let text = format!("\n{}", escape(&value));
    view! {
        <textarea
            class="input"
            id=id
            name=name
            rows="3"
            maxlength=limit.to_string()
            aria-describedby=move || described_by.get()
            aria-invalid=move || described_by.get().map(|_| "true")
        >
            {text}
        </textarea>
    }
}

/// Escapes text for the inside of an element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_the_text_area() {
        let hostile = "</textarea><img src=x onerror=alert(1)>&amp;";
        let html = view! {
            <TextArea name="m" id="m" value=hostile.to_owned() limit=10 described_by=None />
        }
        .to_html();
        assert!(
            html.contains("\n&lt;/textarea&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;</textarea>"),
            "{html}"
        );
        assert!(!html.contains("<img"));
    }
}
