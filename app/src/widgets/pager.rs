//! The links between the pages of a list.

use leptos::prelude::*;

/// Links to the first and to the next page; nothing if there is one page only.
#[component]
pub(crate) fn Pager(
    /// The label of the navigation, for screen readers.
    label: &'static str,
    /// Address and label of the link to the first page, on any other page.
    #[prop(optional_no_strip)]
    first: Option<(String, &'static str)>,
    /// Address and label of the link to the next page, if there is one.
    #[prop(optional_no_strip)]
    next: Option<(String, &'static str)>,
) -> impl IntoView {
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    let first = first.map(|(href, words)| view! { <a class="button" href=href>{words}</a> });
    let next = next.map(|(href, words)| {
        view! { <a class="button" href=href rel="next">{words}</a> }
    });
    view! { <nav class="pager" aria-label=label>{first} {next}</nav> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_needs_no_pager() {
        let pager = |first: Option<&str>, next: Option<&str>| {
            let way = |href: Option<&str>, words| href.map(|href| (href.to_owned(), words));
            let (first, next) = (way(first, "First"), way(next, "More"));
            view! { <Pager label="Items" first next /> }.to_html()
        };
        assert!(!pager(None, None).contains("<nav"));
        let begins = pager(None, Some("/items?after=a"));
        assert!(begins.contains("href=\"/items?after=a\"") && begins.contains("rel=\"next\""), "{begins}");
        assert!(!begins.contains("First"), "{begins}");
        let ends = pager(Some("/items"), None);
        assert!(ends.contains("href=\"/items\"") && !ends.contains("More"), "{ends}");
    }
}
