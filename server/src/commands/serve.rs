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
use backend::config::origin_of;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Failure;
use crate::serving::{self, Limits};
use crate::{logging, router, say, shutdown, wiring};

/// Serves until it is told to stop, then lets requests and jobs finish.
pub async fn run(config: Config) -> Result<(), Failure> {
    logging::start(&config.log);
    let stop = shutdown::on_signal();
    let development = Development::start(config).await?;
    let outcome = serve(&development, stop).await;
    development.stop().await;
    outcome
}

#[expect(clippy::disallowed_methods, reason = "the runner is waited for below")]
async fn serve(development: &Development, stop: CancellationToken) -> Result<(), Failure> {
    let config = &development.config;
    if config.is_development() || config.storage.migrate_url.is_none() {
        backend::migrate(config).await?;
    }
    let clock = Arc::new(SystemClock::new(Arc::clone(&development.ahead)));
    let backend = Backend::connect(config, clock).await?;
    wiring::register_items(config, &backend).await?;
    let mut runner = tokio::spawn(backend.sharing.runner().run(stop.clone()));
    let listener = listen(config.listen.addr).await?;
    development.announce();
    let app = router::router(&backend);
    let jobs = runner.abort_handle();
    let work = async {
        let serving = serving::serve(listener, app, Limits::USUAL, stop.clone());
        tokio::pin!(serving);
        tokio::select! {
            () = &mut serving => Ok(runner.await?),
            ended = &mut runner => {
                // Invitations that nobody works at must not be accepted.
                let early = !stop.is_cancelled();
                stop.cancel();
                serving.await;
                ended?;
                if early { Err::<_, Failure>("the jobs' runner ended before its time".into()) } else { Ok(()) }
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

async fn listen(addr: SocketAddr) -> Result<TcpListener, Failure> {
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

/// The configuration as it is run with; in development together with the emulator it names.
struct Development {
    config: Config,
    ahead: Arc<AtomicI64>,
    #[cfg(feature = "emulator")]
    emulator: Option<emulator::Emulator>,
    #[cfg(feature = "emulator")]
    _followed: Option<emulator::FollowedClock>,
}

#[cfg(feature = "emulator")]
impl Development {
    async fn start(config: Config) -> Result<Self, Failure> {
        if !config.is_development() {
            return Ok(Self::beside(config).await);
        }
        let emulator = emulator::start(emulator::Options {
            addr: config.emulator.addr,
            tls_addr: Some(config.emulator.tls_addr),
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
        let config = config
            .with_emulator(&emulator.url(), tenant, &client.client_id.to_string(), secret.into())
            .ok_or("the emulator does not listen on loopback")?;
        Ok(Self { config, ahead: emulator.clock_offset(), emulator: Some(emulator), _followed: None })
    }

    /// Where the authority is on this machine, it may be an emulator in a process of its own: then time is as it is there.
    async fn beside(config: Config) -> Self {
        let cloud = config.entra.as_ref().map(|entra| &entra.cloud).filter(|cloud| cloud.is_on_loopback());
        let followed = match cloud {
            Some(cloud) => Some(emulator::FollowedClock::of(&origin_of(&cloud.authority)).await),
            None => None,
        };
        let ahead = followed.as_ref().map(emulator::FollowedClock::offset).unwrap_or_default();
        Self { config, ahead, emulator: None, _followed: followed }
    }

    fn announce(&self) {
        say::line(&format!("Vestibule: {}", self.config.listen.public_origin()));
        let Some(emulator) = &self.emulator else { return };
        say::line(&format!(
            "Emulator:  {} (not Microsoft; mail, directory and faults are there)",
            emulator.url()
        ));
        say::line("Who can sign in, without a password:");
        for (who, what) in [
            ("adele.vance@contoso.example", "a member"),
            ("alex.wilber@contoso.example", "a member who may invite guests when others may not"),
            ("diego.siciliani@contoso.example", "a member"),
            ("megan.bowen@contoso.example", "an administrator"),
            ("grady.archie@fabrikam.example", "a guest"),
        ] {
            say::line(&format!("  {who:34} {what}"));
        }
    }

    async fn stop(self) {
        if let Some(emulator) = self.emulator {
            emulator.shutdown().await;
        }
    }
}

/// Nothing is started and nothing stopped: futures only because there are some with the emulator inside.
#[cfg(not(feature = "emulator"))]
impl Development {
    fn start(config: Config) -> Ready<Result<Self, Failure>> {
        ready(Ok(Self { config, ahead: Arc::default() }))
    }

    fn announce(&self) {
        say::line(&format!("Vestibule: {}", self.config.listen.public_origin()));
    }

    fn stop(self) -> Ready<()> {
        drop(self);
        ready(())
    }
}
