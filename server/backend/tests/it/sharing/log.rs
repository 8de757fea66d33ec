//! Everything that this process logs, at every level.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

static LOG: OnceLock<Log> = OnceLock::new();

impl Log {
    /// The one log of the process.
    pub fn start() -> Self {
        LOG.get_or_init(|| {
            let log = Self::default();
            let filter = tracing_subscriber::EnvFilter::new("trace,hyper=info,hyper_util=info,h2=info");
            let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(log.clone());
            // Another suite of this binary may have been first.
            let _ = tracing::subscriber::set_global_default(subscriber.finish());
            log
        })
        .clone()
    }

    /// How much there is by now.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// What came after so much.
    pub fn since(&self, start: usize) -> Vec<u8> {
        self.0.lock().unwrap()[start..].to_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
