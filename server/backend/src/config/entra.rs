//! Who Vestibule is in Entra.

use contract::TenantId;
use secrecy::SecretString;
use uuid::Uuid;

use super::certificate::ClientCertificate;
use super::cloud::Cloud;
use super::issue::EnvReader;

/// Any of these means that this is no development set-up.
const ALL: [&str; 6] = [
    "VESTIBULE_ENTRA_TENANT",
    "VESTIBULE_ENTRA_CLIENT_ID",
    "VESTIBULE_ENTRA_CLIENT_SECRET",
    "VESTIBULE_ENTRA_CLIENT_CERTIFICATE",
    "VESTIBULE_ENTRA_CLOUD",
    "VESTIBULE_ENTRA_AUTHORITY",
];

/// The app registration.
#[derive(Debug, Clone)]
pub struct Entra {
    /// `VESTIBULE_ENTRA_TENANT`: the directory's id.
    pub tenant: TenantId,
    /// `VESTIBULE_ENTRA_CLIENT_ID`.
    pub client_id: String,
    /// How the application proves who it is.
    pub credential: Credential,
    /// Where Entra and Graph are.
    pub cloud: Cloud,
}

/// How the application proves who it is.
#[derive(Debug, Clone)]
pub enum Credential {
    /// `VESTIBULE_ENTRA_CLIENT_SECRET`.
    Secret(SecretString),
    /// `VESTIBULE_ENTRA_CLIENT_CERTIFICATE`.
    Certificate(ClientCertificate),
}

impl Entra {
    /// Whether any of its variables is set.
    pub(super) fn is_set(reader: &EnvReader<'_>) -> bool {
        ALL.iter().any(|variable| reader.text(variable).is_some())
    }

    pub(super) fn read(reader: &mut EnvReader<'_>, why: &str) -> Option<Self> {
        let tenant = id(reader, "VESTIBULE_ENTRA_TENANT", "Directory (tenant) ID", why);
        let client_id = id(reader, "VESTIBULE_ENTRA_CLIENT_ID", "Application (client) ID", why);
        let credential = credential(reader, why);
        let cloud = Cloud::read(reader);
        Some(Self {
            tenant: TenantId::parse(&tenant?).ok()?,
            client_id: client_id?,
            credential: credential?,
            cloud: cloud?,
        })
    }
}

fn id(reader: &mut EnvReader<'_>, variable: &'static str, name: &str, why: &str) -> Option<String> {
    let advice = format!("Give the {name} from the overview page of the app registration");
    if reader.text(variable).is_none() {
        reader.add_issue(variable, format!("is not set, but {why}"), &advice);
    }
    reader.parsed(variable, &advice, |text| {
        Uuid::try_parse(text)
            .map(|id| id.hyphenated().to_string())
            .map_err(|_| format!("{text:?} is no id like 00000000-0000-0000-0000-000000000000"))
    })
}

fn credential(reader: &mut EnvReader<'_>, why: &str) -> Option<Credential> {
    let secret = reader.text("VESTIBULE_ENTRA_CLIENT_SECRET");
    let certificate = reader.parsed(
        "VESTIBULE_ENTRA_CLIENT_CERTIFICATE",
        "Give a PEM file, or its text, with the certificate and its RSA key (PKCS #8)",
        ClientCertificate::parse,
    );
    match (secret, certificate) {
        (Some(_), Some(_)) => {
            reader.add_issue(
                "VESTIBULE_ENTRA_CLIENT_SECRET",
                "is set, and VESTIBULE_ENTRA_CLIENT_CERTIFICATE too",
                "Set one of them; the certificate is the better one",
            );
            None
        }
        (Some(secret), None) => Some(Credential::Secret(secret.into())),
        (None, Some(certificate)) => Some(Credential::Certificate(certificate)),
        (None, None) => {
            if reader.text("VESTIBULE_ENTRA_CLIENT_CERTIFICATE").is_none() {
                reader.add_issue(
                    "VESTIBULE_ENTRA_CLIENT_SECRET",
                    format!("is not set, but {why}"),
                    "Set it, or VESTIBULE_ENTRA_CLIENT_CERTIFICATE",
                );
            }
            None
        }
    }
}
