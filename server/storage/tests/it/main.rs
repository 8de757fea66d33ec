//! The storage suite.
