//! The place of the list of matches: below the people field, or above it where there is more room, over whatever else is there. The style sheet reads the
//! place from the custom properties that are set here.

use js_sys::Reflect;
use web_sys::{Element, HtmlElement};

use crate::browser::{by_id, show, window};
use crate::ids;

/// What the list lies below: the frame around the field with its chips.
const FRAME: &str = ".share-frame";
/// The distance to the frame and to the edge of the window, in pixels.
const GAP: f64 = 4.0;
/// With less room than this below, the list goes above if there is more, in pixels.
const LOW: f64 = 200.0;

fn popup() -> Option<HtmlElement> {
    by_id(ids::MATCHES_POPUP)
}

/// Makes the list one that the browser can put into the top layer.
pub(super) fn prepare() {
    if let Some(popup) = popup() {
        let _ = popup.set_attribute("popover", "manual");
    }
}

/// Shows the list, or hides it.
pub(super) fn open(is_open: bool) {
    let Some(popup) = popup() else { return };
    show(&popup, is_open);
    if is_open {
        place();
    }
    // Without popovers it lies in the dialog, and is cut by it at worst.
    let has_popovers = Reflect::has(&popup, &"showPopover".into()).unwrap_or_default();
    if has_popovers && popup.matches(":popover-open").unwrap_or_default() != is_open {
        let _ = if is_open { popup.show_popover() } else { popup.hide_popover() };
    }
}

/// Puts the list where the field is now.
pub(super) fn place() {
    let (Some(popup), Some(field)) = (popup(), by_id::<Element>(ids::ADDRESS)) else { return };
    if popup.has_attribute("hidden") {
        return;
    }
    let frame = field.closest(FRAME).ok().flatten().unwrap_or(field).get_bounding_client_rect();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let (above, below) = (frame.y() - 2.0 * GAP, height - frame.y() - frame.height() - 2.0 * GAP);
    let is_above = below < LOW && above > below;
    let top = if is_above { "auto".to_owned() } else { pixels(frame.y() + frame.height() + GAP) };
    let bottom = if is_above { pixels(height - frame.y() + GAP) } else { "auto".to_owned() };
    let style = popup.style();
    for (name, value) in [
        ("--list-left", pixels(frame.x())),
        ("--list-width", pixels(frame.width())),
        ("--list-top", top),
        ("--list-bottom", bottom),
        ("--list-room", pixels(if is_above { above } else { below })),
    ] {
        let _ = style.set_property(name, &value);
    }
}

/// A length. Whole pixels: what shows fractions is not needed for anything else.
#[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
fn pixels(length: f64) -> String {
    [(length as i32).to_string().as_str(), "px"].concat()
}
