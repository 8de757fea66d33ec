//! Every row of "Microsoft Entra authentication and authorization error codes" that the fact sheet names, set as a fault: status, error,
//! body, and nothing changed.

use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, start_emulator};

/// Number, status, error, suberror.
const ROWS: [(u32, u16, &str, &str); 46] = [
    (16_000, 400, "interaction_required", ""),
    (16_002, 400, "login_required", ""),
    (28_003, 400, "invalid_grant", ""),
    (50_011, 400, "invalid_request", ""),
    (50_014, 400, "invalid_grant", ""),
    (50_020, 400, "access_denied", ""),
    (50_034, 400, "invalid_grant", ""),
    (50_057, 400, "access_denied", ""),
    (50_058, 400, "login_required", ""),
    (50_072, 400, "interaction_required", "basic_action"),
    (50_074, 400, "access_denied", ""),
    (50_076, 400, "invalid_grant", "basic_action"),
    (50_079, 400, "invalid_grant", "basic_action"),
    (50_105, 400, "access_denied", ""),
    (50_147, 400, "invalid_request", ""),
    (50_173, 400, "invalid_grant", "bad_token"),
    (50_194, 400, "invalid_request", ""),
    (50_196, 400, "invalid_grant", ""),
    (51_004, 400, "invalid_grant", ""),
    (53_000, 400, "interaction_required", "message_only"),
    (53_003, 400, "access_denied", "message_only"),
    (53_011, 400, "access_denied", ""),
    (54_005, 400, "invalid_grant", ""),
    (65_001, 400, "invalid_grant", "consent_required"),
    (65_004, 400, "access_denied", ""),
    (70_000, 400, "invalid_grant", ""),
    (70_008, 400, "invalid_grant", ""),
    (70_011, 400, "invalid_scope", ""),
    (70_043, 400, "invalid_grant", "bad_token"),
    (90_002, 400, "invalid_request", ""),
    (90_014, 400, "invalid_request", ""),
    (90_038, 400, "invalid_request", ""),
    (90_072, 400, "access_denied", ""),
    (90_094, 400, "access_denied", ""),
    (500_212, 400, "access_denied", ""),
    (500_213, 400, "access_denied", ""),
    (501_481, 400, "invalid_grant", ""),
    (530_032, 400, "access_denied", "message_only"),
    (700_005, 400, "invalid_grant", ""),
    (700_016, 400, "unauthorized_client", ""),
    (700_022, 400, "invalid_scope", ""),
    (700_027, 401, "invalid_client", ""),
    (700_082, 400, "invalid_grant", "bad_token"),
    (700_084, 400, "invalid_grant", ""),
    (900_144, 400, "invalid_request", ""),
    (7_000_215, 401, "invalid_client", ""),
];

const FURTHER: [(u32, u16, &str, &str); 2] =
    [(7_000_218, 401, "invalid_client", ""), (7_000_222, 401, "invalid_client", "")];

/// The numbers of all of them.
pub fn numbers() -> impl Iterator<Item = u32> {
    ROWS.into_iter().chain(FURTHER).map(|(number, ..)| number)
}

#[tokio::test]
async fn each_error_of_the_catalogue_has_its_status_code_and_body() {
    let started = start_emulator().await;
    let code = started.code(ADELE, &[]).await;
    let before = started.emulator.world(|world| world.ledger().len());
    for (number, status, error, suberror) in ROWS.into_iter().chain(FURTHER) {
        let fault =
            json!([{"on": {"path": "/*/oauth2/v2.0/token"}, "effect": {"aadsts": number}, "times": 1}]);
        started.emulator.set_faults(serde_json::from_value(fault).unwrap());
        let answer = Answer::of(started.redeem_code(&code).await).await;
        answer.entra_refused(status, error, number);
        let expected = if suberror.is_empty() { Value::Null } else { json!(suberror) };
        assert_eq!(answer.body["suberror"], expected, "{number}");
    }
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before);
    assert_eq!(started.redeem_code(&code).await.status(), 200, "the code was not touched");
}
