//! Draws views into what the server rendered.

use std::mem;

use leptos::prelude::{IntoView, RenderEffect};
use leptos::tachys::view::{Mountable as _, Render as _};
use web_sys::Element;

use super::document;
use super::patch::patch;

/// Draws a view into an element now, and again whenever the state that `version` or `view` reads has changed. With a version, only when that is another
/// one. The view is built as it is to be, and the page changed where it differs: whatever is the same keeps its node, and with it the focus.
///
/// Only the code that builds a view is compiled, and not that which changes it for each of its types: the module of the share dialog weighed 120 kB with
/// it, and weighs 90. So a view has no listeners; the element hears them.
pub fn draw<V: IntoView>(
    place: &Element,
    version: impl Fn() -> Option<u32> + 'static,
    view: impl Fn() -> V + 'static,
) {
    let build = move |into: &Element| view().into_view().build().mount(into, None);
    draw_again(place.clone(), Box::new(version), Box::new(build));
}

/// By itself, so that it is compiled once and not for each view.
fn draw_again(place: Element, version: Box<dyn Fn() -> Option<u32>>, build: Box<dyn Fn(&Element)>) {
    let (mut drawn_version, mut before) = (None, None::<Element>);
    follow(Box::new(move || {
        let now = version();
        if now.is_some() && now == drawn_version {
            return;
        }
        drawn_version = now;
        if let Ok(drawn) = document().create_element("div") {
            build(&drawn);
            patch(&place, &drawn, before.as_ref());
            before = Some(drawn);
        }
    }));
}

/// Runs something now, and again whenever the state that it reads has changed, for as long as the page lives.
pub fn follow(mut run: Box<dyn FnMut()>) {
    // It is there already where another island has begun.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    mem::forget(RenderEffect::new(move |_| run()));
}
