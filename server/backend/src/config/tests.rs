#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::*;
use crate::clock::{RandomIds, SeededIds};
use crate::settings::FixedSettings;
use crate::settings::sections::Limits;

const TENANT: &str = "11111111-2222-4333-8444-555555555555";
const CLIENT: &str = "66666666-7777-4888-9999-aaaaaaaaaaaa";
const KEY: &str = "0123456789abcdefghijklmnopqrstuvwxyz";

fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let map: HashMap<String, String> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Config::read(|name| map.get(name).cloned())
}

fn entra_and(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut pairs = vec![
        ("VESTIBULE_ENTRA_TENANT", TENANT),
        ("VESTIBULE_ENTRA_CLIENT_ID", CLIENT),
        ("VESTIBULE_ENTRA_CLIENT_SECRET", "the-client-secret"),
        ("VESTIBULE_SECRET_KEY", KEY),
    ];
    pairs.extend_from_slice(more);
    pairs
}

fn issue_variables(result: Result<Config, ConfigError>) -> Vec<&'static str> {
    result.unwrap_err().issues.iter().map(|issue| issue.variable).collect()
}

#[test]
fn nothing_set_is_development_with_the_documented_defaults() {
    let config = read(&[]).unwrap();
    assert!(config.is_development());
    assert_eq!(config.listen.addr.to_string(), "127.0.0.1:3000");
    assert_eq!(config.listen.metrics_addr.to_string(), "127.0.0.1:3001");
    assert_eq!(config.listen.public_origin(), "http://localhost:3000");
    assert_eq!(config.storage.data_dir.to_str(), Some("data"));
    assert_eq!(config.storage.database_url.expose_secret(), "sqlite://data/vestibule.db");
    assert_eq!(config.emulator.addr.to_string(), "127.0.0.1:8400");
    assert_eq!(config.emulator.tls_addr.to_string(), "127.0.0.1:8443");
    assert_eq!(config.emulator.smtp_addr.to_string(), "127.0.0.1:8425");
    assert_eq!((config.log.filter.as_str(), config.log.format), ("info", LogFormat::Text));
    assert!(config.entra.is_none() && config.mail.is_none() && config.roots.is_none());
}

#[test]
fn empty_variables_count_as_not_set() {
    assert!(read(&[("VESTIBULE_ENTRA_TENANT", " "), ("VESTIBULE_PUBLIC_URL", "")]).unwrap().is_development());
}

#[test]
fn complete_entra_settings_are_no_development() {
    for more in
        [vec![], vec![("VESTIBULE_ADDR", "0.0.0.0:80"), ("VESTIBULE_PUBLIC_URL", "https://v.example")]]
    {
        let config = read(&entra_and(&more)).unwrap();
        assert!(!config.is_development());
        let entra = config.entra.as_ref().unwrap();
        assert_eq!(entra.tenant.as_str(), TENANT);
        assert_eq!(entra.cloud.name, CloudName::Global);
        assert_eq!(entra.cloud.resource, "https://graph.microsoft.com");
        let none = config.with_emulator("http://localhost:1", entra_tenant(), "c", "s".into());
        assert!(none.is_none(), "the emulator never stands in for Entra");
    }
}

/// Only the database is left of the settings, say because a file was lost: the emulator does not come up beside it.
#[test]
fn development_is_refused_beside_postgresql() {
    for url in [
        "postgres://vestibule:hidden@db/vestibule?sslmode=verify-full",
        "postgresql:///vestibule?host=/run/postgresql",
    ] {
        let database = ("VESTIBULE_DATABASE_URL", url);
        let refused = read(&[database]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "VESTIBULE_DATABASE_URL: is PostgreSQL, but no VESTIBULE_ENTRA_ setting is set, which would start the \
             emulator. Set the VESTIBULE_ENTRA_ settings, or leave it out: development is on SQLite."
        );
        assert!(read(&entra_and(&[database])).is_ok());
    }
    assert!(read(&[("VESTIBULE_DATABASE_URL", "sqlite://x.db")]).unwrap().is_development());
}

#[test]
fn a_packaged_program_has_no_development_and_names_what_is_missing() {
    let refused = Config::read_for(Build::Packaged, |_| None).unwrap_err();
    let said = refused.to_string();
    let variables: Vec<_> = refused.issues.iter().map(|issue| issue.variable).collect();
    assert_eq!(
        variables,
        [
            "VESTIBULE_ENTRA_TENANT",
            "VESTIBULE_ENTRA_CLIENT_ID",
            "VESTIBULE_ENTRA_CLIENT_SECRET",
            "VESTIBULE_SECRET_KEY"
        ]
    );
    assert!(
        said.contains("VESTIBULE_ENTRA_TENANT: is not set, but this program has no emulator inside."),
        "{said}"
    );
    let complete: HashMap<_, _> = entra_and(&[]).into_iter().collect();
    let config = Config::read_for(Build::Packaged, |name| complete.get(name).map(|&text| text.to_owned()));
    assert!(!config.unwrap().is_development());
}

fn entra_tenant() -> TenantId {
    TenantId::parse(TENANT).unwrap()
}

/// What is set, and which variables the issues name, in order.
type Row = (&'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn anything_in_between_names_what_is_missing() {
    let rows: &[Row] = &[
        (
            &[("VESTIBULE_ENTRA_TENANT", TENANT)],
            &["VESTIBULE_ENTRA_CLIENT_ID", "VESTIBULE_ENTRA_CLIENT_SECRET", "VESTIBULE_SECRET_KEY"],
        ),
        (
            &[("VESTIBULE_ENTRA_CLOUD", "usgov")],
            &[
                "VESTIBULE_ENTRA_TENANT",
                "VESTIBULE_ENTRA_CLIENT_ID",
                "VESTIBULE_ENTRA_CLIENT_SECRET",
                "VESTIBULE_SECRET_KEY",
            ],
        ),
        (
            &[("VESTIBULE_ADDR", "0.0.0.0:3000"), ("VESTIBULE_SECRET_KEY", KEY)],
            &[
                "VESTIBULE_PUBLIC_URL",
                "VESTIBULE_ENTRA_TENANT",
                "VESTIBULE_ENTRA_CLIENT_ID",
                "VESTIBULE_ENTRA_CLIENT_SECRET",
            ],
        ),
        (
            &[("VESTIBULE_PUBLIC_URL", "https://v.example"), ("VESTIBULE_SECRET_KEY", KEY)],
            &["VESTIBULE_ENTRA_TENANT", "VESTIBULE_ENTRA_CLIENT_ID", "VESTIBULE_ENTRA_CLIENT_SECRET"],
        ),
    ];
    for (pairs, variables) in rows {
        assert_eq!(&issue_variables(read(pairs)), variables, "{pairs:?}");
    }
}

#[test]
fn landing_origins_are_https_or_on_this_machine_in_development() {
    let origins = |config: &Config| config.landing_origins.iter().map(origin_of).collect::<Vec<_>>();
    assert!(read(&[]).unwrap().landing_origins.is_empty());
    let set = ("VESTIBULE_LANDING_ORIGINS", "https://app.example:443, ,http://localhost:4000");
    assert_eq!(origins(&read(&[set]).unwrap()), ["https://app.example", "http://localhost:4000"]);
    let https = ("VESTIBULE_LANDING_ORIGINS", "https://app.example/");
    assert_eq!(origins(&read(&entra_and(&[https])).unwrap()), ["https://app.example"]);
    let wrong = read(&entra_and(&[set])).unwrap_err().to_string();
    assert!(wrong.contains("\"http://localhost:4000\" is plain http"), "{wrong}");
}

#[test]
fn each_wrong_value_is_named() {
    let rows = [
        ("VESTIBULE_ADDR", "localhost"),
        ("VESTIBULE_METRICS_ADDR", "3001"),
        ("VESTIBULE_PUBLIC_URL", "v.example"),
        ("VESTIBULE_PUBLIC_URL", "https://v.example/app"),
        ("VESTIBULE_PUBLIC_URL", "ftp://v.example"),
        ("VESTIBULE_PUBLIC_URL", "http://v.example"),
        ("VESTIBULE_PUBLIC_URL", "https://me:pw@v.example"),
        ("VESTIBULE_TRUSTED_PROXIES", "10.0.0.0/33"),
        ("VESTIBULE_LIMITS", "guests = many"),
        ("VESTIBULE_LANDING_ORIGINS", "app.example"),
        ("VESTIBULE_LANDING_ORIGINS", "https://app.example, https://app.example/path"),
        ("VESTIBULE_LANDING_ORIGINS", "http://app.example"),
        ("VESTIBULE_LANDING_ORIGINS", "https://*.example/x"),
        ("VESTIBULE_DATABASE_URL", "mysql://x"),
        ("VESTIBULE_DATABASE_URL", "postgres://vestibule:hidden@db.example/vestibule"),
        ("VESTIBULE_DATABASE_URL", "postgres://vestibule:hidden@db.example/vestibule?sslmode=require"),
        ("VESTIBULE_DATABASE_MIGRATE_URL", "postgres://x?sslmode=verify-full"),
        ("VESTIBULE_SECRET_KEY_PREVIOUS", "short"),
        ("VESTIBULE_SECRET_KEY_FILE", "/nowhere/key"),
        ("VESTIBULE_SMTP_URL_FILE", "/nowhere/smtp"),
        ("VESTIBULE_SECRET_KEY", "short"),
        ("VESTIBULE_SECRET_KEY", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("VESTIBULE_ENTRA_TENANT", "common"),
        ("VESTIBULE_ENTRA_TENANT", "contoso.example"),
        ("VESTIBULE_ENTRA_CLIENT_ID", "app"),
        ("VESTIBULE_ENTRA_CLIENT_CERTIFICATE", "/nowhere/cert.pem"),
        ("VESTIBULE_ENTRA_CLOUD", "mars"),
        ("VESTIBULE_ENTRA_AUTHORITY", "https://login.example"),
        ("VESTIBULE_GRAPH_URL", "https://graph.example"),
        ("VESTIBULE_CA_FILE", "/nowhere/ca.pem"),
        ("VESTIBULE_SMTP_URL", "mail.example"),
        ("VESTIBULE_MAIL_FROM", "nobody"),
        ("VESTIBULE_SMTP_ALLOW_LOCAL", "yes"),
        ("VESTIBULE_EMULATOR_ADDR", "0.0.0.0:8400"),
        ("VESTIBULE_EMULATOR_TLS_ADDR", "x"),
        ("VESTIBULE_EMULATOR_SMTP_ADDR", "192.168.0.1:25"),
        ("VESTIBULE_LOG_FORMAT", "xml"),
    ];
    for (variable, value) in rows {
        let result = read(&entra_and(&[(variable, value)]));
        let error = result.expect_err(variable);
        let about = variable.trim_end_matches("_FILE");
        let about = if about == "VESTIBULE_CA" { variable } else { about };
        assert_eq!(error.issues[0].variable, about, "{value}");
        assert!(!error.issues[0].advice.is_empty());
        assert!(error.to_string().starts_with(about) && !error.to_string().contains("hidden"), "{error}");
    }
}

#[test]
fn everything_is_said_at_once() {
    let pairs = [("VESTIBULE_ADDR", "x"), ("VESTIBULE_LOG_FORMAT", "y"), ("VESTIBULE_SMTP_URL", "smtp://m")];
    let all = ["VESTIBULE_LOG_FORMAT", "VESTIBULE_ADDR", "VESTIBULE_MAIL_FROM"];
    assert_eq!(issue_variables(read(&pairs)), all);
}

#[test]
fn clouds() {
    let rows = [
        ("global", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
        ("usgov", "https://login.microsoftonline.us", "https://graph.microsoft.us"),
        ("dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
        ("china", "https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn"),
    ];
    for (name, authority, graph) in rows {
        let cloud = read(&entra_and(&[("VESTIBULE_ENTRA_CLOUD", name)])).unwrap().entra.unwrap().cloud;
        assert_eq!((origin_of(&cloud.authority), origin_of(&cloud.graph)), (authority.into(), graph.into()));
        assert_eq!(cloud.resource, graph);
    }
    let custom = [
        ("VESTIBULE_ENTRA_CLOUD", "custom"),
        ("VESTIBULE_ENTRA_AUTHORITY", "https://localhost:8443"),
        ("VESTIBULE_GRAPH_URL", "http://localhost:8400"),
    ];
    let cloud = read(&entra_and(&custom)).unwrap().entra.unwrap().cloud;
    assert_eq!(cloud.resource, "https://graph.microsoft.com");
    assert_eq!(
        issue_variables(read(&entra_and(&custom[..1]))),
        ["VESTIBULE_ENTRA_AUTHORITY", "VESTIBULE_GRAPH_URL"]
    );
}

#[test]
fn two_credentials_are_one_too_many() {
    let pem = certificate();
    let mut pairs = entra_and(&[]);
    pairs.push(("VESTIBULE_ENTRA_CLIENT_CERTIFICATE", &pem));
    assert_eq!(issue_variables(read(&pairs)), ["VESTIBULE_ENTRA_CLIENT_SECRET"]);
    pairs.retain(|(name, _)| *name != "VESTIBULE_ENTRA_CLIENT_SECRET");
    let Credential::Certificate(certificate) = read(&pairs).unwrap().entra.unwrap().credential else {
        panic!("a certificate")
    };
    assert_eq!(certificate.thumbprint().len(), 43);
    assert!(!format!("{certificate:?}").contains("PRIVATE"));
}

fn certificate() -> String {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
    let made =
        rcgen::CertificateParams::new(vec!["vestibule".to_owned()]).unwrap().self_signed(&key).unwrap();
    format!("{}{}", made.pem(), key.serialize_pem())
}

#[test]
fn no_secret_is_shown() {
    let config = read(&entra_and(&[
        ("VESTIBULE_DATABASE_URL", "postgres://vestibule:hidden-1@db/vestibule?sslmode=verify-full"),
        ("VESTIBULE_SMTP_URL", "smtp://me:hidden-2@mail.example:587"),
        ("VESTIBULE_MAIL_FROM", "Vestibule <vestibule@contoso.example>"),
    ]));
    let shown = format!("{:?}", config.unwrap());
    for secret in ["hidden-1", "hidden-2", "the-client-secret", KEY] {
        assert!(!shown.contains(secret), "{secret}");
    }
    let wrong = read(&[("VESTIBULE_DATABASE_URL", "mysql://hidden-3"), ("VESTIBULE_SECRET_KEY", "hidden-4")]);
    let shown = wrong.unwrap_err().to_string();
    assert!(!shown.contains("hidden"), "{shown}");
}

#[test]
fn development_follows_the_address_and_takes_the_emulator() {
    let config = read(&[("VESTIBULE_ADDR", "127.0.0.1:4000"), ("VESTIBULE_DATA_DIR", "/x")]).unwrap();
    assert_eq!(config.listen.public_origin(), "http://localhost:4000");
    assert_eq!(config.storage.database_url.expose_secret(), "sqlite:///x/vestibule.db");
    assert!(config.clone().with_emulator("http://evil.example", entra_tenant(), "c", "s".into()).is_none());
    let entra = config.with_emulator("http://localhost:8400", entra_tenant(), "c", "s".into()).unwrap().entra;
    assert_eq!(entra.unwrap().cloud.name, CloudName::Custom);
}

#[test]
fn the_development_key_is_made_once_and_for_this_user_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep/data");
    let config = read(&[("VESTIBULE_DATA_DIR", data.to_str().unwrap())]).unwrap();
    assert!(!data.exists(), "reading the configuration writes nothing");
    let sealed = config.secret_key.sealer(&SeededIds::new(1)).unwrap().seal("p", "x", b"text");
    let again = config.secret_key.sealer(&RandomIds).unwrap();
    assert_eq!(*again.open("p", "x", &sealed).unwrap(), b"text");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(data.join("secret-key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    std::fs::write(data.join("secret-key"), "cut").unwrap();
    assert!(config.secret_key.sealer(&RandomIds).is_err(), "a broken key is not replaced in silence");
}

#[test]
fn proxies() {
    let proxies = TrustedProxies::parse("10.0.0.0/8, 192.0.2.7,2001:db8::/32, 0.0.0.0/32").unwrap();
    for (peer, trusted) in [
        ("10.1.2.3", true),
        ("11.1.2.3", false),
        ("192.0.2.7", true),
        ("192.0.2.8", false),
        ("::ffff:10.0.0.1", true),
        ("2001:db8::1", true),
        ("2001:db9::1", false),
    ] {
        assert_eq!(proxies.trusts(peer.parse().unwrap()), trusted, "{peer}");
    }
    assert!(TrustedProxies::parse("0.0.0.0/0").unwrap().trusts("203.0.113.1".parse().unwrap()));
    assert!(!TrustedProxies::default().trusts("127.0.0.1".parse().unwrap()));
    for wrong in ["10.0.0.0/33", "2001:db8::/129", "10.0.0.0/", "10.0.0", "proxy.example"] {
        let issue = TrustedProxies::parse(wrong).unwrap_err();
        assert_eq!(issue, format!("{wrong:?} is neither an address nor a network"));
    }
}

proptest! {
    #[test]
    fn whatever_is_set_it_answers(values in prop::collection::vec(".{0,40}", 8)) {
        let names = [
            "VESTIBULE_ADDR", "VESTIBULE_PUBLIC_URL", "VESTIBULE_TRUSTED_PROXIES", "VESTIBULE_DATABASE_URL",
            "VESTIBULE_SECRET_KEY", "VESTIBULE_ENTRA_TENANT", "VESTIBULE_SMTP_URL", "VESTIBULE_MAIL_FROM",
        ];
        let pairs: Vec<_> = names.into_iter().zip(values.iter().map(String::as_str)).collect();
        if let Err(error) = read(&pairs) {
            prop_assert!(!error.issues.is_empty());
        }
    }
}

#[test]
fn a_proxy_that_must_be_there_and_is_not_named_is_advised_on() {
    let https = ("VESTIBULE_PUBLIC_URL", "https://v.example");
    let proxies = ("VESTIBULE_TRUSTED_PROXIES", "10.0.0.5");
    let advised = |pairs: &[(&'static str, &'static str)]| read(&entra_and(pairs)).unwrap().advice().len();
    assert_eq!((advised(&[https]), advised(&[https, proxies]), advised(&[])), (1, 0, 0));
}

#[test]
fn a_mail_server_on_this_machine_is_allowed_by_saying_so() {
    let allowed = |pairs: &[(&'static str, &'static str)]| read(pairs).unwrap().smtp_allow_local;
    assert!(!allowed(&[]) && !allowed(&[("VESTIBULE_SMTP_ALLOW_LOCAL", "false")]));
    assert!(allowed(&[("VESTIBULE_SMTP_ALLOW_LOCAL", "true")]));
}

#[test]
fn limits_are_read_and_have_defaults() {
    assert_eq!(read(&[]).unwrap().limits, RateLimits::default());
    assert_eq!(read(&[("VESTIBULE_LIMITS", "off")]).unwrap().limits, RateLimits::OFF);
    // What is named is no setting any more.
    let named = read(&[("VESTIBULE_LIMITS", "guests = 20 + 4/min, strangers = off")]).unwrap();
    let fixed = FixedSettings::by(&named);
    let fixed: Vec<_> = fixed.of::<Limits>().map(|fixed| (fixed.field, fixed.value.clone())).collect();
    assert_eq!(fixed, [("guests", json!("20 + 4/min"))]);
    let refused = read(&[("VESTIBULE_LIMITS", "guest = 1/s")]).unwrap_err();
    assert!(refused.to_string().contains("\"guest\" is no limit"), "{refused}");
}

/// The variables of the README's table of settings.
fn documented() -> BTreeSet<String> {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let names = readme.lines().filter_map(|line| line.strip_prefix("| `VESTIBULE_")?.split(" | ").next());
    names.flat_map(|cell| cell.split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn the_readme_lists_exactly_the_variables_that_are_read() {
    let asked = RefCell::new(BTreeSet::new());
    let custom = entra_and(&[
        ("VESTIBULE_ENTRA_CLOUD", "custom"),
        ("VESTIBULE_ENTRA_AUTHORITY", "https://login.example"),
        ("VESTIBULE_GRAPH_URL", "https://graph.example"),
        ("VESTIBULE_SMTP_URL", "smtp://mail.example"),
    ]);
    for pairs in [&[][..], &custom[..]] {
        let _ = Config::read(|name| {
            // Of every secret its file is asked for too: the README says so of all of them at once.
            if super::secret_file::secret_of(name).is_none() {
                asked.borrow_mut().insert(name.trim_start_matches("VESTIBULE_").to_owned());
            }
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
    }
    let bare = |name: &str| name.trim_start_matches("VESTIBULE_").to_owned();
    let mut documented: BTreeSet<_> = documented().iter().map(|name| bare(name)).collect();
    assert!(documented.remove("CONFIG"), "the file itself");
    assert_eq!(&documented, &*asked.borrow());
    assert_eq!(documented, super::config_file::VARIABLES.iter().map(|name| bare(name)).collect());
}

#[test]
fn a_file_gives_settings_by_the_same_names() {
    let file = ConfigFile::parse("VESTIBULE_ADDR = \"127.0.0.1:4000\" # the port", "See it").unwrap();
    let read = |environment: Option<&str>| {
        let of_environment = |name: &str| environment.filter(|_| name == "VESTIBULE_ADDR").map(str::to_owned);
        Config::read(|name| file.value(name, of_environment(name))).unwrap().listen.addr.port()
    };
    assert_eq!(read(None), 4000);
    assert_eq!(read(Some(" ")), 4000, "an empty variable counts as not set");
    assert_eq!(read(Some("127.0.0.1:5000")), 5000, "the environment comes first");
}

#[test]
fn a_misspelt_name_in_the_file_is_named_and_a_secret_is_not_quoted() {
    let said = |text: &str| ConfigFile::parse(text, "See it").map(drop).unwrap_err().to_string();
    assert_eq!(
        said("VESTIBULE_ADRESS = \"x\"\nVESTIBULE_LOG = \"debug\""),
        "VESTIBULE_CONFIG: VESTIBULE_ADRESS is no setting. See it."
    );
    let broken = said("VESTIBULE_LOG = \"debug\"\nVESTIBULE_SECRET_KEY = \"hush\" hush");
    assert_eq!(broken, "VESTIBULE_CONFIG: line 2 is no TOML. See it.");
    let number = said("VESTIBULE_SECRET_KEY = 4711");
    assert_eq!(number, "VESTIBULE_CONFIG: VESTIBULE_SECRET_KEY is no text in quotation marks. See it.");
}

/// A file with this text that only its owner, or others too, can read.
#[cfg(unix)]
fn file_of(folder: &std::path::Path, text: &str, mode: u32) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join(format!("secret-{mode:o}"));
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[cfg(unix)]
#[test]
fn each_secret_may_be_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let key = file_of(folder.path(), &format!("{KEY}\n"), 0o600);
    let pairs = |more: &[(&'static str, &str)]| -> Vec<(String, String)> {
        let given = entra_and(&[]).into_iter().filter(|(name, _)| *name != "VESTIBULE_SECRET_KEY");
        given.chain(more.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let read = |more: &[(&'static str, &str)]| {
        let map: HashMap<String, String> = pairs(more).into_iter().collect();
        Config::read(|name| map.get(name).cloned())
    };
    let config = read(&[("VESTIBULE_SECRET_KEY_FILE", &key)]).unwrap();
    let sealed = config.secret_key.sealer(&RandomIds).unwrap().seal("p", "x", b"text");
    let same = read(&[("VESTIBULE_SECRET_KEY", KEY)]).unwrap().secret_key.sealer(&RandomIds).unwrap();
    assert_eq!(*same.open("p", "x", &sealed).unwrap(), b"text");
    let twice = read(&[("VESTIBULE_SECRET_KEY_FILE", &key), ("VESTIBULE_SECRET_KEY", KEY)]).unwrap_err();
    assert!(twice.to_string().contains("is set, and VESTIBULE_SECRET_KEY_FILE too"), "{twice}");
    for mode in [0o640, 0o604, 0o644, 0o660] {
        let shared = file_of(folder.path(), KEY, mode);
        let refused = read(&[("VESTIBULE_SECRET_KEY_FILE", &shared)]).unwrap_err().to_string();
        assert!(refused.contains("can be read by other users") && !refused.contains(KEY), "{refused}");
    }
    for secret in super::secret_file::SECRETS {
        let empty = file_of(folder.path(), " ", 0o600);
        let map: HashMap<String, String> = [(format!("{secret}_FILE"), empty)].into();
        let refused = Config::read(|name| map.get(name).cloned()).unwrap_err();
        assert!(refused.issues.iter().any(|issue| issue.variable == secret), "{secret}: {refused}");
    }
}

#[cfg(unix)]
#[test]
fn keys_that_others_can_read_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let pem = file_of(folder.path(), &certificate(), 0o644);
    let mut pairs = entra_and(&[]);
    pairs.retain(|(name, _)| *name != "VESTIBULE_ENTRA_CLIENT_SECRET");
    pairs.push(("VESTIBULE_ENTRA_CLIENT_CERTIFICATE", &pem));
    let refused = read(&pairs).unwrap_err().to_string();
    assert!(refused.contains("can be read by other users"), "{refused}");

    let toml = file_of(folder.path(), &format!("VESTIBULE_SECRET_KEY = \"{KEY}\""), 0o640);
    let refused = ConfigFile::read(toml.as_ref()).map(drop).unwrap_err().to_string();
    assert!(refused.contains("can be read by other users") && !refused.contains(KEY), "{refused}");
    let toml = file_of(folder.path(), "VESTIBULE_ADDR = \"127.0.0.1:4000\"", 0o644);
    assert!(ConfigFile::read(toml.as_ref()).is_ok(), "there is no secret in it");

    let data = folder.path().join("data");
    let config = read(&[("VESTIBULE_DATA_DIR", data.to_str().unwrap())]).unwrap();
    config.secret_key.sealer(&RandomIds).unwrap();
    std::fs::set_permissions(data.join("secret-key"), std::fs::Permissions::from_mode(0o640)).unwrap();
    let refused = config.secret_key.sealer(&RandomIds).unwrap_err().to_string();
    assert!(refused.contains("can be read by other users"), "{refused}");
}

#[test]
fn what_an_earlier_key_sealed_opens_still() {
    const NEW: &str = "zyxwvutsrqponmlkjihgfedcba9876543210";
    let sealed =
        read(&entra_and(&[])).unwrap().secret_key.sealer(&RandomIds).unwrap().seal("p", "x", b"text");
    let rotated = |previous: &'static str| {
        let mut pairs = entra_and(&[("VESTIBULE_SECRET_KEY_PREVIOUS", previous)]);
        pairs.retain(|pair| *pair != ("VESTIBULE_SECRET_KEY", KEY));
        pairs.push(("VESTIBULE_SECRET_KEY", NEW));
        read(&pairs).unwrap().secret_key.sealer(&RandomIds).unwrap()
    };
    assert_eq!(*rotated(KEY).open("p", "x", &sealed).unwrap(), b"text");
    let two = "another-0123456789abcdefghijklmnopqrst, 0123456789abcdefghijklmnopqrstuvwxyz";
    assert_eq!(*rotated(two).open("p", "x", &sealed).unwrap(), b"text");
    assert_eq!(rotated("").open("p", "x", &sealed), Err(crate::seal::SealError::OtherKey));
}

#[test]
fn a_secret_in_a_file_may_be_named_in_the_file_of_settings() {
    let named = |name: &str| ConfigFile::parse(&format!("{name} = \"/run/secrets/x\""), "See it").is_ok();
    assert!(named("VESTIBULE_SECRET_KEY_FILE") && named("VESTIBULE_DATABASE_URL_FILE"));
    assert!(!named("VESTIBULE_ADDR_FILE") && !named("VESTIBULE_SECRET_KEY_FILE_FILE"));
}
