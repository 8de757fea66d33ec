//! Changes the page where it differs from what was drawn anew.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, Node};

use super::document;

/// Tells the rows of a list apart: whoever has the same keeps their node, wherever they stand.
const KEY: &str = "data-key";
/// Whether a fold is open is up to the person.
const OPEN: &str = "open";

/// Gives an element the content of another one that was drawn apart. What was drawn the same way before is left alone, whatever has become of it since:
/// a button that says "Copied" goes on saying so. The focus stays where it is, even if its row moves.
pub fn patch(place: &Element, drawn: &Element, before: Option<&Element>) {
    let focused = document().active_element().filter(|focused| place.contains(Some(focused)));
    children(place, drawn, before.map(AsRef::as_ref));
    let is_lost = |focused: &Element| document().active_element().as_ref() != Some(focused);
    if let Some(focused) = focused.filter(is_lost).and_then(|focused| focused.dyn_into::<HtmlElement>().ok())
    {
        let _ = focused.focus();
    }
}

fn nodes(of: &Node) -> Vec<Node> {
    let all = of.child_nodes();
    (0..all.length()).filter_map(|at| all.get(at)).collect()
}

/// The marks of the framework, which mean nothing here.
fn is_mark(node: &Node) -> bool {
    node.node_type() == Node::COMMENT_NODE
}

fn key(node: &Node) -> Option<String> {
    node.dyn_ref::<Element>()?.get_attribute(KEY)
}

fn children(page: &Node, drawn: &Node, before: Option<&Node>) {
    let shown = |of: &Node| nodes(of).into_iter().filter(|node| !is_mark(node)).collect::<Vec<_>>();
    let (drawn, before) = (shown(drawn), before.map(shown).unwrap_or_default());
    let keys_of = |nodes: &[Node]| nodes.iter().map(key).collect::<Vec<_>>();
    let (keys, keys_before) = (keys_of(&drawn), keys_of(&before));
    // Whoever is gone makes room first, so that nobody else has to move.
    let is_gone = |node: &&Node| is_mark(node) || key(node).is_some_and(|key| !keys.contains(&Some(key)));
    for gone in nodes(page).iter().filter(is_gone) {
        let _ = page.remove_child(gone);
    }
    let mut next = page.first_child();
    for (at, (node, key_of_node)) in drawn.iter().zip(&keys).enumerate() {
        let found = next.clone().and_then(|next| find(next, node, key_of_node.as_ref()));
        let Some(found) = found else {
            if let Ok(copy) = node.clone_node_with_deep(true) {
                let _ = page.insert_before(&copy, next.as_ref());
            }
            continue;
        };
        if next.as_ref() == Some(&found) {
            next = found.next_sibling();
        } else {
            let _ = page.insert_before(&found, next.as_ref());
        }
        let before_at = match key_of_node {
            Some(_) => keys_before.iter().position(|before| before == key_of_node),
            None => Some(at),
        };
        one(&found, node, before_at.and_then(|at| before.get(at)));
    }
    while let Some(rest) = next {
        next = rest.next_sibling();
        let _ = page.remove_child(&rest);
    }
}

/// Among a node of the page and those behind it, the one that stays for what was drawn: by its key, else the next of the same kind.
fn find(first: Node, drawn: &Node, key_of_drawn: Option<&String>) -> Option<Node> {
    let mut each = Some(first);
    while let Some(node) = each {
        let is_same_kind = || key_of_drawn.is_some() || node.node_name() == drawn.node_name();
        if key(&node).as_ref() == key_of_drawn && is_same_kind() {
            return Some(node);
        }
        each = node.next_sibling();
    }
    None
}

fn one(page: &Node, drawn: &Node, before: Option<&Node>) {
    if before.is_some_and(|before| before.is_equal_node(Some(drawn))) || page.is_equal_node(Some(drawn)) {
        return;
    }
    let (Some(element), Some(wanted)) = (page.dyn_ref::<Element>(), drawn.dyn_ref::<Element>()) else {
        page.set_node_value(drawn.node_value().as_deref());
        return;
    };
    for name in element.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        if name != OPEN && !wanted.has_attribute(&name) {
            let _ = element.remove_attribute(&name);
        }
    }
    for name in wanted.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        let value = wanted.get_attribute(&name);
        if let Some(value) = value.filter(|value| element.get_attribute(&name).as_ref() != Some(value)) {
            let _ = element.set_attribute(&name, &value);
        }
    }
    children(page, drawn, before);
}
