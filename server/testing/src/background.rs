//! Panics of background tasks, which a test would not see: the runtime keeps them for whoever joins the task, and often nobody does.

use std::panic;
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

/// The thread, and what was said there.
static SEEN: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

/// Fails the test that holds it, when it is dropped, if a task panicked since. A test's tasks run on its own thread unless its runtime has
/// several; those of such runtimes cannot be told apart.
#[derive(Debug)]
pub struct Watch {
    thread: String,
    from: usize,
}

impl Watch {
    /// Begins to watch.
    pub fn start() -> Self {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let shown = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                // What the test itself says comes out by itself.
                if tokio::task::try_id().is_some() {
                    seen().push((thread_name(), info.to_string()));
                }
                shown(info);
            }));
        });
        Self { thread: thread_name(), from: seen().len() }
    }

    /// What tasks said when they panicked.
    pub fn panics(&self) -> Vec<String> {
        let of_this = |name: &str| name == self.thread || name.starts_with("tokio-");
        let seen = seen();
        seen[self.from..].iter().filter(|(name, _)| of_this(name)).map(|(_, said)| said.clone()).collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let panics = self.panics();
        assert!(thread::panicking() || panics.is_empty(), "background tasks panicked: {panics:#?}");
    }
}

fn seen() -> std::sync::MutexGuard<'static, Vec<(String, String)>> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn thread_name() -> String {
    thread::current().name().unwrap_or("tokio-unnamed").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_panics_is_noticed_and_the_test_itself_is_not() {
        let watch = Watch::start();
        assert!(tokio::spawn(async {}).await.is_ok());
        assert!(watch.panics().is_empty());
        assert!(tokio::spawn(async { panic!("planted") }).await.is_err());
        let panics = watch.panics();
        assert!(panics.len() == 1 && panics[0].contains("planted"), "{panics:?}");
        let failed = panic::catch_unwind(panic::AssertUnwindSafe(|| drop(watch)));
        assert!(failed.is_err(), "whoever holds it fails");
    }
}
