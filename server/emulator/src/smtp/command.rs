//! Commands of SMTP (RFC 5321, section 4.1).

use super::{address, reply::Reply};

/// A command, well formed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// The client's name, and whether it knows extensions.
    Hello {
        extended: bool,
    },
    StartTls,
    Auth {
        mechanism: String,
        initial: Option<String>,
    },
    /// An empty sender is the null reverse-path.
    Mail {
        sender: String,
        parameters: Vec<(String, String)>,
    },
    Recipient {
        address: String,
    },
    Data,
    Reset,
    NoOperation,
    Quit,
    Verify,
    Help,
}

/// The verb of a command, in capitals.
pub(super) fn verb(line: &str) -> String {
    line.split(' ').next().unwrap_or_default().to_ascii_uppercase()
}

impl Command {
    /// Reads a command. Fails with the reply to what is none, or is not implemented.
    pub(super) fn parse(line: &str) -> Result<Self, Reply> {
        let verb = verb(line);
        let rest = line.get(verb.len()..).unwrap_or_default().trim_ascii();
        let alone = |command: Self| if rest.is_empty() { Ok(command) } else { Err(no_parameters()) };
        match verb.as_str() {
            "EHLO" | "HELO" if rest.is_empty() || rest.contains(' ') => Err(wrong("5.5.4 Say who you are")),
            "EHLO" => Ok(Self::Hello { extended: true }),
            "HELO" => Ok(Self::Hello { extended: false }),
            "STARTTLS" => alone(Self::StartTls),
            "AUTH" => auth(rest),
            "MAIL" => mail(rest),
            "RCPT" => recipient(rest),
            "DATA" => alone(Self::Data),
            "RSET" => alone(Self::Reset),
            "QUIT" => alone(Self::Quit),
            "NOOP" => Ok(Self::NoOperation),
            "HELP" => Ok(Self::Help),
            "VRFY" if rest.is_empty() => Err(wrong("5.5.4 Say whom to verify")),
            "VRFY" => Ok(Self::Verify),
            "EXPN" => Err(Reply::new(502, "5.5.1 Not implemented")),
            _ => Err(Reply::new(500, "5.5.2 There is no such command")),
        }
    }
}

fn wrong(text: &'static str) -> Reply {
    Reply::new(501, text)
}

fn no_parameters() -> Reply {
    wrong("5.5.4 This command takes no parameters")
}

fn auth(rest: &str) -> Result<Command, Reply> {
    let mut words = rest.split(' ');
    let mechanism = words.next().filter(|mechanism| !mechanism.is_empty());
    let (Some(mechanism), initial, None) = (mechanism, words.next(), words.next()) else {
        return Err(wrong("5.5.4 AUTH takes a mechanism, and an initial response at most"));
    };
    Ok(Command::Auth { mechanism: mechanism.to_ascii_uppercase(), initial: initial.map(str::to_owned) })
}

fn mail(rest: &str) -> Result<Command, Reply> {
    let (path, parameters) = path_after("FROM:", rest)?;
    let sender = address::sender(path).ok_or_else(|| wrong("5.1.7 This is no address of a sender"))?;
    let pair = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        (name.to_ascii_uppercase(), value.to_owned())
    };
    let parameters = parameters.split(' ').filter(|text| !text.is_empty()).map(pair).collect();
    Ok(Command::Mail { sender: sender.to_owned(), parameters })
}

fn recipient(rest: &str) -> Result<Command, Reply> {
    let (path, parameters) = path_after("TO:", rest)?;
    if !parameters.trim().is_empty() {
        return Err(Reply::new(555, "5.5.4 This parameter is not known"));
    }
    let address = address::recipient(path).ok_or_else(|| wrong("5.1.3 This is no address of a recipient"))?;
    Ok(Command::Recipient { address: address.to_owned() })
}

/// What stands in angle brackets after the keyword, and what follows it.
fn path_after<'a>(keyword: &str, rest: &'a str) -> Result<(&'a str, &'a str), Reply> {
    let syntax = || wrong("5.5.4 An address in angle brackets is missing");
    let (named, path) = rest.split_at_checked(keyword.len()).ok_or_else(syntax)?;
    let path = path.strip_prefix('<').filter(|_| named.eq_ignore_ascii_case(keyword)).ok_or_else(syntax)?;
    let end = address::end(path).ok_or_else(syntax)?;
    let parameters = &path[end + 1..];
    if !parameters.is_empty() && !parameters.starts_with(' ') {
        return Err(syntax());
    }
    Ok((&path[..end], parameters))
}
