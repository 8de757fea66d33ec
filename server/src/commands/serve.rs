//! `vestibule serve`.

#[cfg(not(feature = "emulator"))]
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use backend::Backend;
use backend::clock::SystemClock;
use backend::config::Config;
#[cfg(feature = "emulator")]
use backend::config::{Mail, origin_of};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::CommandError;
use crate::http_server::{self, Limits};
use crate::{console, logging, router, shutdown, wiring};

/// Serves until the process is told to stop, then lets requests and jobs finish.
pub async fn run(config: Config) -> Result<(), CommandError> {
    logging::start(&config.log);
    let stop = shutdown::on_signal();
    let development = Development::start(config).await?;
    let outcome = serve(&development, stop).await;
    development.stop().await;
    outcome
}

#[expect(clippy::disallowed_methods, reason = "the runner is waited for below")]
async fn serve(development: &Development, stop: CancellationToken) -> Result<(), CommandError> {
    let config = &development.config;
    if config.is_development() || config.storage.migrate_url.is_none() {
        backend::migrate(config).await?;
    }
    let clock = Arc::new(SystemClock::new(Arc::clone(&development.clock_offset)));
    let backend = Backend::connect(config, clock).await?;
    backend.anchor_audit_chain().await?;
    wiring::register_items(config, &backend).await?;
    // Streams end with the feed, so that the server need not wait for them.
    let (jobs, feed) = (backend.sharing.runner(), backend.sharing.change_feed());
    let background = (jobs.run(stop.clone()), feed.run(stop.clone()));
    let mut runner = tokio::spawn(async move {
        tokio::join!(background.0, background.1);
    });
    let listener = listen(config.listen.addr).await?;
    development.announce();
    for advice in config.advice() {
        tracing::warn!("{advice}");
    }
    let (app, proxies) = (router::router(&backend), config.listen.trusted_proxies.clone());
    let jobs = runner.abort_handle();
    let work = async {
        let server = http_server::serve(listener, app, Limits::DEFAULT, proxies, stop.clone());
        tokio::pin!(server);
        tokio::select! {
            () = &mut server => Ok(runner.await?),
            ended = &mut runner => {
                // Without a runner, no invitation must be accepted.
                let early = !stop.is_cancelled();
                stop.cancel();
                server.await;
                ended?;
                if early { Err::<_, CommandError>("the jobs' runner ended before its time".into()) } else { Ok(()) }
            }
        }
    };
    let outcome = shutdown::in_time(&stop, work).await.unwrap_or_else(|| {
        tracing::warn!("requests or jobs were cut off; jobs are taken up again when their lease ends");
        jobs.abort();
        Ok(())
    });
    backend.close().await;
    outcome
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, CommandError> {
    TcpListener::bind(addr).await.map_err(|error| {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            format!(
                "{addr} is taken by another program. Stop that one, or give VESTIBULE_ADDR another address"
            )
            .into()
        } else {
            format!("cannot listen on {addr} (VESTIBULE_ADDR): {error}").into()
        }
    })
}

/// Who our own mail is from in development.
#[cfg(feature = "emulator")]
const MAIL_FROM: &str = "Vestibule <vestibule@contoso.example>";

/// The effective configuration; in development together with the emulator.
struct Development {
    config: Config,
    clock_offset: Arc<AtomicI64>,
    #[cfg(feature = "emulator")]
    emulator: Option<emulator::Emulator>,
    #[cfg(feature = "emulator")]
    _followed: Option<emulator::FollowedClock>,
}

#[cfg(feature = "emulator")]
impl Development {
    async fn start(config: Config) -> Result<Self, CommandError> {
        if !config.is_development() {
            return Ok(Self::with_external_emulator(config).await);
        }
        let emulator = emulator::start(emulator::Options {
            addr: config.emulator.addr,
            tls_addr: Some(config.emulator.tls_addr),
            smtp_addr: Some(config.emulator.smtp_addr),
            smtp_login: None,
            data_dir: Some(config.storage.data_dir.clone()),
            seed: "contoso".to_owned(),
            seed_file: None,
            app_origins: vec![config.listen.public_origin()],
            beyond_loopback: false,
            clock_stands_at: None,
        })
        .await?;
        let client = emulator.client("vestibule").ok_or("the emulator's seed has no application")?;
        let secret = client.client_secret.ok_or("the emulator's application has no secret")?;
        let tenant = contract::TenantId::parse(&emulator.tenant_id())?;
        let mut config = config
            .with_emulator(&emulator.url(), tenant, &client.client_id.to_string(), secret.into())
            .ok_or("the emulator does not listen on loopback")?;
        // Our own mail goes into the emulator's mailbox, unless a mail server is configured, or set.
        if let (None, Some(url)) = (&config.mail, emulator.smtp_url()) {
            config.fallback_mail = Some(Mail::parse(&url, MAIL_FROM)?);
        }
        Ok(Self { config, clock_offset: emulator.clock_offset(), emulator: Some(emulator), _followed: None })
    }

    /// An authority on this machine may be an emulator in another process: the clock then follows the emulator's.
    async fn with_external_emulator(config: Config) -> Self {
        let cloud = config.entra.as_ref().map(|entra| &entra.cloud).filter(|cloud| cloud.is_on_loopback());
        let followed = match cloud {
            Some(cloud) => Some(emulator::FollowedClock::of(&origin_of(&cloud.authority)).await),
            None => None,
        };
        let clock_offset = followed.as_ref().map(emulator::FollowedClock::offset).unwrap_or_default();
        Self { config, clock_offset, emulator: None, _followed: followed }
    }

    fn announce(&self) {
        console::line(&format!("Vestibule: {}", self.config.listen.public_origin()));
        let Some(emulator) = &self.emulator else { return };
        console::line(&format!(
            "Emulator:  {} (not Microsoft; mail, directory and faults are there)",
            emulator.url()
        ));
        console::line("Who can sign in, without a password:");
        for (who, what) in [
            ("adele.vance@contoso.example", "a member"),
            ("alex.wilber@contoso.example", "a member who may invite guests when others may not"),
            ("diego.siciliani@contoso.example", "a member"),
            ("megan.bowen@contoso.example", "an administrator"),
            ("grady.archie@fabrikam.example", "a guest"),
        ] {
            console::line(&format!("  {who:34} {what}"));
        }
    }

    async fn stop(self) {
        if let Some(emulator) = self.emulator {
            emulator.shutdown().await;
        }
    }
}

/// Without the emulator nothing is started or stopped. The functions return futures to match those with the emulator.
#[cfg(not(feature = "emulator"))]
impl Development {
    fn start(config: Config) -> Ready<Result<Self, CommandError>> {
        ready(Ok(Self { config, clock_offset: Arc::default() }))
    }

    fn announce(&self) {
        console::line(&format!("Vestibule: {}", self.config.listen.public_origin()));
    }

    fn stop(self) -> Ready<()> {
        drop(self);
        ready(())
    }
}
