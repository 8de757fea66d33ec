//! The way to an item in its application.

use contract::{Item, Language};
use leptos::prelude::*;

use crate::widgets::Icon;

/// A link to where the item lives: the main action of a guest, and one of several of a member.
#[component]
pub(super) fn OpenElsewhere(lang: Language, item: Item, #[prop(optional)] primary: bool) -> impl IntoView {
    let look = if primary { "button button-primary" } else { "button" };
    view! {
        <a class=look href=item.landing.as_str().to_owned()>
            <Icon name="open" />
            {words::item::open_in(lang, &item.application)}
        </a>
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use contract::{ItemId, KindName, SafeUrl};

    use super::*;

    #[test]
    fn the_item_is_opened_where_it_lives() {
        let item = Item {
            id: ItemId::parse("paper").unwrap(),
            kind: KindName::parse("document").unwrap(),
            title: "Paper".to_owned(),
            summary: String::new(),
            application: "Paperwork".to_owned(),
            landing: SafeUrl::parse("https://paperwork.example/42?a=1&b=2").unwrap(),
            page: SafeUrl::parse("https://vestibule.example/items/paper").unwrap(),
        };
        for lang in Language::ALL {
            let link = view! { <OpenElsewhere lang item=item.clone() primary=true /> }.to_html();
            assert!(link.contains("href=\"https://paperwork.example/42?a=1&amp;b=2\""), "{link}");
            assert!(link.contains("Paperwork") && link.contains("button-primary"), "{link}");
        }
        let second = view! { <OpenElsewhere lang=Language::English item /> }.to_html();
        assert!(second.contains("Open in Paperwork") && !second.contains("button-primary"), "{second}");
    }
}
