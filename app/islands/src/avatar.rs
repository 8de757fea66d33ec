//! The colour behind initials, which the server and the browser draw alike.

/// The classes of the picture of somebody who has initials. Of a name the colour is always the same; it distinguishes people and has no other meaning.
pub fn avatar_class(name: &str) -> &'static str {
    let sum = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    match sum % 6 {
        0 => "avatar avatar-1",
        1 => "avatar avatar-2",
        2 => "avatar avatar-3",
        3 => "avatar avatar-4",
        4 => "avatar avatar-5",
        _ => "avatar avatar-6",
    }
}

#[cfg(test)]
mod tests {
    use super::avatar_class;

    #[test]
    fn a_name_keeps_its_colour_and_others_have_others() {
        assert_eq!(avatar_class("Grady Archie"), "avatar avatar-2");
        let mut classes: Vec<_> = ('a'..='f').map(|name| avatar_class(&name.to_string())).collect();
        classes.sort_unstable();
        classes.dedup();
        assert_eq!(classes.len(), 6);
        assert_eq!(avatar_class(""), "avatar avatar-1");
    }
}
