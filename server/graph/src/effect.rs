//! What a repeatable change did.

/// What a change that may be repeated did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It was made now.
    Made,
    /// All was as wanted before; nothing changed.
    AlreadySo,
}
