//! Where items may land is configured, and the back end goes by it.

use std::sync::Arc;

use backend::clock::SystemClock;
use backend::items::{RegisterError, sample};
use backend::{Backend, migrate};
use contract::SafeUrl;

use super::app::config;
use super::authority::{CLIENT, TENANT};

#[tokio::test]
async fn items_land_on_our_own_origin_and_on_those_that_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(&[
        ("VESTIBULE_DATA_DIR", folder.path().to_str().unwrap()),
        ("VESTIBULE_PUBLIC_URL", "https://v.example"),
        ("VESTIBULE_LANDING_ORIGINS", "https://app.example, https://other.example:8443/"),
        ("VESTIBULE_ENTRA_TENANT", TENANT),
        ("VESTIBULE_ENTRA_CLIENT_ID", CLIENT),
        ("VESTIBULE_ENTRA_CLIENT_SECRET", "x"),
        ("VESTIBULE_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz"),
    ]);
    migrate(&config).await.unwrap();
    let backend = Backend::connect(&config, Arc::new(SystemClock::default())).await.unwrap();
    let landing_on = |origin: &str| vec![sample(&SafeUrl::parse(origin).unwrap()).remove(0)];
    for origin in ["https://v.example", "https://app.example", "https://other.example:8443"] {
        assert_eq!(backend.sharing.register(&landing_on(origin)).await.unwrap(), 1, "{origin}");
    }
    for origin in ["https://evil.example", "https://app.example.evil.example", "https://other.example"] {
        let refused = backend.sharing.register(&landing_on(origin)).await;
        assert!(matches!(refused, Err(RegisterError::Landing(_))), "{origin}");
    }
    backend.close().await;
}
