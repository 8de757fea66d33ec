//! Takes out of the islands what a library exports and nobody calls: an export is never left out by the compiler or the optimiser.

use std::path::Path;

use walrus::{Module, RawCustomSection};

use crate::error::{Error, Result};

/// Where wasm-bindgen's macros describe each item; wasm-bindgen takes it out.
const SECTION: &str = "__wasm_bindgen_unstable";

/// The classes of `wasm-streams`, which comes with server functions that stream to the browser; none of ours does.
const CLASSES: &str = "IntoUnderlying";

/// The module without the exports of the classes, and without what describes them.
pub(super) fn strip(compiled: &Path) -> Result<Vec<u8>> {
    let failed = |error| Error::Message(format!("{} cannot be read: {error:#}", compiled.display()));
    let mut module = Module::from_file(compiled).map_err(failed)?;
    let class = CLASSES.to_lowercase();
    let dead: Vec<_> =
        module.exports.iter().filter(|export| export.name.contains(&class)).map(walrus::Export::id).collect();
    for export in dead {
        module.exports.delete(export);
    }
    let mut data = Vec::new();
    while let Some(section) = module.customs.remove_raw(SECTION) {
        data.extend(used(&section.data));
    }
    module.customs.add(RawCustomSection { name: SECTION.to_owned(), data });
    Ok(module.emit_wasm())
}

/// The descriptions that are not of the classes. Each is two parts, its format and itself, and each part has its length before it. What is no
/// such thing stays as it is: wasm-bindgen says what is wrong with it.
fn used(descriptions: &[u8]) -> Vec<u8> {
    let (mut kept, mut rest) = (Vec::new(), descriptions);
    while let Some((description, after)) = split(rest) {
        let is_dead = description.windows(CLASSES.len()).any(|text| text == CLASSES.as_bytes());
        if !is_dead {
            kept.extend_from_slice(description);
        }
        rest = after;
    }
    kept.extend_from_slice(rest);
    kept
}

/// The first description, with its lengths, and the others.
fn split(descriptions: &[u8]) -> Option<(&[u8], &[u8])> {
    let end_of_part = |from: usize| {
        let length = descriptions.get(from..from + 4)?.try_into().ok().map(u32::from_le_bytes)?;
        (from + 4).checked_add(usize::try_from(length).ok()?)
    };
    descriptions.split_at_checked(end_of_part(end_of_part(0)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description(of: &str) -> Vec<u8> {
        let part = |text: &str| {
            [&u32::try_from(text.len()).unwrap_or_default().to_le_bytes(), text.as_bytes()].concat()
        };
        [part("{}"), part(of)].concat()
    }

    #[test]
    fn only_what_describes_the_classes_is_left_out() {
        let (share, sink, toasts) =
            (description("share"), description("..IntoUnderlyingSink"), description("toasts"));
        assert_eq!(used(&[share.clone(), sink, toasts.clone()].concat()), [share.clone(), toasts].concat());
        let broken = [share.clone(), vec![9, 9, 9]].concat();
        assert_eq!(used(&broken), broken, "what is not understood is left to wasm-bindgen");
        assert_eq!(used(&[]), Vec::<u8>::new());
    }
}
