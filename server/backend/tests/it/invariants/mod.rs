//! The invariants of the design (section 6): the checker is in `testing`, for stories of several processes need it too. Here each is broken on purpose.

mod tests;

pub use testing::invariants::*;
