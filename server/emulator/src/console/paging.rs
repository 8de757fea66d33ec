//! Long lists, a page at a time.

use maud::{Markup, html};

/// Entries on a page.
const SIZE: usize = 50;

/// One page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paging {
    number: usize,
    total: usize,
}

impl Paging {
    /// The page of this number, counted from 1, of a list of so many.
    pub(super) fn new(number: Option<usize>, total: usize) -> Self {
        let last = total.div_ceil(SIZE).max(1);
        Self { number: number.unwrap_or(1).clamp(1, last), total }
    }

    const fn skip(self) -> usize {
        (self.number - 1) * SIZE
    }

    /// The part of a list that is on this page.
    pub(super) fn of<T>(self, list: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        list.skip(self.skip()).take(SIZE)
    }

    /// Where one is, and the ways on. `query` are the other parameters of the address.
    pub(super) fn links(self, path: &str, query: &[(&str, &str)]) -> Markup {
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
            nav.pages aria-label="Pages" {
                @if self.number > 1 { a rel="prev" href=(link(self.number - 1)) { "Previous" } }
                span { "Page " (self.number) " of " (last) ", " (self.total) " in all" }
                @if self.number < last { a rel="next" href=(link(self.number + 1)) { "Next" } }
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
        assert_eq!(page(Some(0), 1000).skip(), 0);
        assert_eq!(page(Some(3), 1000).skip(), 2 * SIZE);
        assert_eq!(page(Some(999), SIZE + 1).skip(), SIZE);
        let markup = page(Some(1), SIZE + 1).links("/x", &[("search", "a&b"), ("kind", "")]).into_string();
        assert!(markup.contains("href=\"/x?search=a%26b&amp;page=2\""), "{markup}");
        assert!(!markup.contains("Previous"));
    }
}
