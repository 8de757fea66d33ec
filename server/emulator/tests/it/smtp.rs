//! The mail server, as a widely used client and as bytes see it.

use std::time::Duration;

use emulator::{Options, SmtpLogin};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    address::{Address, Envelope},
    transport::smtp::{
        authentication::{Credentials, Mechanism},
        client::{Certificate, CertificateStore, Tls, TlsParameters},
        extension::ClientId,
    },
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    time::timeout,
};

use crate::{
    harness::{ADELE, TestEmulator, start_emulator_with},
    markup,
};

pub type Transport = AsyncSmtpTransport<Tokio1Executor>;

const FROM: &str = "vestibule@contoso.example";
pub const TO: &str = "robin@northwind.example";

/// An emulator with a mail server, kept in this folder.
pub async fn at(folder: &std::path::Path, login: Option<&str>) -> TestEmulator {
    let options = Options {
        smtp_addr: Some(([127, 0, 0, 1], 0).into()),
        smtp_login: login.map(|login| login.parse::<SmtpLogin>().unwrap()),
        data_dir: Some(folder.to_owned()),
        ..Options::default()
    };
    start_emulator_with(options).await
}

pub fn port(started: &TestEmulator) -> u16 {
    let url = started.emulator.smtp_url().unwrap();
    url.strip_prefix("smtp://localhost:").unwrap().parse().unwrap()
}

/// A client over this kind of connection.
pub fn client(started: &TestEmulator, tls: Tls) -> lettre::transport::smtp::AsyncSmtpTransportBuilder {
    Transport::builder_dangerous("localhost")
        .port(port(started))
        .hello_name(ClientId::Domain("app.contoso.example".to_owned()))
        .timeout(Some(Duration::from_secs(20)))
        .tls(tls)
}

/// STARTTLS, with no other authority trusted than the emulator's.
pub fn secured(started: &TestEmulator) -> Tls {
    let ca = std::fs::read(started.emulator.ca_file().unwrap()).unwrap();
    let parameters = TlsParameters::builder("localhost".to_owned())
        .certificate_store(CertificateStore::None)
        .add_root_certificate(Certificate::from_pem(&ca).unwrap());
    Tls::Required(parameters.build().unwrap())
}

pub fn envelope(to: &[&str]) -> Envelope {
    let to = to.iter().map(|to| to.parse::<Address>().unwrap()).collect();
    Envelope::new(Some(FROM.parse().unwrap()), to).unwrap()
}

/// A message with lines that begin with a dot, encoded words, and both parts.
const MESSAGE: &str = "From: =?utf-8?q?Vestibule_=E2=80=93_Contoso?= <vestibule@contoso.example>\r\n\
    To: Robin <robin@northwind.example>\r\n\
    Cc: lee@fabrikam.example\r\n\
    Reply-To: Adele Vance <adele.vance@contoso.example>\r\n\
    Subject: =?utf-8?b?xb1pbmlhIG51?= Adele\r\n\
    Date: Mon, 1 Jun 2026 12:00:00 +0000\r\n\
    Message-ID: <one@contoso.example>\r\n\
    Auto-Submitted: auto-generated\r\n\
    List-Unsubscribe: <https://contoso.example/stop>,\r\n <mailto:stop@contoso.example>\r\n\
    X-Vestibule-Kind: =?utf-8?q?invitation_=C5=BE?=\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: multipart/alternative; boundary=\"b\"\r\n\
    \r\n\
    --b\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\
    \r\n\
    =C5=BDinia: https://contoso.example/items/7?a=3D1&b=3D2\r\n\
    .hidden\r\n\
    ..\r\n\
    .\r\n\
    end=\r\n\
    less\r\n\
    --b\r\n\
    Content-Type: text/html; charset=utf-8\r\n\
    Content-Transfer-Encoding: base64\r\n\
    \r\n\
    PGEgaHJlZj0iaHR0cHM6Ly9jb250b3NvLmV4YW1wbGUvb25seT9hPTEmYW1wO2I9MiI+xb08L2E+\r\n\
    --b--\r\n";

pub fn plain_message(subject: &str) -> String {
    format!(
        "From: {FROM}\r\nTo: {TO}\r\nSubject: {subject}\r\nDate: Mon, 1 Jun 2026 12:00:00 +0000\r\n\r\nHello\r\n"
    )
}

#[tokio::test]
async fn a_mail_stands_in_the_mailbox_decoded_whole_and_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    let client = client(&started, Tls::None).build();
    let hidden = "hidden@northwind.example";
    let taken = client.send_raw(&envelope(&[TO, "lee@fabrikam.example", hidden]), MESSAGE.as_bytes()).await;
    let taken = taken.unwrap();
    assert_eq!(taken.code().to_string(), "250");

    let mails = started.mail_for(TO).await;
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert!(taken.first_line().unwrap().ends_with(mail["id"].as_str().unwrap()), "{taken:?}");
    assert_eq!(mail["from"], "Vestibule \u{2013} Contoso <vestibule@contoso.example>");
    assert_eq!(mail["replyTo"], ADELE);
    assert_eq!((&mail["to"], &mail["cc"]), (&json!([TO]), &json!(["lee@fabrikam.example"])));
    assert_eq!(mail["sender"], FROM);
    assert_eq!(mail["recipients"], json!([TO, "lee@fabrikam.example", hidden]));
    assert_eq!(mail["subject"], "\u{17d}inia nu Adele");
    assert_eq!(mail["messageId"], "one@contoso.example");
    let text = "\u{17d}inia: https://contoso.example/items/7?a=1&b=2\n.hidden\n..\n.\nendless\n";
    assert_eq!(mail["text"].as_str().unwrap().trim_end(), text.trim_end());
    assert_eq!(mail["html"], "<a href=\"https://contoso.example/only?a=1&amp;b=2\">\u{17d}</a>");
    assert_eq!(
        mail["links"],
        json!(["https://contoso.example/items/7?a=1&b=2", "https://contoso.example/only?a=1&b=2"])
    );
    assert_eq!(
        mail["headers"],
        json!([
            { "name": "Date", "value": "Mon, 1 Jun 2026 12:00:00 +0000" },
            { "name": "Auto-Submitted", "value": "auto-generated" },
            { "name": "List-Unsubscribe", "value": "<https://contoso.example/stop>, <mailto:stop@contoso.example>" },
            { "name": "X-Vestibule-Kind", "value": "invitation \u{17e}" },
        ])
    );
    assert_eq!(
        (&mail["via"], &mail["overTls"], &mail["user"]),
        (&json!("smtp"), &json!(false), &Value::Null)
    );
    assert_eq!(started.mail_for(hidden).await, mails, "a blind copy is a recipient too");

    let effects = started.effects("mailDelivered");
    assert_eq!(effects.len(), 1);
    assert_eq!(effects[0]["mail"]["messageId"], "one@contoso.example");
    let page = started.browser.get(started.url("/_emulator/mail")).header("accept", "text/html");
    let page = page.send().await.unwrap().text().await.unwrap();
    markup::check(&page).unwrap();
    for shown in [hidden, "Auto-Submitted", "&lt;one@contoso.example&gt;", "<dd>SMTP</dd>", "&lt;a href="] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    let before = started.emulator.world(Clone::clone);
    started.emulator.shutdown().await;
    let started = at(folder.path(), None).await;
    assert!(started.emulator.world(|world| *world == before), "replay gives another world");
    assert_eq!(started.mail_for(TO).await, mails);
}

#[tokio::test]
async fn a_client_secures_the_connection_and_signs_in() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), Some("vestibule:a:secret")).await;
    for mechanism in [Mechanism::Plain, Mechanism::Login] {
        let sender = |password: &str| {
            client(&started, secured(&started))
                .credentials(Credentials::new("vestibule".to_owned(), password.to_owned()))
                .authentication(vec![mechanism])
                .build()
        };
        let message = plain_message("Secured");
        sender("a:secret").send_raw(&envelope(&[TO]), message.as_bytes()).await.unwrap();
        let mail = started.mail_for(TO).await.remove(0);
        assert_eq!((&mail["user"], &mail["overTls"]), (&json!("vestibule"), &json!(true)), "{mechanism:?}");
        let refused = sender("a guess").send_raw(&envelope(&[TO]), message.as_bytes()).await.unwrap_err();
        assert!(refused.is_permanent() && refused.status().unwrap().to_string() == "535", "{refused}");
    }
    // Whoever does not sign in sends nothing, secured or not.
    for tls in [Tls::None, secured(&started)] {
        let refused =
            client(&started, tls).build().send_raw(&envelope(&[TO]), b"From: a@b.example\r\n\r\n").await;
        assert_eq!(refused.unwrap_err().status().unwrap().to_string(), "530");
    }
    // A password is not asked for in clear.
    let mut session = Raw::greeted(&started).await;
    assert_eq!(
        session.say("AUTH PLAIN AHZlc3RpYnVsZQBhOnNlY3JldA==").await,
        "538 5.7.11 Secure the connection first"
    );
    assert_eq!(started.mail_for(TO).await.len(), 2);
    assert_eq!(started.emulator.ca_file().unwrap(), folder.path().join("emulator-ca.pem"));
}

/// A session in bytes.
pub struct Raw {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
}

impl Raw {
    pub async fn connect(started: &TestEmulator) -> Self {
        let (reader, writer) = TcpStream::connect(("127.0.0.1", port(started))).await.unwrap().into_split();
        Self { reader: BufReader::new(reader), writer }
    }

    pub async fn greeted(started: &TestEmulator) -> Self {
        let mut session = Self::connect(started).await;
        assert!(session.reply().await.starts_with("220 "));
        assert!(session.say("EHLO app.contoso.example").await.starts_with("250-localhost"));
        session
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).await.unwrap();
    }

    /// A whole reply, without the last line end; empty when the connection is closed.
    pub async fn reply(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let mut line = String::new();
            let read =
                timeout(Duration::from_secs(20), self.reader.read_line(&mut line)).await.expect("a reply");
            if read.unwrap_or_default() == 0 {
                return reply;
            }
            reply.push_str(&line);
            if line.as_bytes().get(3) != Some(&b'-') {
                return reply.trim_end().to_owned();
            }
        }
    }

    pub async fn say(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n").as_bytes()).await;
        self.reply().await
    }

    /// Whether the server has ended the connection.
    pub async fn is_over(&mut self) -> bool {
        let mut rest = Vec::new();
        let read = timeout(Duration::from_secs(20), self.reader.read_to_end(&mut rest)).await;
        read.expect("an end").is_err() || rest.is_empty()
    }
}

#[tokio::test]
async fn each_command_is_answered_as_rfc_5321_says() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    let mut session = Raw::connect(&started).await;
    assert_eq!(session.reply().await, "220 localhost ESMTP: the emulator's mail server");
    let long = format!("RCPT TO:<{}@b.example>", "x".repeat(65));
    for (said, code) in [
        ("MAIL FROM:<a@b.example>", "503 5.5.1"),
        ("EHLO", "501 5.5.4"),
        ("HELO app.contoso.example", "250 localhost"),
        ("EHLO app.contoso.example", "250-localhost"),
        ("AUTH PLAIN AGEAYg==", "538 5.7.11"),
        ("RCPT TO:<a@b.example>", "503 5.5.1"),
        ("DATA", "503 5.5.1"),
        ("MAIL FROM:a@b.example", "501 5.5.4"),
        ("MAIL FROM:<a@b@c>", "501 5.1.7"),
        ("MAIL FROM:<a@b.example> SIZE=1048577", "552 5.3.4"),
        ("MAIL FROM:<a@b.example> RET=HDRS", "555 5.5.4"),
        ("MAIL FROM:<\u{17e}@b.example>", "553 5.6.7"),
        ("mail from:<> size=100 body=8bitmime smtputf8", "250 2.1.0"),
        ("MAIL FROM:<a@b.example>", "503 5.5.1"),
        ("STARTTLS", "503 5.5.1"),
        ("DATA", "554 5.5.1"),
        ("RCPT TO:<>", "501 5.1.3"),
        ("RCPT TO:<a..b@b.example>", "501 5.1.3"),
        ("RCPT TO:<a@-b.example>", "501 5.1.3"),
        (&long, "501 5.1.3"),
        ("RCPT TO:<a@b.example> NOTIFY=NEVER", "555 5.5.4"),
        ("RCPT TO:<\"a > b\"@b.example>", "250 2.1.5"),
        ("RCPT TO:<\u{17e}@\u{17e}.example>", "250 2.1.5"),
        ("RCPT TO:<postmaster>", "250 2.1.5"),
        ("RSET", "250 2.0.0"),
        ("RCPT TO:<a@b.example>", "503 5.5.1"),
        ("NOOP anything", "250 2.0.0"),
        ("VRFY adele", "252 2.1.5"),
        ("EXPN everybody", "502 5.5.1"),
        ("HELP", "214 2.0.0"),
        ("GET / HTTP/1.1", "500 5.5.2"),
    ] {
        let answer = session.say(said).await;
        assert!(answer.starts_with(code), "{said}: {answer}");
    }
    let offered = session.say("EHLO app.contoso.example").await;
    let offered: Vec<_> = offered.lines().skip(1).map(|line| &line[4..]).collect();
    assert_eq!(
        offered,
        ["SIZE 1048576", "8BITMIME", "PIPELINING", "SMTPUTF8", "ENHANCEDSTATUSCODES", "STARTTLS"]
    );
    assert!(session.say("QUIT").await.starts_with("221 2.0.0"));
    assert!(session.is_over().await);
    assert!(started.effects("mailDelivered").is_empty());
}

const BEGIN: &[u8] = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<robin@northwind.example>\r\nDATA\r\n";

async fn begin(session: &mut Raw) {
    // In one piece, as PIPELINING allows.
    session.send(BEGIN).await;
    for code in ["250 2.1.0", "250 2.1.5", "354 "] {
        assert!(session.reply().await.starts_with(code), "{code}");
    }
}

#[tokio::test]
async fn a_line_end_that_is_none_smuggles_no_second_mail() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    let smuggled =
        "MAIL FROM:<x@b.example>\r\nRCPT TO:<y@b.example>\r\nDATA\r\nFrom: x@b.example\r\n\r\nz\r\n.\r\n";
    for end in ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r\n", "\r.\r", "\r\n.\r"] {
        let mut session = Raw::greeted(&started).await;
        begin(&mut session).await;
        session.send(format!("From: a@b.example\r\n\r\nfirst{end}{smuggled}").as_bytes()).await;
        let answer = session.reply().await;
        assert_eq!(answer, "521 5.5.2 A line ends with CR LF, and neither stands alone", "{end:?}");
        assert!(session.is_over().await, "{end:?}");
    }
    let mut session = Raw::greeted(&started).await;
    session.send(b"NOOP\n").await;
    assert!(session.reply().await.starts_with("521 5.5.2"));
    assert!(started.effects("mailDelivered").is_empty());
    // The same with whole line ends is two mails.
    let mut session = Raw::greeted(&started).await;
    begin(&mut session).await;
    session.send(format!("From: a@b.example\r\n\r\nfirst\r\n.\r\n{smuggled}").as_bytes()).await;
    for code in ["250 2.0.0", "250 2.1.0", "250 2.1.5", "354 ", "250 2.0.0"] {
        assert!(session.reply().await.starts_with(code), "{code}");
    }
    assert_eq!(started.effects("mailDelivered").len(), 2);
}

#[tokio::test]
async fn what_comes_with_starttls_in_one_piece_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    let mut session = Raw::greeted(&started).await;
    session.send(b"STARTTLS\r\nMAIL FROM:<a@b.example>\r\n").await;
    assert_eq!(session.reply().await, "521 5.5.1 STARTTLS is the last command of a group");
    assert!(session.is_over().await);
}

#[tokio::test]
async fn what_is_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    let mut session = Raw::greeted(&started).await;
    let head = "From: a@b.example\r\n\r\n";
    let line = format!("{}\r\n", "x".repeat(998));
    for (body, code) in [
        (format!("{head}{}x\r\n", line.trim_end()), "554 5.6.0 A line of the message is too long"),
        (format!("{head}{}", line.repeat(1050)), "552 5.3.4 The message is too large"),
        ("Subject: x\r\n\r\nNobody\r\n".to_owned(), "554 5.6.0 The message has no field From"),
        (format!("{head}\u{17e}\r\n"), "554 5.6.1 Octets beyond ASCII take BODY=8BITMIME"),
        (format!("{head}{line}..{}", &line[1..]), "250 2.0.0"),
    ] {
        begin(&mut session).await;
        session.send(format!("{body}.\r\n").as_bytes()).await;
        let answer = session.reply().await;
        assert!(answer.starts_with(code), "{code}: {answer}");
    }
    let mail = started.mail_for(TO).await.remove(0);
    let lines: Vec<_> = mail["text"].as_str().unwrap().lines().map(str::len).collect();
    assert_eq!(lines, [998, 998], "the longest lines are taken, one with its dot");

    assert!(session.say(&format!("NOOP {}", "x".repeat(3000))).await.starts_with("500 5.5.2"));
    assert!(session.say(&format!("NOOP {}", "x".repeat(30_000))).await.starts_with("500 5.5.2"));
    session.say("MAIL FROM:<a@b.example>").await;
    for number in 0..100 {
        assert!(session.say(&format!("RCPT TO:<{number}@b.example>")).await.starts_with("250 "), "{number}");
    }
    assert!(session.say("RCPT TO:<100@b.example>").await.starts_with("452 4.5.3"));
    // Two mistakes were made above.
    for _ in 2..20 {
        assert!(session.say("NONSENSE").await.starts_with("500 "));
    }
    session.send(b"NONSENSE\r\n").await;
    assert!(session.reply().await.starts_with("500 "));
    assert_eq!(session.reply().await, "421 4.7.0 Too many mistakes");
    assert!(session.is_over().await);

    let mut connected = Vec::new();
    for _ in 0..50 {
        connected.push(Raw::greeted(&started).await);
    }
    let mut one_more = Raw::connect(&started).await;
    assert_eq!(one_more.reply().await, "421 4.7.0 Too many connections, try again later");
    assert!(one_more.is_over().await);
    assert!(connected[0].say("QUIT").await.starts_with("221 "));
    assert!(connected.remove(0).is_over().await);
    assert!(connected[0].say("NOOP").await.starts_with("250 "));
    Raw::greeted(&started).await;
}

#[tokio::test]
async fn who_is_connected_is_told_that_the_server_stops() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    let mut session = Raw::greeted(&started).await;
    let before = std::time::Instant::now();
    started.emulator.shutdown().await;
    assert!(before.elapsed() < Duration::from_secs(5));
    assert_eq!(session.reply().await, "421 4.3.2 The server stops");
    assert!(session.is_over().await);
}

#[test]
fn a_login_is_a_name_and_a_password() {
    let login: SmtpLogin = "a:b:c".parse().unwrap();
    assert_eq!((login.user.as_str(), login.password.as_str()), ("a", "b:c"));
    for wrong in ["", "a", "a:", ":b"] {
        assert!(wrong.parse::<SmtpLogin>().is_err(), "{wrong:?}");
    }
}
