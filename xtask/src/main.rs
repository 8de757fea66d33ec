//! The project's own commands: run, test, check, e2e, sizes, bench, dist.
fn main() {}
