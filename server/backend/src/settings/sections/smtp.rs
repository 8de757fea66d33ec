//! The mail server for mail of our own.

use std::ops::RangeInclusive;

use contract::{EmailAddress, FieldPath, FieldProblem, ProblemCode, SettingUnit};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::config::{Config, Mail, SmtpTls};
use crate::mail::host::Host;
use crate::settings::field::FieldSpec;
use crate::settings::secret::SecretMark;
use crate::settings::section::{FixedSetting, Section};

const PORTS: RangeInclusive<u32> = 1..=65_535;
/// The longest name of a host (RFC 1035, section 2.3.4).
const HOST_LIMIT: usize = 253;
/// The longest address (RFC 5321, section 4.5.3.1.3).
const ADDRESS_LIMIT: usize = 254;
/// The longest user name, password, or name of a sender.
const NAME_LIMIT: usize = 256;
/// The ways to keep a connection from others that can be chosen, by their stored names.
const WAYS: &[&str] = &["starttls", "tls"];

/// The mail server. None, where there is no host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Smtp {
    /// Its name or its address.
    pub host: Option<String>,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others.
    pub security: SmtpSecurity,
    /// Who we are to it.
    pub user: Option<String>,
    /// What proves it: kept sealed, elsewhere.
    pub password: SecretMark,
    /// The address that our mail comes from.
    pub from_address: Option<String>,
    /// The name beside it.
    pub from_name: Option<String>,
}

/// How a connection to the mail server is kept from others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmtpSecurity {
    /// By TLS after a first greeting, before anything is said.
    #[default]
    Starttls,
    /// By TLS from the first byte.
    Tls,
    /// Not at all: only the configuration says so, of a server on this machine.
    None,
}

impl Default for Smtp {
    fn default() -> Self {
        Self {
            host: None,
            port: 587,
            security: SmtpSecurity::Starttls,
            user: None,
            password: SecretMark::default(),
            from_address: None,
            from_name: None,
        }
    }
}

impl Smtp {
    /// The field that is a secret.
    pub(crate) const PASSWORD: &'static str = "password";

    /// For whom a password is: told to anybody else it would be given away.
    fn recipient(&self) -> (Option<String>, u16, Option<&str>) {
        (self.host.as_deref().map(str::to_lowercase), self.port, self.user.as_deref())
    }

    fn wrong_login(&self) -> Option<(&'static str, ProblemCode)> {
        match (self.user.is_some(), self.password.is_set()) {
            (true, false) => Some((Self::PASSWORD, ProblemCode::ValueMissing)),
            (false, true) => Some(("user", ProblemCode::ValueMissing)),
            _ => None,
        }
    }

    fn wrong_sender(&self) -> Option<ProblemCode> {
        match self.from_address.as_deref() {
            None => self.host.is_some().then_some(ProblemCode::ValueMissing),
            Some(address) => match EmailAddress::parse(address) {
                Err(wrong) => Some(wrong.into()),
                // It goes into the mail's head as it stands here: nothing in it is mended.
                Ok(read) => {
                    (!read.as_str().eq_ignore_ascii_case(address)).then_some(ProblemCode::AddressMalformed)
                }
            },
        }
    }
}

impl Section for Smtp {
    const NAME: &'static str = "smtp";
    #[cfg(test)]
    const SAMPLE: &'static str = r#"{"from_address":"share@contoso.example","from_name":"Contoso","host":"mail.contoso.example","password":7,"port":465,"security":"tls","user":"vestibule"}"#;

    fn fields() -> Vec<FieldSpec> {
        vec![
            FieldSpec::optional_text("host", HOST_LIMIT),
            FieldSpec::number("port", SettingUnit::Count, PORTS),
            FieldSpec::choice("security", WAYS),
            FieldSpec::optional_text("user", NAME_LIMIT),
            FieldSpec::secret(Self::PASSWORD, NAME_LIMIT),
            FieldSpec::optional_text("from_address", ADDRESS_LIMIT),
            FieldSpec::optional_text("from_name", NAME_LIMIT),
        ]
    }

    fn validate(&self) -> Vec<FieldProblem> {
        let host = self.host.as_deref().filter(|host| Host::parse(host).is_none());
        let texts = [
            ("host", self.host.as_deref(), HOST_LIMIT),
            ("user", self.user.as_deref(), NAME_LIMIT),
            ("from_address", self.from_address.as_deref(), ADDRESS_LIMIT),
            ("from_name", self.from_name.as_deref(), NAME_LIMIT),
        ];
        let long =
            texts.into_iter().filter(|(_, text, most)| text.is_some_and(|text| text.chars().count() > *most));
        let mut wrong: Vec<_> = long.map(|(field, ..)| (field, ProblemCode::TextTooLong)).collect();
        wrong.extend(host.map(|_| ("host", ProblemCode::HostMalformed)));
        wrong.extend((self.port == 0).then_some(("port", ProblemCode::ValueOutOfRange)));
        wrong
            .extend((self.security == SmtpSecurity::None).then_some(("security", ProblemCode::ValueMissing)));
        wrong.extend(self.wrong_login());
        wrong.extend(self.wrong_sender().map(|code| ("from_address", code)));
        wrong.into_iter().map(|(field, code)| FieldProblem { field: FieldPath::known(field), code }).collect()
    }

    /// Whoever may change settings need not know the password, and cannot have it sent to a server of theirs.
    fn validate_change(&self, before: &Self) -> Vec<FieldProblem> {
        let is_given_away = self.password.generation().is_some() && self.recipient() != before.recipient();
        let (field, code) = (FieldPath::known(Self::PASSWORD), ProblemCode::SecretAgain);
        is_given_away.then_some(FieldProblem { field, code }).into_iter().collect()
    }

    fn fixed_by(config: &Config) -> Vec<FixedSetting> {
        config.mail.as_ref().map(fixed_to).unwrap_or_default()
    }
}

/// What the configured mail server is, without its password.
fn fixed_to(mail: &Mail) -> Vec<FixedSetting> {
    let (name, address) = match mail.from.rsplit_once('<') {
        Some((name, rest)) => (Some(name.trim().trim_matches('"')), rest.trim_end_matches('>').trim()),
        None => (None, mail.from.trim()),
    };
    let security = match mail.tls {
        SmtpTls::Implicit => SmtpSecurity::Tls,
        SmtpTls::Required => SmtpSecurity::Starttls,
        SmtpTls::None => SmtpSecurity::None,
    };
    let user = mail.login.as_ref().map(|(user, _)| user);
    let (server, sender) = ("VESTIBULE_SMTP_URL", "VESTIBULE_MAIL_FROM");
    let fixed: [(&'static str, Value, &'static str); 7] = [
        ("host", json!(mail.host), server),
        ("port", json!(mail.port), server),
        ("security", json!(security), server),
        ("user", json!(user), server),
        // That there is one, and nothing of it.
        (Smtp::PASSWORD, json!(user.map(|_| 1)), server),
        ("from_address", json!(address), sender),
        ("from_name", json!(name.filter(|name| !name.is_empty())), sender),
    ];
    let all = fixed.into_iter();
    all.map(|(field, value, by)| FixedSetting { section: Smtp::NAME, field, value, by }).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn smtp(changes: &Value) -> Smtp {
        let mut all = json!({
            "host": "mail.contoso.example", "user": "vestibule", "password": 3,
            "from_address": "share@contoso.example",
        });
        for (name, value) in changes.as_object().unwrap() {
            all[name] = value.clone();
        }
        serde_json::from_value(all).unwrap()
    }

    fn wrong(changes: &Value) -> Vec<(String, ProblemCode)> {
        smtp(changes).validate().into_iter().map(|of| (of.field.to_string(), of.code)).collect()
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        assert_eq!(wrong(&json!({})), []);
        assert_eq!(wrong(&json!({ "host": "10.0.0.5", "user": null, "password": null })), []);
        for (changes, field, code) in [
            (json!({ "host": "mail:25" }), "host", ProblemCode::HostMalformed),
            (json!({ "port": 0 }), "port", ProblemCode::ValueOutOfRange),
            (json!({ "security": "none" }), "security", ProblemCode::ValueMissing),
            (json!({ "user": null }), "user", ProblemCode::ValueMissing),
            (json!({ "password": null }), "password", ProblemCode::ValueMissing),
            (json!({ "password": -1 }), "password", ProblemCode::ValueMissing),
            (json!({ "from_address": null }), "from_address", ProblemCode::ValueMissing),
            (json!({ "from_address": "nobody" }), "from_address", ProblemCode::AddressMalformed),
            (json!({ "from_name": "x".repeat(257) }), "from_name", ProblemCode::TextTooLong),
        ] {
            assert_eq!(wrong(&changes), [(field.to_owned(), code)], "{changes}");
        }
        assert_eq!(wrong(&json!({ "host": null, "from_address": null })), []);
    }

    #[test]
    fn a_password_is_for_one_server_and_one_user() {
        let before = smtp(&json!({}));
        let refused = |changes: &Value| !smtp(changes).validate_change(&before).is_empty();
        for elsewhere in [
            json!({ "host": "mail.attacker.example" }),
            json!({ "host": null }),
            json!({ "port": 25 }),
            json!({ "user": "somebody" }),
        ] {
            assert!(refused(&elsewhere), "{elsewhere}");
            let mut typed = elsewhere.clone();
            for mark in [0, -1] {
                typed["password"] = json!(mark);
                assert!(!refused(&typed), "{typed}");
            }
        }
        for same in [json!({}), json!({ "host": "MAIL.contoso.example" }), json!({ "from_name": "Contoso" })]
        {
            assert!(!refused(&same), "{same}");
        }
    }

    #[test]
    fn what_is_configured_is_shown_without_the_password() {
        let shown = |url: &str, from: &str| {
            let fixed = fixed_to(&Mail::parse(url, from).unwrap());
            let values = fixed.into_iter().map(|fixed| (fixed.field.to_owned(), fixed.value));
            Value::Object(values.collect())
        };
        assert_eq!(
            shown("smtps://me:hidden@mail.example", "Contoso <share@contoso.example>"),
            json!({ "host": "mail.example", "port": 465, "security": "tls", "user": "me", "password": 1,
                    "from_address": "share@contoso.example", "from_name": "Contoso" })
        );
        assert_eq!(
            shown("smtp://localhost:25", "share@contoso.example"),
            json!({ "host": "localhost", "port": 25, "security": "none", "user": null, "password": null,
                    "from_address": "share@contoso.example", "from_name": null })
        );
    }
}
