//! What several invitations wrote over each other, and what stood there before all of them. Pure.

use graph::{AttributeName, AttributeValue};

use super::Facts;

/// What one invitation wrote into an attribute, over what stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layer<'a> {
    pub(super) written: &'a AttributeValue,
    pub(super) before: Option<&'a AttributeValue>,
}

impl<'a> Layer<'a> {
    /// What an invitation wrote into this attribute, if it did.
    pub(super) fn of(facts: &'a Facts, name: &AttributeName) -> Option<Self> {
        let before = facts.before.get(name).and_then(Option::as_ref);
        facts.written.get(name).map(|written| Self { written, before })
    }
}

/// Whose the value of an attribute is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// None of the layers: somebody else wrote it, or another invitation.
    Foreign,
    /// Two layers wrote this value over different ones, so somebody else has changed it between them: what stood before cannot be told.
    Unclear,
    /// The layers, and this stood there before them.
    Before(Option<AttributeValue>),
}

/// Takes off one layer after the other, as long as one lies on top.
pub(super) fn origin(stands: Option<&AttributeValue>, layers: &[Layer<'_>]) -> Origin {
    let (mut value, mut is_ours, mut open) = (stands, false, layers.to_vec());
    loop {
        let (on_top, rest): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|layer| Some(layer.written) == value);
        let Some(first) = on_top.first() else { break };
        if on_top.iter().any(|layer| layer.before != first.before) {
            return Origin::Unclear;
        }
        (value, is_ours, open) = (first.before, true, rest);
    }
    if is_ours { Origin::Before(value.cloned()) } else { Origin::Foreign }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_taken_off_as_long_as_one_lies_on_top() {
        let [a, b, c] = ["Retail", "Operations", "Suppliers"].map(AttributeValue::from);
        let (first, second) = (Layer { written: &a, before: None }, Layer { written: &b, before: Some(&a) });
        for (stands, layers, expected) in [
            (Some(&a), vec![first], Origin::Before(None)),
            (Some(&b), vec![second], Origin::Before(Some(a.clone()))),
            (Some(&b), vec![first, second], Origin::Before(None)),
            (Some(&b), vec![second, first], Origin::Before(None)),
            (Some(&c), vec![first, second], Origin::Foreign),
            (None, vec![first, second], Origin::Foreign),
            (Some(&a), Vec::new(), Origin::Foreign),
        ] {
            assert_eq!(origin(stands, &layers), expected, "{stands:?} {layers:?}");
        }
    }

    #[test]
    fn a_value_that_was_written_over_two_different_ones_stays() {
        let [a, c] = ["Retail", "Suppliers"].map(AttributeValue::from);
        let (first, again) = (Layer { written: &a, before: None }, Layer { written: &a, before: Some(&c) });
        assert_eq!(origin(Some(&a), &[first, again]), Origin::Unclear);
        assert_eq!(origin(Some(&a), &[first, first]), Origin::Before(None));
    }

    #[test]
    fn layers_in_a_circle_come_to_an_end() {
        let [a, b] = ["Retail", "Operations"].map(AttributeValue::from);
        let there = Layer { written: &b, before: Some(&a) };
        let back = Layer { written: &a, before: Some(&b) };
        assert_eq!(origin(Some(&b), &[there, back]), Origin::Before(Some(b.clone())));
    }
}
