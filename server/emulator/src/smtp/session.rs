//! What a client has said so far, and what it may say next. No input or output here.

use std::borrow::Cow;

use super::{
    auth::{Exchange, Next},
    command::Command,
    limits::Limits,
    reply::Reply,
};
use crate::{faults::Extension, options::SmtpLogin};

/// The state of a connection.
#[derive(Debug, Default)]
pub(super) struct Session {
    greeted: bool,
    /// Whether the connection is secured.
    pub(super) secured: bool,
    /// Who signed in.
    pub(super) user: Option<String>,
    /// The extensions that a fault withholds.
    withheld: Vec<Extension>,
    transaction: Option<Transaction>,
    /// Whether the greeting refused the client, which may only leave then (RFC 5321, section 3.1).
    turned_away: bool,
}

/// A mail transaction (RFC 5321, section 3.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Transaction {
    /// Empty for the null reverse-path.
    pub(super) sender: String,
    pub(super) recipients: Vec<String>,
    /// Whether `BODY=8BITMIME` announced octets beyond ASCII.
    pub(super) eight_bit: bool,
    /// Whether `SMTPUTF8` announced addresses and header fields beyond ASCII.
    pub(super) utf8: bool,
}

impl Transaction {
    /// Envelope and message, as faults see them.
    pub(super) fn said(&self, message: &[u8]) -> Vec<u8> {
        let mut said = format!("MAIL FROM:<{}>\r\n", self.sender);
        for recipient in &self.recipients {
            said.extend(["RCPT TO:<", recipient, ">\r\n"]);
        }
        [said.as_bytes(), b"\r\n", message].concat()
    }
}

/// What the connection does next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Sends a reply.
    Reply(Reply),
    /// Sends a reply, then reads a message.
    Message(Reply),
    /// Sends a reply, then secures the connection.
    Secure(Reply),
    /// Sends a challenge, then reads a response of this exchange.
    Challenge(Exchange, Reply),
}

impl Session {
    /// A session over a connection that was secured, in which all that was said before is forgotten (RFC 3207, section 4.2).
    pub(super) fn secured() -> Self {
        Self { secured: true, ..Self::default() }
    }

    /// Turns the client away: what is left to it is to leave.
    pub(super) const fn turn_away(&mut self) {
        self.turned_away = true;
    }

    /// Withholds these extensions from now on.
    pub(super) fn withhold(&mut self, extensions: &[Extension]) {
        self.withheld.extend_from_slice(extensions);
    }

    /// The transaction, ended.
    pub(super) fn take_transaction(&mut self) -> Transaction {
        self.transaction.take().unwrap_or_default()
    }

    fn offers(&self, extension: Extension) -> bool {
        let fits = match extension {
            Extension::StartTls => !self.secured,
            // A password is never sent in clear.
            Extension::Auth => self.secured,
            _ => true,
        };
        fits && !self.withheld.contains(&extension)
    }

    /// Takes a command.
    pub(super) fn take(&mut self, command: Command, limits: &Limits, login: Option<&SmtpLogin>) -> Step {
        match command {
            command if self.turned_away && command != Command::Quit => {
                Step::Reply(Reply::new(503, "5.5.1 There is no service here"))
            }
            Command::Hello { extended } => Step::Reply(self.hello(extended, limits)),
            Command::StartTls => self.start_tls(),
            Command::Auth { mechanism, initial } => self.auth(&mechanism, initial, login),
            Command::Mail { sender, parameters } => Step::Reply(match self.sender(sender, login) {
                Ok(transaction) => self.mail(transaction, parameters, limits),
                Err(refusal) => refusal,
            }),
            Command::Recipient { address } => Step::Reply(self.recipient(address, limits)),
            Command::Data => self.data(),
            Command::Reset => {
                self.transaction = None;
                Step::Reply(Reply::new(250, "2.0.0 Reset"))
            }
            Command::NoOperation => Step::Reply(Reply::new(250, "2.0.0 Nothing done")),
            Command::Quit => Step::Reply(Reply::new(221, "2.0.0 Goodbye")),
            // Who has a mailbox is nobody's business.
            Command::Verify => Step::Reply(Reply::new(252, "2.1.5 Send it, and see")),
            Command::Help => Step::Reply(Reply::new(214, "2.0.0 RFC 5321; mail is shown at /_emulator/mail")),
        }
    }

    fn hello(&mut self, extended: bool, limits: &Limits) -> Reply {
        self.greeted = true;
        self.transaction = None;
        let name = "localhost: the emulator's mail server, which sends nothing on";
        if !extended {
            return Reply::new(250, name);
        }
        let mut lines: Vec<Cow<'static, str>> = vec![name.into()];
        for (extension, text) in [
            (Extension::Size, format!("SIZE {}", limits.message)),
            (Extension::EightBitMime, "8BITMIME".to_owned()),
            (Extension::Pipelining, "PIPELINING".to_owned()),
            (Extension::SmtpUtf8, "SMTPUTF8".to_owned()),
            (Extension::EnhancedStatusCodes, "ENHANCEDSTATUSCODES".to_owned()),
            (Extension::StartTls, "STARTTLS".to_owned()),
            (Extension::Auth, "AUTH PLAIN LOGIN".to_owned()),
        ] {
            if self.offers(extension) {
                lines.push(text.into());
            }
        }
        Reply::of_lines(250, lines)
    }

    fn start_tls(&self) -> Step {
        if !self.offers(Extension::StartTls) {
            return Step::Reply(Reply::new(502, "5.5.1 STARTTLS is not offered"));
        }
        if self.transaction.is_some() {
            return Step::Reply(Reply::new(503, "5.5.1 Not during a mail transaction"));
        }
        Step::Secure(Reply::new(220, "2.0.0 Go ahead"))
    }

    fn auth(&mut self, mechanism: &str, initial: Option<String>, login: Option<&SmtpLogin>) -> Step {
        let refusal = match Exchange::new(mechanism) {
            _ if !self.secured && !self.withheld.contains(&Extension::Auth) => {
                Reply::new(538, "5.7.11 Secure the connection first")
            }
            _ if !self.offers(Extension::Auth) => Reply::new(502, "5.5.1 AUTH is not offered"),
            _ if !self.greeted || self.transaction.is_some() || self.user.is_some() => {
                Reply::new(503, "5.5.1 Not now")
            }
            None => Reply::new(504, "5.5.4 This mechanism is not known"),
            Some(exchange) => {
                if let Some(response) = initial {
                    return self.response(exchange, &response, login);
                }
                let challenge = exchange.first_challenge();
                return Step::Challenge(exchange, challenge);
            }
        };
        Step::Reply(refusal)
    }

    /// Takes a response of an exchange.
    pub(super) fn response(&mut self, exchange: Exchange, response: &str, login: Option<&SmtpLogin>) -> Step {
        match exchange.take(response) {
            Ok(Next::Ask(exchange, challenge)) => Step::Challenge(exchange, challenge),
            Ok(Next::Credentials { user, password }) => {
                if login.is_some_and(|login| login.user != user || login.password != password) {
                    return Step::Reply(Reply::new(535, "5.7.8 User name or password is wrong"));
                }
                self.user = Some(user);
                Step::Reply(Reply::new(235, "2.7.0 Signed in"))
            }
            Err(refusal) => Step::Reply(refusal),
        }
    }

    fn sender(&self, sender: String, login: Option<&SmtpLogin>) -> Result<Transaction, Reply> {
        if !self.greeted {
            return Err(Reply::new(503, "5.5.1 Say EHLO first"));
        }
        if self.transaction.is_some() {
            return Err(Reply::new(503, "5.5.1 One mail after the other"));
        }
        if login.is_some() && self.user.is_none() {
            return Err(Reply::new(530, "5.7.0 Sign in first"));
        }
        Ok(Transaction { sender, ..Transaction::default() })
    }

    fn mail(
        &mut self,
        mut transaction: Transaction,
        parameters: Vec<(String, String)>,
        limits: &Limits,
    ) -> Reply {
        for (name, value) in parameters {
            match (name.as_str(), value.to_ascii_uppercase().as_str()) {
                ("SIZE", size) if self.offers(Extension::Size) => match size.parse::<usize>() {
                    Ok(size) if size <= limits.message => {}
                    Ok(_) => return Reply::new(552, "5.3.4 The message is too large"),
                    Err(_) => return Reply::new(501, "5.5.4 SIZE is a number"),
                },
                ("BODY", "7BIT") if self.offers(Extension::EightBitMime) => {}
                ("BODY", "8BITMIME") if self.offers(Extension::EightBitMime) => transaction.eight_bit = true,
                ("SMTPUTF8", "") if self.offers(Extension::SmtpUtf8) => transaction.utf8 = true,
                ("AUTH", _) if self.offers(Extension::Auth) => {}
                _ => return Reply::new(555, "5.5.4 This parameter is not known"),
            }
        }
        if !transaction.utf8 && !transaction.sender.is_ascii() {
            return beyond_ascii();
        }
        self.transaction = Some(transaction);
        Reply::new(250, "2.1.0 Sender taken")
    }

    fn recipient(&mut self, address: String, limits: &Limits) -> Reply {
        let Some(transaction) = &mut self.transaction else {
            return Reply::new(503, "5.5.1 Say MAIL first");
        };
        if transaction.recipients.len() >= limits.recipients {
            return Reply::new(452, "4.5.3 Too many recipients");
        }
        if !transaction.utf8 && !address.is_ascii() {
            return beyond_ascii();
        }
        transaction.recipients.push(address);
        Reply::new(250, "2.1.5 Recipient taken")
    }

    fn data(&self) -> Step {
        match &self.transaction {
            None => Step::Reply(Reply::new(503, "5.5.1 Say MAIL first")),
            Some(transaction) if transaction.recipients.is_empty() => {
                Step::Reply(Reply::new(554, "5.5.1 No valid recipients"))
            }
            Some(_) => Step::Message(Reply::new(354, "End with a dot on a line of its own")),
        }
    }
}

fn beyond_ascii() -> Reply {
    Reply::new(553, "5.6.7 An address beyond ASCII takes SMTPUTF8")
}
