//! Changes the page where it differs from what was drawn anew.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, Node};

use super::document;

/// Tells the rows of a list apart: whoever has the same keeps their node, wherever they stand.
pub const KEY: &str = "data-key";
/// What a button does, which is not to become another one under somebody's hand.
const DOES: &str = "data-do";
/// On a row that is drawn as it was the last time, and empty: the whole of it stays.
const SAME: &str = "data-same";
/// On what another island has put among what is drawn: it stays.
pub const FOREIGN: &str = "data-foreign";
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

fn attribute(node: &Node, name: &str) -> Option<String> {
    node.dyn_ref::<Element>()?.get_attribute(name)
}

fn key(node: &Node) -> Option<String> {
    attribute(node, KEY)
}

fn is_foreign(node: &Node) -> bool {
    node.dyn_ref::<Element>().is_some_and(|element| element.has_attribute(FOREIGN))
}

/// Whether one node is the other as it was or is to be: by its key, else by its kind.
fn is_same(one: &Node, other: &Node) -> bool {
    let key_of_one = key(one);
    key_of_one == key(other)
        && (key_of_one.is_some()
            || one.node_name() == other.node_name() && attribute(one, DOES) == attribute(other, DOES))
}

fn children(page: &Node, parent: &Node, before: Option<&Node>) {
    let shown = |of: &Node| nodes(of).into_iter().filter(|node| !is_mark(node)).collect::<Vec<_>>();
    let (drawn, mut before) = (shown(parent), before.map(shown).unwrap_or_default());
    let keys: Vec<_> = drawn.iter().map(key).collect();
    let mut on_page = Vec::new();
    // Whoever is gone makes room first, so that nobody else has to move.
    for node in nodes(page) {
        let key = key(&node);
        if is_mark(&node) || key.is_some() && !keys.contains(&key) {
            let _ = page.remove_child(&node);
        } else if key.is_some() {
            on_page.push(key);
        }
    }
    let mut next = page.first_child();
    for (node, key_of_node) in drawn.iter().zip(&keys) {
        let was = before.iter().position(|was| is_same(was, node)).map(|at| before.remove(at));
        let whole = was.as_ref().filter(|_| attribute(node, SAME).is_some());
        if let Some(whole) = whole {
            let _ = parent.replace_child(whole, node);
        }
        while let Some(foreign) = next.clone().filter(is_foreign) {
            next = foreign.next_sibling();
        }
        let may_be_there = key_of_node.is_none() || on_page.contains(key_of_node);
        let found = next.clone().filter(|_| may_be_there).and_then(|next| find(next, node));
        if let Some(found) = found {
            next = bring(page, next, &found);
            if whole.is_none() {
                one(&found, node, was.as_ref());
            }
        } else if let Ok(copy) = whole.unwrap_or(node).clone_node_with_deep(true) {
            let _ = page.insert_before(&copy, next.as_ref());
        }
    }
    while let Some(rest) = next {
        next = rest.next_sibling();
        if !is_foreign(&rest) {
            let _ = page.remove_child(&rest);
        }
    }
}

/// Among a node of the page and those behind it, the one that stays for what was drawn.
fn find(first: Node, drawn: &Node) -> Option<Node> {
    let mut each = Some(first);
    while let Some(node) = each {
        if is_same(&node, drawn) {
            return Some(node);
        }
        each = node.next_sibling();
    }
    None
}

/// Brings a node of the page to where the next one stands; gives the one that is the next then. What is in its way is gone, and is taken out rather than
/// the node moved, which would lose the focus. Only rows change places.
fn bring(page: &Node, mut next: Option<Node>, found: &Node) -> Option<Node> {
    let mut between = next.clone();
    let mut is_free = key(found).is_none();
    while let Some(node) = between.filter(|node| node != found) {
        is_free &= key(&node).is_none() && !is_foreign(&node);
        between = node.next_sibling();
    }
    if !is_free && next.as_ref() != Some(found) {
        let _ = page.insert_before(found, next.as_ref());
        return next;
    }
    while let Some(gone) = next.filter(|node| node != found) {
        next = gone.next_sibling();
        let _ = page.remove_child(&gone);
    }
    found.next_sibling()
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
