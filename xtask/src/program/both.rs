//! Two pieces of work at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::interrupt;
use crate::failure::{Failure, Outcome};

/// Does both at once, each on a thread of its own. When one fails, the other is interrupted, with every program it waits for.
pub fn both<A: Send, B: Send>(
    one: impl FnOnce() -> Outcome<A> + Send,
    other: impl FnOnce() -> Outcome<B> + Send,
) -> Outcome<(A, B)> {
    let failed = Arc::new(AtomicBool::new(false));
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| watched(&failed, one));
        let other = scope.spawn(|| watched(&failed, other));
        (one.join(), other.join())
    });
    let broken = |_| Err(Failure::Said("xtask itself broke off, see above".into()));
    match (one.unwrap_or_else(broken), other.unwrap_or_else(|_| Err(Failure::Interrupted))) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        // Whoever was interrupted was so because of the other.
        (Err(Failure::Said(why)), _) | (_, Err(Failure::Said(why))) => Err(Failure::Said(why)),
        _ => Err(Failure::Interrupted),
    }
}

fn watched<T>(failed: &Arc<AtomicBool>, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    interrupt::also_by(Arc::clone(failed));
    work().inspect_err(|_| failed.store(true, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::super::Program;
    use super::*;
    use crate::failure::said;

    #[test]
    fn both_results_come_back() {
        assert_eq!(both(|| Ok(1), || Ok("two")).unwrap(), (1, "two"));
    }

    #[test]
    fn a_failure_of_either_stops_the_other_and_is_the_one_that_is_told() {
        let endless = || Program::new("sleep").arg("600").run();
        assert_eq!(both(endless, || said::<()>("no")).unwrap_err().to_string(), "no");
        assert_eq!(both(|| said::<()>("no"), endless).unwrap_err().to_string(), "no");
        // Nobody is interrupted for good.
        assert!(Program::new("true").run().is_ok());
    }
}
