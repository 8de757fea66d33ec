//! The running emulator.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicI64},
};

use axum::{Extension, Router, extract::DefaultBodyLimit, middleware};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};
use uuid::Uuid;
use world::{World, app::Client, ids::NewId, mail::Mail};

use crate::{
    admin,
    app_state::{AppState, internal_meta},
    clock::Clock,
    cors,
    entra::{home_idp, login, my_access, redeem, sign_up},
    faults,
    faults::fault::Fault,
    graph_api,
    graph_api::{address_case::in_any_case, batch::BatchRouter},
    journal,
    journal::Journal,
    keys::{KeyError, Keys, files::write_private},
    listen::{self, Listener, tls::Tls},
    notifications::NotificationTask,
    options::{Options, SmtpLogin},
    pages, request_context,
    seed::SeedLibrary,
    smtp::{SmtpError, SmtpListener},
    start_error::StartError,
    throttle,
};

/// The setting of the plain address.
pub(crate) const ADDR_SETTING: &str = "VESTIBULE_EMULATOR_ADDR";
/// The setting of the address with TLS.
pub(crate) const TLS_ADDR_SETTING: &str = "VESTIBULE_EMULATOR_TLS_ADDR";
/// The setting of the mail server's address.
pub(crate) const SMTP_ADDR_SETTING: &str = "VESTIBULE_EMULATOR_SMTP_ADDR";

/// A running emulator. It stops serving when it is dropped; [`Emulator::shutdown`] lets open connections end.
pub struct Emulator {
    state: AppState,
    plain: Listener,
    secured: Option<Listener>,
    smtp: Option<SmtpListener>,
    ca_file: Option<PathBuf>,
    _sending: NotificationTask,
}

/// Binds (port 0 is allowed) and serves in background tasks of the current runtime.
pub async fn start(options: Options) -> Result<Emulator, StartError> {
    for addr in [Some(options.addr), options.tls_addr, options.smtp_addr].into_iter().flatten() {
        if !addr.ip().is_loopback() && !options.beyond_loopback {
            return Err(StartError::BeyondLoopback(addr));
        }
    }
    // Generating keys and reading the journal take long, so they must not block the async runtime.
    let prepared = tokio::task::spawn_blocking(move || prepare(options));
    let (state, options, tls) =
        prepared.await.map_err(|error| StartError::Folder(PathBuf::new(), io::Error::other(error)))??;
    let router = router(state.clone(), options.beyond_loopback);
    let listen = |addr: SocketAddr, setting: &'static str, tls: Option<&Tls>| {
        Listener::start(addr, router.clone(), tls).map_err(|error| StartError::Listen(addr, setting, error))
    };
    let plain = listen(options.addr, ADDR_SETTING, None)?;
    let secured = match (options.tls_addr, &tls) {
        (Some(addr), Some(tls)) => Some(listen(addr, TLS_ADDR_SETTING, Some(tls))?),
        _ => None,
    };
    let smtp = match (options.smtp_addr, &tls) {
        (Some(addr), Some(tls)) => Some(start_smtp(addr, &state, tls, options.smtp_login)?),
        _ => None,
    };
    tracing::info!(url = plain.origin("http"), "the emulator of Entra ID and Microsoft Graph listens");
    let sending = NotificationTask::start(state.clone());
    let ca_file = tls.and_then(|tls| tls.ca_file.clone());
    Ok(Emulator { state, plain, secured, smtp, ca_file, _sending: sending })
}

fn start_smtp(
    addr: SocketAddr,
    state: &AppState,
    tls: &Arc<Tls>,
    login: Option<SmtpLogin>,
) -> Result<SmtpListener, StartError> {
    SmtpListener::start(addr, state.clone(), Arc::clone(tls), login).map_err(|error| match error {
        SmtpError::Listen(error) => StartError::Listen(addr, SMTP_ADDR_SETTING, error),
        SmtpError::Tls(error) => StartError::Tls(error),
    })
}

fn prepare(options: Options) -> Result<(AppState, Options, Option<Arc<Tls>>), StartError> {
    let folder = options.data_dir.as_ref().map(|data| data.join("emulator"));
    if let Some(folder) = &folder {
        fs::create_dir_all(folder).map_err(|error| StartError::Folder(folder.clone(), error))?;
    }
    let keys = Keys::load(folder.as_deref())?;
    let tls = match options.tls_addr.or(options.smtp_addr) {
        Some(_) => Some(Arc::new(Tls::load(options.data_dir.as_deref(), folder.as_deref())?)),
        None => None,
    };
    if let Some(data) = &options.data_dir {
        let path = data.join("emulator-client.pem");
        write_private(&path, keys.client_certificate()?.as_bytes())
            .map_err(|error| StartError::Folder(path, error))?;
    }
    let (world, journal, clock) = world(&options, folder.as_deref())?;
    let state = AppState::new(world, journal, clock, keys, options.app_origins.clone());
    Ok((state, options, tls))
}

/// The world as it was left, or a new one.
fn world(options: &Options, folder: Option<&Path>) -> Result<(World, Journal, Clock), StartError> {
    let new_id: NewId = Arc::new(Uuid::new_v4);
    let library = SeedLibrary::shipped(&options.app_origins);
    let library = options.seed_file.as_deref().map_or(Ok(library.clone()), |path| library.with_file(path))?;
    library.read(&options.seed)?;
    let seeds = Arc::new(library);
    let mut world = World::empty(seeds.clone(), new_id);
    let Some(folder) = folder else {
        let clock = Clock::default().standing_at(options.clock_stands_at);
        world.reseed(&internal_meta(&clock), &options.seed);
        return Ok((world, Journal::default(), clock));
    };
    let path = folder.join("journal.jsonl");
    let (mut journal, entries) = Journal::open(&path)?;
    journal::check(&path, &entries, &*seeds)?;
    let clock = Clock::kept_in(folder.join("clock"), entries.last().map(|entry| entry.at));
    let clock = clock.standing_at(options.clock_stands_at);
    for entry in entries {
        world.replay(entry);
    }
    if world.ledger().is_empty() {
        world.reseed(&internal_meta(&clock), &options.seed);
        journal.keep(world.ledger());
    }
    Ok((world, journal, clock))
}

/// The routes of Graph, with throttling.
fn graph_routes(state: &AppState) -> Router<AppState> {
    graph_api::routes().layer(middleware::from_fn_with_state(state.clone(), throttle::layer::limit))
}

/// The layers around every request, parts of a batch included: the context, CORS, then faults.
fn with_request_layers(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    router
        .layer(middleware::from_fn_with_state(state.clone(), faults::layer::apply_faults))
        .layer(middleware::from_fn(cors::answer))
        .layer(middleware::from_fn_with_state(state.clone(), request_context::layer::attach_context))
}

/// The router of Graph for the parts of a batch.
fn batch_router(state: &AppState) -> BatchRouter {
    BatchRouter(in_any_case(with_request_layers(graph_routes(state), state).with_state(state.clone())))
}

/// The router of all addresses. With `any_host` every `Host` is accepted, because the emulator cannot know its names beyond this machine.
fn router(state: AppState, any_host: bool) -> Router {
    let router = Router::new()
        .merge(admin::routes())
        .merge(redeem::routes())
        .merge(sign_up::routes())
        .merge(my_access::routes())
        .merge(home_idp::routes())
        .merge(login::forms())
        .layer(CsrfLayer::new().with_rejection_response(request_context::cross_origin_refusal))
        .merge(login::routes())
        .merge(graph_api::userinfo::routes())
        .merge(graph_routes(&state).layer(Extension(batch_router(&state))))
        .layer(CatchPanicLayer::new());
    let router =
        if any_host { router } else { router.layer(middleware::from_fn(request_context::check_host)) };
    // Inside of the faults layer, so that the answers of faults stay as they are.
    let router = with_request_layers(router.layer(middleware::from_fn(pages::frame_plain_responses)), &state)
        .layer(DefaultBodyLimit::max(1024 * 1024))
        .layer(CatchPanicLayer::new());
    in_any_case(router.with_state(state))
}

impl Emulator {
    /// The plain origin, e.g. `http://localhost:8400`.
    pub fn url(&self) -> String {
        self.plain.origin("http")
    }

    /// The TLS origin, when there is a TLS listener.
    pub fn tls_url(&self) -> Option<String> {
        self.secured.as_ref().map(|listener| listener.origin("https"))
    }

    /// The address of the mail server, e.g. `smtp://localhost:8425`, when there is one.
    pub fn smtp_url(&self) -> Option<String> {
        self.smtp.as_ref().map(|smtp| listen::origin(smtp.addr, "smtp"))
    }

    /// The certificate authority that clients of the TLS listener must trust.
    pub fn ca_file(&self) -> Option<PathBuf> {
        self.ca_file.clone()
    }

    /// The tenant that people are invited into.
    pub fn tenant_id(&self) -> String {
        self.state
            .read(|world| world.resource_tenant().map(|tenant| tenant.id.to_string()))
            .unwrap_or_default()
    }

    /// The certificate with its private key (PEM), which every confidential application may use instead of its secret.
    pub fn client_certificate(&self) -> Result<String, KeyError> {
        self.state.keys.client_certificate().map(str::to_owned)
    }

    /// The id of the key that signs tokens, and the key itself (PEM), for tests that sign what the emulator never says.
    pub fn signing_key(&self) -> (String, String) {
        let (kid, pem) = self.state.keys.signing_key().unwrap_or_default();
        let key = pem.find("-----BEGIN PRIVATE KEY").map(|start| pem[start..].to_owned());
        (kid, key.unwrap_or_default())
    }

    /// A seeded app registration, by name.
    pub fn client(&self, name: &str) -> Option<Client> {
        self.state.read(|world| world.clients().iter().find(|client| client.name == name).cloned())
    }

    /// How far the emulator's clock is ahead of the system's, in milliseconds.
    pub fn clock_offset(&self) -> Arc<AtomicI64> {
        self.state.clock.offset()
    }

    /// Puts the application's own mail into the mailbox.
    pub fn deliver(&self, mail: Mail) {
        let meta = internal_meta(&self.state.clock);
        self.state.run_due_tasks(meta.now);
        self.state.change(|world| world.deliver(&meta, mail));
    }

    /// Reads the world after running due tasks.
    pub fn world<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        self.state.run_due_tasks(self.state.clock.now());
        self.state.read(read)
    }

    /// Replaces every fault.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.state.faults.set(faults);
    }

    /// Adds a fault after those that are set.
    pub fn add_fault(&self, fault: Fault) {
        self.state.faults.add(fault);
    }

    /// The active faults, with their counters.
    pub fn faults(&self) -> Vec<Fault> {
        self.state.faults.list()
    }

    /// Stops serving. Connections still open after a second are closed.
    pub async fn shutdown(self) {
        self.plain.stop().await;
        if let Some(secured) = self.secured {
            secured.stop().await;
        }
        if let Some(smtp) = self.smtp {
            smtp.stop().await;
        }
    }
}

/// Runs the emulator by itself, until told to end.
pub async fn run(options: Options, until: impl Future<Output = ()>) -> Result<(), StartError> {
    let emulator = start(options).await?;
    until.await;
    emulator.shutdown().await;
    Ok(())
}
