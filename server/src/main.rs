//! The binary: commands, wiring, router, shutdown.
fn main() {}
