//! Paging of long lists.

use maud::{Markup, html};

/// Entries on a page.
const SIZE: usize = 50;

/// One page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paging {
    number: usize,
    total: usize,
}

impl Paging {
    /// The page of this number, counted from 1, of a list with `total` entries; the first page when the number is invalid.
    pub(crate) fn new(number: Option<&str>, total: usize) -> Self {
        let last = total.div_ceil(SIZE).max(1);
        let number = number.and_then(|number| number.trim().parse().ok()).unwrap_or(1);
        Self { number: number.clamp(1, last), total }
    }

    /// The number of the page with the entry at this index; empty for the first page.
    pub(crate) fn number_of(place: usize) -> String {
        if place < SIZE { String::new() } else { (place / SIZE + 1).to_string() }
    }

    const fn skip(self) -> usize {
        (self.number - 1) * SIZE
    }

    /// The part of a list that is on this page.
    pub(crate) fn of<T>(self, list: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        list.skip(self.skip()).take(SIZE)
    }

    /// The number of entries (`one` or `many` is their name), the current page, and links to the others. `query` are the other parameters of the
    /// address.
    pub(crate) fn links(self, path: &str, query: &[(&str, &str)], one: &str, many: &str) -> Markup {
        let last = self.total.div_ceil(SIZE).max(1);
        let link = |number: usize| {
            let number = number.to_string();
            let pairs: Vec<_> = query
                .iter()
                .filter(|(_, value)| !value.is_empty())
                .copied()
                .chain([("page", number.as_str())])
                .collect();
            format!("{path}?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
        };
        html! {
            @if last > 1 {
                nav.pages aria-label="Pages" {
                    @if self.number > 1 { a rel="prev" href=(link(self.number - 1)) { "Previous" } }
                    span { "Page " (self.number) " of " (last) ", " (self.total) " " (many) }
                    @if self.number < last { a rel="next" href=(link(self.number + 1)) { "Next" } }
                }
            } @else if self.total > 0 {
                p.soft { (self.total) " " @if self.total == 1 { (one) } @else { (many) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Paging, SIZE};

    #[test]
    fn pages_begin_with_one_and_end_with_the_last() {
        let page = |number, total| Paging::new(number, total);
        assert_eq!(page(None, 0).skip(), 0);
        assert_eq!(page(Some("0"), 1000).skip(), 0);
        assert_eq!(page(Some("abc"), 1000).skip(), 0);
        assert_eq!(page(Some("3"), 1000).skip(), 2 * SIZE);
        assert_eq!(page(Some("999"), SIZE + 1).skip(), SIZE);
        let links = |number, total, query: &[_]| {
            page(Some(number), total).links("/x", query, "thing", "things").into_string()
        };
        let markup = links("1", SIZE + 1, &[("search", "a&b"), ("kind", "")]);
        assert!(markup.contains("href=\"/x?search=a%26b&amp;page=2\""), "{markup}");
        assert!(!markup.contains("Previous"));
        assert_eq!(links("1", 0, &[]), "");
        assert!(links("1", 1, &[]).contains("1 thing<") && links("1", 2, &[]).contains("2 things<"));
    }
}
