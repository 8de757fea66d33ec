//! Two tasks in parallel.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::interrupt;
use crate::error::{Error, Result};

/// Runs both tasks in parallel, each on its own thread. If one fails, the other is interrupted, with the programs that it waits for.
pub fn in_parallel<A: Send, B: Send>(
    one: impl FnOnce() -> Result<A> + Send,
    other: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    let failed = Arc::new(AtomicBool::new(false));
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| watched(&failed, one));
        let other = scope.spawn(|| watched(&failed, other));
        (one.join(), other.join())
    });
    let broken = |_| Err(Error::Message("xtask itself broke off, see above".into()));
    match (one.unwrap_or_else(broken), other.unwrap_or_else(|_| Err(Error::Interrupted))) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        // An interrupted task was interrupted because the other one failed.
        (Err(Error::Message(why)), _) | (_, Err(Error::Message(why))) => Err(Error::Message(why)),
        _ => Err(Error::Interrupted),
    }
}

fn watched<T>(failed: &Arc<AtomicBool>, work: impl FnOnce() -> Result<T>) -> Result<T> {
    interrupt::set_thread_flag(Arc::clone(failed));
    work().inspect_err(|_| failed.store(true, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::super::Program;
    use super::*;
    use crate::error::fail;

    #[test]
    fn both_results_come_back() {
        assert_eq!(in_parallel(|| Ok(1), || Ok("two")).unwrap(), (1, "two"));
    }

    #[test]
    fn a_failure_of_either_stops_the_other_and_is_the_one_that_is_told() {
        let endless = || Program::new("sleep").arg("600").run();
        assert_eq!(in_parallel(endless, || fail::<()>("no")).unwrap_err().to_string(), "no");
        assert_eq!(in_parallel(|| fail::<()>("no"), endless).unwrap_err().to_string(), "no");
        // Nobody is interrupted for good.
        assert!(Program::new("true").run().is_ok());
    }
}
