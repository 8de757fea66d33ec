//! Icons of the sprite.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::document::Sprite;

/// An icon of the sprite, always beside a text or inside something that has a name. Written as text: a list has dozens, and as views they are a tenth
/// of what drawing it takes.
#[component]
pub(crate) fn Icon(
    /// The symbol's id.
    name: &'static str,
    /// The states in which it shows, where a script switches between icons.
    #[prop(default = None)]
    case: Option<&'static str>,
    /// Whether it is rendered hidden.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    // Names, states and the sprite's address are our own: nothing in them has to be escaped.
    let case = case.map(|case| format!(" data-case=\"{case}\"")).unwrap_or_default();
    let hidden = if hidden { " hidden=\"\"" } else { "" };
    let written = with_context::<Sprite, _>(|Sprite(sprite)| write(sprite, name, &case, hidden));
    InertElement::new(written.unwrap_or_else(|| write("", name, &case, hidden)))
}

fn write(sprite: &str, name: &str, case: &str, hidden: &str) -> String {
    format!(
        "<svg class=\"icon\" aria-hidden=\"true\"{case}{hidden}><use href=\"{sprite}#{name}\"></use></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_is_hidden_from_whoever_cannot_see_it() {
        let plain = r##"<svg class="icon" aria-hidden="true"><use href="#globe"></use></svg>"##;
        assert_eq!(view! { <Icon name="globe" /> }.to_html(), plain);
        let switched = view! { <Icon name="clock" case=Some("sent shared") hidden=true /> }.to_html();
        let expected = r##"<svg class="icon" aria-hidden="true" data-case="sent shared" hidden=""><use href="#clock"></use></svg>"##;
        assert_eq!(switched, expected);
    }

    #[test]
    fn the_symbol_comes_from_the_sprite_of_this_build() {
        let owner = Owner::new();
        let icon = owner.with(|| {
            provide_context(Sprite("/assets/b1/icons.svg".to_owned()));
            view! { <Icon name="globe" /> }.to_html()
        });
        assert!(icon.contains(r#"<use href="/assets/b1/icons.svg#globe">"#), "{icon}");
    }
}
