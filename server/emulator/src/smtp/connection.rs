//! A connection to the mail server, from its greeting to its end.

use std::sync::Arc;

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig};
use tokio_util::sync::CancellationToken;
use world::mail::Mail;

use super::{
    auth::Exchange,
    command::{self, Command},
    limits::Limits,
    line_reader::{Line, LineReader, ReadError},
    message,
    reply::Reply,
    session::{Session, Step, Transaction},
    struck::{Cut, Struck, strike},
};
use crate::{
    app_state::{AppState, internal_meta},
    listen::tls::{BadCertificate, Tls},
    options::SmtpLogin,
};

/// What every connection of a mail server needs.
pub(super) struct MailServer {
    pub(super) state: AppState,
    pub(super) tls: Arc<Tls>,
    pub(super) config: Arc<ServerConfig>,
    /// Who may send; none: everybody, with whatever they sign in with.
    pub(super) login: Option<SmtpLogin>,
    pub(super) limits: Limits,
    /// Cancelled when the server stops.
    pub(super) stop: CancellationToken,
}

/// Why a connection is left.
enum End {
    /// It is over.
    Closed,
    /// It is secured now, with a certificate that may be wrong.
    Secure(Option<BadCertificate>),
}

impl From<ReadError> for End {
    fn from(_: ReadError) -> Self {
        Self::Closed
    }
}

/// Serves a connection until it ends.
pub(super) async fn serve(server: &MailServer, stream: TcpStream) {
    let whole = async {
        let mut plain = Connection::new(server, stream, Session::default());
        let End::Secure(wrong) = plain.greet_and_talk().await else { return plain.reader.close().await };
        let Some(config) = server.config(wrong) else { return };
        let handshake = TlsAcceptor::from(config).accept(plain.reader.into_stream());
        match timeout(server.limits.idle, handshake).await {
            Ok(Ok(stream)) => {
                let mut secured = Connection::new(server, stream, Session::secured());
                // A secured connection is not secured again.
                let (Err(End::Closed | End::Secure(_)) | Ok(())) = secured.talk().await;
                secured.reader.close().await;
            }
            Ok(Err(error)) => tracing::debug!(%error, "a client of the mail server does not secure"),
            Err(_) => {}
        }
    };
    // Whoever takes longer is cut off.
    let _ = timeout(server.limits.whole, whole).await;
}

/// Refuses a connection, because there are too many.
pub(super) async fn refuse(server: &MailServer, stream: TcpStream) {
    let mut reader = LineReader::new(stream, server.limits.idle);
    let _ = reader.send(&Reply::new(421, "4.7.0 Too many connections, try again later")).await;
    reader.close().await;
}

impl MailServer {
    fn config(&self, wrong: Option<BadCertificate>) -> Option<Arc<ServerConfig>> {
        let Some(wrong) = wrong else { return Some(Arc::clone(&self.config)) };
        let made = self.tls.with_bad_certificate(wrong);
        made.inspect_err(|error| tracing::error!(%error, "no bad certificate could be made"))
            .ok()
            .map(Arc::new)
    }

    /// Puts a message into the mailbox. The reply to its end.
    fn deliver(&self, session: &Session, transaction: Transaction, bytes: &[u8]) -> Reply {
        if !bytes.is_ascii() && !transaction.eight_bit {
            return Reply::new(554, "5.6.1 Octets beyond ASCII take BODY=8BITMIME");
        }
        let Some(mail) = message::read(bytes) else {
            return Reply::new(554, "5.6.0 The message has no field From");
        };
        let mail = Mail {
            sender: Some(transaction.sender),
            recipients: transaction.recipients,
            user: session.user.clone(),
            over_tls: session.secured,
            ..mail
        };
        let meta = internal_meta(&self.state.clock);
        self.state.run_due_tasks(meta.now);
        let id = self.state.change(|world| world.deliver(&meta, mail));
        Reply::new(250, format!("2.0.0 Taken as {id}"))
    }
}

struct Connection<'a, S> {
    server: &'a MailServer,
    reader: LineReader<S>,
    session: Session,
    mistakes: u32,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Connection<'a, S> {
    const fn new(server: &'a MailServer, stream: S, session: Session) -> Self {
        Self { server, reader: LineReader::new(stream, server.limits.idle), session, mistakes: 0 }
    }

    async fn greet_and_talk(&mut self) -> End {
        let greeting = || Step::Reply(Reply::new(220, "localhost ESMTP: the emulator's mail server"));
        let greeted = match self.stage("CONNECT", b"", |_, _| greeting()).await {
            Ok((Step::Reply(reply), _)) => {
                if reply.code >= 400 {
                    self.session.turn_away();
                }
                self.reply(&reply).await
            }
            Ok(_) => Ok(()),
            Err(end) => Err(end),
        };
        match greeted {
            Ok(()) => self.talk().await.err().unwrap_or(End::Closed),
            Err(end) => end,
        }
    }

    /// Takes one command after the other.
    async fn talk(&mut self) -> Result<(), End> {
        loop {
            let line = tokio::select! {
                line = self.reader.line(self.server.limits.auth) => line,
                () = self.server.stop.cancelled() => {
                    return self.reply(&Reply::new(421, "4.3.2 The server stops")).await;
                }
            };
            match line {
                Ok(Line::Whole(line)) => self.command(&line).await?,
                Ok(Line::TooLong) => self.reply(&too_long()).await?,
                Err(error) => return self.give_up(error).await,
            }
        }
    }

    async fn command(&mut self, line: &[u8]) -> Result<(), End> {
        let Ok(text) = std::str::from_utf8(line) else {
            return self.reply(&Reply::new(500, "5.5.2 This is not UTF-8")).await;
        };
        let verb = command::verb(text);
        if verb != "AUTH" && text.len() > self.server.limits.command {
            return self.reply(&too_long()).await;
        }
        let server = self.server;
        let perform = |session: &mut Session, struck: &Struck| match Command::parse(text) {
            Ok(command) => {
                session.withhold(&struck.withheld);
                session.take(command, &server.limits, server.login.as_ref())
            }
            Err(refusal) => Step::Reply(refusal),
        };
        let (step, struck) = self.stage(&verb, line, perform).await?;
        match step {
            Step::Reply(reply) => self.reply(&reply).await,
            Step::Challenge(exchange, challenge) => self.exchange(exchange, challenge).await,
            Step::Message(reply) => {
                self.reply(&reply).await?;
                self.message().await
            }
            // What came before the handshake could be somebody else's (RFC 3207, section 6).
            Step::Secure(_) if self.reader.has_more() => {
                self.reply(&Reply::new(521, "5.5.1 STARTTLS is the last command of a group")).await
            }
            Step::Secure(reply) => {
                self.reply(&reply).await?;
                Err(End::Secure(struck.certificate))
            }
        }
    }

    /// Lets faults meet a stage, and performs it unless they prevent that.
    async fn stage(
        &mut self,
        verb: &str,
        said: &[u8],
        perform: impl FnOnce(&mut Session, &Struck) -> Step,
    ) -> Result<(Step, Struck), End> {
        let mut struck = strike(&self.server.state, verb, said).await;
        if struck.cut == Some(Cut::Before) {
            return Err(End::Closed);
        }
        let performed = (!struck.prevented).then(|| perform(&mut self.session, &struck));
        if struck.hangs {
            self.reader.silence().await;
        }
        if struck.hangs || struck.cut == Some(Cut::After) {
            return Err(End::Closed);
        }
        let step = struck.reply.take().map(Step::Reply).or(performed);
        Ok((step.unwrap_or_else(|| Step::Reply(Reply::new(451, "4.3.0 Prevented"))), struck))
    }

    async fn exchange(&mut self, exchange: Exchange, challenge: Reply) -> Result<(), End> {
        let (mut exchange, mut challenge) = (exchange, challenge);
        loop {
            self.reply(&challenge).await?;
            let line = match self.reader.line(self.server.limits.auth).await {
                Ok(Line::Whole(line)) => line,
                Ok(Line::TooLong) => return self.reply(&too_long()).await,
                Err(error) => return self.give_up(error).await,
            };
            let response = String::from_utf8_lossy(&line);
            match self.session.response(exchange, &response, self.server.login.as_ref()) {
                Step::Challenge(next, text) => (exchange, challenge) = (next, text),
                Step::Reply(reply) | Step::Message(reply) | Step::Secure(reply) => {
                    return self.reply(&reply).await;
                }
            }
        }
    }

    /// Reads a message, and takes it.
    async fn message(&mut self) -> Result<(), End> {
        let message = match self.reader.message(&self.server.limits).await {
            Ok(message) => message,
            Err(error) => return self.give_up(error).await,
        };
        let transaction = self.session.take_transaction();
        let said = match &message {
            Ok(bytes) => transaction.said(bytes),
            Err(_) => transaction.said(b""),
        };
        let server = self.server;
        let perform = |session: &mut Session, _: &Struck| {
            Step::Reply(match message {
                Ok(bytes) => server.deliver(session, transaction, &bytes),
                Err(refusal) => refusal,
            })
        };
        match self.stage("END", &said, perform).await? {
            (Step::Reply(reply), _) => self.reply(&reply).await,
            _ => Ok(()),
        }
    }

    /// Sends a reply. Ends the connection where the reply says so, or after too many mistakes.
    async fn reply(&mut self, reply: &Reply) -> Result<(), End> {
        self.reader.send(reply).await?;
        if reply.ends() {
            return Err(End::Closed);
        }
        self.mistakes += u32::from(reply.tells_mistake());
        if self.mistakes > self.server.limits.mistakes {
            self.reader.send(&Reply::new(421, "4.7.0 Too many mistakes")).await?;
            return Err(End::Closed);
        }
        Ok(())
    }

    /// Says why nothing more is read, where somebody may hear it.
    async fn give_up(&mut self, error: ReadError) -> Result<(), End> {
        match error {
            ReadError::Closed => Err(End::Closed),
            ReadError::Idle => self.reply(&Reply::new(421, "4.4.2 Silent for too long")).await,
            ReadError::BareLineEnd => {
                self.reply(&Reply::new(521, "5.5.2 A line ends with CR LF, and neither stands alone")).await
            }
        }
    }
}

fn too_long() -> Reply {
    Reply::new(500, "5.5.2 The line is too long")
}
